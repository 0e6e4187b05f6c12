"""The engine's numbers are those of the plain-Python reading of the same catalog."""

import pytest

from playhead.catalog.index import METRIC_BY_ID
from playhead.catalog.metric import Measurement, TimeBasis
from playhead.model.view import View
from playhead.query.aggregate import PERCENT_OF_RANK
from playhead.query.errors import TooExpensiveError
from playhead.query.filters import read_metric_filters
from playhead.query.question import (
    Direction,
    Granularity,
    Measured,
    Overall,
    Scope,
    Timeframe,
    Timeseries,
)
from playhead.query.run import Query
from playhead.query.timeframe import GRANULARITY_MS
from playhead.store.interface import ReadLimits
from tests.oracle import made, reading
from tests.oracle.questions import ALL_MEASURED, SAMPLE, SCOPE, close, name_of


@pytest.mark.parametrize("measured", ALL_MEASURED, ids=name_of)
def test_overall(query: Query, views: list[View], measured: Measured) -> None:
    metric = measured.metric
    chosen = reading.chosen(views, SCOPE, metric.basis, metric.value)
    answer = query.overall(Overall(SCOPE, measured))
    assert len(chosen) > 100
    assert answer.value == close(reading.number(measured, chosen))
    assert answer.total_views == len(chosen)
    assert answer.total_watch_time_ms == reading.total(chosen, "watch_time_ms")
    assert answer.total_playing_time_ms == reading.total(chosen, "playing_time_ms")


@pytest.mark.parametrize("measured", SAMPLE, ids=name_of)
def test_overall_of_no_views_is_nothing(query: Query, measured: Measured) -> None:
    answer = query.overall(Overall(Scope("nobody", SCOPE.timeframe), measured))
    assert (answer.value, answer.total_views) == (None, 0)
    assert (answer.total_watch_time_ms, answer.total_playing_time_ms) == (0, 0)


@pytest.mark.parametrize("measurement", PERCENT_OF_RANK)
@pytest.mark.parametrize("startups_above_ms", [0, 400])
def test_percentiles_of_many_views_are_exact(
    query: Query, crowd: list[View], measurement: Measurement, startups_above_ms: int
) -> None:
    filters = read_metric_filters([f"video_startup_time>={startups_above_ms}"])
    scope = Scope("crowd", SCOPE.timeframe, metric_filters=filters)
    measured = Measured(METRIC_BY_ID["video_startup_time"], measurement)
    chosen = reading.chosen(crowd, scope, TimeBasis.END, measured.metric.value)
    values = sorted(view.startup.video_startup_time_ms or 0 for view in chosen)
    rank = -(-len(values) * PERCENT_OF_RANK[measurement] // 100) - 1
    answer = query.overall(Overall(scope, measured)).value
    assert answer == values[rank]


@pytest.mark.parametrize("granularity", [Granularity.HOUR, Granularity.DAY])
@pytest.mark.parametrize("measured", SAMPLE, ids=name_of)
def test_timeseries(
    query: Query, views: list[View], measured: Measured, granularity: Granularity
) -> None:
    metric, step = measured.metric, GRANULARITY_MS[granularity]
    members: dict[int, list[View]] = {}
    for view in reading.chosen(views, SCOPE, metric.basis, metric.value):
        members.setdefault(reading.time_of(view, metric.basis) // step * step, []).append(view)
    points = query.timeseries(Timeseries(SCOPE, measured, granularity)).points
    assert [point.start_ms for point in points] == list(range(made.START_MS, made.END_MS, step))
    for point in points:
        group = members.get(point.start_ms, [])
        assert point.views == (len(group) or None)
        assert point.value == (close(reading.number(measured, group)) if group else None)


def test_timeseries_keeps_empty_buckets_in_both_directions(query: Query) -> None:
    start = made.END_MS + 100 * made.DAY_MS
    scope = Scope(made.ENVIRONMENT, Timeframe(start, start + made.HOUR_MS))
    for direction in Direction:
        question = Timeseries(scope, SAMPLE[0], Granularity.TEN_MINUTES, direction)
        points = query.timeseries(question).points
        starts = [point.start_ms for point in points]
        assert starts == sorted(starts, reverse=direction is Direction.DESCENDING)
        assert [(point.value, point.views) for point in points] == [(None, None)] * 6


def test_a_question_that_costs_too_much_is_given_up(query: Query) -> None:
    strict = Query(query._reader, ReadLimits(rows=1))
    with pytest.raises(TooExpensiveError, match="shorter timeframe"):
        strict.overall(Overall(SCOPE, SAMPLE[0]))
