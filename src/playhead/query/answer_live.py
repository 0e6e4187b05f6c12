"""What comes back of the viewers of this moment.

A tick is told by when its five seconds began, in epoch milliseconds; `None` where the store was
never told one. Fractions run from 0 to 1.
"""

from typing import Final

import msgspec

from playhead.catalog.metric import Unit

HISTOGRAM_BOUNDS_MS: Final = (0, 100, 500, 1_000, 2_000, 5_000, 10_000)
"""Where the buckets of a histogram begin; each ends where the next one begins, the last never."""


class LivePoint(msgspec.Struct, frozen=True):
    """One tick. `told`: the server was there; if not, nobody knows who was watching."""

    tick_ms: int
    value: float | None
    concurrent_viewers: int
    told: bool


class LiveSeriesAnswer(msgspec.Struct, frozen=True):
    """All ticks of the window, oldest first; none where none of them is over yet."""

    unit: Unit
    points: tuple[LivePoint, ...]


class LiveRow(msgspec.Struct, frozen=True):
    """One value of a dimension; `value` is null for the viewers without one.

    `display_value`: what people call it, else the value itself. `starting_up_viewers` are among
    the concurrent ones. `negative_impact` is a dense rank, 1 harms most; 0 where the metric has no
    value.
    """

    value: str | None
    display_value: str | None
    metric_value: float | None
    concurrent_viewers: int
    starting_up_viewers: int
    negative_impact: int


class LiveBreakdownAnswer(msgspec.Struct, frozen=True):
    """The first values at one tick, and how many there are in all."""

    unit: Unit
    tick_ms: int | None
    rows: tuple[LiveRow, ...]
    total_row_count: int


class LiveRowsAtTick(msgspec.Struct, frozen=True):
    """The first values at one of several ticks."""

    tick_ms: int
    rows: tuple[LiveRow, ...]
    told: bool


class LiveBreakdownSeriesAnswer(msgspec.Struct, frozen=True):
    """All ticks of the window, oldest first."""

    unit: Unit
    points: tuple[LiveRowsAtTick, ...]


class LiveBar(msgspec.Struct, frozen=True):
    """One bucket of a histogram. `share`: of all samples of its minute."""

    count: int
    share: float


class LiveMinute(msgspec.Struct, frozen=True):
    """One minute; the numbers are null where there is no sample."""

    start_ms: int
    samples: int
    median: float | None
    p95: float | None
    average: float | None
    greatest_share: float
    bars: tuple[LiveBar, ...]


class LiveHistogramAnswer(msgspec.Struct, frozen=True):
    """All minutes, oldest first, each with a bar for each of `bounds`."""

    unit: Unit
    bounds: tuple[int, ...]
    minutes: tuple[LiveMinute, ...]


class LiveTableRow(msgspec.Struct, frozen=True):
    """One combination of values: a field for each dimension, a value for each measure."""

    fields: tuple[str | None, ...]
    values: tuple[float | None, ...]
    concurrent_viewers: int
    starting_up_viewers: int


class LiveTableAnswer(msgspec.Struct, frozen=True):
    """One page of combinations at one tick, and how many there are in all."""

    tick_ms: int | None
    units: tuple[Unit, ...]
    rows: tuple[LiveTableRow, ...]
    total_row_count: int


class AudienceAnswer(msgspec.Struct, frozen=True):
    """Views and distinct viewers of one content at the end of a tick."""

    tick_ms: int | None
    views: int
    viewers: int
