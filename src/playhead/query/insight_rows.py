"""From the rows of the insights' statement to the answer. Law: pure."""

import msgspec

from playhead.query.answer import InsightRow, InsightsAnswer
from playhead.query.confidence import bounds_of
from playhead.query.decode import decoded
from playhead.query.question import Insights, Measured
from playhead.store.interface import Rows


class _Group(msgspec.Struct, frozen=True):
    dimension: str
    field: str | None
    value: float
    views: int
    total_watch_time_ms: int
    total_playing_time_ms: int
    spread_1: float | None
    spread_2: float | None
    value_of_all: float
    views_of_all: int
    watch_time_of_all_ms: int
    min_views: int
    rest: float | None
    score: float


def insights_answer(question: Insights, rows: Rows) -> InsightsAnswer:
    """Return the worst groups."""
    metric = question.measured.metric
    groups = decoded(rows, _Group)
    return InsightsAnswer(
        unit=metric.unit,
        basis=metric.basis,
        rows=tuple(_insight(question.measured, group) for group in groups),
        value=groups[0].value_of_all if groups else None,
        total_views=groups[0].views_of_all if groups else 0,
        min_views=groups[0].min_views if groups else 1,
    )


def _insight(measured: Measured, group: _Group) -> InsightRow:
    bounds = bounds_of(measured, group.value, group.views, (group.spread_1, group.spread_2))
    low, high = bounds or (None, None)
    known = bounds is not None and group.rest is not None
    return InsightRow(
        dimension=group.dimension,
        field=group.field,
        value=group.value,
        negative_impact_score=group.score,
        views=group.views,
        total_watch_time_ms=group.total_watch_time_ms,
        total_playing_time_ms=group.total_playing_time_ms,
        low=low,
        high=high,
        significant=not _inside(group.rest, bounds) if known else None,
        viewing_time_lost_ms=_lost(group),
    )


def _inside(number: float | None, bounds: tuple[float, float] | None) -> bool:
    return number is not None and bounds is not None and bounds[0] <= number <= bounds[1]


def _lost(group: _Group) -> float | None:
    others = group.views_of_all - group.views
    if not others:
        return None
    of_one = (group.watch_time_of_all_ms - group.total_watch_time_ms) / others
    lost = of_one * group.views - group.total_watch_time_ms
    return lost if lost > 0 else None
