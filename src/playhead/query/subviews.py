"""Asking of subviews. Law: as in `run`, which calls these and hands them the way to ask."""

from collections.abc import Callable

import msgspec

from playhead.query import sql_subview
from playhead.query.answer_subview import (
    SubviewBreakdownAnswer,
    SubviewBucket,
    SubviewColumn,
    SubviewComparisonAnswer,
    SubviewRow,
    SubviewTimeseriesAnswer,
)
from playhead.query.decode import decoded
from playhead.query.plan import bucket_starts
from playhead.query.question_subview import (
    SubviewBreakdown,
    SubviewComparison,
    SubviewOverall,
    SubviewTimeseries,
    SubviewValues,
)
from playhead.query.statement import Statement
from playhead.store.interface import Rows

Select = Callable[[Statement], Rows]


class _Counted(msgspec.Struct, frozen=True):
    total_row_count: int


class _Playing(msgspec.Struct, frozen=True):
    playing_time_ms: int


class _Placed(msgspec.Struct, frozen=True):
    place: int
    value: str
    playing_time_ms: int


class _Timed(msgspec.Struct, frozen=True):
    start_ms: int
    value: str
    playing_time_ms: int


def playing_time_of_all(question: SubviewOverall, select: Select) -> int:
    """Return the playing time of all subviews, in milliseconds."""
    (row,) = decoded(select(sql_subview.subview_overall(question)), _Playing)
    return row.playing_time_ms


def page_of_subviews(
    question: SubviewBreakdown | SubviewValues, select: Select
) -> SubviewBreakdownAnswer:
    """Return one page of groups, or of values."""
    if isinstance(question, SubviewBreakdown):
        found = select(sql_subview.subview_breakdown(question))
    else:
        found = select(sql_subview.subview_values(question))
    counted = found
    if not found.rows and question.page.offset:
        counted = select(sql_subview.count_subviews(question))
    counts = decoded(counted, _Counted)
    return SubviewBreakdownAnswer(
        rows=decoded(found, SubviewRow),
        total_row_count=counts[0].total_row_count if counts else 0,
    )


def compared_subviews(question: SubviewComparison, select: Select) -> SubviewComparisonAnswer:
    """Return the groups of each compared value."""
    found: dict[int, list[SubviewRow]] = {}
    for row in decoded(select(sql_subview.subview_comparison(question)), _Placed):
        found.setdefault(row.place, []).append(SubviewRow(row.value, row.playing_time_ms))
    return SubviewComparisonAnswer(
        tuple(
            SubviewColumn(value, tuple(found.get(place, ())))
            for place, value in enumerate(question.values)
        )
    )


def timed_subviews(question: SubviewTimeseries, select: Select) -> SubviewTimeseriesAnswer:
    """Return the groups of each bucket."""
    window = question.subviews.scope.timeframe
    starts = bucket_starts(window, question.granularity, "time_granularity")
    found: dict[int, list[SubviewRow]] = {}
    for row in decoded(select(sql_subview.subview_timeseries(question)), _Timed):
        found.setdefault(row.start_ms, []).append(SubviewRow(row.value, row.playing_time_ms))
    return SubviewTimeseriesAnswer(
        tuple(SubviewBucket(start, tuple(found.get(start, ()))) for start in starts)
    )
