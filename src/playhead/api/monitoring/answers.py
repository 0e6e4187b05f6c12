"""Monitoring: lists, breakdowns and series, as each edition asks for them.

Law: as in `metrics`; no moment is told that the store was never told.
"""

from collections.abc import Callable

from msgspec import UNSET

from playhead.api.bodies import Envelope, seconds_of
from playhead.api.endpoint import Asked
from playhead.api.monitoring.bodies import (
    BucketValue,
    HistogramBucket,
    HistogramEnvelope,
    HistogramMeta,
    HistogramMinute,
    LivePointBody,
    LiveRowBody,
    LiveRowsAt,
    LiveShortRow,
    Word,
)
from playhead.api.monitoring.edition import MONITORING, Edition
from playhead.api.scope import last_day
from playhead.api.spelling import iso_seconds
from playhead.model.pulse import TICK_MS
from playhead.query.answer_live import LiveMinute, LiveRow, LiveRowsAtTick
from playhead.query.live_parameters import (
    read_live_limit,
    read_live_order,
    read_live_timeframe,
    read_moment,
)
from playhead.query.question_live import (
    LiveBreakdown,
    LiveBreakdownSeries,
    LiveHistogram,
    LiveSeries,
    tick_of,
)


def list_dimensions(edition: Edition) -> Callable[[Asked], Envelope[list[Word]]]:
    """Return what answers `/dimensions`."""
    words = [Word(each.id, each.label) for each in edition.dimensions]

    def answer(asked: Asked) -> Envelope[list[Word]]:
        return _listed(asked, words)

    return answer


def list_metrics(edition: Edition) -> Callable[[Asked], Envelope[list[Word]]]:
    """Return what answers `/metrics`."""
    words = [Word(each.id, each.label) for each in edition.listed_metrics]

    def answer(asked: Asked) -> Envelope[list[Word]]:
        return _listed(asked, words)

    return answer


def breakdown(edition: Edition) -> Callable[[Asked], Envelope[list[LiveRowBody]]]:
    """Return what answers `/breakdown`."""

    def answer(asked: Asked) -> Envelope[list[LiveRowBody]]:
        order_by, direction = read_live_order(
            asked.arguments.last_of("order_by"), asked.arguments.last_of("order_direction")
        )
        measured = edition.measured(asked)
        at_ms = read_moment(asked.arguments.last_of("timestamp"), now_ms=asked.now_ms)
        found = asked.query.live_breakdown(
            LiveBreakdown(
                edition.scope(asked),
                measured,
                edition.dimension(asked),
                at_ms,
                order_by,
                direction,
            )
        )
        told_ms = next(each for each in (at_ms, found.tick_ms, tick_of(asked.now_ms)) if each)
        return Envelope(
            total_row_count=None,
            timeframe=(told_ms // 1000, told_ms // 1000),
            data=[row_body(row) for row in found.rows],
        )

    return answer


def breakdown_timeseries(asked: Asked) -> Envelope[list[LiveRowsAt]]:
    """Answer `/breakdown-timeseries`, which the older edition has not."""
    order_by, direction = read_live_order(
        asked.arguments.last_of("order_by"), asked.arguments.last_of("order_direction")
    )
    window = read_live_timeframe(asked.arguments.all_of("timeframe"), now_ms=asked.now_ms)
    found = asked.query.live_breakdown_series(
        LiveBreakdownSeries(
            scope=MONITORING.scope(asked),
            measured=MONITORING.measured(asked),
            dimension=MONITORING.dimension(asked),
            timeframe=window,
            order_by=order_by,
            direction=direction,
            limit=read_live_limit(asked.arguments.last_of("limit")),
        )
    )
    ticks = [point.tick_ms for point in found.points]
    start_ms = window.start_ms if window is not None else asked.now_ms
    told = (ticks[0], ticks[-1] + TICK_MS) if ticks else (tick_of(start_ms), tick_of(start_ms))
    return Envelope(
        total_row_count=len(ticks),
        timeframe=_seconds(*told),
        data=[_rows_at(point) for point in found.points],
    )


def timeseries(edition: Edition) -> Callable[[Asked], Envelope[list[LivePointBody]]]:
    """Return what answers `/timeseries`."""

    def answer(asked: Asked) -> Envelope[list[LivePointBody]]:
        from_ms = read_moment(asked.arguments.last_of("timestamp"), now_ms=asked.now_ms)
        measured = edition.measured(asked)
        found = asked.query.live_series(LiveSeries(edition.scope(asked), measured, from_ms))
        points = found.points
        asked_ms = tick_of(asked.now_ms if from_ms is None else from_ms)
        told = (points[0].tick_ms, points[-1].tick_ms) if points else (asked_ms, asked_ms)
        return Envelope(
            total_row_count=None,
            timeframe=_seconds(*told),
            data=[
                LivePointBody(iso_seconds(point.tick_ms), point.value, point.concurrent_viewers)
                for point in points
            ],
        )

    return answer


def histogram(edition: Edition) -> Callable[[Asked], HistogramEnvelope[list[HistogramMinute]]]:
    """Return what answers `/histogram-timeseries`."""

    def answer(asked: Asked) -> HistogramEnvelope[list[HistogramMinute]]:
        metric = edition.histogram_metric(asked)
        found = asked.query.live_histogram(LiveHistogram(edition.scope(asked), metric))
        minutes = found.minutes
        now_ms = tick_of(asked.now_ms)
        told = (minutes[0].start_ms, minutes[-1].start_ms) if minutes else (now_ms, now_ms)
        ends = (*found.bounds[1:], None)
        return HistogramEnvelope(
            total_row_count=None,
            timeframe=_seconds(*told),
            meta=HistogramMeta(
                found.unit,
                tuple(
                    HistogramBucket(start, end)
                    for start, end in zip(found.bounds, ends, strict=True)
                ),
            ),
            data=[_minute(each) for each in minutes],
        )

    return answer


def row_body(row: LiveRow) -> LiveRowBody:
    """Return one value of a dimension as it is written; viewers without one have no name either."""
    return LiveRowBody(
        value=row.value,
        metric_value=row.metric_value,
        concurrent_viewers=row.concurrent_viewers,
        starting_up_viewers=row.starting_up_viewers,
        negative_impact=row.negative_impact,
        display_value=UNSET if row.display_value is None else row.display_value,
    )


def _rows_at(point: LiveRowsAtTick) -> LiveRowsAt:
    return LiveRowsAt(
        iso_seconds(point.tick_ms),
        tuple(
            LiveShortRow(
                row.value, row.metric_value, row.concurrent_viewers, row.starting_up_viewers
            )
            for row in point.rows
        ),
    )


def _minute(minute: LiveMinute) -> HistogramMinute:
    return HistogramMinute(
        timestamp=iso_seconds(minute.start_ms),
        sum=minute.samples,
        p95=minute.p95,
        median=minute.median,
        average=minute.average,
        max_percentage=minute.greatest_share,
        bucket_values=tuple(BucketValue(bar.share, bar.count) for bar in minute.bars),
    )


def _listed(asked: Asked, words: list[Word]) -> Envelope[list[Word]]:
    return Envelope(total_row_count=None, timeframe=seconds_of(last_day(asked)), data=words)


def _seconds(from_ms: int, to_ms: int) -> tuple[int, int]:
    return from_ms // 1000, to_ms // 1000
