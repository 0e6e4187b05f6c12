"""Questions about whole views as SQL. Golden files hold every kind of statement.

Law: pure. What comes from a caller is bound, never written into the text; the text is made of the
catalog's columns and of what stands here. Every list has a total order, so that pages neither
repeat nor skip rows.
"""

from playhead.catalog.countries import countries_called
from playhead.catalog.dimension import Dimension
from playhead.catalog.metric import TimeBasis
from playhead.model.view import VIEW_COLUMNS
from playhead.query.aggregate import aggregate, number_and_that_of_all
from playhead.query.answer import ViewSummary
from playhead.query.conditions import Bound, conditions_of, field_of
from playhead.query.impact import impact_of
from playhead.query.plan import select_views
from playhead.query.question import (
    AnyError,
    BeyondOrder,
    Breakdown,
    BreakdownOrder,
    DimensionValues,
    Direction,
    ListViews,
    OneView,
    Overall,
    Timeseries,
    TraceElements,
)
from playhead.query.statement import GROUPED, TOTALS, Statement, page_of, rows_of
from playhead.query.timeframe import GRANULARITY_MS

# A ten-hour live view has a few thousand events.
EVENT_LIMIT = 10_000


def overall(question: Overall) -> Statement:
    """Return one row: value, total_views and the totals of time."""
    bound = Bound()
    text = (
        f"SELECT\n    {aggregate(question.measured)} AS value,\n    count() AS total_views,\n"
        f"{TOTALS}\nFROM\n{rows_of(question.scope, question.measured, bound)}"
    )
    return Statement(text, bound.parameters)


def timeseries(question: Timeseries) -> Statement:
    """Return a row for each bucket that has views: start_ms, value, views."""
    bound = Bound()
    time = f"toUnixTimestamp64Milli({question.measured.metric.basis.value}_ms)"
    step = bound.bind("step_ms", GRANULARITY_MS[question.granularity], "Int64")
    bucket = f"intDiv({time}, {step}) * {step} AS start_ms"
    text = (
        f"SELECT start_ms, {aggregate(question.measured)} AS value, count() AS views\nFROM\n"
        f"{rows_of(question.scope, question.measured, bound, bucket)}\nGROUP BY start_ms"
    )
    return Statement(text, bound.parameters)


def breakdown(question: Breakdown) -> Statement:
    """Return the rows of a page, each with the number of groups in all."""
    bound = Bound()
    impact = impact_of(question.measured)
    value, of_all = number_and_that_of_all(question.measured)
    rows = rows_of(question.scope, question.measured, bound, *_texts_of(question))
    names = _names_of(question)
    text = (
        "WITH groups AS\n(\n"
        f"SELECT\n    field,{names}\n    {value} AS number,\n    count() AS views,\n{TOTALS},\n"
        f"    {impact.part_sum} AS part_sum,\n    {impact.whole_sum} AS whole_sum\n"
        f"FROM\n{rows}\n{GROUPED}\n),\n"
        f"valued AS\n(\nSELECT * EXCEPT number, {of_all}\nFROM groups\n),\n"
        "harmed AS\n(\n"
        f"SELECT *, {impact.impact} AS impact\nFROM valued\n),\n"
        "ranked AS\n(\n"
        "SELECT *, dense_rank() OVER (ORDER BY impact DESC) AS negative_impact\n"
        "FROM harmed\n)\n"
        f"SELECT field,{' name,' if names else ''} value, views, negative_impact, "
        "total_watch_time_ms, total_playing_time_ms, count() OVER () AS total_row_count\n"
        f"FROM ranked\n{_found(question, bound)}ORDER BY {_breakdown_order(question)}\n"
        f"{page_of(question.page, bound)}"
    )
    return Statement(text, bound.parameters)


def count_groups(question: Breakdown | DimensionValues | TraceElements) -> Statement:
    """Return one row: how many groups there are, for a page that has none of them."""
    bound = Bound()
    columns, found = "field", ""
    match question:
        case TraceElements():
            rows = _elements(question, bound)
        case Breakdown():
            rows = rows_of(question.scope, question.measured, bound, *_texts_of(question))
            columns = f"field,{_names_of(question)}".removesuffix(",")
            found = _found(question, bound)
        case DimensionValues():
            rows = rows_of(question.scope, None, bound, _text_of(question.dimension))
    groups = f"SELECT {columns} FROM\n{rows}\n{GROUPED}"
    text = f"SELECT count() AS total_row_count FROM\n(\n{groups}\n)\n{found}".removesuffix("\n")
    return Statement(text, bound.parameters)


def dimension_values(question: DimensionValues) -> Statement:
    """Return the rows of a page: value, total_count, and the number of values in all."""
    bound = Bound()
    field = _text_of(question.dimension)
    text = (
        "SELECT field AS value, total_count, count() OVER () AS total_row_count\nFROM\n(\n"
        "SELECT field, count() AS total_count FROM\n"
        f"{rows_of(question.scope, None, bound, field)}\n{GROUPED}\n)\n"
        "ORDER BY total_count DESC, isNull(value), value\n"
        f"{page_of(question.page, bound)}"
    )
    return Statement(text, bound.parameters)


