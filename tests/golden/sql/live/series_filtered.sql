SELECT toUnixTimestamp64Milli(tick_ms) AS at_ms, if(sum(length(startup_samples_ms)) = 0, NULL, toFloat64(quantileExactArray(0.949999999999)(startup_samples_ms))) AS value, sum(loading) + sum(playing) + sum(rebuffering) + sum(seeking) + sum(failed) AS concurrent_viewers
FROM pulses
WHERE environment_id = {environment_id:String}
    AND tick_ms >= fromUnixTimestamp64Milli({first_ms:Int64}, 'UTC')
    AND tick_ms <= fromUnixTimestamp64Milli({last_ms:Int64}, 'UTC')
    AND (country = {text:String} OR isNull(country))
    AND NOT ifNull(country = {text_4:String}, false)
    AND isNotNull(cdn)
    AND asn = {number:Int64}
    AND NOT ifNull(view_has_ad = {flag:Bool}, false)
    AND video_title = {text_7:String}
GROUP BY tick_ms
-- environment_id = 'env'
-- first_ms = 1770076000000
-- last_ms = 1770077795000
-- text = 'NO'
-- text_4 = 'SE'
-- number = 64500
-- flag = True
-- text_7 = "'; DROP TABLE views; --"
