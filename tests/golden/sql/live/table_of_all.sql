SELECT *, count() OVER () AS total_row_count
FROM
(
SELECT if(sum(length(startup_samples_ms)) = 0, NULL, toFloat64(quantileExactArray(0.949999999999)(startup_samples_ms))) AS value_0,
    sum(loading) + sum(playing) + sum(rebuffering) + sum(seeking) + sum(failed) AS concurrent_viewers,
    sum(loading) AS starting_up_viewers
FROM pulse_totals
WHERE environment_id = {environment_id:String}
    AND tick_ms >= fromUnixTimestamp64Milli({first_ms:Int64}, 'UTC')
    AND tick_ms <= fromUnixTimestamp64Milli({last_ms:Int64}, 'UTC')
GROUP BY tick_ms
)
ORDER BY value_0 DESC NULLS LAST
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
-- environment_id = 'env'
-- first_ms = 1770076000000
-- last_ms = 1770076000000
-- limit = 100
-- offset = 0
