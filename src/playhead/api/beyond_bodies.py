"""The bodies of answers that only we give. Law: as in `bodies`; every number's unit is told."""

from typing import Generic, TypeVar

import msgspec

from playhead.api.bodies import BreakdownRow, Data, TimeseriesPoint
from playhead.api.tables import Rows
from playhead.catalog.metric import Measurement, TimeBasis, Unit
from playhead.query.question import Granularity
from playhead.query.question_table import Rank

About = TypeVar("About")


class BeyondEnvelope(msgspec.Struct, Generic[About, Data], frozen=True):
    """What our own answers are wrapped in. `timeframe` is in epoch seconds."""

    total_row_count: int
    timeframe: tuple[int, int]
    meta: About
    data: Data


class DistributionMeta(msgspec.Struct, frozen=True):
    """What was asked, and from the least value to the greatest what there is."""

    metric: str
    unit: Unit
    aggregation: TimeBasis
    total_views: int
    least: float | None
    greatest: float | None


class DistributionBar(msgspec.Struct, frozen=True):
    """The views with a value from `start` up to and without `end`; null: all above."""

    start: float
    end: float | None
    views: int


class PercentilesMeta(msgspec.Struct, frozen=True):
    """What was asked, and of how many views it is told."""

    metric: str
    unit: Unit
    aggregation: TimeBasis
    total_views: int


class PercentileRow(msgspec.Struct, frozen=True):
    """The least value that at least this share of the views do not exceed."""

    percentile: Rank
    value: float | None


class BreakdownMeta(msgspec.Struct, frozen=True):
    """What was asked: of which metric, by which dimension, and what was looked for."""

    metric: str
    measurement: Measurement
    unit: Unit
    aggregation: TimeBasis
    dimension: str
    search: str | None


class NamedBreakdownRow(BreakdownRow, frozen=True):
    """One group, and what people call it: a country's or a network's name, where one is known."""

    name: str | None


class CourseMeta(msgspec.Struct, frozen=True):
    """What was asked, and the size of the buckets."""

    metric: str
    measurement: Measurement
    unit: Unit
    aggregation: TimeBasis
    granularity: Granularity


class CourseNumber(msgspec.Struct, frozen=True):
    """One number for all views of a timeframe in epoch seconds; times in milliseconds."""

    timeframe: tuple[int, int]
    value: float | None
    total_views: int
    total_watch_time: int
    total_playing_time: int


class CourseData(msgspec.Struct, frozen=True):
    """The number, that of the time before, and one for each bucket, oldest first.

    `earlier` is null where the time before began when views of today were not yet kept.
    """

    overall: CourseNumber
    earlier: CourseNumber | None
    timeseries: tuple[TimeseriesPoint, ...]


class MetricGroupsMeta(msgspec.Struct, frozen=True):
    """Whose group has its items."""

    metric: str


class TableMetric(msgspec.Struct, frozen=True):
    """What the numbers at one place of all rows are."""

    name: str
    metric: str
    measurement: str
    unit: Unit
    aggregation: TimeBasis


class TableMeta(msgspec.Struct, frozen=True):
    """By what rows are told apart, and what their numbers are, place by place."""

    group_by: Granularity | None
    timezone: str
    dimensions: tuple[str, ...]
    metrics: tuple[TableMetric, ...]


class TableBodyRow(msgspec.Struct, frozen=True):
    """One combination; `time`: when its bucket begins.

    A text for each of `meta.dimensions`; a number for each of `meta.metrics`, null where no view
    has a value, and how many views have one.
    """

    time: str | None
    dimensions: tuple[str | None, ...]
    values: tuple[float | None, ...]
    views: tuple[int, ...]


def flat_rows(meta: TableMeta, data: list[TableBodyRow]) -> Rows:
    """Return a table with a column for each dimension, each metric and its views."""
    timed = meta.group_by is not None
    columns = [*(["time"] if timed else []), *meta.dimensions]
    for metric in meta.metrics:
        columns += [metric.name, f"{metric.name}:views"]
    return Rows(tuple(columns), [_flat(row, timed=timed) for row in data])


def _flat(row: TableBodyRow, *, timed: bool) -> list[str | float | None]:
    flat: list[str | float | None] = [*([row.time] if timed else []), *row.dimensions]
    for value, views in zip(row.values, row.views, strict=True):
        flat += [value, views]
    return flat
