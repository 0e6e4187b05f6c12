WITH groups AS
(
SELECT tick_ms, CAST(toString(view_has_ad) AS Nullable(String)) AS field,
    1000.0 * (sum(bitrate_bits)) / nullIf(sum(bitrate_ms), 0) AS metric_value, toFloat64(sum(bitrate_ms)) AS weight,
    sum(loading) + sum(playing) + sum(rebuffering) + sum(seeking) + sum(failed) AS concurrent_viewers, sum(loading) AS starting_up_viewers,
    CAST(NULL AS Nullable(String)) AS name
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
GROUP BY tick_ms, field
HAVING concurrent_viewers > 0 OR isNotNull(metric_value)
),
whole AS
(
SELECT tick_ms, 1000.0 * (sum(bitrate_bits)) / nullIf(sum(bitrate_ms), 0) AS of_all, toFloat64(sum(bitrate_ms)) AS weight_of_all
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
),
harmed AS
(
SELECT *, round(greatest(0, ifNull(-(metric_value - of_all) * weight / nullIf(weight_of_all - weight, 0) / if(ifNull(of_all, 0) = 0, 1, abs(of_all)), 0)), 9) AS harm,
    count() OVER (PARTITION BY tick_ms) AS total_row_count
FROM groups INNER JOIN whole USING (tick_ms)
)
SELECT toUnixTimestamp64Milli(tick_ms) AS at_ms, field, name, metric_value, concurrent_viewers,
    starting_up_viewers, total_row_count, if(isNull(metric_value), 0,
    dense_rank() OVER (PARTITION BY tick_ms ORDER BY harm DESC)) AS negative_impact
FROM harmed
ORDER BY tick_ms, isNull(metric_value), negative_impact ASC, concurrent_viewers DESC, isNull(field), field
LIMIT {limit:UInt32} BY tick_ms
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
