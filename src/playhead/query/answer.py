"""What comes back: numbers with their unit, rows with their times, nothing to be looked up.

Times are epoch milliseconds, durations milliseconds, fractions and scores run from 0 to 1.
"""

import msgspec

from playhead.catalog.metric import Measurement, TimeBasis, Unit
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


class CourseAnswer(msgspec.Struct, frozen=True):
    """The number with its buckets, oldest first; `earlier` where a time before was asked for."""

    overall: OverallAnswer
    earlier: OverallAnswer | None
    points: tuple[Point, ...]


class BreakdownRow(msgspec.Struct, frozen=True):
    """One group; `field` is null for the views without a value of the dimension.

    `negative_impact` is a dense rank: 1 harms the metric most. `name`: what people call the value.
    """

    field: str | None
    value: float
    views: int
    negative_impact: int
    total_watch_time_ms: int
    total_playing_time_ms: int
    name: str | None = None


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


class ErrorRow(msgspec.Struct, frozen=True):
    """One kind of error: a code and a message. `percentage` is the share of all views in scope."""

    id: int
    code: int | None
    """The code as a number, where it is one."""
    player_error_code: str | None
    message: str | None
    count: int
    percentage: float
    last_seen_ms: int


class ErrorsAnswer(msgspec.Struct, frozen=True):
    """The most frequent kinds, and how many there are in all."""

    rows: tuple[ErrorRow, ...]
    total_row_count: int


class InsightRow(msgspec.Struct, frozen=True):
    """One group of one dimension, and how much the metric would gain if it were like the rest.

    `negative_impact_score` is that gain as a share of the loss there is; 0 for groups too small.
    `low` and `high` bound the value that chance leaves open, 95 times of 100; both are null where
    no bound is known. `significant`: the value over the other views lies outside of them.
    `viewing_time_lost_ms`: how much longer the group would have watched, had its views been as
    long as the others; null where they were not shorter, or there are no others.
    """

    dimension: str
    field: str | None
    value: float
    negative_impact_score: float
    views: int
    total_watch_time_ms: int
    total_playing_time_ms: int
    low: float | None
    high: float | None
    significant: bool | None
    viewing_time_lost_ms: float | None


class InsightsAnswer(msgspec.Struct, frozen=True):
    """The worst groups, at most `sql_insights.ROW_LIMIT`; `min_views`: smaller ones score 0."""

    unit: Unit
    basis: TimeBasis
    rows: tuple[InsightRow, ...]
    value: float | None
    total_views: int
    min_views: int


class ComparisonTotals(msgspec.Struct, frozen=True):
    """How much was watched; views by their end where nothing else is said."""

    watch_time_ms: int
    view_count: int
    started_views: int
    ended_views: int
    unique_viewers: int
    total_playing_time_ms: int


class ComparisonItem(msgspec.Struct, frozen=True):
    """One number; `type` is the wire's word for its unit."""

    name: str
    metric: str
    type: str
    value: float | None
    measurement: Measurement | None


class ComparisonGroup(msgspec.Struct, frozen=True):
    """One number and those that explain it; `items` is null where nothing does."""

    name: str
    metric: str
    type: str
    value: float | None
    items: tuple[ComparisonItem, ...] | None


class MetricsComparisonAnswer(msgspec.Struct, frozen=True):
    """The totals, then the groups in order."""

    totals: ComparisonTotals
    groups: tuple[ComparisonGroup, ...]
