WITH rows AS
(
SELECT toFloat64(video_startup_time_ms) AS x, watch_time_ms, playing_time_ms, viewer_id, cdn AS field
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND isNotNull(toFloat64(video_startup_time_ms))
),
groups AS
(
SELECT
    field,
    if(count() < 10000, arraySort(groupArray(10000)(x))[intDiv(count() * 50 + 99, 100)], quantileDD(0.01, 0.5)(x)) AS value,
    count() AS views,
    sum(watch_time_ms) AS total_watch_time_ms,
    ifNull(sum(playing_time_ms), 0) AS total_playing_time_ms,
    0 AS part_sum,
    0 AS whole_sum
FROM rows GROUP BY field
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
),
(SELECT if(count() < 10000, arraySort(groupArray(10000)(x))[intDiv(count() * 50 + 99, 100)], quantileDD(0.01, 0.5)(x)) FROM rows) AS value_of_all,
harmed AS
(
SELECT *, round(greatest(0, ifNull((value - value_of_all) * views / nullIf(sum(views) OVER () - views, 0), 0)) / if(value_of_all = 0, 1, abs(value_of_all)), 9) AS impact, count() OVER () AS total_row_count
FROM groups
),
ranked AS
(
SELECT *, dense_rank() OVER (ORDER BY impact DESC) AS negative_impact
FROM harmed
)
SELECT field, value, views, negative_impact, total_watch_time_ms, total_playing_time_ms, total_row_count
FROM ranked
ORDER BY negative_impact ASC, views DESC, isNull(field), field
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
-- limit = 10
-- offset = 20
