SELECT count() AS total_row_count FROM
(
SELECT field, max(called) AS name FROM
(
SELECT assumeNotNull(video_startup_time_ms) AS x, watch_time_ms, ifNull(playing_time_ms, 0) AS played_ms, viewer_id, CAST(toString(asn) AS Nullable(String)) AS field, CAST(asn_name AS Nullable(String)) AS called
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND isNotNull(video_startup_time_ms)
)
GROUP BY field
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
)
WHERE isNotNull(field) AND (position(lowerUTF8(ifNull(field, '')), lowerUTF8({search:String})) > 0 OR position(lowerUTF8(ifNull(name, '')), lowerUTF8({search:String})) > 0)
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
-- search = "'; DROP TABLE views; --"
