SELECT *
FROM view_events
WHERE environment_id = {environment_id:String} AND view_id = {view_id:String}
ORDER BY viewer_time_ms, sequence_number
LIMIT 10001
-- environment_id = 'env'
-- view_id = 'view'
