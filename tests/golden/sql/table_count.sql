SELECT count() AS total_row_count
FROM
(
SELECT
    field_0,
    field_1,
    if(count(x_0) = 0, NULL, toFloat64(count(x_0))) AS value_0,
    count(x_0) AS views_0,
    if(count(x_1) = 0, NULL, count(x_1) / uniqExact(x_1)) AS value_1,
    count(x_1) AS views_1,
    if(count(x_2) = 0, NULL, quantilesExact(0.499999999999, 0.998999999999)(x_2)[1]) AS value_2,
    count(x_2) AS views_2,
    if(count(x_2) = 0, NULL, quantilesExact(0.499999999999, 0.998999999999)(x_2)[2]) AS value_3,
    count(x_2) AS views_3,
    if(count(x_3) = 0, NULL, 1.0 * sum(part_3) / sum(whole_3)) AS value_4,
    count(x_3) AS views_4
FROM
(
SELECT
    cdn AS field_0,
    nullIf(trimBoth(concat(ifNull(player_software, ''), ' ', ifNull(player_software_version, ''))), '') AS field_1,
    if(view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), 1, NULL) AS x_0,
    if(view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), cityHash64(viewer_id), NULL) AS x_1,
    if(view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), video_startup_time_ms, NULL) AS x_2,
    if(view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), 1.0 * rebuffer_duration_ms / nullIf(watch_time_ms, 0), NULL) AS x_3,
    if(isNull(x_3), NULL, rebuffer_duration_ms) AS part_3,
    if(isNull(x_3), NULL, watch_time_ms) AS whole_3
FROM views
WHERE environment_id = {environment_id:String}
    AND ((view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')) OR (view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')))
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
)
GROUP BY field_0, field_1
HAVING views_0 > 0 OR views_1 > 0 OR views_2 > 0 OR views_3 > 0 OR views_4 > 0
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
)
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
