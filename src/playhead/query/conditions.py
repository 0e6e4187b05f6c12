"""Selections as the conditions of a WHERE, every value a bound parameter.

Law: pure. What comes from a caller is bound; names come from the catalog alone.
"""

from playhead.catalog.dimension import Dimension, Shape
from playhead.catalog.measure import Distinct, One, PerDistinct, sql_of
from playhead.query.plan import Selection
from playhead.query.question import Filter, FilterOperator, MetricFilter


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
    time = f"{selection.basis.value}_ms"
    start = bound.bind("start_ms", selection.timeframe.start_ms, "Int64")
    end = bound.bind("end_ms", selection.timeframe.end_ms, "Int64")
    conditions = [
        f"environment_id = {bound.bind('environment_id', selection.environment_id, 'String')}",
        f"{time} >= fromUnixTimestamp64Milli({start}, 'UTC')",
        f"{time} < fromUnixTimestamp64Milli({end}, 'UTC')",
    ]
    for group in selection.groups:
        either = " OR ".join(_condition(wanted, bound) for wanted in group)
        conditions.append(f"({either})" if len(group) > 1 else either)
    conditions += [_metric_condition(wanted, bound) for wanted in selection.metric_filters]
    if not isinstance(selection.value, One | Distinct | PerDistinct | None):
        conditions.append(f"isNotNull({sql_of(selection.value)})")
    return conditions


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


def _condition(wanted: Filter, bound: Bound) -> str:
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
