"""The comparison as SQL: all its numbers from one pass over the views. Law: as in `sql`."""

import msgspec

from playhead.catalog.comparison import GROUPS, Compared, ComparedGroup
from playhead.catalog.metric import Metric, TimeBasis
from playhead.query.aggregate import identity
from playhead.query.conditions import Bound, condition_of, conditions_of_either
from playhead.query.numbers import numbers_of
from playhead.query.question import Measured, MetricsComparison
from playhead.query.question_course import MetricGroups
from playhead.query.statement import Statement


def numbers_in(groups: tuple[ComparedGroup, ...]) -> tuple[Compared, ...]:
    """Return all numbers of groups, in their order."""
    return tuple(each for group in groups for each in (group.head, *(group.items or ())))


COMPARED: tuple[Compared, ...] = numbers_in(GROUPS)
"""All numbers of all groups."""


def groups_around(metric: Metric) -> tuple[ComparedGroup, ...]:
    """Return the groups, of which those that `metric` is not in have no items."""
    return tuple(
        group
        if any(each.metric.id == metric.id for each in numbers_in((group,)))
        else msgspec.structs.replace(group, items=None)
        for group in GROUPS
    )


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


def metric_groups(question: MetricGroups) -> Statement:
    """Return one row: value_n and views_n of each number of the groups around a metric."""
    bound = Bound()
    conditions, inside = conditions_of_either(question.scope, tuple(TimeBasis), bound)
    compared = numbers_in(groups_around(question.metric))
    numbers = numbers_of([Measured(each.metric, each.measured_by) for each in compared], inside)
    text = "SELECT\n    {}\nFROM\n(\nSELECT\n    {}\nFROM views\nWHERE {}\n)".format(
        ",\n    ".join(numbers.per_group),
        ",\n    ".join(numbers.per_view),
        "\n    AND ".join(conditions),
    )
    return Statement(text, bound.parameters)
