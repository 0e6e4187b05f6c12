WITH groups AS
(
SELECT tick_ms, concat('AS', toString(asn)) AS field,
    1.0 * (sum(rebuffering_ms)) / nullIf(sum(startup_ms) + sum(playing_ms) + sum(rebuffering_ms), 0) AS metric_value, toFloat64(sum(startup_ms) + sum(playing_ms) + sum(rebuffering_ms)) AS weight,
    sum(loading) + sum(playing) + sum(rebuffering) + sum(seeking) + sum(failed) AS concurrent_viewers, sum(loading) AS starting_up_viewers,
    CAST(max(asn_name) AS Nullable(String)) AS name
FROM pulse_surroundings
WHERE environment_id = {environment_id:String}
    AND tick_ms >= fromUnixTimestamp64Milli({first_ms:Int64}, 'UTC')
    AND tick_ms <= fromUnixTimestamp64Milli({last_ms:Int64}, 'UTC')
GROUP BY tick_ms, field
HAVING concurrent_viewers > 0 OR isNotNull(metric_value)
),
whole AS
(
SELECT tick_ms, 1.0 * (sum(rebuffering_ms)) / nullIf(sum(startup_ms) + sum(playing_ms) + sum(rebuffering_ms), 0) AS of_all, toFloat64(sum(startup_ms) + sum(playing_ms) + sum(rebuffering_ms)) AS weight_of_all
FROM pulse_surroundings
WHERE environment_id = {environment_id:String}
    AND tick_ms >= fromUnixTimestamp64Milli({first_ms:Int64}, 'UTC')
    AND tick_ms <= fromUnixTimestamp64Milli({last_ms:Int64}, 'UTC')
GROUP BY tick_ms
),
harmed AS
(
SELECT *, round(greatest(0, ifNull((metric_value - of_all) * weight / nullIf(weight_of_all - weight, 0) / if(ifNull(of_all, 0) = 0, 1, abs(of_all)), 0)), 9) AS harm,
    count() OVER (PARTITION BY tick_ms) AS total_row_count
FROM groups INNER JOIN whole USING (tick_ms)
)
SELECT toUnixTimestamp64Milli(tick_ms) AS at_ms, field, name, metric_value, concurrent_viewers,
    starting_up_viewers, total_row_count, if(isNull(metric_value), 0,
    dense_rank() OVER (PARTITION BY tick_ms ORDER BY harm DESC)) AS negative_impact
FROM harmed
ORDER BY tick_ms, concurrent_viewers DESC, isNull(field), field
LIMIT {limit:UInt32} BY tick_ms
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
-- environment_id = 'env'
-- first_ms = 1770076000000
-- last_ms = 1770076000000
-- limit = 100
