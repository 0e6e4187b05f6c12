SELECT toUnixTimestamp(toStartOfHour(view_start_ms)) AS hour, count()
FROM views
WHERE environment_id = {environment:String}
    AND view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
GROUP BY hour
ORDER BY hour
