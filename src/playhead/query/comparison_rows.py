"""From the row of the comparison's statement to the answer. Law: pure."""

from collections.abc import Iterator

import msgspec

from playhead.catalog.comparison import GROUPS, Compared
from playhead.query.answer import (
    ComparisonGroup,
    ComparisonItem,
    ComparisonTotals,
    MetricsComparisonAnswer,
)
from playhead.query.decode import decoded
from playhead.query.sql_comparison import COMPARED
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
    values = iter([found[f"value_{nth}"] for nth in range(len(COMPARED))])
    return MetricsComparisonAnswer(
        totals=ComparisonTotals(
            watch_time_ms=totals.watch_time_ms,
            view_count=totals.ended_views,
            started_views=totals.started_views,
            ended_views=totals.ended_views,
            unique_viewers=totals.unique_viewers,
            total_playing_time_ms=totals.total_playing_time_ms,
        ),
        groups=tuple(
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
            for group in GROUPS
        ),
    )


def _next(compared: Compared, values: Iterator[object]) -> float | None:
    """Return a number; a metric that counts has one, 0, where there is nothing to count."""
    found = msgspec.convert(next(values), float | None)
    return 0.0 if found is None and not compared.metric.ranked else found
