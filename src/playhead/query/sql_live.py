"""Questions about the viewers of this moment as SQL.

The pulses of each tick stand there summed up, too: over what is watched, and over everything. The
smallest of these tables is read that still has the dimensions asked for.

Law: as in `sql`. Ticks are bound as epoch milliseconds, and leave as such.
"""

from collections.abc import Sequence

from playhead.catalog.dimension import Shape
from playhead.catalog.metric import Better
from playhead.catalog.monitoring.live_dimension import LiveDimension
from playhead.catalog.monitoring.live_value import (
    CONCURRENT,
    STARTING_UP,
    LiveSamples,
    live_sql_of,
    sum_of,
)
from playhead.model.pulse import TICK_MS, VIDEO_DIMENSIONS
from playhead.query.answer_live import HISTOGRAM_BOUNDS_MS
from playhead.query.conditions import Bound
from playhead.query.question import BreakdownOrder, Direction, FilterOperator
from playhead.query.question_live import (
    LiveAudience,
    LiveBreakdown,
    LiveBreakdownSeries,
    LiveFilter,
    LiveHistogram,
    LiveMeasured,
    LiveScope,
    LiveSeries,
    LiveTable,
)
from playhead.query.statement import GROUP_SETTINGS, Statement, page_of

_VIEWERS = f"{sum_of(CONCURRENT)} AS concurrent_viewers"
_STARTING_UP = f"{sum_of(STARTING_UP)} AS starting_up_viewers"
_TICK = "toUnixTimestamp64Milli(tick_ms)"
_POSITIVE = frozenset({FilterOperator.IS, FilterOperator.IS_NULL})
_MINUTE_MS = 60_000
# Sums of the same values in another order differ in their last digits; equal harm is equal rank.
_DIGITS = 9


def told(first_ms: int | None, last_ms: int | None, span_ms: int) -> Statement:
    """Return one row: the newest tick that was told, and all from `first_ms` to `last_ms`.

    Without a last one the window ends at the newest, without a first one it is `span_ms` long.
    """
    bound = Bound()
    last = "newest_ms" if last_ms is None else bound.bind("last_ms", last_ms, "Int64")
    if first_ms is None:
        first = f"{last} - {bound.bind('span_ms', span_ms - TICK_MS, 'Int64')}"
    else:
        first = bound.bind("first_ms", first_ms, "Int64")
    text = (
        f"WITH (SELECT max({_TICK}) FROM ticks) AS newest_ms\n"  # noqa: S608 - names of ours
        f"SELECT newest_ms, groupUniqArrayIf({_TICK}, {_TICK} BETWEEN {first} AND {last}) AS told\n"
        "FROM ticks"
    )
    return Statement(text, bound.parameters)


def live_series(question: LiveSeries, first_ms: int, last_ms: int) -> Statement:
    """Return a row for each tick that has pulses: tick_ms, value, concurrent_viewers."""
    bound = Bound()
    text = (
        f"SELECT {_TICK} AS at_ms, {_value(question.measured)} AS value, {_VIEWERS}\n"
        f"{_from(question.scope, first_ms, last_ms, bound)}\nGROUP BY tick_ms"
    )
    return Statement(text, bound.parameters)


def live_breakdown(
    question: LiveBreakdown | LiveBreakdownSeries, first_ms: int, last_ms: int
) -> Statement:
    """Return the first rows of each tick, in order, each with the number of all.

    Who has no concurrent viewers is told only where something just happened there.
    """
    bound = Bound()
    value = _value(question.measured)
    weight = f"toFloat64({sum_of(question.measured.metric.weight)}) AS weight"
    pulses = _from(question.scope, first_ms, last_ms, bound, by=[question.dimension])
    if question.measured.metric.better is Better.NEITHER:
        some = "concurrent_viewers > 0"
    else:
        some = "concurrent_viewers > 0 OR isNotNull(metric_value)"
    harm = f"(metric_value - of_all) * weight / nullIf(weight_of_all - weight, 0) / {_SIZE}"
    harm = {Better.LOWER: harm, Better.HIGHER: f"-{harm}", Better.NEITHER: "0"}[
        question.measured.metric.better
    ]
    text = (
        "WITH groups AS\n(\n"
        f"SELECT tick_ms, {_text_of(question.dimension)} AS field,\n"
        f"    {value} AS metric_value, {weight},\n    {_VIEWERS}, {_STARTING_UP},\n"
        f"    {_name_of(question.dimension)} AS name\n{pulses}\nGROUP BY tick_ms, field\n"
        f"HAVING {some}\n),\n"
        f"whole AS\n(\nSELECT tick_ms, {value} AS of_all, {weight}_of_all\n{pulses}\n"
        "GROUP BY tick_ms\n),\n"
        "harmed AS\n(\n"
        f"SELECT *, round(greatest(0, ifNull({harm}, 0)), {_DIGITS}) AS harm,\n"
        "    count() OVER (PARTITION BY tick_ms) AS total_row_count\n"
        "FROM groups INNER JOIN whole USING (tick_ms)\n)\n"
        f"SELECT {_TICK} AS at_ms, field, name, metric_value, concurrent_viewers,\n"
        "    starting_up_viewers, total_row_count, if(isNull(metric_value), 0,\n"
        "    dense_rank() OVER (PARTITION BY tick_ms ORDER BY harm DESC)) AS negative_impact\n"
        f"FROM harmed\nORDER BY tick_ms, {_order(question)}\n"
        f"LIMIT {bound.bind('limit', question.limit, 'UInt32')} BY tick_ms\n{GROUP_SETTINGS}"
    )
    return Statement(text, bound.parameters)


