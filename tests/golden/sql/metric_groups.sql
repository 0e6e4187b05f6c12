SELECT
    if(count(x_0) = 0, NULL, toFloat64(count(x_0))) AS value_0,
    count(x_0) AS views_0,
    if(count(x_1) = 0, NULL, avg(x_1)) AS value_1,
    count(x_1) AS views_1,
    if(count(x_2) = 0, NULL, avg(x_2)) AS value_2,
    count(x_2) AS views_2,
    if(count(x_3) = 0, NULL, avg(x_3)) AS value_3,
    count(x_3) AS views_3,
    if(count(x_4) = 0, NULL, avg(x_4)) AS value_4,
    count(x_4) AS views_4,
    if(count(x_5) = 0, NULL, 1.0 * sum(part_5) / sum(whole_5)) AS value_5,
    count(x_5) AS views_5,
    if(count(x_6) = 0, NULL, 60000 * sum(part_6) / sum(whole_6)) AS value_6,
    count(x_6) AS views_6,
    if(count(x_7) = 0, NULL, quantilesExact(0.499999999999, 0.949999999999)(x_7)[1]) AS value_7,
    count(x_7) AS views_7,
    if(count(x_7) = 0, NULL, quantilesExact(0.499999999999, 0.949999999999)(x_7)[2]) AS value_8,
    count(x_7) AS views_8,
    if(count(x_8) = 0, NULL, quantilesExact(0.499999999999, 0.949999999999)(x_8)[1]) AS value_9,
    count(x_8) AS views_9,
    if(count(x_8) = 0, NULL, quantilesExact(0.499999999999, 0.949999999999)(x_8)[2]) AS value_10,
    count(x_8) AS views_10,
    if(count(x_9) = 0, NULL, avg(x_9)) AS value_11,
    count(x_9) AS views_11
FROM
(
SELECT
    if(view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), 1, NULL) AS x_0,
    if(view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), viewer_experience_score, NULL) AS x_1,
    if(view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), playback_success_score, NULL) AS x_2,
    if(view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), startup_time_score, NULL) AS x_3,
    if(view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), smoothness_score, NULL) AS x_4,
    if(view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), 1.0 * rebuffer_duration_ms / nullIf(watch_time_ms, 0), NULL) AS x_5,
    if(isNull(x_5), NULL, rebuffer_duration_ms) AS part_5,
    if(isNull(x_5), NULL, watch_time_ms) AS whole_5,
    if(view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), 60000 * rebuffer_count / nullIf(watch_time_ms, 0), NULL) AS x_6,
    if(isNull(x_6), NULL, rebuffer_count) AS part_6,
    if(isNull(x_6), NULL, watch_time_ms) AS whole_6,
    if(view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), rebuffer_duration_ms, NULL) AS x_7,
    if(view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), rebuffer_count, NULL) AS x_8,
    if(view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC'), video_quality_score, NULL) AS x_9
FROM views
WHERE environment_id = {environment_id:String}
    AND ((view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')) OR (view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC') AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')))
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
)
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
