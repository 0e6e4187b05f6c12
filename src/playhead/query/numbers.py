"""Many numbers from one pass over the views: for each metric a column, null where it has no value.

A view may be in the timeframe by its start and not by its end; each metric takes the views that
its own basis of time takes. Percentiles of one metric share one array of values.

Law: pure. For the number at place n, `value_n` is null and `views_n` 0 where no view has a value.
"""

from collections.abc import Mapping, Sequence

import msgspec

from playhead.catalog.measure import Distinct, One, PerDistinct, Ratio, sql_of
from playhead.catalog.metric import Measurement, Metric, TimeBasis
from playhead.query.aggregate import PERCENT_OF_RANK, identity, level
from playhead.query.question import Measured
from playhead.query.question_table import Percentile

Measure = Measured | Percentile


class Numbers(msgspec.Struct, frozen=True):
    """SQL of the columns of each view, and of the columns of each group of views."""

    per_view: tuple[str, ...]
    per_group: tuple[str, ...]


def bases_of(measures: Sequence[Measure]) -> frozenset[TimeBasis]:
    """Return by which ends of views the measures go."""
    return frozenset(measure.metric.basis for measure in measures)


def numbers_of(measures: Sequence[Measure], inside: Mapping[TimeBasis, str]) -> Numbers:
    """Return how measures are taken; `inside` as `conditions_of_either` gives it."""
    places, per_view = columns_of(measures, inside)
    ranks: dict[str, list[int]] = {}
    for measure in measures:
        per_mille = _per_mille(measure)
        known = ranks.setdefault(measure.metric.id, [])
        if per_mille is not None and per_mille not in known:
            known.append(per_mille)
    per_group = []
    for nth, measure in enumerate(measures):
        place = places[measure.metric.id]
        number = _of_group(measure, place, ranks[measure.metric.id])
        per_group += [
            f"if(count(x_{place}) = 0, NULL, {number}) AS value_{nth}",
            f"count(x_{place}) AS views_{nth}",
        ]
    return Numbers(tuple(per_view), tuple(per_group))


def columns_of(
    measures: Sequence[Measure], inside: Mapping[TimeBasis, str]
) -> tuple[Mapping[str, int], list[str]]:
    """Return the place of each metric, by its id, and the columns `x`, `part`, `whole` of a view.

    Each column's name ends with the place of its metric.
    """
    places: dict[str, int] = {}
    per_view: list[str] = []
    for metric in (measure.metric for measure in measures):
        if metric.id not in places:
            places[metric.id] = len(places)
            per_view += _of_view(metric, places[metric.id], inside.get(metric.basis))
    return places, per_view


def _of_view(metric: Metric, place: int, inside: str | None) -> list[str]:
    match metric.value:
        case One():
            own = "1"
        case Distinct(column) | PerDistinct(column):
            own = identity(column)
        case value:
            own = sql_of(value)
    columns = [f"{own if inside is None else f'if({inside}, {own}, NULL)'} AS x_{place}"]
    if isinstance(metric.value, Ratio):
        columns += [
            f"if(isNull(x_{place}), NULL, {column}) AS {name}_{place}"
            for name, column in (
                ("part", metric.value.numerator),
                ("whole", metric.value.denominator),
            )
        ]
    return columns


def _per_mille(measure: Measure) -> int | None:
    if isinstance(measure, Percentile):
        return measure.rank.per_mille
    percent = PERCENT_OF_RANK.get(measure.measurement)
    return None if percent is None else 10 * percent


def _of_group(measure: Measure, place: int, ranks: list[int]) -> str:
    per_mille, value, x = _per_mille(measure), measure.metric.value, f"x_{place}"
    if per_mille is not None:
        return _percentile(x, per_mille, ranks)
    if isinstance(value, PerDistinct):
        return f"count({x}) / uniqExact({x})"
    match measure.measurement if isinstance(measure, Measured) else None:
        case Measurement.COUNT if isinstance(value, Distinct):
            return f"toFloat64(uniqExact({x}))"
        case Measurement.COUNT:
            return f"toFloat64(count({x}))"
        case Measurement.SUM:
            return f"sum({x})"
        case _ if isinstance(value, Ratio):
            return f"{value.scale!r} * sum(part_{place}) / sum(whole_{place})"
        case _:
            return f"avg({x})"


def _percentile(x: str, per_mille: int, ranks: list[int]) -> str:
    levels = ", ".join(level(rank / 1000) for rank in ranks)
    return f"quantilesExact({levels})({x})[{ranks.index(per_mille) + 1}]"
