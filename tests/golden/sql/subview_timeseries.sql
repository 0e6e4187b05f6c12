SELECT *
FROM
(
SELECT start_ms, value, sum(played_ms) AS playing_time_ms
FROM
(
SELECT start_ms, ifNull(nullIf(part.1, ''), '__empty__') AS value, part.2 AS played_ms
FROM
(
SELECT intDiv(toUnixTimestamp64Milli(view_start_ms), {step_ms:Int64}) * {step_ms:Int64} AS start_ms, arrayJoin(playback_mode_totals_ms) AS part
FROM views
WHERE environment_id = {environment_id:String}
    AND view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
)
WHERE played_ms > 0
)
GROUP BY start_ms, value
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
)
ORDER BY start_ms, playing_time_ms DESC, value
LIMIT {rows:UInt32} BY start_ms
-- step_ms = 3600000
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
-- rows = 10
