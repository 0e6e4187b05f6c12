"""All metrics for one value of a dimension."""

import pytest
from starlette.types import ASGIApp

from playhead.catalog.index import DIMENSION_BY_ID
from playhead.catalog.metric import Measurement
from playhead.query.answer import (
    ComparisonGroup,
    ComparisonItem,
    ComparisonTotals,
    MetricsComparisonAnswer,
)
from playhead.query.question import Filter, FilterOperator, MetricsComparison, Scope, Timeframe
from tests.unit.api import made
from tests.unit.api.asking import ToldQuery, ask

COMPARISON = "/data/v1/metrics/comparison"
SCOPE = Scope("env00001", Timeframe(made.NOW_MS - 86_400_000, made.NOW_MS))


def told(query: ToldQuery) -> None:
    items = (
        ComparisonItem(
            "Video Startup Time (median)",
            "video_startup_time",
            "milliseconds",
            611.0,
            Measurement.MEDIAN,
        ),
        ComparisonItem("Seek Latency", "seek_latency", "milliseconds", None, None),
    )
    query.answers[MetricsComparison] = MetricsComparisonAnswer(
        ComparisonTotals(512_000, 14, 15, 14, 9, 498_000),
        (
            ComparisonGroup("Overall Score", "viewer_experience_score", "score", 0.83, None),
            ComparisonGroup("Startup Time Score", "startup_time_score", "score", None, items),
        ),
    )


def test_totals_and_groups_have_only_their_own_members(app: ASGIApp, query: ToldQuery) -> None:
    told(query)
    assert ask(app, COMPARISON).json == {
        "total_row_count": None,
        "timeframe": [made.NOW_MS // 1000 - 86_400, made.NOW_MS // 1000],
        "data": [
            {
                "name": "totals",
                "watch_time": 512_000,
                "view_count": 14,
                "started_views": 15,
                "ended_views": 14,
                "unique_viewers": 9,
                "total_playing_time": 498_000,
            },
            {
                "name": "Overall Score",
                "metric": "viewer_experience_score",
                "type": "score",
                "value": 0.83,
            },
            {
                "name": "Startup Time Score",
                "metric": "startup_time_score",
                "type": "score",
                "value": None,
                "items": [
                    {
                        "name": "Video Startup Time (median)",
                        "metric": "video_startup_time",
                        "type": "milliseconds",
                        "measurement": "median",
                        "value": 611.0,
                    },
                    {
                        "name": "Seek Latency",
                        "metric": "seek_latency",
                        "type": "milliseconds",
                        "value": None,
                    },
                ],
            },
        ],
    }


@pytest.mark.parametrize(
    ("parameters", "only"),
    [
        ("", None),
        ("?dimension=&value=", None),
        (
            "?dimension=country&value=NO",
            Filter(DIMENSION_BY_ID["country"], FilterOperator.IS, ("NO",)),
        ),
        ("?dimension=country&value=", Filter(DIMENSION_BY_ID["country"], FilterOperator.IS_NULL)),
        (
            "?dimension=page_url&value=http://a:1",
            Filter(DIMENSION_BY_ID["page_url"], FilterOperator.IS, ("http://a:1",)),
        ),
        (
            "?dimension=video_cdn_trace&value=[a,b]",
            Filter(DIMENSION_BY_ID["video_cdn_trace"], FilterOperator.IS, ("a", "b")),
        ),
    ],
)
def test_one_value_or_all_views(
    app: ASGIApp, query: ToldQuery, parameters: str, only: Filter | None
) -> None:
    assert ask(app, COMPARISON + parameters).status == 200
    assert query.questions == [MetricsComparison(SCOPE, only)]


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ("dimension=country", "value is missing"),
        ("value=NO", "dimension is missing"),
        ("dimension=contry&value=NO", "Did you mean 'country'?"),
        ("dimension=video_cdn_trace&value=a", "[a]"),
    ],
)
def test_half_a_wish_is_refused(app: ASGIApp, query: ToldQuery, parameters: str, says: str) -> None:
    heard = ask(app, f"{COMPARISON}?{parameters}")
    assert heard.status == 400
    assert says in heard.error[1][0]
    assert query.questions == []


def test_a_comparison_as_csv(app: ASGIApp, query: ToldQuery) -> None:
    told(query)
    lines = ask(app, COMPARISON, accept="text/csv").body.decode().splitlines()
    assert lines[0].startswith("name,watch_time,view_count,")
    assert lines[2] == "Overall Score,,,,,,,score,viewer_experience_score,0.83,"
