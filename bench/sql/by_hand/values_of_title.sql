SELECT video_title AS value, count() AS views, count() OVER () AS groups
FROM views
WHERE environment_id = {environment:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
GROUP BY value
ORDER BY views DESC, value
LIMIT 25
