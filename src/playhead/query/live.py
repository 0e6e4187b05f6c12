"""Asking about the viewers of this moment: which ticks there are, then what is known of them.

Law: the newest tick is the newest that the store was told. A tick of which it was told nothing is
not an empty one: nobody knows who was watching.
"""

import abc

from playhead.model.pulse import TICK_MS
from playhead.query import sql_live
from playhead.query.answer_live import (
    HISTOGRAM_BOUNDS_MS,
    AudienceAnswer,
    LiveBreakdownAnswer,
    LiveBreakdownSeriesAnswer,
    LiveHistogramAnswer,
    LiveSeriesAnswer,
    LiveTableAnswer,
)
from playhead.query.decode import decoded
from playhead.query.live_rows import (
    AudienceRow,
    GroupRow,
    Told,
    live_rows,
    live_table_answer,
    minutes_of,
    points_of,
    rows_at_ticks,
)
from playhead.query.question_live import (
    HISTOGRAM_POINTS,
    SERIES_POINTS,
    SHORT_SERIES_POINTS,
    LiveAudience,
    LiveBreakdown,
    LiveBreakdownSeries,
    LiveHistogram,
    LiveSeries,
    LiveTable,
    tick_of,
)
from playhead.query.statement import Statement
from playhead.query.timeframe import MINUTE_MS
from playhead.store.interface import Rows


class LiveQuestions(abc.ABC):
    """The questions about this moment; `Query` answers them with all others."""

    @abc.abstractmethod
    def _select(self, statement: Statement) -> Rows: ...

    def newest_tick(self) -> int | None:
        """Return when the newest tick began, in epoch milliseconds; nothing if there is none."""
        return self._told(None, None, 1).newest_ms or None

    def live_series(self, question: LiveSeries) -> LiveSeriesAnswer:
        """Return one number for each tick of half an hour, or of what is over of it."""
        span_ms = SERIES_POINTS * TICK_MS
        first = None if question.from_ms is None else tick_of(question.from_ms)
        told = self._told(first, None if first is None else first + span_ms - TICK_MS, span_ms)
        ticks = _ticks_of(told, first, SERIES_POINTS)
        metric = question.measured.metric
        if not ticks:
            return LiveSeriesAnswer(metric.unit, ())
        rows = self._select(sql_live.live_series(question, ticks[0], ticks[-1]))
        return LiveSeriesAnswer(metric.unit, points_of(metric, ticks, told.told, rows))

    def live_breakdown(self, question: LiveBreakdown) -> LiveBreakdownAnswer:
        """Return one number for each value of a dimension at one tick."""
        unit = question.measured.metric.unit
        tick_ms, is_told = self._one_tick(question.at_ms)
        if tick_ms is None or not is_told:
            return LiveBreakdownAnswer(unit, tick_ms, (), 0)
        found = decoded(self._select(sql_live.live_breakdown(question, tick_ms, tick_ms)), GroupRow)
        return LiveBreakdownAnswer(
            unit=unit,
            tick_ms=tick_ms,
            rows=live_rows(question.dimension, found),
            total_row_count=found[0].total_row_count if found else 0,
        )

    def live_breakdown_series(self, question: LiveBreakdownSeries) -> LiveBreakdownSeriesAnswer:
        """Return one number for each of the first values at each tick of a window."""
        window = question.timeframe
        points = SHORT_SERIES_POINTS
        first = last = None
        if window is not None:
            first, last = tick_of(window.start_ms), tick_of(window.end_ms - 1)
            points = (last - first) // TICK_MS + 1
        told = self._told(first, last, points * TICK_MS)
        ticks = _ticks_of(told, first, points)
        unit = question.measured.metric.unit
        if not ticks:
            return LiveBreakdownSeriesAnswer(unit, ())
        rows = self._select(sql_live.live_breakdown(question, ticks[0], ticks[-1]))
        return LiveBreakdownSeriesAnswer(
            unit, rows_at_ticks(question.dimension, ticks, told.told, rows)
        )

    def live_histogram(self, question: LiveHistogram) -> LiveHistogramAnswer:
        """Return how samples spread in each of the newest thirty minutes."""
        unit, newest = question.metric.unit, self.newest_tick()
        if newest is None:
            return LiveHistogramAnswer(unit, HISTOGRAM_BOUNDS_MS, ())
        last = newest // MINUTE_MS * MINUTE_MS
        starts = range(last - (HISTOGRAM_POINTS - 1) * MINUTE_MS, last + 1, MINUTE_MS)
        rows = self._select(sql_live.live_histogram(question, starts[0], newest))
        return LiveHistogramAnswer(unit, HISTOGRAM_BOUNDS_MS, minutes_of(starts, rows))

    def live_table(self, question: LiveTable) -> LiveTableAnswer:
        """Return several numbers for each combination of values at one tick."""
        tick_ms, is_told = self._one_tick(question.at_ms)
        rows = Rows((), ())
        if tick_ms is not None and is_told:
            rows = self._select(sql_live.live_table(question, tick_ms))
        return live_table_answer(question, tick_ms, rows)

    def audience(self, question: LiveAudience) -> AudienceAnswer:
        """Return how many watch one content at the newest tick."""
        (row,) = decoded(self._select(sql_live.audience(question)), AudienceRow)
        return AudienceAnswer(row.newest_ms or None, row.views, row.viewers)

    def _told(self, first_ms: int | None, last_ms: int | None, span_ms: int) -> Told:
        (told,) = decoded(self._select(sql_live.told(first_ms, last_ms, span_ms)), Told)
        return told

    def _one_tick(self, at_ms: int | None) -> tuple[int | None, bool]:
        """Return the tick asked for, or the newest if it is older, and whether it was told."""
        wanted = None if at_ms is None else tick_of(at_ms)
        told = self._told(wanted, wanted, TICK_MS)
        if not told.newest_ms:
            return None, False
        if wanted is None or wanted >= told.newest_ms:
            return told.newest_ms, True
        return wanted, wanted in told.told


def _ticks_of(told: Told, first_ms: int | None, points: int) -> range:
    """Return the ticks of a window that are over, oldest first."""
    if not told.newest_ms:
        return range(0)
    first = told.newest_ms - (points - 1) * TICK_MS if first_ms is None else first_ms
    last = min(first + (points - 1) * TICK_MS, told.newest_ms)
    return range(first, last + 1, TICK_MS)
