"""Tables and distributions as SQL. Law: as in `sql`."""

from collections.abc import Collection, Mapping, Sequence

from playhead.catalog.metric import TimeBasis
from playhead.query.conditions import Bound, conditions_of_either, field_of
from playhead.query.local_time import starts_of
from playhead.query.numbers import bases_of, numbers_of
from playhead.query.question import Direction, Measured
from playhead.query.question_table import Histogram, Table
from playhead.query.statement import GROUP_SETTINGS, Statement, page_of, rows_of


def table(question: Table) -> Statement:
    """Return the rows of a page: start_ms, field_n, value_n, views_n, and how many rows in all."""
    bound = Bound()
    rows = _listed(question, bound)
    text = (
        f"SELECT *, count() OVER () AS total_row_count\nFROM\n{rows}\n"
        f"ORDER BY {_order(question)}\n{page_of(question.page, bound)}"
    )
    return Statement(text, bound.parameters)


def count_table(question: Table) -> Statement:
    """Return one row: how many rows there are, for a page that has none of them."""
    bound = Bound()
    rows = _listed(question, bound)
    return Statement(f"SELECT count() AS total_row_count\nFROM\n{rows}", bound.parameters)


def _listed(question: Table, bound: Bound) -> str:
    """Return a subquery of all rows; by time alone, of the empty buckets too."""
    if question.time is None:
        return f"(\n{_combinations(question, None, bound)}\n)"
    starts = bound.bind(
        "starts", starts_of(question.scope.timeframe, question.time), "Array(Int64)"
    )
    rows = _combinations(question, starts, bound)
    if question.dimensions:
        return f"(\n{rows}\n)"
    # A bucket that is not found has 0 views, and null where a number would stand.
    return (
        f"(SELECT arrayJoin({starts}) AS start_ms) AS buckets\n"
        f"LEFT JOIN\n(\n{rows}\n) AS found USING (start_ms)"
    )


def _combinations(question: Table, starts: str | None, bound: Bound) -> str:
    measures, dimensions = question.measures, question.dimensions
    bases = bases_of(measures)
    conditions, inside = conditions_of_either(question.scope, bases, bound)
    time: list[str] = []
    if starts is not None:
        time, inside = _time_of(bases, inside, starts)
    numbers = numbers_of(measures, inside)
    fields = [f"{field_of(each)} AS field_{nth}" for nth, each in enumerate(dimensions)]
    names = _names(question)
    grouped = f"\nGROUP BY {', '.join(names)}" if names else ""
    any_value = " OR ".join(f"views_{nth} > 0" for nth in range(len(measures)))
    return (
        f"SELECT\n    {_lines([*names, *numbers.per_group])}\nFROM\n(\n"
        f"SELECT\n    {_lines([*time, *fields, *numbers.per_view])}\nFROM views\n"
        f"WHERE {_all_of(conditions)}\n){grouped}\nHAVING {any_value}\n{GROUP_SETTINGS}"
    )


def _time_of(
    bases: Collection[TimeBasis], inside: Mapping[TimeBasis, str], starts: str
) -> tuple[list[str], Mapping[TimeBasis, str]]:
    """Return the columns that tell a view's bucket, and the conditions by which metrics take it.

    Where metrics go by both ends of a view it stands in the bucket of each, once for the metrics
    of that end.
    """
    if len(bases) == 1:
        (basis,) = bases
        return [_bucket(f"{basis.value}_ms", starts)], inside
    ends = ", ".join(f"'{basis.value}'" for basis in sorted(bases))
    time = f"if(basis = '{TimeBasis.START.value}', view_start_ms, view_end_ms)"
    return (
        [f"arrayJoin([{ends}]) AS basis", _bucket(time, starts)],
        {basis: f"basis = '{basis.value}' AND {each}" for basis, each in inside.items()},
    )


def _bucket(time: str, starts: str) -> str:
    return f"roundDown(toUnixTimestamp64Milli({time}), {starts}) AS start_ms"


def _names(question: Table) -> list[str]:
    """Return by what rows are told apart."""
    fields = [f"field_{nth}" for nth in range(len(question.dimensions))]
    return fields if question.time is None else ["start_ms", *fields]


def _order(question: Table) -> str:
    way = "DESC" if question.direction is Direction.DESCENDING else "ASC"
    names = _names(question)
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
    start = f"roundDown(toFloat64(x), {edges}) AS start"
    text = f"SELECT {start}, count() AS views\nFROM\n{rows}\nGROUP BY start"
    return Statement(text, bound.parameters)


def _values(question: Histogram, bound: Bound) -> str:
    measured = Measured(question.metric, question.metric.default)
    return rows_of(question.scope, measured, bound)


def _lines(columns: Sequence[str]) -> str:
    return ",\n    ".join(columns)


def _all_of(conditions: Sequence[str]) -> str:
    return "\n    AND ".join(conditions)
