"""What the one who asks makes of rows, and of a store that refuses."""

from collections.abc import Mapping

import pytest

from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID
from playhead.catalog.metric import Measurement, TimeBasis, Unit
from playhead.query.answer import BreakdownAnswer, BreakdownRow, OverallAnswer, Point
from playhead.query.errors import AbandonedError, TooExpensiveError
from playhead.query.question import (
    Breakdown,
    Granularity,
    Measured,
    OneView,
    Overall,
    Page,
    Scope,
    Timeframe,
    Timeseries,
)
from playhead.query.run import Query
from playhead.store.interest import Interest
from playhead.store.interface import QueryTooExpensiveError, ReadLimits, Rows, StoreError

SCOPE = Scope("env", Timeframe(0, 120_000))
STARTUP = Measured(METRIC_BY_ID["video_startup_time"], Measurement.AVG)
BREAKDOWN = Breakdown(SCOPE, STARTUP, DIMENSION_BY_ID["cdn"], page=Page(10, 2))


class ScriptedReader:
    """Gives the answers it was told, in order, and keeps what it was asked."""

    def __init__(self, *answers: Rows | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, Mapping[str, object]]] = []
        self.limits: ReadLimits | None = None
        self.stopped: list[str] = []

    def select(
        self,
        sql: str,
        parameters: Mapping[str, object],
        *,
        limits: ReadLimits | None = None,
        interest: Interest | None = None,
    ) -> Rows:
        self.asked.append((sql, parameters))
        self.limits = limits
        with (interest or Interest()).held(lambda: self.stopped.append(sql)):
            return self._answered()

    def _answered(self) -> Rows:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


WHOLE = ("value", "total_views", "total_watch_time_ms", "total_playing_time_ms")
GROUP = (
    "field",
    "value",
    "views",
    "negative_impact",
    "total_watch_time_ms",
    "total_playing_time_ms",
    "total_row_count",
)


def test_an_overall_answer_carries_its_unit_and_time_basis() -> None:
    reader = ScriptedReader(Rows(WHOLE, [(812.5, 2, 3000, 2000)]))
    limits = ReadLimits(time_s=1)
    assert Query(reader, limits).overall(Overall(SCOPE, STARTUP)) == OverallAnswer(
        Unit.MILLISECONDS, TimeBasis.END, 812.5, 2, 3000, 2000
    )
    assert reader.limits is limits


def test_no_views_have_no_value_whatever_the_engine_says_of_nothing() -> None:
    reader = ScriptedReader(Rows(WHOLE, [(float("nan"), 0, 0, 0)]))
    assert Query(reader).overall(Overall(SCOPE, STARTUP)).value is None


def test_buckets_without_rows_are_empty_points() -> None:
    reader = ScriptedReader(Rows(("start_ms", "value", "views"), [(60_000, 5.0, 3)]))
    answer = Query(reader).timeseries(Timeseries(SCOPE, STARTUP, Granularity.MINUTE))
    assert answer.points == (Point(0, None, None), Point(60_000, 5.0, 3))


def test_a_page_tells_how_many_groups_there_are_in_all() -> None:
    reader = ScriptedReader(Rows(GROUP, [(None, 1.0, 2, 1, 3, 4, 11)]))
    assert Query(reader).breakdown(BREAKDOWN) == BreakdownAnswer(
        Unit.MILLISECONDS, TimeBasis.END, (BreakdownRow(None, 1.0, 2, 1, 3, 4),), 11
    )


def test_a_page_past_the_end_asks_for_the_number_of_groups() -> None:
    reader = ScriptedReader(Rows(GROUP, []), Rows(("total_row_count",), [(7,)]))
    answer = Query(reader).breakdown(BREAKDOWN)
    assert (answer.rows, answer.total_row_count) == ((), 7)
    assert len(reader.asked) == 2


def test_a_view_that_is_not_there_is_nothing() -> None:
    reader = ScriptedReader(Rows(("view_id",), []))
    assert Query(reader).one_view(OneView("env", "view")) is None


def test_a_query_that_costs_too_much_is_the_questions_fault() -> None:
    reader = ScriptedReader(QueryTooExpensiveError("20 s were not enough"))
    with pytest.raises(TooExpensiveError, match=r"20 s were not enough.*shorter timeframe"):
        Query(reader).overall(Overall(SCOPE, STARTUP))


def test_other_failures_of_the_store_are_not() -> None:
    reader = ScriptedReader(StoreError("the disk is gone"))
    with pytest.raises(StoreError, match="the disk is gone"):
        Query(reader).overall(Overall(SCOPE, STARTUP))


def test_what_somebody_asks_who_has_left_is_not_asked_of_the_store() -> None:
    reader = ScriptedReader(Rows(WHOLE, [(1.0, 1, 1, 1)]))
    query = Query(reader)
    own, leave = query.leavable()
    leave()
    with pytest.raises(AbandonedError):
        own.overall(Overall(SCOPE, STARTUP))
    assert reader.answers
    # Others go on asking.
    assert query.overall(Overall(SCOPE, STARTUP)).value == 1.0


def test_what_runs_for_somebody_who_leaves_is_stopped_and_is_no_failure_of_the_store() -> None:
    reader = ScriptedReader()
    own, leave = Query(reader).leavable()

    def left_meanwhile() -> Rows:
        leave()
        raise StoreError("a query failed: cancelled")

    reader._answered = left_meanwhile  # type: ignore[method-assign]
    with pytest.raises(AbandonedError):
        own.overall(Overall(SCOPE, STARTUP))
    assert reader.stopped == [reader.asked[0][0]]
