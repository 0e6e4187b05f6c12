SELECT start_ms, 1.0 * sum(part) / sum(whole) AS value, count() AS views
FROM
(
SELECT assumeNotNull(1.0 * rebuffer_duration_ms / nullIf(watch_time_ms, 0)) AS x, watch_time_ms, ifNull(playing_time_ms, 0) AS played_ms, viewer_id, intDiv(toUnixTimestamp64Milli(view_end_ms), {step_ms:Int64}) * {step_ms:Int64} AS start_ms, assumeNotNull(rebuffer_duration_ms) AS part, assumeNotNull(watch_time_ms) AS whole
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND isNotNull(1.0 * rebuffer_duration_ms / nullIf(watch_time_ms, 0))
)
GROUP BY start_ms
-- step_ms = 3600000
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
