"""Selections as the conditions of a WHERE, every value a bound parameter.

Law: pure. What comes from a caller is bound; names come from the catalog alone.
"""

from collections.abc import Collection, Mapping

from playhead.catalog.dimension import Dimension, Shape
from playhead.catalog.measure import Distinct, Number, One, PerDistinct, Value, sql_of
from playhead.catalog.metric import TimeBasis
from playhead.query.plan import Selection, select_views
from playhead.query.question import Filter, FilterOperator, MetricFilter, Scope


class Bound:
    """The parameters of one statement, named in the order in which they are bound."""

    def __init__(self) -> None:
        self.parameters: dict[str, object] = {}

    def bind(self, name: str, value: object, kind: str) -> str:
        """Return the place of a value in the statement."""
        if name in self.parameters:
            name = f"{name}_{len(self.parameters)}"
        self.parameters[name] = value
        return f"{{{name}:{kind}}}"


def conditions_of(selection: Selection, bound: Bound) -> list[str]:
    """Return the conditions that the views of a selection meet, all of them."""
    bounds = _bounds(selection, bound)
    environment = bound.bind("environment_id", selection.environment_id, "String")
    conditions = [f"environment_id = {environment}", *_inside(selection.basis, *bounds)]
    if selection.basis is TimeBasis.START:
        conditions.append(_not_over(bounds[0]))
    conditions += _filters(selection, bound)
    if not isinstance(selection.value, One | Distinct | PerDistinct | None):
        conditions.append(_has_value(selection.value))
    return conditions


def _has_value(value: Value) -> str:
    # A bare column lets the engine read no more than which of its values are null.
    return f"isNotNull({value.column if isinstance(value, Number) else sql_of(value)})"


def conditions_of_either(
    scope: Scope, bases: Collection[TimeBasis], bound: Bound
) -> tuple[list[str], Mapping[TimeBasis, str]]:
    """Return the conditions of the views that are in a scope by one basis of time or another.

    With them come the conditions that tell by which; none where there is but one basis.
    """
    if len(bases) == 1:
        (basis,) = bases
        return conditions_of(select_views(scope, basis), bound), {}
    selection = select_views(scope, TimeBasis.END)
    bounds = _bounds(selection, bound)
    inside = {basis: " AND ".join(_inside(basis, *bounds)) for basis in sorted(bases)}
    environment = bound.bind("environment_id", selection.environment_id, "String")
    either = " OR ".join(f"({each})" for each in inside.values())
    conditions = [f"environment_id = {environment}", f"({either})", _not_over(bounds[0])]
    return conditions + _filters(selection, bound), inside


def _bounds(selection: Selection, bound: Bound) -> tuple[str, str]:
    window = selection.timeframe
    return (
        bound.bind("start_ms", window.start_ms, "Int64"),
        bound.bind("end_ms", window.end_ms, "Int64"),
    )


def _inside(basis: TimeBasis, start: str, end: str) -> tuple[str, str]:
    time = f"{basis.value}_ms"
    return (
        f"{time} >= fromUnixTimestamp64Milli({start}, 'UTC')",
        f"{time} < fromUnixTimestamp64Milli({end}, 'UTC')",
    )


def _not_over(start: str) -> str:
    # No view ends before it starts, so this leaves none out; but views are ordered and parted by
    # their end, and without it the engine reads all of them from the first on.
    return f"view_end_ms >= fromUnixTimestamp64Milli({start}, 'UTC')"


def _filters(selection: Selection, bound: Bound) -> list[str]:
    conditions = []
    for group in selection.groups:
        either = " OR ".join(condition_of(wanted, bound) for wanted in group)
        conditions.append(f"({either})" if len(group) > 1 else either)
    return conditions + [_metric_condition(wanted, bound) for wanted in selection.metric_filters]


def field_of(dimension: Dimension) -> str:
    """Return the SQL of the text that a view shows of a dimension; null where it has none."""
    column = dimension.column
    if dimension.prefix_column is not None:
        both = f"concat(ifNull({dimension.prefix_column}, ''), ' ', ifNull({column}, ''))"
        return f"nullIf(trimBoth({both}), '')"
    match dimension.shape:
        case Shape.TEXT:
            return column
        case Shape.NUMBER | Shape.FLAG:
            return f"toString({column})"
        case Shape.TRACE:
            return f"concat('[', arrayStringConcat({column}, ','), ']')"


def condition_of(wanted: Filter, bound: Bound) -> str:
    """Return the condition that one filter sets."""
    dimension, column = wanted.dimension, wanted.dimension.column
    match wanted.operator:
        case FilterOperator.IS:
            return _equals(wanted, bound)
        case FilterOperator.IS_NOT:
            # A view without a value does not equal the value either.
            return f"NOT ifNull({_equals(wanted, bound)}, false)"
        case FilterOperator.CONTAINS:
            return f"has({column}, {bound.bind('element', wanted.values[0], 'String')})"
        case FilterOperator.OMITS:
            return f"NOT has({column}, {bound.bind('element', wanted.values[0], 'String')})"
        case FilterOperator.IS_NULL:
            return _is_null(dimension)
        case FilterOperator.IS_NOT_NULL:
            return f"NOT {_is_null(dimension)}"


def _equals(wanted: Filter, bound: Bound) -> str:
    dimension, column = wanted.dimension, wanted.dimension.column
    match dimension.shape:
        case Shape.TRACE:
            return f"{column} = {bound.bind('trace', list(wanted.values), 'Array(String)')}"
        case Shape.FLAG:
            return f"{column} = {bound.bind('flag', wanted.values[0] == 'true', 'Bool')}"
        case Shape.NUMBER:
            return f"{column} = {bound.bind('number', float(wanted.values[0]), 'Float64')}"
        case Shape.TEXT if dimension.prefix_column is not None:
            text = bound.bind("text", wanted.values[0], "String")
            return f"({field_of(dimension)} = {text} OR ifNull({column} = {text}, false))"
        case Shape.TEXT:
            return f"{column} = {bound.bind('text', wanted.values[0], 'String')}"


def _is_null(dimension: Dimension) -> str:
    if dimension.shape is Shape.TRACE:
        return f"empty({dimension.column})"
    return f"isNull({field_of(dimension)})"


def _metric_condition(wanted: MetricFilter, bound: Bound) -> str:
    number = bound.bind("number", wanted.number, "Float64")
    return f"{sql_of(wanted.metric.value)} {wanted.operator.value} {number}"
