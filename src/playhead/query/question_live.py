"""What can be asked of the viewers of this moment, and of the last day, in ticks of five seconds.

No question names the newest tick: it is the newest that the store was told, whatever the clock
says. A moment that a question names means the tick that holds it, or the newest one if that is
older. Law: as in `question`; what can be asked at once is bounded here.
"""

from typing import Final

import msgspec

from playhead.catalog.dimension import Shape
from playhead.catalog.metric import Measurement
from playhead.catalog.monitoring.live_dimension import LiveDimension
from playhead.catalog.monitoring.live_metric import LiveMetric
from playhead.model.pulse import AUDIENCE_KINDS, TICK_MS
from playhead.query.errors import shown
from playhead.query.question import (
    FILTER_LIMIT,
    BreakdownOrder,
    Direction,
    FilterOperator,
    Timeframe,
)
from playhead.query.question_table import DIMENSION_LIMIT, MEASURE_LIMIT, LongPage

SERIES_POINTS: Final = 360
HISTOGRAM_POINTS: Final = 30
SHORT_SERIES_POINTS: Final = 12
"""How many ticks a breakdown over time has where none are named: a minute."""
SHORT_SERIES_LIMIT_MS: Final = 600_000
LIVE_ROW_LIMIT: Final = 1_000
SHORT_SERIES_ROW_LIMIT: Final = 100

_OPERATORS = frozenset(
    {
        FilterOperator.IS,
        FilterOperator.IS_NOT,
        FilterOperator.IS_NULL,
        FilterOperator.IS_NOT_NULL,
    }
)
_NULL_OPERATORS = frozenset({FilterOperator.IS_NULL, FilterOperator.IS_NOT_NULL})


class LiveFilter(msgspec.Struct, frozen=True):
    """A condition on a live dimension; `value` is none for the two null operators alone."""

    dimension: LiveDimension
    operator: FilterOperator
    value: str | None = None

    def __post_init__(self) -> None:
        if self.operator not in _OPERATORS:
            raise ValueError(f"{self.dimension.id} is no sequence: it cannot be {self.operator}")
        if (self.value is None) != (self.operator in _NULL_OPERATORS):
            raise ValueError(f"{self.operator} on {self.dimension.id} with {self.value!r}")
        if self.value is not None:
            _check_value(self.dimension, self.value)


def _check_value(dimension: LiveDimension, value: str) -> None:
    if dimension.shape is Shape.FLAG and value not in {"true", "false"}:
        raise ValueError(f"{dimension.id} is 'true' or 'false', not {shown(value)}")
    if dimension.shape is Shape.NUMBER:
        digits = value.removeprefix(dimension.prefix)
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
            raise ValueError(f"{dimension.id} is a number of at most 18 digits, not {shown(value)}")


class LiveScope(msgspec.Struct, frozen=True):
    """Whose viewers, and which. Filters combine as those of finished views do: see `plan`."""

    environment_id: str
    filters: tuple[LiveFilter, ...] = ()

    def __post_init__(self) -> None:
        if not self.environment_id:
            raise ValueError("a question needs an environment")
        if len(self.filters) > FILTER_LIMIT:
            raise ValueError(f"{len(self.filters)} filters: at most {FILTER_LIMIT}")


class LiveMeasured(msgspec.Struct, frozen=True):
    """A live metric and, if it is a distribution, how that becomes one number."""

    metric: LiveMetric
    measurement: Measurement | None = None

    def __post_init__(self) -> None:
        allowed = self.metric.allowed
        if self.measurement not in (allowed or (None,)):
            raise ValueError(f"{self.metric.id} has no {self.measurement}")


class LiveSeries(msgspec.Struct, frozen=True):
    """One number for each tick of half an hour: the newest one, or that from `from_ms` on."""

    scope: LiveScope
    measured: LiveMeasured
    from_ms: int | None = None


class LiveBreakdown(msgspec.Struct, frozen=True):
    """One number for each value of a dimension at one tick: the newest one, or that of `at_ms`."""

    scope: LiveScope
    measured: LiveMeasured
    dimension: LiveDimension
    at_ms: int | None = None
    order_by: BreakdownOrder = BreakdownOrder.VIEWS
    direction: Direction = Direction.DESCENDING
    limit: int = 100

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= LIVE_ROW_LIMIT:
            raise ValueError(f"{self.limit} rows are out of bounds (1 to {LIVE_ROW_LIMIT})")


class LiveBreakdownSeries(msgspec.Struct, frozen=True):
    """One number for each of the first values of a dimension, at each tick of a few minutes.

    Without a timeframe it is the newest minute. `limit`: how many values at each tick.
    """

    scope: LiveScope
    measured: LiveMeasured
    dimension: LiveDimension
    timeframe: Timeframe | None = None
    order_by: BreakdownOrder = BreakdownOrder.VIEWS
    direction: Direction = Direction.DESCENDING
    limit: int = 10

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= SHORT_SERIES_ROW_LIMIT:
            raise ValueError(f"{self.limit} rows are out of bounds (1 to {SHORT_SERIES_ROW_LIMIT})")
        window = self.timeframe
        if window is not None and window.length_ms > SHORT_SERIES_LIMIT_MS:
            raise ValueError(f"{window.length_ms} ms are too long: at most {SHORT_SERIES_LIMIT_MS}")


class LiveHistogram(msgspec.Struct, frozen=True):
    """How the samples of a metric spread, for each of the newest thirty minutes."""

    scope: LiveScope
    metric: LiveMetric

    def __post_init__(self) -> None:
        if not self.metric.in_histogram:
            raise ValueError(f"{self.metric.id} has no distribution")


class LiveTable(msgspec.Struct, frozen=True):
    """Several numbers for each combination of values of several dimensions at one tick.

    Without dimensions it is one row. Sorted by the number at place `order_by`; None: by the values
    of the dimensions.
    """

    scope: LiveScope
    measures: tuple[LiveMeasured, ...]
    dimensions: tuple[LiveDimension, ...] = ()
    at_ms: int | None = None
    order_by: int | None = 0
    direction: Direction = Direction.DESCENDING
    page: LongPage = LongPage()

    def __post_init__(self) -> None:
        if not 1 <= len(self.measures) <= MEASURE_LIMIT:
            raise ValueError(f"{len(self.measures)} measures: 1 to {MEASURE_LIMIT} at once")
        if len(self.dimensions) > DIMENSION_LIMIT:
            raise ValueError(f"{len(self.dimensions)} dimensions: at most {DIMENSION_LIMIT}")
        if len({dimension.id for dimension in self.dimensions}) != len(self.dimensions):
            raise ValueError("a dimension stands twice")
        if self.order_by is not None and not 0 <= self.order_by < len(self.measures):
            raise ValueError(f"there is no measure {self.order_by} to sort by")


class LiveAudience(msgspec.Struct, frozen=True):
    """How many watch one content now. `kind` names the id: one of `AUDIENCE_KINDS`."""

    environment_id: str
    kind: str
    content_id: str

    def __post_init__(self) -> None:
        if not self.environment_id:
            raise ValueError("a question needs an environment")
        if self.kind not in AUDIENCE_KINDS:
            raise ValueError(f"audiences are counted by {', '.join(AUDIENCE_KINDS)}: {self.kind!r}")


def tick_of(moment_ms: int) -> int:
    """Return the tick that holds a moment."""
    return moment_ms // TICK_MS * TICK_MS
