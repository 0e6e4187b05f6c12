SELECT
    toFloat64(count()) AS value,
    count() AS total_views,
    sum(watch_time_ms) AS total_watch_time_ms,
    ifNull(sum(playing_time_ms), 0) AS total_playing_time_ms
FROM
(
SELECT 1 AS x, watch_time_ms, playing_time_ms, viewer_id
FROM views
WHERE environment_id = {environment_id:String}
    AND view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
)
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
