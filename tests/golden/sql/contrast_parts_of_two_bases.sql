SELECT
    count(x_0) AS views_0,
    sum(x_0) AS numerator_0,
    count(x_0) AS denominator_0,
    count(x_1) AS views_1,
    sum(part_1) AS numerator_1,
    sum(whole_1) AS denominator_1
FROM
(
SELECT
    CRC32(viewer_id) % 256 AS viewers,
    if(view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), playing_time_ms, NULL) AS x_0,
    if(view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), 1.0 * rebuffer_duration_ms / nullIf(watch_time_ms, 0), NULL) AS x_1,
    if(isNull(x_1), NULL, rebuffer_duration_ms) AS part_1,
    if(isNull(x_1), NULL, watch_time_ms) AS whole_1
FROM views
WHERE environment_id = {environment_id:String}
    AND ((view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')) OR (view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')))
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
)
GROUP BY viewers
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
