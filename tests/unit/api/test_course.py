"""What a page of one metric shows at first: its number and course, and the metrics beside it."""

import pytest
from starlette.types import ASGIApp

from playhead.catalog.index import METRIC_BY_ID
from playhead.catalog.metric import Measurement, TimeBasis, Unit
from playhead.query.answer import (
    ComparisonGroup,
    ComparisonItem,
    CourseAnswer,
    OverallAnswer,
    Point,
)
from playhead.query.question import Granularity, Timeframe
from playhead.query.question_course import Course, MetricGroups
from tests.unit.api import made
from tests.unit.api.asking import ToldQuery, ask

METRIC = "/api/v1/metrics/video_startup_time"
NOW_S = made.NOW_MS // 1000
DAY_S = 86_400
STARTUP = METRIC_BY_ID["video_startup_time"]


def overall(value: float | None, views: int) -> OverallAnswer:
    return OverallAnswer(Unit.MILLISECONDS, TimeBasis.END, value, views, 5_000, 4_000)


def written(start_s: int, value: float | None, views: int) -> dict[str, object]:
    return {
        "timeframe": [start_s, start_s + DAY_S],
        "value": value,
        "total_views": views,
        "total_watch_time": 5_000,
        "total_playing_time": 4_000,
    }


def test_a_course(app: ASGIApp, query: ToldQuery) -> None:
    points = (Point(0, 700.0, 3), Point(3_600_000, None, None))
    query.answers[Course] = CourseAnswer(overall(650.0, 9), overall(None, 0), points)
    found = ask(app, f"{METRIC}/course?measurement=95th&filters[]=country:NO").json
    assert found == {
        "total_row_count": 2,
        "timeframe": [NOW_S - DAY_S, NOW_S],
        "meta": {
            "metric": "video_startup_time",
            "measurement": "95th",
            "unit": "milliseconds",
            "aggregation": "view_end",
            "granularity": "hour",
        },
        "data": {
            "overall": written(NOW_S - DAY_S, 650.0, 9),
            "earlier": written(NOW_S - 2 * DAY_S, None, 0),
            "timeseries": [
                ["1970-01-01T00:00:00Z", 700.0, 3],
                ["1970-01-01T01:00:00Z", None, None],
            ],
        },
    }
    (question,) = query.questions
    assert question.measured.measurement is Measurement.P95
    assert question.granularity is Granularity.HOUR
    assert [each.dimension.id for each in question.scope.filters] == ["country"]
    start_ms = made.NOW_MS - DAY_S * 1000
    assert question.earlier == Timeframe(start_ms - DAY_S * 1000, start_ms)


def test_before_views_are_kept_there_is_no_time_before(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[Course] = CourseAnswer(overall(650.0, 9), None, ())
    found = ask(app, f"{METRIC}/course?timeframe[]=60:days").json
    assert found["data"]["earlier"] is None
    (question,) = query.questions
    assert question.earlier is None


def test_the_groups_around_a_metric(app: ASGIApp, query: ToldQuery) -> None:
    item = ComparisonItem(
        "Video Startup Time (median)", "video_startup_time", "milliseconds", 650.0, STARTUP.default
    )
    query.answers[MetricGroups] = (
        ComparisonGroup("Views", "views", "number", 9.0, None),
        ComparisonGroup("Startup Time Score", "startup_time_score", "score", 0.8, (item,)),
    )
    assert ask(app, f"{METRIC}/groups").json == {
        "total_row_count": 2,
        "timeframe": [NOW_S - DAY_S, NOW_S],
        "meta": {"metric": "video_startup_time"},
        "data": [
            {"name": "Views", "type": "number", "metric": "views", "value": 9.0},
            {
                "name": "Startup Time Score",
                "type": "score",
                "metric": "startup_time_score",
                "value": 0.8,
                "items": [
                    {
                        "name": "Video Startup Time (median)",
                        "metric": "video_startup_time",
                        "type": "milliseconds",
                        "value": 650.0,
                        "measurement": "median",
                    }
                ],
            },
        ],
    }
    (question,) = query.questions
    assert question.metric == STARTUP


@pytest.mark.parametrize("path", ["course", "groups"])
def test_of_an_unknown_metric_there_is_neither(app: ASGIApp, path: str) -> None:
    refused = ask(app, f"/api/v1/metrics/joy/{path}")
    assert (refused.status, refused.json["error"]["type"]) == (404, "not_found")
