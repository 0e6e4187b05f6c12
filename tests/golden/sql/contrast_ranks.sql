SELECT
    quantilesExact(0.475000000000, 0.525000000000)(x_0) AS ranked_0,
    quantilesExact(0.940000000000)(x_0) AS ranked_1
FROM
(
SELECT
    video_startup_time_ms AS x_0
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
