SELECT
    quantileExact(0.949999999999)(x) AS value,
    count() AS total_views,
    sum(watch_time_ms) AS total_watch_time_ms,
    sum(played_ms) AS total_playing_time_ms
FROM
(
SELECT assumeNotNull(video_startup_time_ms) AS x, watch_time_ms, ifNull(playing_time_ms, 0) AS played_ms, viewer_id
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND isNotNull(video_startup_time_ms)
)
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
