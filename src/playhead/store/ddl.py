"""The store's tables, derived from the words of the model. Pure: text in, text out.

A column is named as its field. What each choice is for:

- `views` is ordered by environment and end of view: quality metrics and the list of views ask
  for a range of `view_end_ms`, and the list reads backwards from the newest. Questions by
  `view_start_ms` skip granules by its min and max, since a view starts shortly before it ends.
  One view by its id is found through a bloom filter.
- `view_events` is ordered by view, so that one timeline is one short read, and parted by the day
  of receipt, so that retention drops whole days.
- `pulses`, their sums, `audiences` and `ticks` are ordered by environment and tick, and parted by
  the hour or less, since old ones are dropped by whole parts. `pulse_surroundings` sums up what is
  watched, and `pulse_totals` everything: half an hour of thousands of titles is read only by those
  who ask for titles.
- Numbers and times of `views` are stored without the bits that no row of a block needs (T64):
  half the bytes, and a third less time to read them.
- `checkpoint_number` has min and max everywhere: after a crash the newest rows are forgotten,
  and only the parts that hold them are to be touched.
- The settings: rows are synced to disk before an insert returns; a block that was inserted under
  the same token is not inserted again, without which a failed write could not be tried again; and
  rows have block numbers, so that a delete may write a small patch instead of rewriting parts.

Law: no column is spelled out here but those that order, part or index a table.
"""

from collections.abc import Mapping, Sequence

import msgspec

from playhead.model.column import FieldOfView, Kind
from playhead.model.pulse import PULSE_COLUMNS, VIDEO_DIMENSIONS
from playhead.model.view import VIEW_COLUMNS


class TableColumn(msgspec.Struct, frozen=True):
    """A column as the engine spells it; `codec` is empty where the engine's own is used."""

    name: str
    type: str
    codec: str = ""

    @property
    def spelled(self) -> str:
        """The column as a statement declares it."""
        return f"{quoted(self.name)} {self.type} {self.codec}".rstrip()


class Table(msgspec.Struct, frozen=True):
    """A table and how it is laid out on disk."""

    name: str
    columns: tuple[TableColumn, ...]
    indices: tuple[str, ...]
    partition_by: str
    order_by: tuple[str, ...]
    kept_for: str | None = None
    """How long after its tick a row is kept; old rows go with their whole part."""


_TYPES: Mapping[Kind, str] = {
    Kind.LABEL: "String",
    Kind.TEXT: "String",
    Kind.TIME: "DateTime64(3, 'UTC')",
    Kind.INTEGER: "Int64",
    Kind.COUNT: "Int32",
    Kind.DECIMAL: "Float64",
    Kind.FLAG: "Bool",
    Kind.TEXT_LIST: "Array(LowCardinality(String))",
    Kind.INTEGER_LIST: "Array(Int64)",
    Kind.TEXT_MAP: "Map(LowCardinality(String), String)",
    Kind.TOTALS: "Map(LowCardinality(String), Int64)",
}
_NEVER_NULL = frozenset({Kind.TEXT_LIST, Kind.INTEGER_LIST, Kind.TEXT_MAP, Kind.TOTALS})

_PACKED = "CODEC(T64, LZ4)"
_PACKED_KINDS = frozenset({Kind.TIME, Kind.INTEGER, Kind.COUNT})

_SETTINGS: Mapping[str, int] = {
    "fsync_after_insert": 1,
    "fsync_part_directory": 1,
    "non_replicated_deduplication_window": 1000,
    "enable_block_number_column": 1,
    "enable_block_offset_column": 1,
}
# The engine looks for parts to drop this often, instead of every four hours.
_DROPPING: Mapping[str, int] = {"ttl_only_drop_parts": 1, "merge_with_ttl_timeout": 600}


def column_type(kind: Kind, *, nullable: bool) -> str:
    """Return the engine's type of a column.

    Raises:
        TypeError: a list or map is declared nullable, which the engine cannot hold.
    """
    spelled = _TYPES[kind]
    if nullable:
        if kind in _NEVER_NULL:
            raise TypeError(f"a column of kind {kind.value!r} cannot be nullable: use an empty one")
        spelled = f"Nullable({spelled})"
    return f"LowCardinality({spelled})" if kind is Kind.LABEL else spelled


def _columns(fields: Sequence[FieldOfView], *, packed: bool = False) -> tuple[TableColumn, ...]:
    return tuple(
        TableColumn(
            field.name,
            column_type(field.column.kind, nullable=field.nullable),
            _PACKED if packed and field.column.kind in _PACKED_KINDS else "",
        )
        for field in fields
    )


VIEWS = Table(
    name="views",
    columns=_columns(VIEW_COLUMNS, packed=True),
    indices=(
        "view_by_id view_id TYPE bloom_filter(0.001) GRANULARITY 1",
        "views_by_start view_start_ms TYPE minmax GRANULARITY 1",
        "views_by_checkpoint checkpoint_number TYPE minmax GRANULARITY 1",
    ),
    partition_by="toYYYYMMDD(view_end_ms)",
    order_by=("environment_id", "view_end_ms", "view_id"),
)


def _declared(*columns: tuple[str, Kind]) -> tuple[TableColumn, ...]:
    return tuple(TableColumn(name, column_type(kind, nullable=False)) for name, kind in columns)


