WITH groups AS
(
SELECT
    field,
    quantileExactState(0.499999999999)(x) AS number,
    count() AS views,
    sum(watch_time_ms) AS total_watch_time_ms,
    sum(played_ms) AS total_playing_time_ms,
    0 AS part_sum,
    0 AS whole_sum
FROM
(
SELECT assumeNotNull(video_startup_time_ms) AS x, watch_time_ms, ifNull(playing_time_ms, 0) AS played_ms, viewer_id, CAST(country AS Nullable(String)) AS field
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND isNotNull(video_startup_time_ms)
)
GROUP BY field
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
),
valued AS
(
SELECT * EXCEPT number, finalizeAggregation(number) AS value, quantileExactMerge(0.499999999999)(number) OVER () AS value_of_all
FROM groups
),
harmed AS
(
SELECT *, round(greatest(0, ifNull((value - value_of_all) * views / nullIf(sum(views) OVER () - views, 0), 0)) / if(value_of_all = 0, 1, abs(value_of_all)), 9) AS impact
FROM valued
),
ranked AS
(
SELECT *, dense_rank() OVER (ORDER BY impact DESC) AS negative_impact
FROM harmed
)
SELECT field, value, views, negative_impact, total_watch_time_ms, total_playing_time_ms, count() OVER () AS total_row_count
FROM ranked
WHERE isNotNull(field) AND (position(lowerUTF8(ifNull(field, '')), lowerUTF8({search:String})) > 0 OR has({called:Array(String)}, field))
ORDER BY negative_impact ASC, views DESC, isNull(field), field
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
-- search = 'nORw'
-- called = ['NO']
-- limit = 25
-- offset = 0
