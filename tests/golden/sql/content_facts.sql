SELECT
    count() AS total_views,
    quantileExactOrNull(nullIf(greatest(0, coalesce(player_source_duration_ms, video_duration_ms)), 0)) AS duration_ms,
    max(arrayMax(pair -> pair.2, arrayPushBack(arrayMap(pair -> (toInt64(pair[1]), toInt64(pair[2])), arraySlice(extractAllGroupsVertical(assumeNotNull(playback_range), '"(\\d{1,9}):(\\d{1,9})"'), 1, 200)), (0, 0)))) AS furthest_ms
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND video_id = {text:String}
    AND isNotNull(playback_range)
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
-- text = "'; DROP TABLE views; --"
