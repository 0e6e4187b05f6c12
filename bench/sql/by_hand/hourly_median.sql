SELECT toUnixTimestamp(toStartOfHour(view_end_ms)) AS hour, quantileExact(0.5)(video_startup_time_ms), count()
FROM views
WHERE environment_id = {environment:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND video_startup_time_ms IS NOT NULL
GROUP BY hour
ORDER BY hour
