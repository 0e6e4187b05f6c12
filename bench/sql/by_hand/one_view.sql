SELECT *
FROM views
WHERE environment_id = {environment:String} AND view_id = {view_id:String}
LIMIT 1;
SELECT *
FROM view_events
WHERE environment_id = {environment:String} AND view_id = {view_id:String}
ORDER BY viewer_time_ms, sequence_number
