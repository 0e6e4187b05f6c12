"""The bodies of monitoring. Law: as in `bodies`."""

from typing import Generic

import msgspec
from msgspec import UNSET, UnsetType

from playhead.api.bodies import Data, Envelope
from playhead.api.tables import Rows
from playhead.catalog.metric import Unit


class Word(msgspec.Struct, frozen=True):
    """A metric or a dimension: its id, and what people call it."""

    name: str
    display_name: str


class LivePointBody(msgspec.Struct, frozen=True):
    """Five seconds, by when they began. `value` is null where there is none."""

    date: str
    value: float | None
    concurrent_viewers: int


class LiveRowBody(msgspec.Struct, frozen=True):
    """One value of a dimension; `negative_impact` is a rank, 1 harms most, 0: no value."""

    value: str | None
    metric_value: float | None
    concurrent_viewers: int
    starting_up_viewers: int
    negative_impact: int
    display_value: str | UnsetType = UNSET


class LiveShortRow(msgspec.Struct, frozen=True):
    """One value of a dimension, among several at one of several times."""

    value: str | None
    metric_value: float | None
    concurrent_viewers: int
    starting_up_viewers: int


class LiveRowsAt(msgspec.Struct, frozen=True):
    """The first values of a dimension in five seconds."""

    date: str
    values: tuple[LiveShortRow, ...]


class HistogramBucket(msgspec.Struct, frozen=True):
    """From `start` up to and without `end`; null: all above."""

    start: int
    end: int | None


class HistogramMeta(msgspec.Struct, frozen=True):
    """What the counts of each minute are counts of, place by place."""

    bucket_unit: Unit
    buckets: tuple[HistogramBucket, ...]


class BucketValue(msgspec.Struct, frozen=True):
    """One bucket of one minute; `percentage` is a fraction of the minute's samples."""

    percentage: float
    count: int


class HistogramMinute(msgspec.Struct, frozen=True):
    """One minute; `sum` is how many samples it has, the three numbers are in milliseconds."""

    timestamp: str
    sum: int
    p95: float | None
    median: float | None
    average: float | None
    max_percentage: float
    bucket_values: tuple[BucketValue, ...]


class HistogramEnvelope(Envelope[Data], Generic[Data], frozen=True, kw_only=True):
    """What a histogram over time is wrapped in."""

    # What its buckets are stands where others say which end of a view counts.
    meta: HistogramMeta  # type: ignore[assignment]


class LiveTableMetric(msgspec.Struct, frozen=True):
    """What the numbers at one place of all rows are; `measurement` is null where none is chosen."""

    name: str
    metric: str
    measurement: str | None
    unit: Unit


class LiveTableMeta(msgspec.Struct, frozen=True):
    """By what rows are told apart, and what their numbers are, place by place."""

    dimensions: tuple[str, ...]
    metrics: tuple[LiveTableMetric, ...]


class LiveTableBodyRow(msgspec.Struct, frozen=True):
    """One combination of values: a text for each dimension, a number for each metric of `meta`."""

    dimensions: tuple[str | None, ...]
    values: tuple[float | None, ...]
    concurrent_viewers: int
    starting_up_viewers: int


class LiveTick(msgspec.Struct, frozen=True):
    """What is pushed: the newest five seconds, by the epoch second at which they began.

    `metrics` has every metric that is one number; `breakdowns` the most watched values of each
    dimension asked for.
    """

    tick: int
    concurrent_viewers: int
    starting_up_viewers: int
    metrics: dict[str, float | None]
    breakdowns: dict[str, tuple[LiveRowBody, ...]]


def flat_live_rows(meta: LiveTableMeta, data: list[LiveTableBodyRow]) -> Rows:
    """Return a table with a column for each dimension, each metric and the viewers."""
    columns = (
        *meta.dimensions,
        *(each.name for each in meta.metrics),
        "concurrent_viewers",
        "starting_up_viewers",
    )
    return Rows(
        columns,
        [
            (*row.dimensions, *row.values, row.concurrent_viewers, row.starting_up_viewers)
            for row in data
        ],
    )
