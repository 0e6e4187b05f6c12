SELECT dimension, field, value, views, watch_time_ms, playing_time_ms, score
FROM
(
SELECT
    *, maxIf(value, dimension = '') OVER () AS of_all, maxIf(views, dimension = '') OVER () AS views_of_all,
    greatest(0, (value - of_all) * views / nullIf(views_of_all - views, 0)) / of_all AS score
FROM
(
SELECT
    multiIf(grouping(d0) = 0, 'view_has_ad', grouping(d1) = 0, 'cdn',
    grouping(d2) = 0, 'exit_before_video_start', grouping(d3) = 0, 'video_startup_failure',
    grouping(d4) = 0, 'continent_code', grouping(d5) = 0, 'country',
    grouping(d6) = 0, 'sub_property_id', grouping(d7) = 0, 'player_name',
    grouping(d8) = 0, 'player_software', grouping(d9) = 0, 'player_software_version',
    grouping(d10) = 0, 'player_version', grouping(d11) = 0, 'source_hostname',
    grouping(d12) = 0, 'source_type', grouping(d13) = 0, 'asset_id',
    grouping(d14) = 0, 'live_stream_id', grouping(d15) = 0, 'playback_id',
    grouping(d16) = 0, 'stream_type', grouping(d17) = 0, 'video_content_type',
    grouping(d18) = 0, 'video_id', grouping(d19) = 0, 'video_series',
    grouping(d20) = 0, 'video_title', grouping(d21) = 0, 'browser',
    grouping(d22) = 0, 'browser_version', grouping(d23) = 0, 'operating_system',
    grouping(d24) = 0, 'operating_system_version', grouping(d25) = 0, 'viewer_device_category',
    grouping(d26) = 0, 'viewer_device_manufacturer', grouping(d27) = 0, 'viewer_device_name', '') AS dimension,
    multiIf(grouping(d0) = 0, toString(d0), grouping(d1) = 0, toString(d1), grouping(d2) = 0, toString(d2),
    grouping(d3) = 0, toString(d3), grouping(d4) = 0, toString(d4), grouping(d5) = 0, toString(d5),
    grouping(d6) = 0, toString(d6), grouping(d7) = 0, toString(d7), grouping(d8) = 0, toString(d8),
    grouping(d9) = 0, toString(d9), grouping(d10) = 0, toString(d10), grouping(d11) = 0, toString(d11),
    grouping(d12) = 0, toString(d12), grouping(d13) = 0, toString(d13), grouping(d14) = 0, toString(d14),
    grouping(d15) = 0, toString(d15), grouping(d16) = 0, toString(d16), grouping(d17) = 0, toString(d17),
    grouping(d18) = 0, toString(d18), grouping(d19) = 0, toString(d19), grouping(d20) = 0, toString(d20),
    grouping(d21) = 0, toString(d21), grouping(d22) = 0, toString(d22), grouping(d23) = 0, toString(d23),
    grouping(d24) = 0, toString(d24), grouping(d25) = 0, toString(d25), grouping(d26) = 0, toString(d26),
    grouping(d27) = 0, toString(d27), '') AS field,
    quantileExact(0.5)(x) AS value, count() AS views,
    sum(watch_time_ms) AS watch_time_ms, sum(played_ms) AS playing_time_ms
FROM
(
SELECT
    toFloat32(assumeNotNull(video_startup_time_ms)) AS x, watch_time_ms, ifNull(playing_time_ms, 0) AS played_ms,
    view_has_ad AS d0,
    cdn AS d1,
    exit_before_video_start AS d2,
    video_startup_failure AS d3,
    continent_code AS d4,
    country AS d5,
    sub_property_id AS d6,
    player_name AS d7,
    player_software AS d8,
    concat(ifNull(player_software, ''), ' ', ifNull(player_software_version, '')) AS d9,
    concat(ifNull(player_name, ''), ' ', ifNull(player_version, '')) AS d10,
    source_hostname AS d11,
    source_type AS d12,
    asset_id AS d13,
    live_stream_id AS d14,
    playback_id AS d15,
    stream_type AS d16,
    video_content_type AS d17,
    video_id AS d18,
    video_series AS d19,
    video_title AS d20,
    browser AS d21,
    concat(ifNull(browser, ''), ' ', ifNull(browser_version, '')) AS d22,
    operating_system AS d23,
    concat(ifNull(operating_system, ''), ' ', ifNull(operating_system_version, '')) AS d24,
    viewer_device_category AS d25,
    viewer_device_manufacturer AS d26,
    viewer_device_name AS d27
FROM views
WHERE environment_id = {environment:String}
    AND view_end_ms >= fromUnixTimestamp64Milli({start_ms:Int64}, 'UTC')
    AND view_end_ms < fromUnixTimestamp64Milli({end_ms:Int64}, 'UTC')
    AND video_startup_time_ms IS NOT NULL
)
GROUP BY GROUPING SETS (
    (), (d0), (d1), (d2), (d3), (d4), (d5), (d6), (d7), (d8), (d9),
    (d10), (d11), (d12), (d13), (d14), (d15), (d16), (d17), (d18), (d19),
    (d20), (d21), (d22), (d23), (d24), (d25), (d26), (d27))
)
)
WHERE dimension != ''
ORDER BY score DESC, views DESC, dimension, field
LIMIT 100
