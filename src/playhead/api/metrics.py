"""Metrics: one number, one per bucket of time, one per value of a dimension.

Law: the window is rounded out to the buckets that suit its length, and the rounded one is asked
and echoed, so that the answer says exactly which time it is about.
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
from playhead.api.spelling import iso_seconds
from playhead.query.filters import read_filters, read_metric_filters
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
from playhead.query.timeframe import granularity_for, read_timeframe, round_timeframe


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
    arguments = asked.arguments
    window = read_timeframe(
        arguments.all_of("timeframe"), now_ms=asked.now_ms, retention_ms=asked.retention_ms
    )
    granularity = granularity_for(window)
    scope = Scope(
        environment_id=asked.token.environment_id,
        timeframe=round_timeframe(window, granularity),
        filters=read_filters(arguments.all_of("filters")),
        metric_filters=read_metric_filters(arguments.all_of("metric_filters")),
    )
    return _Common(read_measured(metric, arguments.last_of("measurement")), scope, granularity)
