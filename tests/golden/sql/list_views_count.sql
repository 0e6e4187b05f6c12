SELECT count() AS total_row_count
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND isNotNull(error_type_id)
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
