WITH groups AS
(
SELECT
    field,
    toFloat64(count()) AS number,
    count() AS views,
    sum(watch_time_ms) AS total_watch_time_ms,
    sum(played_ms) AS total_playing_time_ms,
    0 AS part_sum,
    0 AS whole_sum
FROM
(
SELECT assumeNotNull(1) AS x, watch_time_ms, ifNull(playing_time_ms, 0) AS played_ms, viewer_id, CAST(concat('[', arrayStringConcat(video_cdn_trace, ','), ']') AS Nullable(String)) AS field
FROM views
WHERE environment_id = {environment_id:String}
    AND view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
)
GROUP BY field
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
),
valued AS
(
SELECT * EXCEPT number, number AS value
FROM groups
),
harmed AS
(
SELECT *, 0 AS impact
FROM valued
),
ranked AS
(
SELECT *, dense_rank() OVER (ORDER BY impact DESC) AS negative_impact
FROM harmed
)
SELECT field, value, views, negative_impact, total_watch_time_ms, total_playing_time_ms, count() OVER () AS total_row_count
FROM ranked
ORDER BY isNull(field), field ASC
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
-- limit = 25
-- offset = 0
