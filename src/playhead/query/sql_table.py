"""Tables and distributions as SQL. Law: as in `sql`."""

from collections.abc import Sequence

from playhead.query.conditions import Bound, conditions_of_either, field_of
from playhead.query.numbers import bases_of, numbers_of
from playhead.query.question import Direction, Measured
from playhead.query.question_table import Histogram, Table
from playhead.query.statement import GROUP_SETTINGS, Statement, page_of, rows_of


def table(question: Table) -> Statement:
    """Return the rows of a page: field_n, value_n, views_n, and the number of rows in all."""
    bound = Bound()
    rows = _table_rows(question, bound)
    text = (
        f"SELECT *, count() OVER () AS total_row_count\nFROM\n(\n{rows}\n)\n"
        f"ORDER BY {_order(question)}\n{page_of(question.page, bound)}"
    )
    return Statement(text, bound.parameters)


def count_table(question: Table) -> Statement:
    """Return one row: how many rows there are, for a page that has none of them."""
    bound = Bound()
    rows = _table_rows(question, bound)
    return Statement(f"SELECT count() AS total_row_count\nFROM\n(\n{rows}\n)", bound.parameters)


def _table_rows(question: Table, bound: Bound) -> str:
    measures, dimensions = question.measures, question.dimensions
    conditions, inside = conditions_of_either(question.scope, bases_of(measures), bound)
    numbers = numbers_of(measures, inside)
    names = [f"field_{nth}" for nth in range(len(dimensions))]
    fields = [f"{field_of(each)} AS {name}" for each, name in zip(dimensions, names, strict=True)]
    grouped = f"\nGROUP BY {', '.join(names)}" if names else ""
    any_value = " OR ".join(f"views_{nth} > 0" for nth in range(len(measures)))
    return (
        f"SELECT\n    {_lines([*names, *numbers.per_group])}\nFROM\n(\n"
        f"SELECT\n    {_lines([*fields, *numbers.per_view])}\nFROM views\n"
        f"WHERE {_all_of(conditions)}\n){grouped}\nHAVING {any_value}\n{GROUP_SETTINGS}"
    )


def _order(question: Table) -> str:
    way = "DESC" if question.direction is Direction.DESCENDING else "ASC"
    names = [f"field_{nth}" for nth in range(len(question.dimensions))]
    if question.order_by is None:
        return ", ".join(f"isNull({name}), {name} {way}" for name in names) or "1"
    ties = "".join(f", isNull({name}), {name}" for name in names)
    return f"value_{question.order_by} {way} NULLS LAST{ties}"


def extent(question: Histogram) -> Statement:
    """Return one row, or none: views, least, greatest, and what 99 of 100 do not exceed."""
    bound = Bound()
    rows = _values(question, bound)
    text = (
        "SELECT\n    count() AS views,\n    min(x) AS least,\n    max(x) AS greatest,\n"
        f"    quantileDD(0.01, 0.99)(x) AS most\nFROM\n{rows}\nHAVING views > 0"
    )
    return Statement(text, bound.parameters)


def histogram(question: Histogram, starts: Sequence[float]) -> Statement:
    """Return a row for each bar that has views: where it starts, and its views."""
    bound = Bound()
    rows = _values(question, bound)
    edges = bound.bind("starts", list(starts), "Array(Float64)")
    text = f"SELECT roundDown(x, {edges}) AS start, count() AS views\nFROM\n{rows}\nGROUP BY start"
    return Statement(text, bound.parameters)


def _values(question: Histogram, bound: Bound) -> str:
    measured = Measured(question.metric, question.metric.default)
    return rows_of(question.scope, measured, bound)


def _lines(columns: Sequence[str]) -> str:
    return ",\n    ".join(columns)


def _all_of(conditions: Sequence[str]) -> str:
    return "\n    AND ".join(conditions)