# Timeline events, audiences and ticks are no families of columns and declare no kinds of their
# own, so they stand here; a test holds the names equal to those of the structs.
VIEW_EVENTS = Table(
    name="view_events",
    columns=_declared(
        ("environment_id", Kind.LABEL),
        ("view_id", Kind.TEXT),
        ("sequence_number", Kind.INTEGER),
        ("name", Kind.LABEL),
        ("viewer_time_ms", Kind.TIME),
        ("event_time_ms", Kind.TIME),
        ("playhead_ms", Kind.INTEGER),
        ("details_json", Kind.TEXT),
        ("checkpoint_number", Kind.INTEGER),
    ),
    indices=("events_by_checkpoint checkpoint_number TYPE minmax GRANULARITY 1",),
    partition_by="toYYYYMMDD(event_time_ms)",
    order_by=("environment_id", "view_id", "sequence_number"),
)

_SURROUNDINGS = tuple(field for field in PULSE_COLUMNS if field.name not in VIDEO_DIMENSIONS)
_TOTALS = tuple(field for field in PULSE_COLUMNS if field.family != "dimensions")
_TWO_DAYS = "INTERVAL 48 HOUR"

PULSES = Table(
    name="pulses",
    columns=_columns(PULSE_COLUMNS),
    indices=("pulses_by_checkpoint checkpoint_number TYPE minmax GRANULARITY 1",),
    partition_by="toStartOfHour(tick_ms)",
    order_by=("environment_id", "tick_ms"),
    kept_for=_TWO_DAYS,
)

PULSE_SURROUNDINGS = Table(
    name="pulse_surroundings",
    columns=_columns(_SURROUNDINGS),
    indices=("surroundings_by_checkpoint checkpoint_number TYPE minmax GRANULARITY 1",),
    partition_by="toStartOfHour(tick_ms)",
    order_by=("environment_id", "tick_ms"),
    kept_for=_TWO_DAYS,
)

PULSE_TOTALS = Table(
    name="pulse_totals",
    columns=_columns(_TOTALS),
    indices=("totals_by_checkpoint checkpoint_number TYPE minmax GRANULARITY 1",),
    partition_by="toStartOfHour(tick_ms)",
    order_by=("environment_id", "tick_ms"),
    kept_for=_TWO_DAYS,
)

AUDIENCES = Table(
    name="audiences",
    columns=_declared(
        ("environment_id", Kind.LABEL),
        ("tick_ms", Kind.TIME),
        ("kind", Kind.LABEL),
        ("id", Kind.TEXT),
        ("views", Kind.COUNT),
        ("viewers", Kind.COUNT),
        ("checkpoint_number", Kind.INTEGER),
    ),
    indices=("audiences_by_checkpoint checkpoint_number TYPE minmax GRANULARITY 1",),
    partition_by="toStartOfFifteenMinutes(tick_ms)",
    order_by=("environment_id", "tick_ms", "kind", "id"),
    kept_for="INTERVAL 1 HOUR",
)

TICKS = Table(
    name="ticks",
    columns=_declared(("tick_ms", Kind.TIME), ("checkpoint_number", Kind.INTEGER)),
    indices=("ticks_by_checkpoint checkpoint_number TYPE minmax GRANULARITY 1",),
    partition_by="toStartOfHour(tick_ms)",
    order_by=("tick_ms",),
    kept_for=_TWO_DAYS,
)

TABLES = (VIEWS, VIEW_EVENTS, PULSES, PULSE_SURROUNDINGS, PULSE_TOTALS, AUDIENCES, TICKS)


def create_table(table: Table, *, cluster: str | None = None) -> str:
    """Return the statement that creates `table`: on one machine, or replicated over `cluster`."""
    lines = [f"    {column.spelled}" for column in table.columns]
    lines += [f"    INDEX {index}" for index in table.indices]
    settings = {**_SETTINGS, **(_DROPPING if table.kept_for else {})}
    kept = [f"TTL toDateTime(tick_ms) + {table.kept_for}"] if table.kept_for else []
    return "\n".join(
        [
            f"CREATE TABLE IF NOT EXISTS {table.name}{on_cluster(cluster)}",
            "(",
            ",\n".join(lines),
            ")",
            f"ENGINE = {merge_tree(cluster)}",
            f"PARTITION BY {table.partition_by}",
            f"ORDER BY ({', '.join(table.order_by)})",
            *kept,
            "SETTINGS " + ", ".join(f"{name} = {value}" for name, value in settings.items()),
        ]
    )


def add_column(table: Table, column: TableColumn, *, cluster: str | None = None) -> str:
    """Return the statement that adds a column; rows that stand there hold its type's default."""
    return (
        f"ALTER TABLE {table.name}{on_cluster(cluster)} ADD COLUMN IF NOT EXISTS {column.spelled}"
    )


def pack_columns(
    table: Table, columns: Sequence[TableColumn], *, cluster: str | None = None
) -> str:
    """Return the statement that gives columns their codecs; rows get them as parts are merged."""
    changes = ", ".join(
        f"MODIFY COLUMN {quoted(column.name)} {column.codec or 'REMOVE CODEC'}"
        for column in columns
    )
    return f"ALTER TABLE {table.name}{on_cluster(cluster)} {changes}"


def on_cluster(cluster: str | None) -> str:
    """Return the clause that spreads a statement over a cluster, or nothing."""
    return f" ON CLUSTER {quoted(cluster)}" if cluster else ""


def merge_tree(cluster: str | None) -> str:
    """Return the engine of a table."""
    return "ReplicatedMergeTree" if cluster else "MergeTree"


def quoted(identifier: str) -> str:
    """Return a name as the engine quotes names."""
    return "`" + identifier.replace("\\", "\\\\").replace("`", "\\`") + "`"
