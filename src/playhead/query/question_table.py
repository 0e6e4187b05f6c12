"""Several metrics by several dimensions at once, any percentile of each, and distributions.

Law: as in `question`; what can be asked at once is bounded here.
"""

import enum
from functools import cache
from zoneinfo import available_timezones

import msgspec

from playhead.catalog.dimension import Dimension
from playhead.catalog.metric import Metric
from playhead.query.question import (
    PAGE_NUMBER_LIMIT,
    Direction,
    Granularity,
    Measured,
    Page,
    Scope,
)

MEASURE_LIMIT = 12
DIMENSION_LIMIT = 4
BUCKET_LIMIT = 100
TIME_LIMIT = 3_000
TABLE_PAGE_LIMIT = 1_000


class Rank(enum.StrEnum):
    """Which value of all, sorted: that of which a share of the views do not exceed."""

    P1 = "p1"
    P5 = "p5"
    P10 = "p10"
    P25 = "p25"
    P50 = "p50"
    P75 = "p75"
    P90 = "p90"
    P95 = "p95"
    P99 = "p99"
    P99_9 = "p99.9"

    @property
    def per_mille(self) -> int:
        """The share, in thousandths."""
        return round(float(self.value.removeprefix("p")) * 10)


class Percentile(msgspec.Struct, frozen=True):
    """A metric and one of its ranks. Metrics that only count have none."""

    metric: Metric
    rank: Rank

    def __post_init__(self) -> None:
        if not self.metric.ranked:
            raise ValueError(f"{self.metric.id} has no percentiles")


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all time zones."""
    return frozenset(available_timezones())


class TimeBuckets(msgspec.Struct, frozen=True):
    """Time as a dimension; `zone` names the time zone in which hours and days begin."""

    granularity: Granularity
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if self.zone not in zone_names():
            raise ValueError(f"there is no time zone {self.zone!r}")


class LongPage(Page, frozen=True):
    """A page that holds a month of hours."""

    limit: int = 100

    def __post_init__(self) -> None:
        if not (1 <= self.limit <= TABLE_PAGE_LIMIT and 1 <= self.number <= PAGE_NUMBER_LIMIT):
            raise ValueError(f"page {self.number} of {self.limit} rows is out of bounds")


class Table(msgspec.Struct, frozen=True):
    """Several numbers for each combination of values of several dimensions, or for all views.

    With `time` each bucket is a value of one more dimension: by itself all buckets are listed,
    empty ones too; beside others those combinations that have views. Each metric takes a view at
    the end that its own basis of time names.

    Sorted by the number at place `order_by`; None: by time, then by the values of the dimensions.
    """

    scope: Scope
    measures: tuple[Measured | Percentile, ...]
    dimensions: tuple[Dimension, ...] = ()
    order_by: int | None = 0
    direction: Direction = Direction.DESCENDING
    page: Page = Page()
    time: TimeBuckets | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.measures) <= MEASURE_LIMIT:
            raise ValueError(f"{len(self.measures)} measures: 1 to {MEASURE_LIMIT} at once")
        if len(self.dimensions) > DIMENSION_LIMIT:
            raise ValueError(f"{len(self.dimensions)} dimensions: at most {DIMENSION_LIMIT}")
        if len({dimension.id for dimension in self.dimensions}) != len(self.dimensions):
            raise ValueError("a dimension stands twice")
        if self.order_by is not None and not 0 <= self.order_by < len(self.measures):
            raise ValueError(f"there is no measure {self.order_by} to sort by")


class Histogram(msgspec.Struct, frozen=True):
    """How the views spread over the values of a metric, in about `buckets` steps."""

    scope: Scope
    metric: Metric
    buckets: int = 20

    def __post_init__(self) -> None:
        if not self.metric.ranked:
            raise ValueError(f"{self.metric.id} has no distribution")
        if not 1 <= self.buckets <= BUCKET_LIMIT:
            raise ValueError(f"{self.buckets} buckets: 1 to {BUCKET_LIMIT}")
