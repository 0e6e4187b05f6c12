"""Insights: the groups of views that harm a metric most, over all dimensions.

Law: Mux's members first; what chance leaves open and what the harm costs are members of ours,
which strict clients pass over.
"""

import msgspec

from playhead.api.bodies import Envelope, Meta, seconds_of
from playhead.api.endpoint import Asked
from playhead.api.scope import scope_of, suitable_granularity
from playhead.query.parameters import metric_named, read_direction, read_measured
from playhead.query.question import Direction, Insights


class InsightRow(msgspec.Struct, frozen=True):
    """One group; times in milliseconds.

    Ours: between `confidence_low` and `confidence_high` the value lies 95 times of 100, both null
    where no bound is known; `significant` tells whether the other views' value lies outside;
    `viewing_time_lost`: how much longer the group would have watched, had it watched as the
    others did.
    """

    filter_column: str
    filter_value: str | None
    metric: float
    negative_impact_score: float
    total_views: int
    total_watch_time: int
    total_playing_time: int
    confidence_low: float | None
    confidence_high: float | None
    significant: bool | None
    viewing_time_lost: float | None


def insights(asked: Asked) -> Envelope[list[InsightRow]]:
    """Answer `/insights`."""
    arguments = asked.arguments
    measured = read_measured(
        metric_named(asked.path["METRIC_ID"]), arguments.last_of("measurement")
    )
    scope = scope_of(asked)
    direction = read_direction(arguments.last_of("order_direction"), Direction.DESCENDING)
    answer = asked.query.insights(Insights(scope, measured, direction))
    rows = [
        InsightRow(
            filter_column=row.dimension,
            filter_value=row.field,
            metric=row.value,
            negative_impact_score=row.negative_impact_score,
            total_views=row.views,
            total_watch_time=row.total_watch_time_ms,
            total_playing_time=row.total_playing_time_ms,
            confidence_low=row.low,
            confidence_high=row.high,
            significant=row.significant,
            viewing_time_lost=row.viewing_time_lost_ms,
        )
        for row in answer.rows
    ]
    return Envelope(
        total_row_count=len(rows),
        timeframe=seconds_of(scope.timeframe),
        meta=Meta(answer.basis, suitable_granularity(asked)),
        data=rows,
    )
