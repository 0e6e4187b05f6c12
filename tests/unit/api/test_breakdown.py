"""Our breakdown: what its parameters ask, and what it says that Mux's does not."""

from typing import Any

import pytest
from starlette.types import ASGIApp

from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID
from playhead.catalog.metric import Measurement, TimeBasis, Unit
from playhead.query.answer import BreakdownAnswer, BreakdownRow
from playhead.query.question import (
    SEARCH_LIMIT,
    BeyondOrder,
    Breakdown,
    BreakdownOrder,
    Direction,
    Measured,
    Scope,
    Timeframe,
)
from playhead.query.question_table import LongPage
from tests.unit.api import made
from tests.unit.api.asking import ToldQuery, ask

OURS = "/api/v1/metrics/video_startup_time/breakdown"
MUX = "/data/v1/metrics/video_startup_time/breakdown"
STARTUP = Measured(METRIC_BY_ID["video_startup_time"], Measurement.MEDIAN)
SCOPE = Scope("env00001", Timeframe(made.NOW_MS - 86_400_000, made.NOW_MS))


def told(query: ToldQuery) -> None:
    query.answers[Breakdown] = BreakdownAnswer(
        Unit.MILLISECONDS,
        TimeBasis.END,
        (BreakdownRow("NO", 812.5, 120, 3, 7_200_000, 6_900_000, "Norway"),),
        total_row_count=27,
    )


def test_a_breakdown_with_names(app: ASGIApp, query: ToldQuery) -> None:
    told(query)
    assert ask(app, f"{OURS}?group_by=country&search=nor").json == {
        "total_row_count": 27,
        "timeframe": [made.NOW_MS // 1000 - 86_400, made.NOW_MS // 1000],
        "meta": {
            "metric": "video_startup_time",
            "measurement": "median",
            "unit": "milliseconds",
            "aggregation": "view_end",
            "dimension": "country",
            "search": "nor",
        },
        "data": [
            {
                "field": "NO",
                "value": 812.5,
                "views": 120,
                "negative_impact": 3,
                "total_watch_time": 7_200_000,
                "total_playing_time": 6_900_000,
                "name": "Norway",
            }
        ],
    }


def test_it_is_a_spreadsheet_too(app: ASGIApp, query: ToldQuery) -> None:
    told(query)
    heard = ask(app, f"{OURS}?group_by=country", accept="text/csv")
    assert heard.body.decode().splitlines() == [
        "field,value,views,negative_impact,total_watch_time,total_playing_time,name",
        "NO,812.5,120,3,7200000,6900000,Norway",
    ]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        pytest.param(
            "",
            {
                "scope": SCOPE,
                "measured": STARTUP,
                "dimension": DIMENSION_BY_ID["browser"],
                "order_by": BreakdownOrder.NEGATIVE_IMPACT,
                "direction": Direction.DESCENDING,
                "page": LongPage(100),
                "named": True,
                "search": None,
            },
            id="by default the browsers, the most harmful first",
        ),
        pytest.param("search=", {"search": None}, id="empty is absent"),
        pytest.param("search=%25_%5C%27%3B--", {"search": "%_\\';--"}, id="nothing is special"),
        pytest.param("search=%00", {"search": "\0"}, id="not even what is never there"),
        pytest.param("search=%20", {"search": " "}, id="a blank is a character"),
        pytest.param("search=%C3%85s", {"search": "Ås"}, id="any letters"),
        pytest.param(
            "search=" + "%C3%85" * SEARCH_LIMIT, {"search": "Å" * SEARCH_LIMIT}, id="the longest"
        ),
        pytest.param(
            "order_by=total_watch_time",
            {"order_by": BeyondOrder.WATCH_TIME, "direction": Direction.DESCENDING},
            id="the most watched first",
        ),
        pytest.param(
            "order_by=field",
            {"order_by": BreakdownOrder.FIELD, "direction": Direction.ASCENDING},
            id="text ascends",
        ),
        pytest.param("limit=1001&page=2", {"page": LongPage(1000, 2)}, id="the largest page"),
    ],
)
def test_it_asks_what_its_parameters_say(
    app: ASGIApp, query: ToldQuery, parameters: str, expected: dict[str, Any]
) -> None:
    assert ask(app, f"{OURS}?{parameters}").status == 200
    (question,) = query.questions
    assert {name: getattr(question, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (f"{OURS}?search={'a' * 257}", ["search 'aaa", "has 257 characters", "at most 256"]),
        (f"{OURS}?order_by=watch_time", ["order_by 'watch_time'", "field, total_watch_time"]),
        (f"{OURS}?order_direction=up", ["order_direction 'up'"]),
        (f"{OURS}?group_by=countri", ["group_by 'countri'", "Did you mean 'country'?"]),
        (f"{OURS}?measurement=p50", ["measurement 'p50'", "median"]),
        (f"{OURS}?limit=0", ["limit '0'", "1 or more"]),
        (f"{OURS}?page=100001", ["page 100001"]),
        (f"{MUX}?order_by=total_watch_time", ["order_by 'total_watch_time'", "views, field)"]),
    ],
)
def test_what_is_refused(app: ASGIApp, query: ToldQuery, target: str, said: list[str]) -> None:
    heard = ask(app, target)
    kind, (message,) = heard.error
    assert (heard.status, kind) == (400, "invalid_parameters")
    assert all(part in message for part in said), message
    assert query.questions == []


def test_a_metric_that_is_none_is_not_found(app: ASGIApp) -> None:
    heard = ask(app, "/api/v1/metrics/video_startup/breakdown")
    assert heard.status == 404
    assert "Did you mean 'video_startup_time'?" in heard.error[1][1]


def test_muxs_own_path_knows_neither_names_nor_searching(app: ASGIApp, query: ToldQuery) -> None:
    told(query)
    (row,) = ask(app, f"{MUX}?group_by=country&search=nor").json["data"]
    assert "name" not in row
    (question,) = query.questions
    assert (question.search, question.named) == (None, False)
