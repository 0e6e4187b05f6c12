SELECT count() AS total_row_count
FROM
(SELECT arrayJoin({starts:Array(Int64)}) AS start_ms) AS buckets
LEFT JOIN
(
SELECT
    start_ms,
    if(count(x_0) = 0, NULL, 1.0 * sum(part_0) / sum(whole_0)) AS value_0,
    count(x_0) AS views_0
FROM
(
SELECT
    roundDown(toUnixTimestamp64Milli(view_end_ms), {starts:Array(Int64)}) AS start_ms,
    1.0 * rebuffer_duration_ms / nullIf(watch_time_ms, 0) AS x_0,
    if(isNull(x_0), NULL, rebuffer_duration_ms) AS part_0,
    if(isNull(x_0), NULL, watch_time_ms) AS whole_0
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
)
GROUP BY start_ms
HAVING views_0 > 0
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
) AS found USING (start_ms)
-- starts = [1769990400000]
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
