"""The list of errors, and the elements of traces, are those of the plain-Python reading."""

import pytest

from playhead.catalog.index import DIMENSION_BY_ID
from playhead.catalog.metric import TimeBasis
from playhead.model.view import View
from playhead.query.filters import read_filters
from playhead.query.question import (
    BreakdownOrder,
    Direction,
    ErrorsList,
    Page,
    Scope,
    TraceElements,
)
from playhead.query.run import Query
from playhead.query.sql_errors import ROW_LIMIT
from tests.oracle import reading
from tests.oracle.questions import SCOPE

TRACE = DIMENSION_BY_ID["video_cdn_trace"]
ONE_BROWSER = Scope(SCOPE.environment_id, SCOPE.timeframe, read_filters(["browser:browser 1"]))
Kind = tuple[int, str | None, str | None]


@pytest.mark.parametrize("scope", [SCOPE, ONE_BROWSER], ids=["all", "one browser"])
def test_errors(query: Query, views: list[View], scope: Scope) -> None:
    chosen = reading.chosen(views, scope, TimeBasis.END)
    kinds: dict[Kind, list[View]] = {}
    for view in chosen:
        found = view.failure
        if found.error_type_id is not None and found.player_error_severity == "fatal":
            kind = (found.error_type_id, found.player_error_code, found.player_error_message)
            kinds.setdefault(kind, []).append(view)
    answer = query.errors(ErrorsList(scope))
    assert answer.total_row_count == len(kinds) > 0
    assert len(answer.rows) == min(len(kinds), ROW_LIMIT)
    counts = [row.count for row in answer.rows]
    assert counts == sorted(counts, reverse=True)
    for row in answer.rows:
        group = kinds[row.id, row.player_error_code, row.message]
        assert row.count == len(group)
        assert row.percentage == pytest.approx(len(group) / len(chosen))
        assert row.last_seen_ms == max(view.identity.view_end_ms for view in group)


def test_where_nothing_went_wrong_no_errors_are_listed(query: Query) -> None:
    answer = query.errors(ErrorsList(Scope("crowd", SCOPE.timeframe)))
    assert (answer.rows, answer.total_row_count) == ((), 0)


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("order_by", BreakdownOrder)
def test_elements_of_a_trace(
    query: Query, views: list[View], order_by: BreakdownOrder, direction: Direction
) -> None:
    counts: dict[str, int] = {}
    for view in reading.chosen(views, SCOPE, TimeBasis.END):
        for element in set(view.delivery.video_cdn_trace):
            counts[element] = counts.get(element, 0) + 1
    rows = []
    for number in (1, 2, 3):
        answer = query.trace_elements(
            TraceElements(SCOPE, TRACE, order_by, direction, Page(2, number))
        )
        assert answer.total_row_count == len(counts) == 3
        rows += [(row.value, row.total_count) for row in answer.rows]
    assert dict(rows) == counts
    by_text = order_by in {BreakdownOrder.VALUE, BreakdownOrder.FIELD}
    keys: list[object] = [value if by_text else count for value, count in rows]
    assert keys == sorted(keys, reverse=direction is Direction.DESCENDING)  # type: ignore[type-var]


def test_a_dimension_that_is_no_trace_has_no_elements() -> None:
    with pytest.raises(ValueError, match="browser is no trace"):
        TraceElements(SCOPE, DIMENSION_BY_ID["browser"])
