SELECT *, count() OVER () AS total_row_count
FROM
(
SELECT
    start_ms,
    field_0,
    if(count(x_0) = 0, NULL, 1.0 * sum(part_0) / sum(whole_0)) AS value_0,
    count(x_0) AS views_0,
    if(count(x_1) = 0, NULL, toFloat64(count(x_1))) AS value_1,
    count(x_1) AS views_1
FROM
(
SELECT
    arrayJoin(['view_end', 'view_start']) AS basis,
    roundDown(toUnixTimestamp64Milli(if(basis = 'view_start', view_start_ms, view_end_ms)), {starts:Array(Int64)}) AS start_ms,
    cdn AS field_0,
    if(basis = 'view_end' AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), 1.0 * rebuffer_duration_ms / nullIf(watch_time_ms, 0), NULL) AS x_0,
    if(isNull(x_0), NULL, rebuffer_duration_ms) AS part_0,
    if(isNull(x_0), NULL, watch_time_ms) AS whole_0,
    if(basis = 'view_start' AND view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), 1, NULL) AS x_1
FROM views
WHERE environment_id = {environment_id:String}
    AND ((view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')) OR (view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')))
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
)
GROUP BY start_ms, field_0
HAVING views_0 > 0 OR views_1 > 0
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
)
ORDER BY isNull(start_ms), start_ms ASC, isNull(field_0), field_0 ASC
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
-- starts = [1769990400000]
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
-- limit = 25
-- offset = 0
