CREATE TABLE IF NOT EXISTS pulse_surroundings{on_cluster}
(
    `environment_id` LowCardinality(String),
    `tick_ms` DateTime64(3, 'UTC'),
    `checkpoint_number` Int64,
    `asn` Nullable(Int64),
    `asn_name` LowCardinality(Nullable(String)),
    `cdn` LowCardinality(Nullable(String)),
    `country` LowCardinality(Nullable(String)),
    `operating_system` LowCardinality(Nullable(String)),
    `player_name` LowCardinality(Nullable(String)),
    `region` LowCardinality(Nullable(String)),
    `stream_type` LowCardinality(Nullable(String)),
    `sub_property_id` LowCardinality(Nullable(String)),
    `view_has_ad` Bool,
    `loading` Int32,
    `playing` Int32,
    `rebuffering` Int32,
    `seeking` Int32,
    `failed` Int32,
    `paused` Int32,
    `stuck` Int32,
    `startup_ms` Int64,
    `playing_ms` Int64,
    `rebuffering_ms` Int64,
    `bitrate_ms` Int64,
    `bitrate_bits` Float64,
    `starts` Int32,
    `startup_failures` Int32,
    `exits_loading` Int32,
    `exits_before_start` Int32,
    `latency_samples` Int32,
    `latency_sum_ms` Int64,
    `startup_samples_ms` Array(Int64),
    INDEX surroundings_by_checkpoint checkpoint_number TYPE minmax GRANULARITY 1
)
ENGINE = {merge_tree}
PARTITION BY toStartOfHour(tick_ms)
ORDER BY (environment_id, tick_ms)
TTL toDateTime(tick_ms) + INTERVAL 48 HOUR
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000, enable_block_number_column = 1, enable_block_offset_column = 1, ttl_only_drop_parts = 1, merge_with_ttl_timeout = 600;

-- What stands in the pulses from before; emptied first, since this may run twice.
TRUNCATE TABLE pulse_surroundings{on_cluster};

INSERT INTO pulse_surroundings (environment_id, tick_ms, checkpoint_number, asn, asn_name, cdn,
    country, operating_system, player_name, region, stream_type, sub_property_id, view_has_ad,
    loading, playing, rebuffering, seeking, failed, paused, stuck, startup_ms, playing_ms,
    rebuffering_ms, bitrate_ms, bitrate_bits, starts, startup_failures, exits_loading,
    exits_before_start, latency_samples, latency_sum_ms, startup_samples_ms)
SELECT environment_id, tick_ms, checkpoint_number, asn, asn_name, cdn, country,
    operating_system, player_name, region, stream_type, sub_property_id, view_has_ad, sum(loading),
    sum(playing), sum(rebuffering), sum(seeking), sum(failed), sum(paused), sum(stuck),
    sum(startup_ms), sum(playing_ms), sum(rebuffering_ms), sum(bitrate_ms), sum(bitrate_bits),
    sum(starts), sum(startup_failures), sum(exits_loading), sum(exits_before_start),
    sum(latency_samples), sum(latency_sum_ms), groupArrayArray(startup_samples_ms)
FROM pulses
GROUP BY environment_id, tick_ms, checkpoint_number, asn, asn_name, cdn, country,
    operating_system, player_name, region, stream_type, sub_property_id, view_has_ad
-- The groups come in the order of the table, so that few of them are held at a time.
SETTINGS optimize_aggregation_in_order = 1;
