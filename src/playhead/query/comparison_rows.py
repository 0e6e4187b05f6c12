"""From the row of the comparison's statement to the answer. Law: pure."""

from collections.abc import Iterator, Mapping

import msgspec

from playhead.catalog.comparison import GROUPS, Compared, ComparedGroup
from playhead.query.answer import (
    ComparisonGroup,
    ComparisonItem,
    ComparisonTotals,
    MetricsComparisonAnswer,
)
from playhead.query.decode import decoded
from playhead.query.question_course import MetricGroups
from playhead.query.sql_comparison import groups_around, numbers_in
from playhead.store.interface import Rows


class _Totals(msgspec.Struct, frozen=True):
    watch_time_ms: int
    total_playing_time_ms: int
    started_views: int
    ended_views: int
    unique_viewers: int


def comparison_answer(rows: Rows) -> MetricsComparisonAnswer:
    """Return the totals and the groups."""
    (totals,) = decoded(rows, _Totals)
    found = dict(zip(rows.names, rows.rows[0], strict=True))
    return MetricsComparisonAnswer(
        totals=ComparisonTotals(
            watch_time_ms=totals.watch_time_ms,
            view_count=totals.ended_views,
            started_views=totals.started_views,
            ended_views=totals.ended_views,
            unique_viewers=totals.unique_viewers,
            total_playing_time_ms=totals.total_playing_time_ms,
        ),
        groups=_with_values(GROUPS, found),
    )


def groups_answer(question: MetricGroups, rows: Rows) -> tuple[ComparisonGroup, ...]:
    """Return the groups, with items the one that the metric is in."""
    found = dict(zip(rows.names, rows.rows[0], strict=True))
    return _with_values(groups_around(question.metric), found)


def _with_values(
    groups: tuple[ComparedGroup, ...], found: Mapping[str, object]
) -> tuple[ComparisonGroup, ...]:
    values = iter([found[f"value_{nth}"] for nth in range(len(numbers_in(groups)))])
    return tuple(
        ComparisonGroup(
            name=group.head.name,
            metric=group.head.metric_id,
            type=group.head.type,
            value=_next(group.head, values),
            items=None
            if group.items is None
            else tuple(
                ComparisonItem(
                    name=item.name,
                    metric=item.metric_id,
                    type=item.type,
                    value=_next(item, values),
                    measurement=item.measurement,
                )
                for item in group.items
            ),
        )
        for group in groups
    )


def _next(compared: Compared, values: Iterator[object]) -> float | None:
    """Return a number; a metric that counts has one, 0, where there is nothing to count."""
    found = msgspec.convert(next(values), float | None)
    return 0.0 if found is None and not compared.metric.ranked else found
