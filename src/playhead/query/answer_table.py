"""What comes back of tables and distributions."""

import msgspec

from playhead.catalog.metric import TimeBasis, Unit


class TableColumn(msgspec.Struct, frozen=True):
    """What a number of a row is."""

    metric: str
    measurement: str
    """A measurement, or a rank such as `p99.9`."""
    unit: Unit
    basis: TimeBasis


class TableRow(msgspec.Struct, frozen=True):
    """One combination: a text for each dimension; a number, null without views, and its views.

    `start_ms`: where its bucket of time begins, if the table is by time.
    """

    fields: tuple[str | None, ...]
    values: tuple[float | None, ...]
    views: tuple[int, ...]
    start_ms: int | None = None


class TableAnswer(msgspec.Struct, frozen=True):
    """One page of combinations, and how many there are in all."""

    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    total_row_count: int


class Bar(msgspec.Struct, frozen=True):
    """The views with a value from `start` up to and without `end`; no `end`: all above."""

    start: float
    end: float | None
    views: int


class HistogramAnswer(msgspec.Struct, frozen=True):
    """All bars, empty ones included, from the least value to the greatest."""

    unit: Unit
    basis: TimeBasis
    bars: tuple[Bar, ...]
    total_views: int
    least: float | None
    greatest: float | None
