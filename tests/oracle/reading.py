"""The other reading of the catalog: what an answer must be, in plain Python over views."""

import math
import operator
from collections.abc import Callable, Sequence

import msgspec

from playhead.catalog.countries import name_of
from playhead.catalog.dimension import Dimension, Shape
from playhead.catalog.measure import Distinct, PerDistinct, Ratio, Value, read, read_column
from playhead.catalog.metric import Better, Measurement, TimeBasis
from playhead.model.view import View
from playhead.query.question import (
    Comparison,
    Filter,
    FilterOperator,
    Measured,
    MetricFilter,
    Scope,
)

_COMPARE: dict[Comparison, Callable[[float, float], bool]] = {
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.EQUAL: operator.eq,
    Comparison.NOT_EQUAL: operator.ne,
    Comparison.AT_LEAST: operator.ge,
    Comparison.MORE: operator.gt,
}
_POSITIVE = {FilterOperator.IS, FilterOperator.IS_NULL, FilterOperator.CONTAINS}


def chosen(
    views: Sequence[View], scope: Scope, basis: TimeBasis, value: Value | None = None
) -> list[View]:
    """Return the views a question looks at."""
    return [
        view
        for view in views
        if view.identity.environment_id == scope.environment_id
        and scope.timeframe.start_ms <= time_of(view, basis) < scope.timeframe.end_ms
        and _matches(view, scope.filters)
        and all(_compares(view, wanted) for wanted in scope.metric_filters)
        and (value is None or read(value, view) is not None)
    ]


def time_of(view: View, basis: TimeBasis) -> int:
    return view.identity.view_start_ms if basis is TimeBasis.START else view.identity.view_end_ms


def number(measured: Measured, views: Sequence[View]) -> float:
    """Return the number that views, each with a value, become."""
    value = measured.metric.value
    values = sorted(found for view in views if (found := read(value, view)) is not None)
    match measured.measurement:
        case Measurement.COUNT if isinstance(value, Distinct):
            return len({read_column(view, value.column) for view in views})
        case Measurement.COUNT:
            return len(values)
        case Measurement.SUM:
            return math.fsum(values)
        case Measurement.MEDIAN:
            return values[math.ceil(len(values) / 2) - 1]
        case Measurement.P95:
            return values[-(-95 * len(values) // 100) - 1]
        case Measurement.AVG:
            match value:
                case PerDistinct(column):
                    return len(views) / len({read_column(view, column) for view in views})
                case Ratio(part, whole, scale):
                    return scale * total(views, part) / total(views, whole)
                case _:
                    return math.fsum(values) / len(values)


def total(views: Sequence[View], column: str) -> float:
    found = [read_column(view, column) for view in views]
    return math.fsum(value for value in found if isinstance(value, int | float))


def text_of(view: View, dimension: Dimension) -> str | None:
    """Return what a view shows of a dimension."""
    found = read_column(view, dimension.column)
    if dimension.prefix_column is not None:
        prefix = read_column(view, dimension.prefix_column)
        return f"{prefix or ''} {found or ''}".strip(" ") or None
    match dimension.shape:
        case Shape.FLAG:
            return None if found is None else str(found).lower()
        case Shape.TRACE:
            assert isinstance(found, tuple)
            return f"[{','.join(found)}]"
        case Shape.NUMBER if isinstance(found, float):
            return repr(found).removesuffix(".0")
        case _:
            return None if found is None else str(found)


def names(views: Sequence[View], dimension: Dimension) -> dict[str | None, str | None]:
    """Return what the values of a dimension are called: the last of its names by the alphabet."""
    found: dict[str | None, str | None] = {}
    for view in views:
        column = dimension.name_column
        name = None if column is None else read_column(view, column)
        assert name is None or isinstance(name, str)
        field = text_of(view, dimension)
        if dimension.names_country and field is not None:
            name = name_of(field)
        known = found.setdefault(field, name)
        if name is not None and (known is None or name.encode() > known.encode()):
            found[field] = name
    return found


class Group(msgspec.Struct, frozen=True):
    """A row of a breakdown before it is ranked."""

    field: str | None
    value: float
    views: int
    impact: float


def groups(measured: Measured, views: Sequence[View], dimension: Dimension) -> list[Group]:
    """Return the groups, in no order; `impact` is relative to the number over all views."""
    members: dict[str | None, list[View]] = {}
    for view in views:
        members.setdefault(text_of(view, dimension), []).append(view)
    return [
        Group(field, number(measured, group), len(group), _impact(measured, group, views))
        for field, group in members.items()
    ]


def _impact(measured: Measured, group: Sequence[View], views: Sequence[View]) -> float:
    better, measurement = measured.metric.better, measured.measurement
    inside = {view.identity.view_id for view in group}
    rest = [view for view in views if view.identity.view_id not in inside]
    if not rest or better is Better.NEITHER or measurement is Measurement.COUNT:
        return 0.0
    if isinstance(measured.metric.value, PerDistinct):
        return 0.0
    if measurement is Measurement.SUM:
        of_group, of_rest, of_all = (mean(measured, part) for part in (group, rest, views))
    elif measurement is Measurement.AVG:
        of_group, of_rest, of_all = (number(measured, part) for part in (group, rest, views))
    else:
        of_group, of_all = number(measured, group), number(measured, views)
        of_rest = (len(views) * of_all - len(group) * of_group) / len(rest)
    worse = of_group - of_rest if better is Better.LOWER else of_rest - of_group
    return max(0.0, worse) * len(group) / len(views) / (abs(of_all) or 1)


def mean(measured: Measured, views: Sequence[View]) -> float:
    return math.fsum(read(measured.metric.value, view) or 0 for view in views) / len(views)


def _matches(view: View, filters: Sequence[Filter]) -> bool:
    for wanted in filters:
        positive = wanted.operator in _POSITIVE
        together = [
            other
            for other in filters
            if other.dimension == wanted.dimension and other.operator in _POSITIVE
        ]
        if positive and not any(_holds(view, other) for other in together):
            return False
        if not positive and not _holds(view, wanted):
            return False
    return True


def _holds(view: View, wanted: Filter) -> bool:
    found = read_column(view, wanted.dimension.column)
    match wanted.operator:
        case FilterOperator.IS:
            return _equals(view, wanted)
        case FilterOperator.IS_NOT:
            return not _equals(view, wanted)
        case FilterOperator.CONTAINS | FilterOperator.OMITS:
            assert isinstance(found, tuple)
            return (wanted.values[0] in found) is (wanted.operator is FilterOperator.CONTAINS)
        case FilterOperator.IS_NULL:
            return text_of(view, wanted.dimension) in {None, "[]"}
        case FilterOperator.IS_NOT_NULL:
            return text_of(view, wanted.dimension) not in {None, "[]"}


def _equals(view: View, wanted: Filter) -> bool:
    found = read_column(view, wanted.dimension.column)
    match wanted.dimension.shape:
        case Shape.TRACE:
            return found == wanted.values
        case Shape.NUMBER:
            return found == float(wanted.values[0])
        case _:
            return wanted.values[0] in {text_of(view, wanted.dimension), str(found).lower()} or (
                found == wanted.values[0]
            )


def _compares(view: View, wanted: MetricFilter) -> bool:
    found = read(wanted.metric.value, view)
    return found is not None and _COMPARE[wanted.operator](found, wanted.number)
