SELECT
    count() AS views,
    min(x) AS least,
    max(x) AS greatest,
    quantileDD(0.01, 0.99)(x) AS most
FROM
(
SELECT assumeNotNull(video_startup_time_ms) AS x, watch_time_ms, ifNull(playing_time_ms, 0) AS played_ms, viewer_id
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND isNotNull(video_startup_time_ms)
)
HAVING views > 0
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