def trace_elements(question: TraceElements) -> Statement:
    """Return the rows of a page: value, total_count, and the number of elements in all."""
    bound = Bound()
    text = (
        "SELECT field AS value, total_count, count() OVER () AS total_row_count\nFROM\n(\n"
        f"SELECT field, count() AS total_count FROM\n{_elements(question, bound)}\n{GROUPED}\n)\n"
        f"ORDER BY {_elements_order(question)}\n{page_of(question.page, bound)}"
    )
    return Statement(text, bound.parameters)


def list_views(question: ListViews) -> Statement:
    """Return the rows of a page of views."""
    bound = Bound()
    way = "DESC" if question.direction is Direction.DESCENDING else "ASC"
    names = ", ".join(ViewSummary.__struct_fields__)
    text = (
        f"SELECT {names}\nFROM views\nWHERE {_listed(question, bound)}\n"
        f"ORDER BY view_end_ms {way}, view_id {way}\n{page_of(question.page, bound)}"
    )
    return Statement(text, bound.parameters)


def count_views(question: ListViews) -> Statement:
    """Return one row: how many views the list has in all."""
    bound = Bound()
    text = f"SELECT count() AS total_row_count\nFROM views\nWHERE {_listed(question, bound)}"
    return Statement(text, bound.parameters)


def one_view(question: OneView) -> Statement:
    """Return the row of a view, or none."""
    bound = Bound()
    names = ", ".join(field.name for field in VIEW_COLUMNS)
    text = f"SELECT {names}\nFROM views\nWHERE {_by_id(question, bound)}\nLIMIT 1"
    return Statement(text, bound.parameters)


def events_of(question: OneView) -> Statement:
    """Return the rows of a view's timeline, by time, and one more than are shown."""
    bound = Bound()
    text = (
        f"SELECT *\nFROM view_events\nWHERE {_by_id(question, bound)}\n"
        f"ORDER BY viewer_time_ms, sequence_number\nLIMIT {EVENT_LIMIT + 1}"
    )
    return Statement(text, bound.parameters)


def _listed(question: ListViews, bound: Bound) -> str:
    conditions = conditions_of(select_views(question.scope, TimeBasis.END), bound)
    if question.viewer_id is not None:
        who = bound.bind("viewer_id", question.viewer_id, "String")
        conditions.append(f"(viewer_user_id = {who} OR mux_viewer_id = {who})")
    if question.error_id is AnyError.ANY:
        conditions.append("isNotNull(error_type_id)")
    elif question.error_id is not None:
        conditions.append(f"error_type_id = {bound.bind('error_id', question.error_id, 'Int64')}")
    return "\n    AND ".join(conditions)


def _by_id(question: OneView, bound: Bound) -> str:
    environment = bound.bind("environment_id", question.environment_id, "String")
    view = bound.bind("view_id", question.view_id, "String")
    return f"environment_id = {environment} AND view_id = {view}"


def _text_of(dimension: Dimension) -> str:
    # Thousands of titles are grouped faster as texts than as places in a dictionary.
    return f"CAST({field_of(dimension)} AS Nullable(String)) AS field"


def _texts_of(question: Breakdown) -> list[str]:
    """Return the columns of a view that its group is told by: the value, and its name."""
    texts = [_text_of(question.dimension)]
    if question.name_column is not None:
        texts.append(f"CAST({question.name_column} AS Nullable(String)) AS called")
    return texts


def _names_of(question: Breakdown) -> str:
    # A value has one name; where it had others in its time, every engine must take the same.
    return "" if question.name_column is None else " max(called) AS name,"


def _found(question: Breakdown, bound: Bound) -> str:
    """Return the clause that leaves the groups that are looked for; null is never among them."""
    if question.search is None:
        return ""
    part = f"lowerUTF8({bound.bind('search', question.search, 'String')})"
    shown = ["field"] if question.name_column is None else ["field", "name"]
    either = " OR ".join(f"position(lowerUTF8(ifNull({text}, '')), {part}) > 0" for text in shown)
    if question.named and question.dimension.names_country:
        called = list(countries_called(question.search))
        either += f" OR has({bound.bind('called', called, 'Array(String)')}, field)"
    return f"WHERE isNotNull(field) AND ({either})\n"


def _elements(question: TraceElements, bound: Bound) -> str:
    # An element that stands twice in a trace counts once for its view.
    each = f"arrayJoin(arrayDistinct({question.dimension.column})) AS field"
    return rows_of(question.scope, None, bound, each)


def _elements_order(question: TraceElements) -> str:
    way = "DESC" if question.direction is Direction.DESCENDING else "ASC"
    if question.order_by in {BreakdownOrder.VALUE, BreakdownOrder.FIELD}:
        return f"value {way}"
    return f"total_count {way}, value"


def _breakdown_order(question: Breakdown) -> str:
    descending = question.direction is Direction.DESCENDING
    way = "DESC" if descending else "ASC"
    ties = "views DESC, isNull(field), field"
    match question.order_by:
        case BreakdownOrder.NEGATIVE_IMPACT:
            # Rank 1 is the greatest impact, so descending impact is ascending rank.
            return f"negative_impact {'ASC' if descending else 'DESC'}, {ties}"
        case BreakdownOrder.VALUE:
            return f"value {way}, {ties}"
        case BreakdownOrder.VIEWS:
            return f"views {way}, isNull(field), field"
        case BeyondOrder.WATCH_TIME:
            return f"total_watch_time_ms {way}, {ties}"
        case BreakdownOrder.FIELD:
            return f"isNull(field), field {way}"