_SIZE = "if(ifNull(of_all, 0) = 0, 1, abs(of_all))"


def live_histogram(question: LiveHistogram, first_ms: int, last_ms: int) -> Statement:
    """Return a row for each minute that has samples, with a count for each bar."""
    bound = Bound()
    value = question.metric.value
    if not isinstance(value, LiveSamples):
        raise TypeError(f"{question.metric.id} has no samples")  # the question forbids it
    levels = [_value(LiveMeasured(question.metric, each)) for each in question.metric.allowed]
    median, p95, average = levels
    ends = [*HISTOGRAM_BOUNDS_MS[1:], None]
    bars = ", ".join(
        f"sum(arrayCount(x -> x >= {start}{'' if end is None else f' AND x < {end}'}, "
        f"{value.column}))"
        for start, end in zip(HISTOGRAM_BOUNDS_MS, ends, strict=True)
    )
    text = (
        f"SELECT intDiv({_TICK}, {_MINUTE_MS}) * {_MINUTE_MS} AS start_ms,\n"
        f"    sum(length({value.column})) AS samples,\n    {median} AS median,\n"
        f"    {p95} AS p95,\n    {average} AS average,\n    [{bars}] AS counts\n"
        f"{_from(question.scope, first_ms, last_ms, bound)}\n"
        f"    AND notEmpty({value.column})\nGROUP BY start_ms"
    )
    return Statement(text, bound.parameters)


def live_table(question: LiveTable, tick_ms: int) -> Statement:
    """Return the rows of a page of combinations, each with the number of all."""
    bound = Bound()
    values = [f"{_value(each)} AS value_{nth}" for nth, each in enumerate(question.measures)]
    fields = [f"{_text_of(each)} AS field_{nth}" for nth, each in enumerate(question.dimensions)]
    names = [f"field_{nth}" for nth in range(len(fields))]
    either = " OR ".join(
        ["concurrent_viewers > 0"]
        + [
            f"isNotNull(value_{nth})"
            for nth, each in enumerate(question.measures)
            if each.metric.better is not Better.NEITHER
        ]
    )
    grouped = f"GROUP BY {', '.join(names)}\nHAVING {either}" if names else "GROUP BY tick_ms"
    text = (
        "SELECT *, count() OVER () AS total_row_count\nFROM\n(\nSELECT "
        + ",\n    ".join([*fields, *values, _VIEWERS, _STARTING_UP])
        + f"\n{_from(question.scope, tick_ms, tick_ms, bound, by=question.dimensions)}\n"
        f"{grouped}\n)\nORDER BY {_table_order(question, names)}\n"
        f"{page_of(question.page, bound)}\n{GROUP_SETTINGS}"
    )
    return Statement(text, bound.parameters)


def audience(question: LiveAudience) -> Statement:
    """Return one row: the newest tick that was told, and the views and viewers then."""
    bound = Bound()
    environment = bound.bind("environment_id", question.environment_id, "String")
    kind = bound.bind("kind", question.kind, "String")
    content = bound.bind("content_id", question.content_id, "String")
    text = (
        "WITH (SELECT max(tick_ms) FROM ticks) AS newest\n"  # noqa: S608 - bound
        "SELECT toUnixTimestamp64Milli(newest) AS newest_ms,\n"
        "    sum(audiences.views) AS views, sum(audiences.viewers) AS viewers\n"
        f"FROM audiences\nWHERE environment_id = {environment} AND tick_ms = newest\n"
        f"    AND kind = {kind} AND id = {content}"
    )
    return Statement(text, bound.parameters)


