"""Metrics: one number, one per bucket of time, one per value of a dimension.

Law: what is asked of the query is only read here, and what comes back only shaped.
"""

import msgspec

from playhead.api.bodies import (
    BreakdownRow,
    Envelope,
    Meta,
    OverallData,
    TimeseriesPoint,
    seconds_of,
)
from playhead.api.endpoint import Asked
from playhead.api.scope import scope_of, suitable_granularity
from playhead.api.spelling import iso_seconds
from playhead.query.parameters import (
    metric_named,
    read_breakdown_order,
    read_dimension,
    read_direction,
    read_granularity,
    read_measured,
    read_page,
)
from playhead.query.question import (
    Breakdown,
    Direction,
    Granularity,
    Measured,
    Overall,
    Scope,
    Timeseries,
)


class _Common(msgspec.Struct, frozen=True):
    """What all three endpoints read."""

    measured: Measured
    scope: Scope
    granularity: Granularity


def overall(asked: Asked) -> Envelope[OverallData]:
    """Answer `/overall`."""
    common = _read_common(asked)
    answer = asked.query.overall(Overall(common.scope, common.measured))
    return Envelope(
        total_row_count=None,
        timeframe=seconds_of(common.scope.timeframe),
        meta=Meta(answer.basis, common.granularity),
        data=OverallData(
            value=answer.value,
            total_views=answer.total_views,
            total_watch_time=answer.total_watch_time_ms,
            total_playing_time=answer.total_playing_time_ms,
            global_value=None,
        ),
    )


def timeseries(asked: Asked) -> Envelope[list[TimeseriesPoint]]:
    """Answer `/timeseries`."""
    common = _read_common(asked)
    granularity = read_granularity(asked.arguments.last_of("group_by"), common.granularity)
    direction = read_direction(asked.arguments.last_of("order_direction"), Direction.ASCENDING)
    answer = asked.query.timeseries(
        Timeseries(common.scope, common.measured, granularity, direction)
    )
    points = [
        TimeseriesPoint(iso_seconds(each.start_ms), each.value, each.views)
        for each in answer.points
    ]
    return Envelope(
        total_row_count=len(points),
        timeframe=seconds_of(common.scope.timeframe),
        meta=Meta(answer.basis, granularity),
        data=points,
    )


def breakdown(asked: Asked) -> Envelope[list[BreakdownRow]]:
    """Answer `/breakdown`."""
    common = _read_common(asked)
    arguments = asked.arguments
    order_by, direction = read_breakdown_order(
        arguments.last_of("order_by"), arguments.last_of("order_direction")
    )
    answer = asked.query.breakdown(
        Breakdown(
            common.scope,
            common.measured,
            read_dimension("group_by", arguments.last_of("group_by")),
            order_by,
            direction,
            read_page(arguments.last_of("limit"), arguments.last_of("page")),
        )
    )
    rows = [
        BreakdownRow(
            field=row.field,
            value=row.value,
            views=row.views,
            negative_impact=row.negative_impact,
            total_watch_time=row.total_watch_time_ms,
            total_playing_time=row.total_playing_time_ms,
        )
        for row in answer.rows
    ]
    return Envelope(
        total_row_count=answer.total_row_count,
        timeframe=seconds_of(common.scope.timeframe),
        meta=Meta(answer.basis, common.granularity),
        data=rows,
    )


def _read_common(asked: Asked) -> _Common:
    metric = metric_named(asked.path["METRIC_ID"])
    measured = read_measured(metric, asked.arguments.last_of("measurement"))
    return _Common(measured, scope_of(asked), suitable_granularity(asked))
