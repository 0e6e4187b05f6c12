"""Asking a question of the store: the one way, used by every surface.

Law: nothing but this module sends SQL, and nothing but `sql` writes it.
"""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from playhead.model.timeline import TimelineEvent
from playhead.query import sql
from playhead.query.answer import (
    BreakdownAnswer,
    BreakdownRow,
    DimensionValue,
    DimensionValuesAnswer,
    OverallAnswer,
    Point,
    TimeseriesAnswer,
    ViewAnswer,
    ViewsAnswer,
    ViewSummary,
)
from playhead.query.errors import TooExpensiveError
from playhead.query.plan import buckets_of
from playhead.query.question import (
    Breakdown,
    DimensionValues,
    ListViews,
    OneView,
    Overall,
    Timeseries,
)
from playhead.store.columnar import decode_view
from playhead.store.interface import QueryTooExpensiveError, ReadLimits, Rows, StoreReader

Row = TypeVar("Row", bound=msgspec.Struct)


class Query:
    """Answers questions from one store. Safe to use from several threads at once.

    Every method raises `InvalidParametersError` where the question asks for too much, and
    `TooExpensiveError` where the store cut the query off. The store's other errors pass: they are
    no question's fault.
    """

    def __init__(self, reader: StoreReader, limits: ReadLimits | None = None) -> None:
        self._reader = reader
        self._limits = limits

    def overall(self, question: Overall) -> OverallAnswer:
        """Return one number for all views."""
        (row,) = _decode(self._select(sql.overall(question)), _Whole)
        metric = question.measured.metric
        return OverallAnswer(
            unit=metric.unit,
            basis=metric.basis,
            # Over no views the engine's sums are 0 and its means no number.
            value=row.value if row.total_views else None,
            total_views=row.total_views,
            total_watch_time_ms=row.total_watch_time_ms,
            total_playing_time_ms=row.total_playing_time_ms,
        )

    def timeseries(self, question: Timeseries) -> TimeseriesAnswer:
        """Return one number for each bucket."""
        buckets = buckets_of(question)
        rows = _decode(self._select(sql.timeseries(question)), _Bucket)
        found = {row.start_ms: row for row in rows}
        metric = question.measured.metric
        return TimeseriesAnswer(
            unit=metric.unit,
            basis=metric.basis,
            points=tuple(_point(start_ms, found.get(start_ms)) for start_ms in buckets),
        )

    def breakdown(self, question: Breakdown) -> BreakdownAnswer:
        """Return one number for each value of a dimension."""
        found = self._select(sql.breakdown(question))
        metric = question.measured.metric
        return BreakdownAnswer(
            unit=metric.unit,
            basis=metric.basis,
            rows=_decode(found, BreakdownRow),
            total_row_count=self._total(question, found),
        )

    def list_views(self, question: ListViews) -> ViewsAnswer:
        """Return one page of views."""
        rows = _decode(self._select(sql.list_views(question)), ViewSummary)
        (count,) = _decode(self._select(sql.count_views(question)), _Count)
        return ViewsAnswer(rows=rows, total_row_count=count.total_row_count)

    def one_view(self, question: OneView) -> ViewAnswer | None:
        """Return a view with its timeline, or nothing where the environment has no such view."""
        found = self._select(sql.one_view(question))
        if not found.rows:
            return None
        events = _decode(self._select(sql.events_of(question)), TimelineEvent)
        return ViewAnswer(
            view=decode_view(found.names, found.rows[0]),
            events=events[: sql.EVENT_LIMIT],
            events_cut=len(events) > sql.EVENT_LIMIT,
        )

    def dimension_values(self, question: DimensionValues) -> DimensionValuesAnswer:
        """Return one page of a dimension's values."""
        found = self._select(sql.dimension_values(question))
        return DimensionValuesAnswer(
            rows=_decode(found, DimensionValue), total_row_count=self._total(question, found)
        )

    def _total(self, question: Breakdown | DimensionValues, page: Rows) -> int:
        if not page.rows and question.page.offset:
            page = self._select(sql.count_groups(question))
        counts = _decode(page, _Count)
        return counts[0].total_row_count if counts else 0

    def _select(self, statement: sql.Statement) -> Rows:
        try:
            return self._reader.select(statement.text, statement.parameters, limits=self._limits)
        except QueryTooExpensiveError as error:
            raise TooExpensiveError(
                f"The question was given up, since it cost too much ({error}). Ask for a shorter "
                "timeframe, or filter more narrowly"
            ) from error


class _Whole(msgspec.Struct, frozen=True):
    value: float | None
    total_views: int
    total_watch_time_ms: int
    total_playing_time_ms: int


class _Bucket(msgspec.Struct, frozen=True):
    start_ms: int
    value: float
    views: int


class _Count(msgspec.Struct, frozen=True):
    total_row_count: int


def _point(start_ms: int, found: _Bucket | None) -> Point:
    if found is None:
        return Point(start_ms, None, None)
    return Point(start_ms, found.value, found.views)


def _decode(found: Rows, kind: type[Row]) -> tuple[Row, ...]:
    names: Sequence[str] = found.names
    return tuple(msgspec.convert(dict(zip(names, row, strict=True)), kind) for row in found.rows)
