"""Playing time of subviews as SQL: each view holds a map of its parts to their playing time.

Law: as in `sql`.
"""

from collections.abc import Sequence

from playhead.catalog.metric import TimeBasis
from playhead.query.answer_subview import EMPTY
from playhead.query.conditions import Bound, condition_of, field_of
from playhead.query.filters import read_filters
from playhead.query.question import Direction, Page
from playhead.query.question_subview import (
    ATTRIBUTES,
    Subview,
    SubviewAttribute,
    SubviewBreakdown,
    SubviewComparison,
    SubviewOrder,
    SubviewOverall,
    Subviews,
    SubviewTimeseries,
    SubviewValues,
)
from playhead.query.statement import GROUP_SETTINGS, Statement, page_of, where
from playhead.query.timeframe import GRANULARITY_MS

_COLUMN = {
    Subview.PLAYBACK_MODE: "playback_mode_totals_ms",
    Subview.RENDITION: "rendition_totals_ms",
}
_SUM = "sum(played_ms) AS playing_time_ms"


def subview_overall(question: SubviewOverall) -> Statement:
    """Return one row: the playing time of all."""
    bound = Bound()
    subviews = question.subviews
    text = (
        f"SELECT sum({_all_of_view(subviews.subview)}) AS playing_time_ms\n"
        f"FROM views\nWHERE {where(subviews.scope, TimeBasis.START, bound)}"
    )
    return Statement(text, bound.parameters)


def subview_breakdown(question: SubviewBreakdown) -> Statement:
    """Return the rows of a page: value, playing time, and the number of groups in all."""
    bound = Bound()
    rows = _breakdown_rows(question, bound)
    return _paged(rows, "playing_time_ms DESC, value", question.page, bound)


def count_subviews(question: SubviewBreakdown | SubviewValues) -> Statement:
    """Return one row: how many groups there are, for a page that has none of them."""
    bound = Bound()
    if isinstance(question, SubviewBreakdown):
        rows = _breakdown_rows(question, bound)
    else:
        rows = _value_rows(question, bound)
    text = f"SELECT count() AS total_row_count\nFROM\n(\n{rows}\n)"
    return Statement(text, bound.parameters)


def subview_comparison(question: SubviewComparison) -> Statement:
    """Return rows for each compared value: its place among those asked for, value, time."""
    bound = Bound()
    conditions = [
        condition_of(wanted, bound)
        for value in question.values
        for wanted in read_filters([f"{question.dimension.id}:{value or ''}"])
    ]
    cases = ", ".join(f"{each}, {nth}" for nth, each in enumerate(conditions))
    parts = _parts(
        question.subviews, bound, f"multiIf({cases}, -1) AS place", also=" OR ".join(conditions)
    )
    return _longest_by("place", parts, question.row_limit, bound)


def subview_timeseries(question: SubviewTimeseries) -> Statement:
    """Return rows for each bucket that has views: start_ms, value, time."""
    bound = Bound()
    step = bound.bind("step_ms", GRANULARITY_MS[question.granularity], "Int64")
    bucket = f"intDiv(toUnixTimestamp64Milli(view_start_ms), {step}) * {step} AS start_ms"
    parts = _parts(question.subviews, bound, bucket)
    return _longest_by("start_ms", parts, question.row_limit, bound)


def subview_values(question: SubviewValues) -> Statement:
    """Return the rows of a page: value, playing time, and the number of values in all."""
    bound = Bound()
    rows = _value_rows(question, bound)
    way = "DESC" if question.direction is Direction.DESCENDING else "ASC"
    order = (
        f"value {way}"
        if question.order_by is SubviewOrder.VALUE
        else f"playing_time_ms {way}, value"
    )
    return _paged(rows, order, question.page, bound)


def _breakdown_rows(question: SubviewBreakdown, bound: Bound) -> str:
    return (
        f"SELECT value, {_SUM}\nFROM\n{_parts(question.subviews, bound)}\n"
        f"GROUP BY value\n{GROUP_SETTINGS}"
    )


def _value_rows(question: SubviewValues, bound: Bound) -> str:
    if isinstance(question.of, SubviewAttribute):
        subviews = Subviews(question.scope, question.subview, (question.of,))
        parts = _parts(subviews, bound)
    else:
        parts = (
            f"(\nSELECT ifNull({field_of(question.of)}, '{EMPTY}') AS value, "
            f"{_all_of_view(question.subview)} AS played_ms\nFROM views\n"
            f"WHERE {where(question.scope, TimeBasis.START, bound)}\n    AND played_ms > 0\n)"
        )
    holding = ""
    if question.query:
        text = bound.bind("query", question.query, "String")
        holding = f"WHERE positionCaseInsensitiveUTF8(value, {text}) > 0\n"
    return f"SELECT value, {_SUM}\nFROM\n{parts}\n{holding}GROUP BY value\n{GROUP_SETTINGS}"


def _parts(subviews: Subviews, bound: Bound, *more: str, also: str = "") -> str:
    """Return a subquery of the subviews: `value`, `played_ms` and what else is asked of views."""
    conditions = where(subviews.scope, TimeBasis.START, bound)
    if also:
        conditions += f"\n    AND ({also})"
    part = f"arrayJoin({_COLUMN[subviews.subview]}) AS part"
    names = [each.rpartition(" AS ")[2] for each in more]
    return (
        f"(\nSELECT {', '.join([*names, _label(subviews.group_by) + ' AS value'])}, "
        f"part.2 AS played_ms\nFROM\n(\nSELECT {', '.join([*more, part])}\nFROM views\n"
        f"WHERE {conditions}\n)\nWHERE played_ms > 0\n)"
    )


def _label(group_by: Sequence[SubviewAttribute]) -> str:
    parts = [f"ifNull(nullIf({_attribute(each)}, ''), '{EMPTY}')" for each in group_by]
    joined = ", '/', ".join(parts)
    return joined if len(parts) == 1 else f"concat({joined})"


def _attribute(attribute: SubviewAttribute) -> str:
    if attribute is SubviewAttribute.MODE:
        return "part.1"
    place = ATTRIBUTES[Subview.RENDITION].index(attribute) + 1
    return f"splitByChar('\\t', part.1)[{place}]"


def _all_of_view(subview: Subview) -> str:
    return f"arraySum(mapValues({_COLUMN[subview]}))"


def _paged(rows: str, order: str, page: Page, bound: Bound) -> Statement:
    text = (
        f"SELECT *, count() OVER () AS total_row_count\nFROM\n(\n{rows}\n)\n"
        f"ORDER BY {order}\n{page_of(page, bound)}"
    )
    return Statement(text, bound.parameters)


def _longest_by(name: str, parts: str, limit: int, bound: Bound) -> Statement:
    text = (
        f"SELECT *\nFROM\n(\nSELECT {name}, value, {_SUM}\nFROM\n{parts}\n"
        f"GROUP BY {name}, value\n{GROUP_SETTINGS}\n)\n"
        f"ORDER BY {name}, playing_time_ms DESC, value\n"
        f"LIMIT {bound.bind('rows', limit, 'UInt32')} BY {name}"
    )
    return Statement(text, bound.parameters)
