SELECT
    *,
    count() OVER () AS total_row_count,
    (SELECT count() FROM views WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')) AS total_views
FROM
(
SELECT
    error_type_id AS id,
    player_error_code,
    player_error_message AS message,
    count() AS found,
    toUnixTimestamp64Milli(max(view_end_ms)) AS last_seen_ms
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND isNotNull(error_type_id)
    AND player_error_severity = 'fatal'
GROUP BY id, player_error_code, message
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
)
ORDER BY found DESC, id, isNull(player_error_code), player_error_code, isNull(message), message
LIMIT 1000
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
