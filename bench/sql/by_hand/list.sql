SELECT
    view_id, view_start_ms, view_end_ms, video_title, operating_system, browser, country, error_type_id,
    player_error_code, player_error_message, playback_failure, viewer_experience_score, watch_time_ms
FROM views
WHERE environment_id = {environment:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
ORDER BY view_end_ms DESC, view_id DESC
LIMIT 25;
SELECT count()
FROM views
WHERE environment_id = {environment:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
