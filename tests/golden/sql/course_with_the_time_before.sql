SELECT
    before AS earlier,
    if(grouping(bucket_ms) = 1, NULL, bucket_ms) AS start_ms,
    1.0 * sum(part) / sum(whole) AS value,
    count() AS total_views,
    sum(watch_time_ms) AS total_watch_time_ms,
    sum(played_ms) AS total_playing_time_ms
FROM
(
SELECT assumeNotNull(1.0 * rebuffer_duration_ms / nullIf(watch_time_ms, 0)) AS x, watch_time_ms, ifNull(playing_time_ms, 0) AS played_ms, viewer_id, (toUnixTimestamp64Milli(view_end_ms) < {begins_ms:Int64})::Bool AS before, if(before, NULL, intDiv(toUnixTimestamp64Milli(view_end_ms), {step_ms:Int64}) * {step_ms:Int64}) AS bucket_ms, assumeNotNull(rebuffer_duration_ms) AS part, assumeNotNull(watch_time_ms) AS whole
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND isNotNull(1.0 * rebuffer_duration_ms / nullIf(watch_time_ms, 0))
)
GROUP BY GROUPING SETS ((before), (before, bucket_ms))
HAVING grouping(bucket_ms) = 1 OR NOT before
-- step_ms = 3600000
-- begins_ms = 1769990400000
-- start_ms = 1769904000000
-- end_ms = 1770076800000
-- environment_id = 'env'