def _value(measured: LiveMeasured) -> str:
    return live_sql_of(measured.metric.value, measured.measurement)


def _from(
    scope: LiveScope,
    first_ms: int,
    last_ms: int,
    bound: Bound,
    *,
    by: Sequence[LiveDimension] = (),
) -> str:
    environment = bound.bind("environment_id", scope.environment_id, "String")
    first = bound.bind("first_ms", first_ms, "Int64")
    last = bound.bind("last_ms", last_ms, "Int64")
    conditions = [
        f"environment_id = {environment}",
        f"tick_ms >= fromUnixTimestamp64Milli({first}, 'UTC')",
        f"tick_ms <= fromUnixTimestamp64Milli({last}, 'UTC')",
    ]
    for group in _grouped(scope.filters):
        either = " OR ".join(_condition(wanted, bound) for wanted in group)
        conditions.append(f"({either})" if len(group) > 1 else either)
    return f"FROM {_table(scope, by)}\nWHERE " + "\n    AND ".join(conditions)


def _table(scope: LiveScope, by: Sequence[LiveDimension]) -> str:
    """Return the smallest table that has what is filtered and grouped by."""
    asked = {wanted.dimension.column for wanted in scope.filters} | {each.column for each in by}
    if not asked:
        return "pulse_totals"
    return "pulses" if asked & VIDEO_DIMENSIONS else "pulse_surroundings"


def _grouped(filters: Sequence[LiveFilter]) -> Sequence[Sequence[LiveFilter]]:
    """Return groups of which each must be matched, by any one of its filters."""
    together: dict[str, list[LiveFilter]] = {}
    for nth, wanted in enumerate(filters):
        positive = wanted.operator in _POSITIVE
        key = wanted.dimension.id if positive else f"{nth} {wanted.dimension.id}"
        together.setdefault(key, []).append(wanted)
    return list(together.values())


def _condition(wanted: LiveFilter, bound: Bound) -> str:
    column = wanted.dimension.column
    match wanted.operator:
        case FilterOperator.IS_NULL:
            return f"isNull({column})"
        case FilterOperator.IS_NOT_NULL:
            return f"isNotNull({column})"
        case FilterOperator.IS:
            return _equals(wanted, bound)
        case _:
            # Who has no value does not have this one either.
            return f"NOT ifNull({_equals(wanted, bound)}, false)"


def _equals(wanted: LiveFilter, bound: Bound) -> str:
    dimension, value = wanted.dimension, wanted.value or ""
    match dimension.shape:
        case Shape.FLAG:
            place = bound.bind("flag", value == "true", "Bool")
        case Shape.NUMBER:
            place = bound.bind("number", int(value.removeprefix(dimension.prefix)), "Int64")
        case _:
            place = bound.bind("text", value, "String")
    return f"{dimension.column} = {place}"


def _text_of(dimension: LiveDimension) -> str:
    match dimension.shape:
        case Shape.TEXT:
            return f"CAST({dimension.column} AS Nullable(String))"
        case _ if dimension.prefix:
            return f"concat('{dimension.prefix}', toString({dimension.column}))"
        case _:
            return f"CAST(toString({dimension.column}) AS Nullable(String))"


def _name_of(dimension: LiveDimension) -> str:
    if dimension.name_column is None:
        return "CAST(NULL AS Nullable(String))"
    return f"CAST(max({dimension.name_column}) AS Nullable(String))"


def _order(question: LiveBreakdown | LiveBreakdownSeries) -> str:
    descending = question.direction is Direction.DESCENDING
    way = "DESC" if descending else "ASC"
    ties = "concurrent_viewers DESC, isNull(field), field"
    match question.order_by:
        case BreakdownOrder.NEGATIVE_IMPACT:
            # Rank 1 is the greatest harm, so descending harm is ascending rank.
            rank = f"negative_impact {'ASC' if descending else 'DESC'}"
            return f"isNull(metric_value), {rank}, {ties}"
        case BreakdownOrder.VALUE:
            return f"metric_value {way} NULLS LAST, {ties}"
        case BreakdownOrder.VIEWS:
            return f"concurrent_viewers {way}, isNull(field), field"
        case BreakdownOrder.FIELD:
            return f"isNull(field), field {way}"


def _table_order(question: LiveTable, names: Sequence[str]) -> str:
    way = "DESC" if question.direction is Direction.DESCENDING else "ASC"
    if question.order_by is None:
        return ", ".join(f"isNull({name}), {name} {way}" for name in names) or "1"
    ties = "".join(f", isNull({name}), {name}" for name in names)
    return f"value_{question.order_by} {way} NULLS LAST{ties}"
