"""A course and the groups of metrics say what the questions that they stand for say."""

import pytest

from playhead.catalog.comparison import GROUPS
from playhead.catalog.index import METRIC_BY_ID
from playhead.query.filters import read_filters
from playhead.query.question import (
    Granularity,
    Measured,
    MetricsComparison,
    Overall,
    Scope,
    Timeframe,
    Timeseries,
)
from playhead.query.question_course import Course, MetricGroups
from playhead.query.run import Query
from tests.oracle.questions import SAMPLE, SCOPE, close, name_of

MIDDLE_MS = SCOPE.timeframe.start_ms + SCOPE.timeframe.length_ms // 7_200_000 * 3_600_000
LATER = Timeframe(MIDDLE_MS, SCOPE.timeframe.end_ms)
BEFORE = Timeframe(SCOPE.timeframe.start_ms, MIDDLE_MS)
FILTERS = [[], ["!browser:browser 1"], ["browser:nobody has it"]]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("measured", SAMPLE, ids=name_of)
def test_a_course(query: Query, measured: Measured, filters: list[str]) -> None:
    scope = Scope(SCOPE.environment_id, LATER, read_filters(filters))
    earlier = Scope(SCOPE.environment_id, BEFORE, read_filters(filters))
    answer = query.course(Course(scope, measured, Granularity.HOUR, BEFORE))
    for found, asked in ((answer.overall, scope), (answer.earlier, earlier)):
        expected = query.overall(Overall(asked, measured))
        assert found is not None
        assert found.value == close(expected.value)
        assert (found.unit, found.basis) == (expected.unit, expected.basis)
        assert found.total_views == expected.total_views
        assert found.total_watch_time_ms == expected.total_watch_time_ms
        assert found.total_playing_time_ms == expected.total_playing_time_ms
    series = query.timeseries(Timeseries(scope, measured, Granularity.HOUR)).points
    assert [(each.start_ms, each.views) for each in answer.points] == [
        (each.start_ms, each.views) for each in series
    ]
    assert [each.value for each in answer.points] == [close(each.value) for each in series]
    assert query.course(Course(scope, measured, Granularity.HOUR)).earlier is None
    assert query.course(Course(scope, measured, Granularity.HOUR)).overall.value == close(
        answer.overall.value
    )


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("metric_id", ["video_startup_time", "views", "video_quality_score"])
def test_groups_of_metrics(query: Query, metric_id: str, filters: list[str]) -> None:
    scope = Scope(SCOPE.environment_id, SCOPE.timeframe, read_filters(filters))
    metric = METRIC_BY_ID[metric_id]
    found = query.metric_groups(MetricGroups(scope, metric))
    everything = query.comparison(MetricsComparison(scope)).groups
    assert [(each.name, each.value) for each in found] == [
        (each.name, close(each.value)) for each in everything
    ]
    for declared, group, whole in zip(GROUPS, found, everything, strict=True):
        among = [declared.head, *(declared.items or ())]
        if declared.items is None or metric not in [each.metric for each in among]:
            assert group.items is None
            continue
        assert group.items is not None
        assert whole.items is not None
        assert [(each.name, each.value) for each in group.items] == [
            (each.name, close(each.value)) for each in whole.items
        ]
