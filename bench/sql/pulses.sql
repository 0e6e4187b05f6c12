-- Pulses of some ticks in a row, each of the same {tuples} sets of dimensions, made from a seed.
INSERT INTO pulses (
    environment_id, tick_ms, checkpoint_number, asn, asn_name, cdn, country, operating_system,
    player_name, region, stream_type, video_series, video_title, view_has_ad, video_id, asset_id,
    playback_id, loading, playing, rebuffering, seeking, failed, paused, startup_ms, playing_ms,
    rebuffering_ms, bitrate_ms, bitrate_bits, starts, startup_failures, startup_samples_ms
)
SELECT
    {environment_id:String},
    fromUnixTimestamp64Milli({first_ms:Int64} + 5000 * toInt64(intDiv(number, {tuples:UInt32})), 'UTC'),
    1, 64500 + n % 300, concat('NET-', toString(n % 300)), ['one', 'two', 'three'][1 + n % 3],
    ['NO', 'SE', 'DE', 'FR'][1 + intDiv(n, 3) % 4], ['iOS', 'Windows', 'Android'][1 + n % 3],
    'Main', concat('R', toString(n % 100)), 'live', concat('Series ', toString(n % 50)),
    concat('Title ', toString(n % 2000)), n % 2, concat('v', toString(n % 2000)),
    concat('a', toString(n % 2000)), concat('p', toString(n)),
    h % 20 = 0, 5 + h % 20, h % 33 = 0, h % 101 = 0, h % 251 = 0, h % 7 = 0, if(h % 20 = 0, 900, 0),
    (5 + h % 20) * 5000, if(h % 33 = 0, 700, 0), (5 + h % 20) * 5000, (5 + h % 20) * 15000000.0,
    h % 20 = 1, h % 501 = 0, if(h % 20 = 1, [300 + h % 2000], [])
FROM (
    SELECT number, number % {tuples:UInt32} AS n, cityHash64(number, {first_ms:Int64}) AS h
    FROM numbers({rows:UInt64})
)
