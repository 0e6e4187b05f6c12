"""Groups, their ranks and their order are those of the plain-Python reading."""

import itertools

import msgspec
import pytest

from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID
from playhead.catalog.metric import Measurement, TimeBasis
from playhead.model.view import View
from playhead.query.answer import BreakdownRow
from playhead.query.question import (
    BeyondOrder,
    Breakdown,
    BreakdownOrder,
    DimensionValues,
    Direction,
    Measured,
    Page,
)
from playhead.query.run import Query
from tests.oracle import made, reading
from tests.oracle.questions import DIMENSIONS, SAMPLE, SCOPE, close, name_of


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=name_of)
@pytest.mark.parametrize("measured", SAMPLE, ids=name_of)
def test_breakdown(query: Query, views: list[View], measured: Measured, dimension: object) -> None:
    dimension = DIMENSION_BY_ID[name_of(dimension)]
    metric = measured.metric
    chosen = reading.chosen(views, SCOPE, metric.basis, metric.value)
    expected = {group.field: group for group in reading.groups(measured, chosen, dimension)}
    rows = all_rows(query, measured, dimension.id)
    assert {row.field for row in rows} == set(expected)
    for row in rows:
        group = expected[row.field]
        assert (row.value, row.views) == (close(group.value), group.views), row.field
    assert sum(row.total_watch_time_ms for row in rows) == reading.total(chosen, "watch_time_ms")
    ranked_by_impact(rows, {field: group.impact for field, group in expected.items()})


def all_rows(
    query: Query,
    measured: Measured,
    dimension_id: str,
    order_by: BreakdownOrder = BreakdownOrder.NEGATIVE_IMPACT,
    direction: Direction = Direction.DESCENDING,
) -> list[BreakdownRow]:
    dimension = DIMENSION_BY_ID[dimension_id]
    rows: list[BreakdownRow] = []
    for page in range(1, 100):
        question = Breakdown(SCOPE, measured, dimension, order_by, direction, Page(100, page))
        answer = query.breakdown(question)
        rows += answer.rows
        if not answer.rows:
            assert answer.total_row_count == len(rows)
            return rows
    raise AssertionError("the pages do not end")


def ranked_by_impact(rows: list[BreakdownRow], impacts: dict[str | None, float]) -> None:
    ranks = [row.negative_impact for row in rows]
    assert ranks == sorted(ranks), "the most harmful stands first"
    assert set(ranks) == set(range(1, max(ranks) + 1)), "a dense rank"
    for one, other in itertools.pairwise(rows):
        before, after = impacts[one.field], impacts[other.field]
        if one.negative_impact == other.negative_impact:
            assert before == pytest.approx(after, abs=2e-9)
        else:
            assert before > after - 2e-9


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("order_by", BreakdownOrder)
def test_breakdown_is_sorted_as_asked_and_wholly(
    query: Query, order_by: BreakdownOrder, direction: Direction
) -> None:
    rows = all_rows(query, SAMPLE[4], "page_url", order_by, direction)
    assert len({row.field for row in rows}) == len(rows) > 100
    down = direction is Direction.DESCENDING
    match order_by:
        case BreakdownOrder.NEGATIVE_IMPACT:
            ranks = [row.negative_impact for row in rows]
            assert ranks == sorted(ranks, reverse=not down)
        case BreakdownOrder.VALUE:
            values = [row.value for row in rows]
            assert values == sorted(values, reverse=down)
        case BreakdownOrder.VIEWS:
            counts = [row.views for row in rows]
            assert counts == sorted(counts, reverse=down)
        case BreakdownOrder.FIELD:
            fields = [row.field for row in rows]
            assert fields.pop() is None
            assert fields == sorted(map(str, fields), reverse=down)


SEARCHED = {
    "a part": ("page_url", "b"),
    "in capitals": ("page_url", "IT'S"),
    "with more than ASCII": ("page_url", "å 😀"),
    "of which each character stands for itself": ("page_url", "%(S)S"),
    "a backslash and the end of a line": ("page_url", "A\\b\n"),
    "a brace": ("page_url", "{p:string}"),
    "an underscore": ("page_url", "_"),
    "of a version's composite": ("player_software_version", " "),
    "of a number": ("asn", "1"),
    "of a number's name": ("asn", "A"),
    "of a country": ("country", "'S"),
    "of a flag": ("view_dropped", "TRU"),
    "of a trace": ("video_cdn_trace", ","),
    "of no value": ("page_url", "none has this"),
}


