CREATE TABLE IF NOT EXISTS pulses{on_cluster}
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
    `video_series` LowCardinality(Nullable(String)),
    `video_title` LowCardinality(Nullable(String)),
    `view_has_ad` Bool,
    `video_id` LowCardinality(Nullable(String)),
    `asset_id` LowCardinality(Nullable(String)),
    `live_stream_id` LowCardinality(Nullable(String)),
    `playback_id` LowCardinality(Nullable(String)),
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
    INDEX pulses_by_checkpoint checkpoint_number TYPE minmax GRANULARITY 1
)
ENGINE = {merge_tree}
PARTITION BY toStartOfHour(tick_ms)
ORDER BY (environment_id, tick_ms)
TTL toDateTime(tick_ms) + INTERVAL 48 HOUR
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000, enable_block_number_column = 1, enable_block_offset_column = 1, ttl_only_drop_parts = 1, merge_with_ttl_timeout = 600;

CREATE TABLE IF NOT EXISTS pulse_totals{on_cluster}
(
    `environment_id` LowCardinality(String),
    `tick_ms` DateTime64(3, 'UTC'),
    `checkpoint_number` Int64,
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
    INDEX totals_by_checkpoint checkpoint_number TYPE minmax GRANULARITY 1
)
ENGINE = {merge_tree}
PARTITION BY toStartOfHour(tick_ms)
ORDER BY (environment_id, tick_ms)
TTL toDateTime(tick_ms) + INTERVAL 48 HOUR
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000, enable_block_number_column = 1, enable_block_offset_column = 1, ttl_only_drop_parts = 1, merge_with_ttl_timeout = 600;

CREATE TABLE IF NOT EXISTS audiences{on_cluster}
(
    `environment_id` LowCardinality(String),
    `tick_ms` DateTime64(3, 'UTC'),
    `kind` LowCardinality(String),
    `id` String,
    `views` Int32,
    `viewers` Int32,
    `checkpoint_number` Int64,
    INDEX audiences_by_checkpoint checkpoint_number TYPE minmax GRANULARITY 1
)
ENGINE = {merge_tree}
PARTITION BY toStartOfFifteenMinutes(tick_ms)
ORDER BY (environment_id, tick_ms, kind, id)
TTL toDateTime(tick_ms) + INTERVAL 1 HOUR
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000, enable_block_number_column = 1, enable_block_offset_column = 1, ttl_only_drop_parts = 1, merge_with_ttl_timeout = 600;

CREATE TABLE IF NOT EXISTS ticks{on_cluster}
(
    `tick_ms` DateTime64(3, 'UTC'),
    `checkpoint_number` Int64,
    INDEX ticks_by_checkpoint checkpoint_number TYPE minmax GRANULARITY 1
)
ENGINE = {merge_tree}
PARTITION BY toStartOfHour(tick_ms)
ORDER BY (tick_ms)
TTL toDateTime(tick_ms) + INTERVAL 48 HOUR
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000, enable_block_number_column = 1, enable_block_offset_column = 1, ttl_only_drop_parts = 1, merge_with_ttl_timeout = 600;
