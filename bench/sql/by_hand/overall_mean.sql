SELECT avg(viewer_experience_score), count(), sum(watch_time_ms), sum(playing_time_ms)
FROM views
WHERE environment_id = {environment:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND viewer_experience_score IS NOT NULL
