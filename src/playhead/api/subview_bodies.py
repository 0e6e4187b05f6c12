"""The bodies of answers about subviews. Law: as in `bodies`."""

import enum
from typing import Generic

import msgspec
from msgspec import UNSET, UnsetType

from playhead.api.bodies import Data
from playhead.query.question import Granularity
from playhead.query.question_subview import Subview, SubviewAttribute


class SubviewMetric(enum.StrEnum):
    """The metrics that subviews have."""

    PLAYING_TIME = "playing_time"


class BucketStatus(enum.StrEnum):
    """Whether a bucket may still change."""

    COMPLETE = "complete"
    PARTIAL = "partial"


class SubviewMeta(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked; the members that an endpoint has no word for are left out."""

    metric: SubviewMetric = SubviewMetric.PLAYING_TIME
    subview_type: Subview
    unit: str = "milliseconds"
    group_by: tuple[SubviewAttribute, ...] | UnsetType = UNSET
    dimension: str | UnsetType = UNSET
    dimension_name: str | UnsetType = UNSET
    time_granularity: Granularity | UnsetType = UNSET
    complete_through: str | UnsetType = UNSET


class SubviewEnvelope(msgspec.Struct, Generic[Data], frozen=True):
    """What answers about subviews are wrapped in. `timeframe` is in epoch seconds."""

    total_row_count: int | None
    timeframe: tuple[int, int]
    meta: SubviewMeta
    data: Data


class SubviewOverallBody(msgspec.Struct, frozen=True):
    """The playing time of all, in milliseconds."""

    metric_value: int


class SubviewBreakdownRow(msgspec.Struct, frozen=True):
    """One group, its attributes joined with `/`, and its playing time in milliseconds."""

    breakdown_value: str
    metric_value: int


class SubviewComparisonRow(msgspec.Struct, frozen=True):
    """The groups of one value of a dimension."""

    dimension_value: str
    values: tuple[SubviewBreakdownRow, ...]


class SubviewBucketRow(msgspec.Struct, frozen=True):
    """The groups of one bucket of time."""

    date: str
    status: BucketStatus
    values: tuple[SubviewBreakdownRow, ...]


class SubviewDimensionLists(msgspec.Struct, frozen=True):
    """The dimensions of whole views, and the attributes of subviews."""

    view: tuple[str, ...]
    subview: tuple[str, ...]


class SubviewValueRow(msgspec.Struct, frozen=True):
    """One value, and its playing time in milliseconds."""

    value: str
    playing_time: int
