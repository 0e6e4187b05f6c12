SELECT *
FROM
(
SELECT place, value, sum(played_ms) AS playing_time_ms
FROM
(
SELECT place, ifNull(nullIf(part.1, ''), '__empty__') AS value, part.2 AS played_ms
FROM
(
SELECT multiIf(cdn = {text:String}, 0, isNull(cdn), 1, -1) AS place, arrayJoin(playback_mode_totals_ms) AS part
FROM views
WHERE environment_id = {environment_id:String}
    AND view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND (cdn = {text:String} OR isNull(cdn))
)
WHERE played_ms > 0
)
GROUP BY place, value
SETTINGS max_rows_to_group_by = 1000000, group_by_overflow_mode = 'throw'
)
ORDER BY place, playing_time_ms DESC, value
LIMIT {rows:UInt32} BY place
-- text = 'fastly'
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
-- rows = 10
