SELECT
    count(x_0) AS views_0,
    sum(x_0) AS numerator_0,
    count(x_0) AS denominator_0,
    count(x_1) AS views_1,
    sum(x_1) AS numerator_1,
    count(x_1) AS denominator_1,
    count(x_2) AS views_2,
    countIf(x_2 <= {at:Float64}) AS numerator_2,
    count(x_2) AS denominator_2,
    count(x_2) AS views_3,
    countIf(x_2 <= {at_19:Float64}) AS numerator_3,
    count(x_2) AS denominator_3,
    count(x_3) AS views_4,
    sum(part_3) AS numerator_4,
    sum(whole_3) AS denominator_4
FROM
(
SELECT
    CRC32(viewer_id) % 256 AS viewers,
    viewer_experience_score AS x_0,
    toFloat64(playback_failure) AS x_1,
    video_startup_time_ms AS x_2,
    1.0 * rebuffer_duration_ms / nullIf(watch_time_ms, 0) AS x_3,
    if(isNull(x_3), NULL, rebuffer_duration_ms) AS part_3,
    if(isNull(x_3), NULL, watch_time_ms) AS whole_3
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND (country = {text:String} OR country = {text_4:String})
    AND NOT ifNull(browser = {text_5:String}, false)
    AND isNull(cdn)
    AND NOT isNull(cdn)
    AND (nullIf(trimBoth(concat(ifNull(player_name, ''), ' ', ifNull(player_version, ''))), '') = {text_6:String} OR ifNull(player_version = {text_6:String}, false))
    AND asn = {number:Float64}
    AND view_dropped = {flag:Bool}
    AND has(video_cdn_trace, {element:String})
    AND NOT has(video_cdn_trace, {element_10:String})
    AND NOT ifNull(video_cdn_trace = {trace:Array(String)}, false)
    AND video_title = {text_12:String}
    AND 1.0 * rebuffer_duration_ms / nullIf(watch_time_ms, 0) > {number_13:Float64}
    AND video_startup_time_ms >= {number_14:Float64}
    AND (country = {text_15:String} OR country = {text_16:String})
    AND NOT ifNull(video_title = {text_17:String}, false)
)
GROUP BY viewers
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
-- text = 'NO'
-- text_4 = 'SE'
-- text_5 = 'Chrome'
-- text_6 = 'Main 7'
-- number = 64500.0
-- flag = False
-- element = 'fastly'
-- element_10 = 'akamai'
-- trace = ['fastly', 'akamai']
-- text_12 = "'; DROP TABLE views; --"
-- number_13 = 0.5
-- number_14 = 1000.0
-- text_15 = 'NO'
-- text_16 = 'DK'
-- text_17 = "'; DROP TABLE views; --"
-- at = 4100.0
-- at_19 = 812.5
