SELECT *, count() OVER () AS total_row_count
FROM
(
SELECT
    if(count(x_0) = 0, NULL, 1.0 * sum(part_0) / sum(whole_0)) AS value_0,
    count(x_0) AS views_0,
    if(count(x_1) = 0, NULL, quantilesExact(0.499999999999)(x_1)[1]) AS value_1,
    count(x_1) AS views_1
FROM
(
SELECT
    1.0 * rebuffer_duration_ms / nullIf(watch_time_ms, 0) AS x_0,
    if(isNull(x_0), NULL, rebuffer_duration_ms) AS part_0,
    if(isNull(x_0), NULL, watch_time_ms) AS whole_0,
    video_startup_time_ms AS x_1
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
)
HAVING views_0 > 0 OR views_1 > 0
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
)
ORDER BY 1
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
-- limit = 25
-- offset = 0
