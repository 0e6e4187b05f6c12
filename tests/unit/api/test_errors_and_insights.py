"""The list of errors, the insights, and the elements of a trace."""

import pytest
from starlette.types import ASGIApp

from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID
from playhead.catalog.metric import Measurement, TimeBasis, Unit
from playhead.query.answer import (
    DimensionValue,
    DimensionValuesAnswer,
    ErrorRow,
    ErrorsAnswer,
    InsightRow,
    InsightsAnswer,
)
from playhead.query.question import (
    BreakdownOrder,
    Direction,
    ErrorsList,
    Insights,
    Measured,
    Page,
    Scope,
    Timeframe,
    TraceElements,
)
from tests.unit.api import made
from tests.unit.api.asking import ToldQuery, ask

NOW_S = made.NOW_MS // 1000
DAY = [NOW_S - 86_400, NOW_S]
SCOPE = Scope("env00001", Timeframe(made.NOW_MS - 86_400_000, made.NOW_MS))
INSIGHTS = "/data/v1/metrics/video_startup_time/insights"
ELEMENTS = "/data/v1/dimensions/video_cdn_trace/elements"


def test_errors(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[ErrorsList] = ErrorsAnswer(
        (
            ErrorRow(957, 4, "4", "could not be loaded", 12, 0.0025, made.NOW_MS - 1),
            ErrorRow(958, None, None, None, 1, 0.5, made.NOW_MS),
        ),
        2,
    )
    heard = ask(app, "/data/v1/errors").json
    assert (heard["total_row_count"], heard["timeframe"]) == (None, DAY)
    assert heard["data"] == [
        {
            "id": 957,
            "code": 4,
            "player_error_code": "4",
            "message": "could not be loaded",
            "description": None,
            "notes": None,
            "count": 12,
            "percentage": 0.0025,
            "last_seen": "2026-02-02T23:59:59Z",
        },
        {
            "id": 958,
            "code": None,
            "player_error_code": None,
            "message": None,
            "description": None,
            "notes": None,
            "count": 1,
            "percentage": 0.5,
            "last_seen": "2026-02-03T00:00:00Z",
        },
    ]
    assert query.questions == [ErrorsList(SCOPE)]


def test_errors_are_looked_for_by_the_minute(app: ASGIApp) -> None:
    asked = f"/data/v1/errors?timeframe[]={NOW_S - 7_230}&timeframe[]={NOW_S - 30}"
    assert ask(app, asked).json["timeframe"] == [NOW_S - 7_260, NOW_S]


def test_insights(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[Insights] = InsightsAnswer(
        Unit.MILLISECONDS,
        TimeBasis.END,
        (
            InsightRow(
                "country",
                "AQ",
                4210.0,
                12.75,
                31,
                18,
                17,
                4e3,
                4.4e3,
                significant=True,
                viewing_time_lost_ms=3.5,
            ),
            InsightRow("player_name", None, 9.5, 0.0, 2, 1, 0, None, None, None, None),
        ),
        value=800.0,
        total_views=33,
        min_views=5,
    )
    heard = ask(app, f"{INSIGHTS}?measurement=avg&order_direction=asc").json
    assert heard["total_row_count"] == 2
    assert heard["meta"] == {"aggregation": "view_end", "granularity": "hour"}
    assert heard["data"] == [
        {
            "filter_column": "country",
            "filter_value": "AQ",
            "metric": 4210.0,
            "negative_impact_score": 12.75,
            "total_views": 31,
            "total_watch_time": 18,
            "total_playing_time": 17,
            "confidence_low": 4000.0,
            "confidence_high": 4400.0,
            "significant": True,
            "viewing_time_lost": 3.5,
        },
        {
            "filter_column": "player_name",
            "filter_value": None,
            "metric": 9.5,
            "negative_impact_score": 0.0,
            "total_views": 2,
            "total_watch_time": 1,
            "total_playing_time": 0,
            "confidence_low": None,
            "confidence_high": None,
            "significant": None,
            "viewing_time_lost": None,
        },
    ]
    measured = Measured(METRIC_BY_ID["video_startup_time"], Measurement.AVG)
    assert query.questions == [Insights(SCOPE, measured, Direction.ASCENDING)]


@pytest.mark.parametrize(
    ("parameters", "order_by", "direction", "page"),
    [
        ("", BreakdownOrder.VIEWS, Direction.DESCENDING, Page()),
        ("?order_by=field", BreakdownOrder.FIELD, Direction.DESCENDING, Page()),
        (
            "?order_by=negative_impact&order_direction=asc&limit=5&page=2",
            BreakdownOrder.NEGATIVE_IMPACT,
            Direction.ASCENDING,
            Page(5, 2),
        ),
    ],
)
def test_elements_of_a_trace(
    app: ASGIApp,
    query: ToldQuery,
    parameters: str,
    order_by: BreakdownOrder,
    direction: Direction,
    page: Page,
) -> None:
    query.answers[TraceElements] = DimensionValuesAnswer((DimensionValue("edge-a", 7),), 9)
    assert ask(app, ELEMENTS + parameters).json == {
        "total_row_count": 9,
        "timeframe": DAY,
        "data": [{"value": "edge-a", "total_count": 7}],
    }
    trace = DIMENSION_BY_ID["video_cdn_trace"]
    assert query.questions == [TraceElements(SCOPE, trace, order_by, direction, page)]


@pytest.mark.parametrize(
    ("target", "status", "says"),
    [
        ("/data/v1/dimensions/browser/elements", 400, "only video_cdn_trace has"),
        ("/data/v1/dimensions/browsr/elements", 404, "Did you mean 'browser'?"),
        (f"{ELEMENTS}?order_by=time", 400, "order_by 'time'"),
        (f"{INSIGHTS}?measurement=p50", 400, "measurement"),
        ("/data/v1/metrics/video_startup/insights", 404, "Did you mean"),
        ("/data/v1/errors?filters[]=x", 400, "filters"),
    ],
)
def test_what_is_refused(
    app: ASGIApp, query: ToldQuery, target: str, status: int, says: str
) -> None:
    heard = ask(app, target)
    assert heard.status == status
    assert says in heard.error[1][-1]
    assert query.questions == []
