"""Columns that are held against each other as SQL: three statements for each. Law: as in `sql`."""

from collections.abc import Mapping, Sequence

from playhead.catalog.measure import Ratio
from playhead.catalog.metric import TimeBasis
from playhead.query.conditions import Bound, condition_of, conditions_of_either
from playhead.query.numbers import bases_of, columns_of, numbers_of
from playhead.query.plan import group_filters
from playhead.query.question import Measured
from playhead.query.question_contrast import Column
from playhead.query.spread import PARTS, Kind, kind_of
from playhead.query.statement import Statement


def contrast_numbers(column: Column, measures: Sequence[Measured]) -> Statement:
    """Return one row: value_n and views_n of each number."""
    bound = Bound()
    conditions, inside = _conditions(column, measures, bound)
    numbers = numbers_of(measures, inside)
    return Statement(_of_views(numbers.per_group, numbers.per_view, conditions), bound.parameters)


def contrast_parts(
    column: Column, measures: Sequence[Measured], values: Sequence[float]
) -> Statement:
    """Return a row for each part of the viewers: views_n, numerator_n and denominator_n.

    `values` are those of the numbers; of a percentile the numerator is the views that do not
    exceed it.
    """
    bound = Bound()
    conditions, inside = _conditions(column, measures, bound)
    places, per_view = columns_of(measures, inside)
    per_group = []
    for nth, (measured, value) in enumerate(zip(measures, values, strict=True)):
        place = places[measured.metric.id]
        part, whole = _sums(measured, place, value, bound)
        per_group += [
            f"count(x_{place}) AS views_{nth}",
            f"{part} AS numerator_{nth}",
            f"{whole} AS denominator_{nth}",
        ]
    of = f"CRC32(viewer_id) % {PARTS} AS viewers"
    text = _of_views(per_group, [of, *per_view], conditions)
    return Statement(f"{text}\nGROUP BY viewers", bound.parameters)


def contrast_ranks(column: Column, asked: Mapping[Measured, Sequence[float]]) -> Statement:
    """Return one row: ranked_n, the values at the levels of each percentile."""
    bound = Bound()
    measures = tuple(asked)
    conditions, inside = _conditions(column, measures, bound)
    places, per_view = columns_of(measures, inside)
    per_group = [
        f"quantilesExact({', '.join(f'{level:.12f}' for level in levels)})"
        f"(x_{places[measured.metric.id]}) AS ranked_{nth}"
        for nth, (measured, levels) in enumerate(asked.items())
    ]
    return Statement(_of_views(per_group, per_view, conditions), bound.parameters)


def level_of(rank: int, views: int) -> float:
    """Return the level at which the engine's exact quantile gives a rank, counted from 1."""
    return (rank - 0.5) / views


def _conditions(
    column: Column, measures: Sequence[Measured], bound: Bound
) -> tuple[list[str], Mapping[TimeBasis, str]]:
    conditions, inside = conditions_of_either(column.scope, bases_of(measures), bound)
    for group in group_filters(column.only):
        either = " OR ".join(condition_of(wanted, bound) for wanted in group)
        conditions.append(f"({either})" if len(group) > 1 else either)
    return conditions, inside


def _sums(measured: Measured, place: int, value: float, bound: Bound) -> tuple[str, str]:
    if kind_of(measured) is Kind.PERCENTILE:
        at = bound.bind("at", value, "Float64")
        return f"countIf(x_{place} <= {at})", f"count(x_{place})"
    if isinstance(measured.metric.value, Ratio):
        return f"sum(part_{place})", f"sum(whole_{place})"
    return f"sum(x_{place})", f"count(x_{place})"


def _of_views(per_group: Sequence[str], per_view: Sequence[str], conditions: Sequence[str]) -> str:
    return "SELECT\n    {}\nFROM\n(\nSELECT\n    {}\nFROM views\nWHERE {}\n)".format(
        ",\n    ".join(per_group), ",\n    ".join(per_view), "\n    AND ".join(conditions)
    )
