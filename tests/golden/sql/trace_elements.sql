SELECT field AS value, total_count, count() OVER () AS total_row_count
FROM
(
SELECT field, count() AS total_count FROM
(
SELECT watch_time_ms, ifNull(playing_time_ms, 0) AS played_ms, viewer_id, arrayJoin(arrayDistinct(video_cdn_trace)) AS field
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
)
GROUP BY field
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
)
ORDER BY total_count DESC, value
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
-- limit = 10
-- offset = 10
