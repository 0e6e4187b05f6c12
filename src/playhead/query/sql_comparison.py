"""The comparison as SQL: all its numbers from one pass over the views. Law: as in `sql`."""

from playhead.catalog.comparison import GROUPS, Compared
from playhead.catalog.metric import TimeBasis
from playhead.query.aggregate import identity
from playhead.query.conditions import Bound, condition_of, conditions_of_either
from playhead.query.numbers import numbers_of
from playhead.query.question import Measured, MetricsComparison
from playhead.query.statement import Statement

COMPARED: tuple[Compared, ...] = tuple(
    each for group in GROUPS for each in (group.head, *(group.items or ()))
)
"""All numbers, in the order of the groups."""


def comparison(question: MetricsComparison) -> Statement:
    """Return one row: the totals, and value_n and views_n of each number compared."""
    bound = Bound()
    conditions, inside = conditions_of_either(question.scope, tuple(TimeBasis), bound)
    if question.only is not None:
        conditions.append(condition_of(question.only, bound))
    numbers = numbers_of([Measured(each.metric, each.measured_by) for each in COMPARED], inside)
    started, ended = inside[TimeBasis.START], inside[TimeBasis.END]
    per_view = [
        f"({started}) AS started",
        f"({ended}) AS ended",
        "watch_time_ms",
        "playing_time_ms",
        "viewer_id",
        *numbers.per_view,
    ]
    per_group = [
        "sumIf(watch_time_ms, ended) AS watch_time_ms",
        "ifNull(sumIf(playing_time_ms, ended), 0) AS total_playing_time_ms",
        "countIf(started) AS started_views",
        "countIf(ended) AS ended_views",
        f"uniqExactIf({identity('viewer_id')}, started) AS unique_viewers",
        *numbers.per_group,
    ]
    text = "SELECT\n    {}\nFROM\n(\nSELECT\n    {}\nFROM views\nWHERE {}\n)".format(
        ",\n    ".join(per_group), ",\n    ".join(per_view), "\n    AND ".join(conditions)
    )
    return Statement(text, bound.parameters)
