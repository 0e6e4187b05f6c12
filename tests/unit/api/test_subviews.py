"""Playing time within views: by rendition, and by playback mode."""

from typing import Any

import pytest
from starlette.types import ASGIApp

from playhead.catalog.index import DIMENSION_BY_ID
from playhead.query.answer_subview import (
    SubviewBreakdownAnswer,
    SubviewBucket,
    SubviewColumn,
    SubviewComparisonAnswer,
    SubviewRow,
    SubviewTimeseriesAnswer,
)
from playhead.query.question import Direction, Granularity, Page, Scope, Timeframe
from playhead.query.question_subview import (
    ATTRIBUTES,
    Subview,
    SubviewAttribute,
    SubviewBreakdown,
    SubviewComparison,
    SubviewOrder,
    SubviewOverall,
    Subviews,
    SubviewTimeseries,
    SubviewValues,
)
from tests.unit.api import made
from tests.unit.api.asking import ToldQuery, ask

PATH = "/data/v1/subview-metrics"
RENDITION = f"{PATH}/playing_time/rendition"
HOUR_MS = 3_600_000
NOW_S = made.NOW_MS // 1000
DAY = [NOW_S - 86_400, NOW_S]
SCOPE = Scope("env00001", Timeframe(made.NOW_MS - 24 * HOUR_MS, made.NOW_MS))
BY_ALL = Subviews(SCOPE, Subview.RENDITION, ATTRIBUTES[Subview.RENDITION])
BY_HEIGHT = Subviews(SCOPE, Subview.RENDITION, (SubviewAttribute.HEIGHT,))
META = {"metric": "playing_time", "subview_type": "rendition", "unit": "milliseconds"}
BY_HEIGHT_META = {**META, "group_by": ["video_source_height"]}
ROWS = (SubviewRow("1080", 61), SubviewRow("720", 27))
TOLD = [
    {"breakdown_value": "1080", "metric_value": 61},
    {"breakdown_value": "720", "metric_value": 27},
]


