"""A number, its course and that of the time before as SQL, from one pass over the views.

The two windows touch, so that they are read as one. Law: as in `sql`.
"""

from playhead.query.aggregate import aggregate
from playhead.query.conditions import Bound
from playhead.query.question import Scope, Timeframe
from playhead.query.question_course import Course
from playhead.query.statement import TOTALS, Statement, rows_of
from playhead.query.timeframe import GRANULARITY_MS


def course(question: Course) -> Statement:
    """Return a row for each window with views, `start_ms` null, and for each bucket with some.

    The buckets are those of the timeframe, and not of the time before.
    """
    bound = Bound()
    scope = question.scope
    time = f"toUnixTimestamp64Milli({question.measured.metric.basis.value}_ms)"
    step = bound.bind("step_ms", GRANULARITY_MS[question.granularity], "Int64")
    of_view = [f"intDiv({time}, {step}) * {step} AS bucket_ms"]
    sets, earlier, start = "((), (bucket_ms))", "false", "if(grouping(bucket_ms) = 1, NULL"
    having = ""
    if question.earlier is not None:
        begins = bound.bind("begins_ms", scope.timeframe.start_ms, "Int64")
        of_view = [
            f"({time} < {begins})::Bool AS before",
            f"if(before, NULL, intDiv({time}, {step}) * {step}) AS bucket_ms",
        ]
        sets, earlier = "((before), (before, bucket_ms))", "before"
        having = "\nHAVING grouping(bucket_ms) = 1 OR NOT before"
    text = (
        f"SELECT\n    {earlier} AS earlier,\n    {start}, bucket_ms) AS start_ms,\n"
        f"    {aggregate(question.measured)} AS value,\n    count() AS total_views,\n{TOTALS}\n"
        f"FROM\n{rows_of(_both(question), question.measured, bound, *of_view)}\n"
        f"GROUP BY GROUPING SETS {sets}{having}"
    )
    return Statement(text, bound.parameters)


def _both(question: Course) -> Scope:
    """Return the scope of the timeframe and the time before together."""
    scope = question.scope
    if question.earlier is None:
        return scope
    window = Timeframe(question.earlier.start_ms, scope.timeframe.end_ms)
    return Scope(scope.environment_id, window, scope.filters, scope.metric_filters)
