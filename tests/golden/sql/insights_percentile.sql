WITH groups AS
(
SELECT
    multiIf(grouping(field_0) = 0, 'view_has_ad', grouping(field_1) = 0, 'cdn', grouping(field_2) = 0, 'exit_before_video_start', grouping(field_3) = 0, 'video_startup_failure', grouping(field_4) = 0, 'continent_code', grouping(field_5) = 0, 'country', grouping(field_6) = 0, 'sub_property_id', grouping(field_7) = 0, 'player_name', grouping(field_8) = 0, 'player_software', grouping(field_9) = 0, 'player_software_version', grouping(field_10) = 0, 'player_version', grouping(field_11) = 0, 'source_hostname', grouping(field_12) = 0, 'source_type', grouping(field_13) = 0, 'asset_id', grouping(field_14) = 0, 'live_stream_id', grouping(field_15) = 0, 'playback_id', grouping(field_16) = 0, 'stream_type', grouping(field_17) = 0, 'video_content_type', grouping(field_18) = 0, 'video_id', grouping(field_19) = 0, 'video_series', grouping(field_20) = 0, 'video_title', grouping(field_21) = 0, 'browser', grouping(field_22) = 0, 'browser_version', grouping(field_23) = 0, 'operating_system', grouping(field_24) = 0, 'operating_system_version', grouping(field_25) = 0, 'viewer_device_category', grouping(field_26) = 0, 'viewer_device_manufacturer', grouping(field_27) = 0, 'viewer_device_name', '') AS dimension,
    multiIf(grouping(field_0) = 0, toString(field_0)::Nullable(String), grouping(field_1) = 0, field_1::Nullable(String), grouping(field_2) = 0, toString(field_2)::Nullable(String), grouping(field_3) = 0, toString(field_3)::Nullable(String), grouping(field_4) = 0, field_4::Nullable(String), grouping(field_5) = 0, field_5::Nullable(String), grouping(field_6) = 0, field_6::Nullable(String), grouping(field_7) = 0, field_7::Nullable(String), grouping(field_8) = 0, field_8::Nullable(String), grouping(field_9) = 0, field_9::Nullable(String), grouping(field_10) = 0, field_10::Nullable(String), grouping(field_11) = 0, field_11::Nullable(String), grouping(field_12) = 0, field_12::Nullable(String), grouping(field_13) = 0, field_13::Nullable(String), grouping(field_14) = 0, field_14::Nullable(String), grouping(field_15) = 0, field_15::Nullable(String), grouping(field_16) = 0, field_16::Nullable(String), grouping(field_17) = 0, field_17::Nullable(String), grouping(field_18) = 0, field_18::Nullable(String), grouping(field_19) = 0, field_19::Nullable(String), grouping(field_20) = 0, field_20::Nullable(String), grouping(field_21) = 0, field_21::Nullable(String), grouping(field_22) = 0, field_22::Nullable(String), grouping(field_23) = 0, field_23::Nullable(String), grouping(field_24) = 0, field_24::Nullable(String), grouping(field_25) = 0, field_25::Nullable(String), grouping(field_26) = 0, field_26::Nullable(String), grouping(field_27) = 0, field_27::Nullable(String), NULL) AS field,
    quantilesExact(0.499999999999, 0.490200180076, 0.509799819922)(toFloat32(x)) AS ranks,
    groupArrayState(10000)(toFloat32(x)) AS few,
    toFloat64(toString(ranks[1])) AS value,
    count() AS views,
    sum(watch_time_ms) AS total_watch_time_ms,
    sum(played_ms) AS total_playing_time_ms,
    0 AS part_sum,
    0 AS whole_sum
FROM
(
SELECT assumeNotNull(toFloat64(video_startup_time_ms)) AS x, watch_time_ms, ifNull(playing_time_ms, 0) AS played_ms, viewer_id, view_has_ad AS field_0, cdn AS field_1, exit_before_video_start AS field_2, video_startup_failure AS field_3, continent_code AS field_4, country AS field_5, sub_property_id AS field_6, player_name AS field_7, player_software AS field_8, nullIf(trimBoth(concat(ifNull(player_software, ''), ' ', ifNull(player_software_version, ''))), '') AS field_9, nullIf(trimBoth(concat(ifNull(player_name, ''), ' ', ifNull(player_version, ''))), '') AS field_10, source_hostname AS field_11, source_type AS field_12, asset_id AS field_13, live_stream_id AS field_14, playback_id AS field_15, stream_type AS field_16, video_content_type AS field_17, video_id AS field_18, video_series AS field_19, video_title AS field_20, browser AS field_21, nullIf(trimBoth(concat(ifNull(browser, ''), ' ', ifNull(browser_version, ''))), '') AS field_22, operating_system AS field_23, nullIf(trimBoth(concat(ifNull(operating_system, ''), ' ', ifNull(operating_system_version, ''))), '') AS field_24, viewer_device_category AS field_25, viewer_device_manufacturer AS field_26, viewer_device_name AS field_27
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND isNotNull(video_startup_time_ms)
)
GROUP BY GROUPING SETS ((), (field_0), (field_1), (field_2), (field_3), (field_4), (field_5), (field_6), (field_7), (field_8), (field_9), (field_10), (field_11), (field_12), (field_13), (field_14), (field_15), (field_16), (field_17), (field_18), (field_19), (field_20), (field_21), (field_22), (field_23), (field_24), (field_25), (field_26), (field_27))
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
),
beside AS
(
SELECT *, maxIf(value, dimension = '') OVER () AS value_of_all, maxIf(views, dimension = '') OVER () AS views_of_all, maxIf(part_sum, dimension = '') OVER () AS parts_of_all, maxIf(whole_sum, dimension = '') OVER () AS wholes_of_all, maxIf(total_watch_time_ms, dimension = '') OVER () AS watch_time_of_all_ms
FROM groups
),
worst AS
(
SELECT
    dimension,
    field,
    value, views, total_watch_time_ms, total_playing_time_ms, ranks, few,
    value_of_all, views_of_all, watch_time_of_all_ms,
    greatest(1, least(10, intDiv(views_of_all, 10))) AS min_views,
    (views_of_all * value_of_all - views * value) / nullIf(views_of_all - views, 0) AS rest,
    if(views < min_views, 0, least(1, round(greatest(0, ifNull((value - value_of_all) * views / nullIf(views_of_all - views, 0), 0)) / if(value_of_all = 0, 1, abs(value_of_all)), 9))) AS score
FROM beside
WHERE dimension != ''
ORDER BY score DESC, views DESC, dimension, isNull(field), field
LIMIT 100
)
SELECT * EXCEPT (ranks, few),
    if(views < 10000, if(toInt64(floor(views * 0.5 - 1.9599639845400536 * sqrt(views * 0.2500))) BETWEEN 1 AND views, toFloat64(toString(arraySort(finalizeAggregation(few))[toInt64(floor(views * 0.5 - 1.9599639845400536 * sqrt(views * 0.2500)))])), NULL), toFloat64(toString(ranks[2]))) AS spread_1,
    if(views < 10000, if(toInt64(ceil(views * 0.5 + 1.9599639845400536 * sqrt(views * 0.2500))) + 1 BETWEEN 1 AND views, toFloat64(toString(arraySort(finalizeAggregation(few))[toInt64(ceil(views * 0.5 + 1.9599639845400536 * sqrt(views * 0.2500))) + 1])), NULL), toFloat64(toString(ranks[3]))) AS spread_2
FROM worst
ORDER BY score DESC, views DESC, dimension, isNull(field), field
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
