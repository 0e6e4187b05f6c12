SELECT
    CAST(video_title AS Nullable(String)) AS field, uniqExact(cityHash64(viewer_id)) AS viewers,
    count() AS views, sum(watch_time_ms), sum(playing_time_ms), count() OVER () AS groups
FROM views
WHERE environment_id = {environment:String}
    AND view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
GROUP BY field
ORDER BY viewers DESC, views DESC, field
LIMIT 25
