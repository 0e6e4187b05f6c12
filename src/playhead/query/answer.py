"""What comes back: numbers with their unit, rows with their times, nothing to be looked up.

Times are epoch milliseconds, durations milliseconds, fractions and scores run from 0 to 1.
"""

import msgspec

from playhead.catalog.metric import TimeBasis, Unit
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View


class OverallAnswer(msgspec.Struct, frozen=True):
    """`value` is null where no view has one; the totals are over the views with a value."""

    unit: Unit
    basis: TimeBasis
    value: float | None
    total_views: int
    total_watch_time_ms: int
    total_playing_time_ms: int


class Point(msgspec.Struct, frozen=True):
    """One bucket; `value` and `views` are null in an empty one."""

    start_ms: int
    value: float | None
    views: int | None


class TimeseriesAnswer(msgspec.Struct, frozen=True):
    """All buckets of the timeframe in the order asked for."""

    unit: Unit
    basis: TimeBasis
    points: tuple[Point, ...]


class BreakdownRow(msgspec.Struct, frozen=True):
    """One group; `field` is null for the views without a value of the dimension.

    `negative_impact` is a dense rank: 1 harms the metric most.
    """

    field: str | None
    value: float
    views: int
    negative_impact: int
    total_watch_time_ms: int
    total_playing_time_ms: int


class BreakdownAnswer(msgspec.Struct, frozen=True):
    """One page of groups, and how many groups there are in all."""

    unit: Unit
    basis: TimeBasis
    rows: tuple[BreakdownRow, ...]
    total_row_count: int


class ViewSummary(msgspec.Struct, frozen=True):
    """A view as lists show it."""

    view_id: str
    view_start_ms: int
    view_end_ms: int
    video_title: str | None
    operating_system: str | None
    browser: str | None
    country: str | None
    error_type_id: int | None
    player_error_code: str | None
    player_error_message: str | None
    playback_failure: bool
    viewer_experience_score: float | None
    watch_time_ms: int


class ViewsAnswer(msgspec.Struct, frozen=True):
    """One page of views, and how many views match in all."""

    rows: tuple[ViewSummary, ...]
    total_row_count: int


class ViewAnswer(msgspec.Struct, frozen=True):
    """A view and its timeline, by time. `events_cut`: there were more events than are given."""

    view: View
    events: tuple[TimelineEvent, ...]
    events_cut: bool


class DimensionValue(msgspec.Struct, frozen=True):
    """One value (null: views without) and its number of views."""

    value: str | None
    total_count: int


class DimensionValuesAnswer(msgspec.Struct, frozen=True):
    """One page of values, and how many there are in all."""

    rows: tuple[DimensionValue, ...]
    total_row_count: int
