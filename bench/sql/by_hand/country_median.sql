SELECT
    field, finalizeAggregation(all_values) AS value, views, watch_time_ms, playing_time_ms,
    dense_rank() OVER (ORDER BY impact DESC) AS rank, count() OVER () AS groups
FROM
(
SELECT
    *, quantileExactMerge(0.5)(all_values) OVER () AS value_of_all,
    greatest(0, (finalizeAggregation(all_values) - value_of_all) * views
        / nullIf(sum(views) OVER () - views, 0)) AS impact
FROM
(
SELECT
    country AS field, quantileExactState(0.5)(assumeNotNull(video_startup_time_ms)) AS all_values,
    count() AS views, sum(watch_time_ms) AS watch_time_ms, sum(playing_time_ms) AS playing_time_ms
FROM views
WHERE environment_id = {environment:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND video_startup_time_ms IS NOT NULL
GROUP BY field
)
)
ORDER BY rank, views DESC, field
LIMIT 25
