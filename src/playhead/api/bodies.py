"""The bodies of answers, member by member as clients expect them.

Law: names and units of members are the wire's, not ours; no typed member is ever left out. The
body of one whole view is made in `view_shape`.
"""

from typing import Generic, NamedTuple, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from playhead.catalog.metric import TimeBasis
from playhead.query.question import Granularity, Timeframe

Data = TypeVar("Data")


class Meta(msgspec.Struct, frozen=True):
    """Which end of a view counted, and the size of the buckets in effect."""

    aggregation: TimeBasis
    granularity: Granularity


class Envelope(msgspec.Struct, Generic[Data], frozen=True, kw_only=True):
    """What every answer of the Data API is wrapped in. `timeframe` is in epoch seconds."""

    total_row_count: int | None
    timeframe: tuple[int, int]
    meta: Meta | UnsetType = UNSET
    data: Data


class SystemEnvelope(msgspec.Struct, Generic[Data], frozen=True):
    """What every answer of the System API is wrapped in."""

    data: Data


class OverallData(msgspec.Struct, frozen=True):
    """One number for all views; times in milliseconds. `global_value` is always null."""

    value: float | None
    total_views: int
    total_watch_time: int
    total_playing_time: int
    global_value: float | None


class TimeseriesPoint(NamedTuple):
    """Start of the bucket, value and views; the last two are null in an empty bucket."""

    date: str
    value: float | None
    views: int | None


class BreakdownRow(msgspec.Struct, frozen=True):
    """One group; times in milliseconds."""

    field: str | None
    value: float
    views: int
    negative_impact: int
    total_watch_time: int
    total_playing_time: int


class DimensionLists(msgspec.Struct, frozen=True):
    """The ids of dimensions, in two parts by how long Mux keeps them."""

    basic: tuple[str, ...]
    advanced: tuple[str, ...]


class DimensionValueRow(msgspec.Struct, frozen=True):
    """One value of a dimension (null: views without) and its number of views."""

    value: str | None
    total_count: int


class AbridgedView(msgspec.Struct, frozen=True):
    """A view as lists show it; the total stands in every row."""

    id: str
    view_start: str
    view_end: str
    video_title: str | None
    viewer_os_family: str | None
    viewer_application_name: str | None
    country_code: str | None
    error_type_id: int | None
    player_error_code: str | None
    player_error_message: str | None
    playback_failure: bool
    viewer_experience_score: float | None
    watch_time: int
    total_row_count: int


class WhoAmI(msgspec.Struct, frozen=True):
    """The token that asks, and where it belongs."""

    access_token_name: str
    organization_id: str
    organization_name: str
    environment_id: str
    environment_name: str
    environment_type: str
    permissions: tuple[str, ...]


def seconds_of(timeframe: Timeframe) -> tuple[int, int]:
    """Return a window of whole seconds as answers echo it."""
    return timeframe.start_ms // 1000, timeframe.end_ms // 1000
