WITH groups AS
(
SELECT
    transform(grouping(field_0, field_1, field_2, field_3, field_4, field_5, field_6, field_7, field_8, field_9, field_10, field_11, field_12, field_13, field_14, field_15, field_16, field_17, field_18, field_19, field_20, field_21, field_22, field_23, field_24, field_25, field_26, field_27), [134217727, 201326591, 234881023, 251658239, 260046847, 264241151, 266338303, 267386879, 267911167, 268173311, 268304383, 268369919, 268402687, 268419071, 268427263, 268431359, 268433407, 268434431, 268434943, 268435199, 268435327, 268435391, 268435423, 268435439, 268435447, 268435451, 268435453, 268435454], ['view_has_ad', 'cdn', 'exit_before_video_start', 'video_startup_failure', 'continent_code', 'country', 'sub_property_id', 'player_name', 'player_software', 'player_software_version', 'player_version', 'source_hostname', 'source_type', 'asset_id', 'live_stream_id', 'playback_id', 'stream_type', 'video_content_type', 'video_id', 'video_series', 'video_title', 'browser', 'browser_version', 'operating_system', 'operating_system_version', 'viewer_device_category', 'viewer_device_manufacturer', 'viewer_device_name'], '') AS dimension,
    multiIf(dimension = 'view_has_ad', toString(field_0), dimension = 'exit_before_video_start', toString(field_2), dimension = 'video_startup_failure', toString(field_3), coalesce(field_1, field_4, field_5, field_6, field_7, field_8, field_9, field_10, field_11, field_12, field_13, field_14, field_15, field_16, field_17, field_18, field_19, field_20, field_21, field_22, field_23, field_24, field_25, field_26, field_27))::Nullable(String) AS field,
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
SELECT assumeNotNull(video_startup_time_ms) AS x, watch_time_ms, ifNull(playing_time_ms, 0) AS played_ms, viewer_id, view_has_ad AS field_0, cdn AS field_1, exit_before_video_start AS field_2, video_startup_failure AS field_3, continent_code AS field_4, country AS field_5, sub_property_id AS field_6, player_name AS field_7, player_software AS field_8, nullIf(trimBoth(concat(ifNull(player_software, ''), ' ', ifNull(player_software_version, ''))), '') AS field_9, nullIf(trimBoth(concat(ifNull(player_name, ''), ' ', ifNull(player_version, ''))), '') AS field_10, source_hostname AS field_11, source_type AS field_12, asset_id AS field_13, live_stream_id AS field_14, playback_id AS field_15, stream_type AS field_16, video_content_type AS field_17, video_id AS field_18, video_series AS field_19, video_title AS field_20, browser AS field_21, nullIf(trimBoth(concat(ifNull(browser, ''), ' ', ifNull(browser_version, ''))), '') AS field_22, operating_system AS field_23, nullIf(trimBoth(concat(ifNull(operating_system, ''), ' ', ifNull(operating_system_version, ''))), '') AS field_24, viewer_device_category AS field_25, viewer_device_manufacturer AS field_26, viewer_device_name AS field_27
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND isNotNull(video_startup_time_ms)
)
GROUP BY GROUPING SETS ((), (field_0), (field_1), (field_2), (field_3), (field_4), (field_5), (field_6), (field_7), (field_8), (field_9), (field_10), (field_11), (field_12), (field_13), (field_14), (field_15), (field_16), (field_17), (field_18), (field_19), (field_20), (field_21), (field_22), (field_23), (field_24), (field_25), (field_26), (field_27))
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
),
worst AS
(
SELECT
    dimension,
    field,
    value, views, total_watch_time_ms, total_playing_time_ms, ranks, few,
    maxIf(value, dimension = '') OVER () AS value_of_all,
    maxIf(views, dimension = '') OVER () AS views_of_all,
    maxIf(part_sum, dimension = '') OVER () AS parts_of_all,
    maxIf(whole_sum, dimension = '') OVER () AS wholes_of_all,
    maxIf(total_watch_time_ms, dimension = '') OVER () AS watch_time_of_all_ms,
    greatest(1, least(10, intDiv(views_of_all, 10))) AS min_views,
    (views_of_all * value_of_all - views * value) / nullIf(views_of_all - views, 0) AS rest,
    if(views < min_views, 0, least(1, round(greatest(0, ifNull((value - value_of_all) * views / nullIf(views_of_all - views, 0), 0)) / if(value_of_all = 0, 1, abs(value_of_all)), 9))) AS score
FROM groups
QUALIFY dimension != ''
ORDER BY score DESC, views DESC, dimension, isNull(field), field
LIMIT 100
)
SELECT * EXCEPT (ranks, few, parts_of_all, wholes_of_all),
    if(views < 10000, if(toInt64(floor(views * 0.5 - 1.9599639845400536 * sqrt(views * 0.2500))) BETWEEN 1 AND views, toFloat64(toString(arraySort(finalizeAggregation(few))[toInt64(floor(views * 0.5 - 1.9599639845400536 * sqrt(views * 0.2500)))])), NULL), toFloat64(toString(ranks[2]))) AS spread_1,
    if(views < 10000, if(toInt64(ceil(views * 0.5 + 1.9599639845400536 * sqrt(views * 0.2500))) + 1 BETWEEN 1 AND views, toFloat64(toString(arraySort(finalizeAggregation(few))[toInt64(ceil(views * 0.5 + 1.9599639845400536 * sqrt(views * 0.2500))) + 1])), NULL), toFloat64(toString(ranks[3]))) AS spread_2
FROM worst
ORDER BY score DESC, views DESC, dimension, isNull(field), field
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