def test_overall(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[SubviewOverall] = 88_123_456
    assert ask(app, f"{RENDITION}/overall").json == {
        "total_row_count": None,
        "timeframe": DAY,
        "meta": META,
        "data": {"metric_value": 88_123_456},
    }
    assert query.questions == [SubviewOverall(BY_ALL)]


def test_breakdown(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[SubviewBreakdown] = SubviewBreakdownAnswer(ROWS, 12)
    asked = "group_by[]=video_source_height&group_by[]=video_source_height&limit=2&page=3"
    assert ask(app, f"{RENDITION}/breakdown?{asked}").json == {
        "total_row_count": 12,
        "timeframe": DAY,
        "meta": BY_HEIGHT_META,
        "data": TOLD,
    }
    assert query.questions == [SubviewBreakdown(BY_HEIGHT, Page(2, 3))]


def test_modes_are_told_apart_by_themselves(app: ASGIApp, query: ToldQuery) -> None:
    heard = ask(app, f"{PATH}/playing_time/playback_mode/breakdown").json
    assert heard["meta"] == {
        **META,
        "subview_type": "playback_mode",
        "group_by": ["player_playback_mode"],
    }
    mode = Subviews(SCOPE, Subview.PLAYBACK_MODE, (SubviewAttribute.MODE,))
    assert query.questions == [SubviewBreakdown(mode)]


def test_comparison(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[SubviewComparison] = SubviewComparisonAnswer(
        (SubviewColumn("US", ROWS), SubviewColumn(None, ()))
    )
    asked = "group_by[]=video_source_height&dimension=country&values[]=US&values[]=__empty__"
    assert ask(app, f"{RENDITION}/comparison?{asked}&breakdown_value_limit=500").json == {
        "total_row_count": 2,
        "timeframe": DAY,
        "meta": {**BY_HEIGHT_META, "dimension": "country"},
        "data": [
            {"dimension_value": "US", "values": TOLD},
            {"dimension_value": "__empty__", "values": []},
        ],
    }
    country = DIMENSION_BY_ID["country"]
    assert query.questions == [SubviewComparison(BY_HEIGHT, country, ("US", None), 100)]


def test_a_timeseries_says_what_may_still_change(app: ASGIApp, query: ToldQuery) -> None:
    starts = [made.NOW_MS + hours * HOUR_MS for hours in (-2, -1, 0, 1)]
    query.answers[SubviewTimeseries] = SubviewTimeseriesAnswer(
        tuple(
            SubviewBucket(start_ms, ROWS[:1] if not nth else ())
            for nth, start_ms in enumerate(starts)
        )
    )
    heard = ask(app, f"{RENDITION}/breakdown-timeseries?group_by[]=video_source_height").json
    assert heard["meta"] == {
        **BY_HEIGHT_META,
        "time_granularity": "hour",
        "complete_through": "2026-02-02T23:00:00Z",
    }
    assert heard["total_row_count"] == 3
    assert heard["data"] == [
        {"date": "2026-02-02T22:00:00Z", "status": "complete", "values": TOLD[:1]},
        {"date": "2026-02-02T23:00:00Z", "status": "partial", "values": []},
        {"date": "2026-02-03T00:00:00Z", "status": "partial", "values": []},
    ]
    assert query.questions == [SubviewTimeseries(BY_HEIGHT, Granularity.HOUR, 10)]


@pytest.mark.parametrize(
    ("parameters", "granularity"),
    [
        ("", Granularity.HOUR),
        ("timeframe[]=15:days", Granularity.HOUR),
        ("timeframe[]=16:days", Granularity.DAY),
        ("timeframe[]=16:days&time_granularity=hour", Granularity.HOUR),
        ("time_granularity=day", Granularity.DAY),
    ],
)
def test_buckets_are_hours_or_days(
    app: ASGIApp, query: ToldQuery, parameters: str, granularity: Granularity
) -> None:
    assert ask(app, f"{RENDITION}/breakdown-timeseries?{parameters}").status == 200
    assert query.questions[0].granularity is granularity


def test_the_lists_of_dimensions(app: ASGIApp) -> None:
    heard = ask(app, f"{PATH}/rendition/dimensions").json
    assert heard["total_row_count"] is None
    assert heard["data"]["subview"] == [each.value for each in ATTRIBUTES[Subview.RENDITION]]
    assert len(heard["data"]["subview"]) == 6
    assert "country" in heard["data"]["view"]
    assert "video_cdn_trace" not in heard["data"]["view"]
    modes = ask(app, f"{PATH}/playback_mode/dimensions").json
    assert modes["data"]["subview"] == ["player_playback_mode"]


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("country", DIMENSION_BY_ID["country"]),
        ("video_source_codec", SubviewAttribute.CODEC),
        # A rendition's own height, not that of the view.
        ("video_source_height", SubviewAttribute.HEIGHT),
    ],
)
def test_values(app: ASGIApp, query: ToldQuery, name: str, of: Any) -> None:
    query.answers[SubviewValues] = SubviewBreakdownAnswer((SubviewRow("NO", 123),), 7)
    asked = "query=n&order_by=value&order_direction=asc&limit=5&page=2"
    assert ask(app, f"{PATH}/rendition/dimensions/{name}?{asked}").json == {
        "total_row_count": 7,
        "timeframe": DAY,
        "meta": {**META, "dimension_name": name},
        "data": [{"value": "NO", "playing_time": 123}],
    }
    assert query.questions == [
        SubviewValues(
            SCOPE,
            Subview.RENDITION,
            of,
            "n",
            SubviewOrder.VALUE,
            Direction.ASCENDING,
            Page(5, 2),
        )
    ]


@pytest.mark.parametrize(
    ("target", "status", "says"),
    [
        (f"{PATH}/views/rendition/overall", 404, "metric 'views'"),
        (f"{PATH}/playing_time/renditions/overall", 404, "Did you mean 'rendition'?"),
        (f"{PATH}/renditions/dimensions", 404, "Did you mean 'rendition'?"),
        (f"{PATH}/rendition/dimensions/contry", 404, "Did you mean 'country'?"),
        (f"{PATH}/rendition/dimensions/video_cdn_trace", 404, "video_cdn_trace"),
        (f"{PATH}/playback_mode/dimensions/video_source_codec", 404, "video_source_codec"),
        (f"{PATH}/rendition/dimensions/country?query={'x' * 513}", 400, "513 characters"),
        (f"{PATH}/rendition/dimensions/country?order_by=views", 400, "playing_time, value"),
        (f"{RENDITION}/overall?filters[]=video_cdn_trace:[a]", 400, "a trace"),
        (f"{RENDITION}/overall?filters[]=nothing:1", 400, "nothing"),
        (f"{RENDITION}/breakdown?group_by[]=height", 400, "group_by[] 'height'"),
        (
            f"{PATH}/playing_time/playback_mode/breakdown?group_by[]=player_playback_mode",
            400,
            "for renditions",
        ),
        (f"{RENDITION}/comparison?values[]=NO", 400, "dimension is missing"),
        (f"{RENDITION}/comparison?dimension=country", 400, "values[] was given 0 times"),
        (
            f"{RENDITION}/comparison?dimension=country{'&values[]=a' * 2}",
            400,
            "different values",
        ),
        (
            f"{RENDITION}/comparison?dimension=country"
            + "".join(f"&values[]={nth}" for nth in range(5)),
            400,
            "given 5 times",
        ),
        (f"{RENDITION}/comparison?dimension=video_cdn_trace&values[]=a", 400, "a trace"),
        (f"{RENDITION}/breakdown-timeseries?time_granularity=minute", 400, "hour, day"),
        (f"{RENDITION}/breakdown-timeseries?breakdown_value_limit=0", 400, "integer of 1"),
    ],
)
def test_what_is_refused(
    app: ASGIApp, query: ToldQuery, target: str, status: int, says: str
) -> None:
    heard = ask(app, target)
    assert heard.status == status
    assert says in heard.error[1][-1]
    assert query.questions == []
