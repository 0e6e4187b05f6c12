SELECT sum(arraySum(mapValues(playback_mode_totals_ms))) AS playing_time_ms
FROM views
WHERE environment_id = {environment_id:String}
    AND view_start_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_start_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
