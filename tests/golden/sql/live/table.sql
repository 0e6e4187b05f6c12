SELECT *, count() OVER () AS total_row_count
FROM
(
SELECT concat('AS', toString(asn)) AS field_0,
    CAST(country AS Nullable(String)) AS field_1,
    toFloat64(sum(loading) + sum(playing) + sum(rebuffering) + sum(seeking) + sum(failed)) AS value_0,
    1.0 * (sum(rebuffering_ms)) / nullIf(sum(startup_ms) + sum(playing_ms) + sum(rebuffering_ms), 0) AS value_1,
    if(sum(length(startup_samples_ms)) = 0, NULL, toFloat64(quantileExactArray(0.949999999999)(startup_samples_ms))) AS value_2,
    sum(loading) + sum(playing) + sum(rebuffering) + sum(seeking) + sum(failed) AS concurrent_viewers,
    sum(loading) AS starting_up_viewers
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
GROUP BY field_0, field_1
HAVING concurrent_viewers > 0 OR isNotNull(value_1) OR isNotNull(value_2)
)
ORDER BY value_0 DESC NULLS LAST, isNull(field_0), field_0, isNull(field_1), field_1
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
-- environment_id = 'env'
-- first_ms = 1770076000000
-- last_ms = 1770076000000
-- text = 'NO'
-- text_4 = 'SE'
-- number = 64500
-- flag = True
-- text_7 = "'; DROP TABLE views; --"
-- limit = 100
-- offset = 0
