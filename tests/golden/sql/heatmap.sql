SELECT
    change.1 AS slice,
    sum(change.2) AS opened,
    sum(change.3) AS opened_ms,
    sum(change.4) AS reached
FROM
(
SELECT
    arrayMap(each -> (each.1, least(each.2, {duration_ms:Int64})), arrayMap(pair -> (toInt64(pair[1]), toInt64(pair[2])), arraySlice(extractAllGroupsVertical(assumeNotNull(playback_range), '"(\\d{1,9}):(\\d{1,9})"'), 1, 200))) AS cut,
    arrayFilter(each -> each.1 < each.2, cut) AS stretches,
    arraySort(arrayMap(each -> (intDiv(each.1 * {slices:Int64}, {duration_ms:Int64}), intDiv(each.2 * {slices:Int64} - 1, {duration_ms:Int64})), stretches)) AS touched,
    arrayMap((each, nth) -> (greatest(each.1, 1 + arrayMax(arrayPushBack(arrayMap(other -> other.2, arraySlice(touched, 1, nth - 1)), -1))), each.2), touched, arrayEnumerate(touched)) AS further,
    arrayFilter(each -> each.1 <= each.2, further) AS reached_slices,
    arrayJoin(arrayConcat(
        arrayMap(each -> (intDiv(each.1 * {slices:Int64}, {duration_ms:Int64}), 1, each.1, 0), stretches),
        arrayMap(each -> (intDiv(each.2 * {slices:Int64}, {duration_ms:Int64}), -1, -each.2, 0), stretches),
        arrayMap(each -> (each.1, 0, 0, 1), reached_slices),
        arrayMap(each -> (each.2 + 1, 0, 0, -1), reached_slices)
    )) AS change
FROM views
WHERE environment_id = {environment_id:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND video_id = {text:String}
    AND isNotNull(playback_range)
)
GROUP BY slice
-- duration_ms = 600000
-- slices = 600
-- start_ms = 1769990400000
-- end_ms = 1770076800000
-- environment_id = 'env'
-- text = "'; DROP TABLE views; --"
