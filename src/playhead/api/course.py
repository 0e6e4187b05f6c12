"""What a page of one metric shows at first: its number and course, and the metrics beside it.

Each is one question, and one pass over the views, where Mux's endpoints would be asked three times
or for all metrics. Law: as in `metrics`.
"""

from playhead.api.beyond_bodies import (
    BeyondEnvelope,
    CourseData,
    CourseMeta,
    CourseNumber,
    MetricGroupsMeta,
)
from playhead.api.bodies import TimeseriesPoint, seconds_of
from playhead.api.comparison import Entry, entry_of
from playhead.api.endpoint import Asked
from playhead.api.scope import scope_of, suitable_granularity
from playhead.api.spelling import iso_seconds
from playhead.query.answer import OverallAnswer
from playhead.query.parameters import metric_named, read_measured
from playhead.query.question import Timeframe
from playhead.query.question_course import Course, MetricGroups


def course(asked: Asked) -> BeyondEnvelope[CourseMeta, CourseData]:
    """Answer `/course`."""
    measured = read_measured(
        metric_named(asked.path["METRIC_ID"]), asked.arguments.last_of("measurement")
    )
    scope = scope_of(asked)
    granularity = suitable_granularity(asked)
    before = _before(scope.timeframe, asked)
    answer = asked.query.course(Course(scope, measured, granularity, before))
    earlier = None
    if before is not None and answer.earlier is not None:
        earlier = _number(answer.earlier, before)
    points = tuple(
        TimeseriesPoint(iso_seconds(each.start_ms), each.value, each.views)
        for each in answer.points
    )
    return BeyondEnvelope(
        total_row_count=len(points),
        timeframe=seconds_of(scope.timeframe),
        meta=CourseMeta(
            metric=measured.metric.id,
            measurement=measured.measurement,
            unit=answer.overall.unit,
            aggregation=answer.overall.basis,
            granularity=granularity,
        ),
        data=CourseData(_number(answer.overall, scope.timeframe), earlier, points),
    )


def metric_groups(asked: Asked) -> BeyondEnvelope[MetricGroupsMeta, list[Entry]]:
    """Answer `/groups`."""
    metric = metric_named(asked.path["METRIC_ID"])
    scope = scope_of(asked)
    groups = asked.query.metric_groups(MetricGroups(scope, metric))
    return BeyondEnvelope(
        total_row_count=len(groups),
        timeframe=seconds_of(scope.timeframe),
        meta=MetricGroupsMeta(metric.id),
        data=[entry_of(each) for each in groups],
    )


def _before(window: Timeframe, asked: Asked) -> Timeframe | None:
    """Return the time of the same length before a window; none before views are kept."""
    start_ms = window.start_ms - window.length_ms
    oldest_ms = 0 if asked.retention_ms is None else asked.now_ms - asked.retention_ms
    return None if start_ms < oldest_ms else Timeframe(start_ms, window.start_ms)


def _number(answer: OverallAnswer, window: Timeframe) -> CourseNumber:
    return CourseNumber(
        timeframe=seconds_of(window),
        value=answer.value,
        total_views=answer.total_views,
        total_watch_time=answer.total_watch_time_ms,
        total_playing_time=answer.total_playing_time_ms,
    )
