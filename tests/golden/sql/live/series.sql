SELECT toUnixTimestamp64Milli(tick_ms) AS at_ms, 1.0 * (sum(rebuffering_ms)) / nullIf(sum(startup_ms) + sum(playing_ms) + sum(rebuffering_ms), 0) AS value, sum(loading) + sum(playing) + sum(rebuffering) + sum(seeking) + sum(failed) AS concurrent_viewers
FROM pulse_totals
WHERE environment_id = {environment_id:String}
    AND tick_ms >= fromUnixTimestamp64Milli({first_ms:Int64}, 'UTC')
    AND tick_ms <= fromUnixTimestamp64Milli({last_ms:Int64}, 'UTC')
GROUP BY tick_ms
-- environment_id = 'env'
-- first_ms = 1770076000000
-- last_ms = 1770077795000
