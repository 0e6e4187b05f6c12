"""The three shapes of a metric, and the questions that requests become."""

from typing import Any

import pytest
from starlette.types import ASGIApp

from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID
from playhead.catalog.metric import Measurement, TimeBasis, Unit
from playhead.query.answer import (
    BreakdownAnswer,
    BreakdownRow,
    OverallAnswer,
    Point,
    TimeseriesAnswer,
)
from playhead.query.question import (
    Breakdown,
    BreakdownOrder,
    Comparison,
    Direction,
    Filter,
    FilterOperator,
    Granularity,
    Measured,
    MetricFilter,
    Overall,
    Page,
    Scope,
    Timeframe,
    Timeseries,
)
from tests.unit.api import made
from tests.unit.api.asking import ToldQuery, ask

STARTUP = METRIC_BY_ID["video_startup_time"]
METRIC = "/data/v1/metrics/video_startup_time"
NOW_S = made.NOW_MS // 1000
DAY = [NOW_S - 86_400, NOW_S]
META = {"aggregation": "view_end", "granularity": "hour"}


def last_day() -> Scope:
    return Scope("env00001", Timeframe(made.NOW_MS - 86_400_000, made.NOW_MS))


def test_overall(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[Overall] = OverallAnswer(
        Unit.MILLISECONDS, TimeBasis.END, 812.5, 4821, 91_234_567, 88_000_000
    )
    assert ask(app, f"{METRIC}/overall").json == {
        "total_row_count": None,
        "timeframe": DAY,
        "meta": META,
        "data": {
            "value": 812.5,
            "total_views": 4821,
            "total_watch_time": 91_234_567,
            "total_playing_time": 88_000_000,
            "global_value": None,
        },
    }
    assert query.questions == [Overall(last_day(), Measured(STARTUP, Measurement.MEDIAN))]


def test_overall_of_no_views_has_no_value(app: ASGIApp) -> None:
    assert ask(app, f"{METRIC}/overall").json["data"] == {
        "value": None,
        "total_views": 0,
        "total_watch_time": 0,
        "total_playing_time": 0,
        "global_value": None,
    }


def test_timeseries(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[Timeseries] = TimeseriesAnswer(
        Unit.MILLISECONDS,
        TimeBasis.START,
        (
            Point(made.NOW_MS - 7_200_000, 734.5, 41),
            Point(made.NOW_MS - 3_600_000, None, None),
            Point(made.NOW_MS, 698.0, 12),
        ),
    )
    assert ask(app, f"{METRIC}/timeseries").json == {
        "total_row_count": 3,
        "timeframe": DAY,
        "meta": {"aggregation": "view_start", "granularity": "hour"},
        "data": [
            ["2026-02-02T22:00:00Z", 734.5, 41],
            ["2026-02-02T23:00:00Z", None, None],
            ["2026-02-03T00:00:00Z", 698.0, 12],
        ],
    }
    assert query.questions == [
        Timeseries(last_day(), Measured(STARTUP, Measurement.MEDIAN), Granularity.HOUR)
    ]


def test_breakdown(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[Breakdown] = BreakdownAnswer(
        Unit.MILLISECONDS,
        TimeBasis.END,
        (
            BreakdownRow("NO", 812.5, 120, 1, 7_200_000, 6_900_000),
            BreakdownRow(None, 640.0, 8, 2, 480_000, 455_000),
        ),
        total_row_count=27,
    )
    assert ask(app, f"{METRIC}/breakdown?group_by=country").json == {
        "total_row_count": 27,
        "timeframe": DAY,
        "meta": META,
        "data": [
            {
                "field": "NO",
                "value": 812.5,
                "views": 120,
                "negative_impact": 1,
                "total_watch_time": 7_200_000,
                "total_playing_time": 6_900_000,
            },
            {
                "field": None,
                "value": 640.0,
                "views": 8,
                "negative_impact": 2,
                "total_watch_time": 480_000,
                "total_playing_time": 455_000,
            },
        ],
    }


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        pytest.param(
            "",
            {
                "dimension": DIMENSION_BY_ID["browser"],
                "order_by": BreakdownOrder.NEGATIVE_IMPACT,
                "direction": Direction.DESCENDING,
                "page": Page(25, 1),
            },
            id="by default the browsers, the most harmful first",
        ),
        pytest.param("order_by=field", {"direction": Direction.ASCENDING}, id="text ascends"),
        pytest.param(
            "order_by=views&order_direction=asc&limit=100&page=7",
            {
                "order_by": BreakdownOrder.VIEWS,
                "direction": Direction.ASCENDING,
                "page": Page(100, 7),
            },
            id="all told",
        ),
        pytest.param("limit=1000", {"page": Page(100, 1)}, id="a larger page is the largest"),
        pytest.param(
            "limit=&order_by=&group_by=&page=",
            {"dimension": DIMENSION_BY_ID["browser"], "page": Page()},
            id="empty is absent",
        ),
        pytest.param(
            "measurement=95th",
            {"measured": Measured(STARTUP, Measurement.P95)},
            id="a measurement",
        ),
        pytest.param("nonsense=1&cursor=x", {"page": Page()}, id="unknown is ignored"),
    ],
)
def test_a_breakdown_asks_what_its_parameters_say(
    app: ASGIApp, query: ToldQuery, parameters: str, expected: dict[str, Any]
) -> None:
    assert ask(app, f"{METRIC}/breakdown?{parameters}").status == 200
    (question,) = query.questions
    assert {name: getattr(question, name) for name in expected} == expected


@pytest.mark.parametrize(
    "spelled",
    [
        "filters[]=!country:US&filters[]=country:NO&metric_filters[]=rebuffer_count>=2",
        "filters%5B%5D=%21country%3AUS&filters%5B%5D=country:NO&metric_filters[]=rebuffer_count%3E%3D2",
        "filters[0]=!country:US&filters[1]=country:NO&metric_filters[0]=rebuffer_count>=2",
        "filters=!country:US&filters=country:NO&metric_filters=rebuffer_count>=2",
    ],
)
@pytest.mark.parametrize("kind", ["overall", "timeseries", "breakdown"])
def test_filters_are_the_same_in_every_spelling(
    app: ASGIApp, query: ToldQuery, kind: str, spelled: str
) -> None:
    ask(app, f"{METRIC}/{kind}?{spelled}")
    country = DIMENSION_BY_ID["country"]
    scope = query.questions[0].scope
    assert scope.filters == (
        Filter(country, FilterOperator.IS_NOT, ("US",)),
        Filter(country, FilterOperator.IS, ("NO",)),
    )
    assert scope.metric_filters == (
        MetricFilter(METRIC_BY_ID["rebuffer_count"], Comparison.AT_LEAST, 2.0),
    )


@pytest.mark.parametrize(
    ("timeframe", "echoed", "granularity"),
    [
        ("timeframe[]=24:hours", DAY, "hour"),
        (f"timeframe[]={DAY[0]}&timeframe[]={DAY[1]}", DAY, "hour"),
        (f"timeframe[0]={DAY[0]}&timeframe[1]={DAY[1]}", DAY, "hour"),
        ("timeframe[]=30:minutes", [NOW_S - 1_800, NOW_S], "minute"),
        ("timeframe[]=6:hours", [NOW_S - 21_600, NOW_S], "ten_minutes"),
        ("timeframe[]=16:days", [NOW_S - 16 * 86_400, NOW_S], "day"),
        (
            f"timeframe[]={NOW_S - 86_399}&timeframe[]={NOW_S + 1}",
            [NOW_S - 86_400, NOW_S + 3_600],
            "hour",
        ),
    ],
)
def test_the_window_is_rounded_out_asked_and_echoed(
    app: ASGIApp, query: ToldQuery, timeframe: str, echoed: list[int], granularity: str
) -> None:
    heard = ask(app, f"{METRIC}/overall?{timeframe}").json
    assert heard["timeframe"] == echoed
    assert heard["meta"]["granularity"] == granularity
    window = query.questions[0].scope.timeframe
    assert [window.start_ms, window.end_ms] == [each * 1000 for each in echoed]


def test_a_timeseries_told_its_buckets_says_so(app: ASGIApp, query: ToldQuery) -> None:
    heard = ask(app, f"{METRIC}/timeseries?group_by=minute&order_direction=desc").json
    assert heard["meta"]["granularity"] == "minute"
    assert heard["timeframe"] == DAY
    (question,) = query.questions
    assert question.granularity is Granularity.MINUTE
    assert question.direction is Direction.DESCENDING