@pytest.mark.parametrize(("dimension_id", "search"), SEARCHED.values(), ids=SEARCHED)
@pytest.mark.parametrize("measured", [SAMPLE[0], SAMPLE[4]], ids=name_of)
def test_a_searched_breakdown(
    query: Query, views: list[View], measured: Measured, dimension_id: str, search: str
) -> None:
    dimension, metric = DIMENSION_BY_ID[dimension_id], measured.metric
    chosen = reading.chosen(views, SCOPE, metric.basis, metric.value)
    names = reading.names(chosen, dimension)
    wanted = {
        field
        for field, name in names.items()
        if field is not None
        and any(search.lower() in shown.lower() for shown in (field, name or ""))
    }
    every = {row.field: row for row in named_rows(query, measured, dimension_id, None)}
    assert {row.field: row.name for row in every.values()} == names
    rows = named_rows(query, measured, dimension_id, search)
    assert {row.field for row in rows} == wanted
    for row in rows:
        same = msgspec.structs.replace(row, value=every[row.field].value)
        assert same == every[row.field], "its rank is that among all"
        assert row.value == close(every[row.field].value)


def named_rows(
    query: Query, measured: Measured, dimension_id: str, search: str | None
) -> list[BreakdownRow]:
    rows: list[BreakdownRow] = []
    for page in range(1, 100):
        answer = query.breakdown(
            Breakdown(
                SCOPE,
                measured,
                DIMENSION_BY_ID[dimension_id],
                page=Page(100, page),
                named=True,
                search=search,
            )
        )
        rows += answer.rows
        if not answer.rows:
            assert answer.total_row_count == len(rows)
            return rows
    raise AssertionError("the pages do not end")


def test_a_breakdown_of_ours_is_sorted_by_watch_time(query: Query) -> None:
    question = Breakdown(
        SCOPE, SAMPLE[4], DIMENSION_BY_ID["page_url"], BeyondOrder.WATCH_TIME, page=Page(100)
    )
    rows = query.breakdown(question).rows
    times = [row.total_watch_time_ms for row in rows]
    assert len(rows) == 100
    assert times == sorted(times, reverse=True)


def test_the_worse_of_two_systems_ranks_first_by_what_it_costs() -> None:
    """3 views at 3500 against 2 at 1000: the first costs 3/5 of the difference of 2500."""
    slow, fast = [a_start("mac", 3500)] * 3, [a_start("windows", 1000)] * 2
    distinct = [
        msgspec.structs.replace(
            view, identity=msgspec.structs.replace(view.identity, view_id=str(nth))
        )
        for nth, view in enumerate([*slow, *fast])
    ]
    measured = Measured(METRIC_BY_ID["video_startup_time"], Measurement.AVG)
    found = reading.groups(measured, distinct, DIMENSION_BY_ID["operating_system"])
    impacts = {group.field: group.impact for group in found}
    assert impacts == {"mac": pytest.approx(1500 / 2500), "windows": 0}


def a_start(system: str, startup_ms: int) -> View:
    replace = msgspec.structs.replace
    view = made.random_views(1)[0]
    return replace(
        view,
        viewer=replace(view.viewer, operating_system=system),
        startup=replace(view.startup, video_startup_time_ms=startup_ms),
    )


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=name_of)
def test_dimension_values(query: Query, views: list[View], dimension: object) -> None:
    found: dict[str | None, int] = {}
    for view in reading.chosen(views, SCOPE, TimeBasis.END):
        text = reading.text_of(view, DIMENSION_BY_ID[name_of(dimension)])
        found[text] = found.get(text, 0) + 1
    expected = sorted(found.items(), key=lambda item: (-item[1], item[0] is None, item[0] or ""))
    rows: list[tuple[str | None, int]] = []
    for number in range(1, 100):
        page = Page(100, number)
        answer = query.dimension_values(
            DimensionValues(SCOPE, DIMENSION_BY_ID[name_of(dimension)], page)
        )
        assert answer.total_row_count == len(expected)
        rows += [(row.value, row.total_count) for row in answer.rows]
        if not answer.rows:
            break
    assert rows == expected
