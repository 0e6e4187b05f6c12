SELECT roundDown(toFloat64(x), {starts:Array(Float64)}) AS start, count() AS views
FROM
(
SELECT assumeNotNull(video_startup_time_ms) AS x, watch_time_ms, ifNull(playing_time_ms, 0) AS played_ms, viewer_id
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND isNotNull(video_startup_time_ms)
)
GROUP BY start
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
-- starts = [0.0, 500.0]
