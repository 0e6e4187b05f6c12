SELECT
    field, failures / views AS value, views, watch_time_ms, playing_time_ms,
    dense_rank() OVER (ORDER BY impact DESC) AS rank, count() OVER () AS groups
FROM
(
SELECT
    *, sum(views) OVER () AS of_all, sum(failures) OVER () AS failures_of_all,
    greatest(0, (failures / views - (failures_of_all - failures) / nullIf(of_all - views, 0))
        * views / of_all) AS impact
FROM
(
SELECT
    country AS field, sum(playback_failure) AS failures, count() AS views,
    sum(watch_time_ms) AS watch_time_ms, sum(playing_time_ms) AS playing_time_ms
FROM views
WHERE environment_id = {environment:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
GROUP BY field
)
)
ORDER BY rank, views DESC, field
LIMIT 25
