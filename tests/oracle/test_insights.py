"""Insights are the worst of the groups that breakdowns show, with what chance leaves open."""

import math
import statistics
from collections.abc import Sequence

import pytest

from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID
from playhead.catalog.measure import Flag, Ratio, read, read_column
from playhead.catalog.metric import Better, Measurement, Unit
from playhead.model.view import View
from playhead.query.aggregate import PERCENT_OF_RANK
from playhead.query.answer import InsightRow
from playhead.query.confidence import Z
from playhead.query.question import Direction, Insights, Measured, Scope, Timeframe
from playhead.query.run import Query
from playhead.query.sql_insights import EXAMINED, ROW_LIMIT
from tests.oracle import made, reading
from tests.oracle.questions import SAMPLE, SCOPE, close, name_of

RANKED = [
    *SAMPLE,
    Measured(METRIC_BY_ID["rebuffer_score"], Measurement.P95),
    Measured(METRIC_BY_ID["startup_time_score"], Measurement.SUM),
]


def score(measured: Measured, group: reading.Group, views: Sequence[View]) -> float:
    """Return what `product` says: the impact as a share of the loss over all."""
    if group.views < max(1, min(10, len(views) // 10)) or not group.impact:
        return 0.0
    of_all = (reading.mean if measured.measurement is Measurement.SUM else reading.number)(
        measured, views
    )
    impact, loss = group.impact * (abs(of_all) or 1), abs(of_all) or 1
    if measured.metric.unit is Unit.SCORE and measured.measurement is not Measurement.SUM:
        loss = max(1 - of_all, 1e-9)
    return min(1.0, impact / loss)


def ranked_by_percentile(measured: Measured) -> bool:
    return measured.measurement in PERCENT_OF_RANK


def near(measured: Measured, number: float | None) -> object:
    """Insights take percentiles of numbers of seven digits."""
    if number is None or not ranked_by_percentile(measured):
        return close(number)
    return pytest.approx(number, rel=1e-7)


@pytest.mark.parametrize("measured", RANKED, ids=name_of)
def test_insights(query: Query, views: list[View], measured: Measured) -> None:
    metric = measured.metric
    chosen = reading.chosen(views, SCOPE, metric.basis, metric.value)
    expected = {
        (dimension.id, group.field): (group, score(measured, group, chosen))
        for dimension in EXAMINED
        for group in reading.groups(measured, chosen, dimension)
    }
    answer = query.insights(Insights(SCOPE, measured))
    assert (answer.value, answer.total_views) == (
        near(measured, reading.number(measured, chosen)),
        len(chosen),
    )
    assert len(answer.rows) == min(ROW_LIMIT, len(expected))
    off = 2e-6 if ranked_by_percentile(measured) else 2e-9
    for row in answer.rows:
        group, harm = expected[row.dimension, row.field]
        assert (row.value, row.views) == (near(measured, group.value), group.views)
        assert row.negative_impact_score == pytest.approx(harm, abs=off)
    scores = [row.negative_impact_score for row in answer.rows]
    assert scores == sorted(scores, reverse=True)
    shown = {(row.dimension, row.field) for row in answer.rows}
    left_out = [harm for place, (_, harm) in expected.items() if place not in shown]
    assert all(harm <= scores[-1] + off for harm in left_out)


@pytest.mark.parametrize("measured", RANKED, ids=name_of)
def test_what_chance_leaves_open(query: Query, views: list[View], measured: Measured) -> None:
    metric = measured.metric
    chosen = reading.chosen(views, SCOPE, metric.basis, metric.value)
    for row in query.insights(Insights(SCOPE, measured)).rows[::7]:
        dimension = DIMENSION_BY_ID[row.dimension]
        group = [view for view in chosen if reading.text_of(view, dimension) == row.field]
        rest = [view for view in chosen if reading.text_of(view, dimension) != row.field]
        wanted = bounds(measured, group, row.value)
        low, high = wanted or (None, None)
        assert row.low == (None if low is None else pytest.approx(low, rel=1e-6, abs=1e-9))
        assert row.high == (None if high is None else pytest.approx(high, rel=1e-6, abs=1e-9))
        if measured.measurement is Measurement.AVG and wanted and metric.better is not NEITHER:
            of_rest = reading.number(measured, rest)
            assert row.significant is not (wanted[0] <= of_rest <= wanted[1])
        assert_time_lost(row, group, rest)


NEITHER = Better.NEITHER


def bounds(measured: Measured, group: Sequence[View], value: float) -> tuple[float, float] | None:
    per_view, count = measured.metric.value, len(group)
    values = sorted(found for view in group if (found := read(per_view, view)) is not None)
    match measured.measurement, per_view:
        case ((Measurement.MEDIAN | Measurement.P95), _):
            share = 0.5 if measured.measurement is Measurement.MEDIAN else 0.95
            width = Z * math.sqrt(count * share * (1 - share))
            low, high = math.floor(count * share - width), math.ceil(count * share + width) + 1
            return (values[low - 1], values[high - 1]) if low >= 1 and high <= count else None
        case Measurement.AVG, Flag():
            centre, scale = value + Z * Z / (2 * count), 1 + Z * Z / count
            width = Z * math.sqrt(value * (1 - value) / count + Z * Z / (4 * count * count))
            return (centre - width) / scale, (centre + width) / scale
        case Measurement.AVG, Ratio(part, whole, scale):
            off = [column(view, part) - value / scale * column(view, whole) for view in group]
            mean = statistics.fmean(column(view, whole) for view in group)
            error = scale * statistics.stdev(off) / math.sqrt(count) / mean if count > 1 else None
        case ((Measurement.AVG | Measurement.SUM), _) if count > 1 and measured.metric.ranked:
            error = statistics.stdev(values) / math.sqrt(count)
            error *= count if measured.measurement is Measurement.SUM else 1
        case _:
            return None
    return None if error is None else (value - Z * error, value + Z * error)


def column(view: View, name: str) -> float:
    found = read_column(view, name)
    assert isinstance(found, int | float)
    return found


def assert_time_lost(row: InsightRow, group: Sequence[View], rest: Sequence[View]) -> None:
    if not rest:
        assert row.viewing_time_lost_ms is None
        return
    as_the_rest = reading.total(rest, "watch_time_ms") / len(rest) * len(group)
    lost = as_the_rest - reading.total(group, "watch_time_ms")
    assert row.viewing_time_lost_ms == (close(lost) if lost > 0 else None)


def test_the_least_harmful_come_first_where_asked(query: Query) -> None:
    rows = query.insights(Insights(SCOPE, SAMPLE[9], Direction.ASCENDING)).rows
    scores = [row.negative_impact_score for row in rows]
    assert scores == sorted(scores)


def test_no_views_have_no_insights(query: Query) -> None:
    answer = query.insights(Insights(Scope("nobody", SCOPE.timeframe), SAMPLE[4]))
    assert (answer.rows, answer.value, answer.total_views) == ((), None, 0)


def test_where_all_views_are_alike_each_dimension_has_one_harmless_group(query: Query) -> None:
    scope = Scope("crowd", Timeframe(made.START_MS, made.END_MS))
    rows = query.insights(Insights(scope, SAMPLE[4])).rows
    assert {row.dimension for row in rows} == {dimension.id for dimension in EXAMINED}
    assert {(row.negative_impact_score, row.significant) for row in rows} == {(0.0, None)}
    assert all(
        row.low is not None and row.high is not None and row.low <= row.value <= row.high
        for row in rows
    )
