"""From the rows of a course's statement to the answer. Law: pure."""

import msgspec

from playhead.query.answer import CourseAnswer, OverallAnswer, Point
from playhead.query.decode import decoded
from playhead.query.plan import bucket_starts
from playhead.query.question_course import Course
from playhead.store.interface import Rows


class _Row(msgspec.Struct, frozen=True):
    earlier: bool
    start_ms: int | None
    value: float | None
    total_views: int
    total_watch_time_ms: int
    total_playing_time_ms: int


def buckets_of_course(question: Course) -> range:
    """Return the starts of all buckets, oldest first.

    Raises:
        InvalidParametersError: there are too many.
    """
    return bucket_starts(question.scope.timeframe, question.granularity, "timeframe[]")


def course_answer(question: Course, buckets: range, rows: Rows) -> CourseAnswer:
    """Return the numbers of the windows, and all buckets, the empty ones too."""
    found = {(row.earlier, row.start_ms): row for row in decoded(rows, _Row)}
    return CourseAnswer(
        overall=_overall(question, found.get((False, None))),
        earlier=None if question.earlier is None else _overall(question, found.get((True, None))),
        points=tuple(_point(start_ms, found.get((False, start_ms))) for start_ms in buckets),
    )


def _overall(question: Course, row: _Row | None) -> OverallAnswer:
    metric = question.measured.metric
    if row is None:
        return OverallAnswer(metric.unit, metric.basis, None, 0, 0, 0)
    return OverallAnswer(
        unit=metric.unit,
        basis=metric.basis,
        value=row.value if row.total_views else None,
        total_views=row.total_views,
        total_watch_time_ms=row.total_watch_time_ms,
        total_playing_time_ms=row.total_playing_time_ms,
    )


def _point(start_ms: int, row: _Row | None) -> Point:
    if row is None:
        return Point(start_ms, None, None)
    return Point(start_ms, row.value, row.total_views)
