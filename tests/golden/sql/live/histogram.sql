SELECT intDiv(toUnixTimestamp64Milli(tick_ms), 60000) * 60000 AS start_ms,
    sum(length(startup_samples_ms)) AS samples,
    if(sum(length(startup_samples_ms)) = 0, NULL, toFloat64(quantileExactArray(0.499999999999)(startup_samples_ms))) AS median,
    if(sum(length(startup_samples_ms)) = 0, NULL, toFloat64(quantileExactArray(0.949999999999)(startup_samples_ms))) AS p95,
    if(sum(length(startup_samples_ms)) = 0, NULL, avgArray(startup_samples_ms)) AS average,
    [sum(arrayCount(x -> x >= 0 AND x < 100, startup_samples_ms)), sum(arrayCount(x -> x >= 100 AND x < 500, startup_samples_ms)), sum(arrayCount(x -> x >= 500 AND x < 1000, startup_samples_ms)), sum(arrayCount(x -> x >= 1000 AND x < 2000, startup_samples_ms)), sum(arrayCount(x -> x >= 2000 AND x < 5000, startup_samples_ms)), sum(arrayCount(x -> x >= 5000 AND x < 10000, startup_samples_ms)), sum(arrayCount(x -> x >= 10000, startup_samples_ms))] AS counts
FROM pulse_totals
WHERE environment_id = {environment_id:String}
    AND tick_ms >= fromUnixTimestamp64Milli({first_ms:Int64}, 'UTC')
    AND tick_ms <= fromUnixTimestamp64Milli({last_ms:Int64}, 'UTC')
    AND notEmpty(startup_samples_ms)
GROUP BY start_ms
-- environment_id = 'env'
-- first_ms = 1770076000000
-- last_ms = 1770077795000
