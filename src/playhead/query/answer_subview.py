"""What comes back of subviews: playing time in milliseconds, by texts joined with `/`.

Where a subview lacks an attribute, or a view a dimension, the text is `__empty__`.
"""

import msgspec

EMPTY = "__empty__"


class SubviewRow(msgspec.Struct, frozen=True):
    """One group."""

    value: str
    playing_time_ms: int


class SubviewBreakdownAnswer(msgspec.Struct, frozen=True):
    """One page of groups, and how many there are in all. Also of the values of a dimension."""

    rows: tuple[SubviewRow, ...]
    total_row_count: int


class SubviewColumn(msgspec.Struct, frozen=True):
    """The groups of one compared value (None: the views without one)."""

    dimension_value: str | None
    rows: tuple[SubviewRow, ...]


class SubviewComparisonAnswer(msgspec.Struct, frozen=True):
    """The compared values in the order they were asked for."""

    columns: tuple[SubviewColumn, ...]


class SubviewBucket(msgspec.Struct, frozen=True):
    """The groups of the views that started in one bucket of time."""

    start_ms: int
    rows: tuple[SubviewRow, ...]


class SubviewTimeseriesAnswer(msgspec.Struct, frozen=True):
    """All buckets of the timeframe, oldest first, empty ones included."""

    buckets: tuple[SubviewBucket, ...]
