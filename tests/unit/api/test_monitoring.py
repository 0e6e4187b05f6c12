"""Monitoring under both names, and our table: what is asked of the query, and how it is written."""

from typing import Any

import pytest
from starlette.types import ASGIApp

from playhead.catalog.metric import Measurement, Unit
from playhead.catalog.monitoring.dimensions import LIVE_DIMENSION_BY_ID
from playhead.catalog.monitoring.metrics import LIVE_METRIC_BY_ID
from playhead.query.answer_live import (
    HISTOGRAM_BOUNDS_MS,
    LiveBar,
    LiveBreakdownAnswer,
    LiveBreakdownSeriesAnswer,
    LiveHistogramAnswer,
    LiveMinute,
    LivePoint,
    LiveRow,
    LiveRowsAtTick,
    LiveSeriesAnswer,
    LiveTableAnswer,
    LiveTableRow,
)
from playhead.query.question import BreakdownOrder, Direction, FilterOperator, Timeframe
from playhead.query.question_live import (
    LiveBreakdown,
    LiveBreakdownSeries,
    LiveFilter,
    LiveHistogram,
    LiveMeasured,
    LiveScope,
    LiveSeries,
    LiveTable,
)
from playhead.query.question_table import LongPage
from tests.unit.api import made
from tests.unit.api.asking import WRITING, ToldQuery, ask

MONITORING, REALTIME = "/data/v1/monitoring", "/data/v1/realtime"
CCV, STARTUP = "current-concurrent-viewers", "video-startup-time"
TABLE = "/api/v1/monitoring/table"
NOW_MS, NOW_S = made.NOW_MS, made.NOW_MS // 1000
AT_S = NOW_S - 3_602
TICK_S = NOW_S - 3_605
SCOPE = LiveScope("env00001")
COUNTRY, ASN = LIVE_DIMENSION_BY_ID["country"], LIVE_DIMENSION_BY_ID["asn"]
VIEWERS = LiveMeasured(LIVE_METRIC_BY_ID[CCV])
OFFICIAL = [
    "current-average-bitrate",
    "current-concurrent-viewers",
    "current-rebuffering-percentage",
    "exits-before-video-start",
    "playback-failure-percentage",
    "video-startup-failure-percentage",
    "video-startup-time",
]
DIMENSIONS = """
asn cdn country operating_system player_name region stream_type sub_property_id video_series
video_title view_has_ad video_id asset_id live_stream_id playback_id
""".split()


def path(name: str, what: str, base: str = MONITORING) -> str:
    return f"{base}/metrics/{name}/{what}"


@pytest.mark.parametrize(
    ("target", "names"),
    [
        (f"{MONITORING}/metrics", OFFICIAL),
        (f"{MONITORING}/dimensions", DIMENSIONS),
        (f"{REALTIME}/metrics", [each for each in OFFICIAL if "startup-failure" not in each]),
        (f"{REALTIME}/dimensions", DIMENSIONS[:10]),
    ],
)
def test_lists_are_those_of_mux(app: ASGIApp, target: str, names: list[str]) -> None:
    heard = ask(app, target).json
    assert (heard["total_row_count"], heard["timeframe"]) == (None, [NOW_S - 86_400, NOW_S])
    assert [each["name"] for each in heard["data"]] == names
    assert all(set(each) == {"name", "display_name"} for each in heard["data"])


def test_display_names_are_those_of_mux(app: ASGIApp) -> None:
    said = ask(app, f"{MONITORING}/dimensions").json["data"]
    assert {"name": "region", "display_name": "Region / State"} in said
    said = ask(app, f"{MONITORING}/metrics").json["data"]
    assert {"name": CCV, "display_name": "Current Concurrent Viewers (CCV)"} in said


@pytest.mark.parametrize("base", [MONITORING, REALTIME])
def test_a_breakdown(app: ASGIApp, query: ToldQuery, base: str) -> None:
    query.answers[LiveBreakdown] = LiveBreakdownAnswer(
        Unit.PERCENTAGE,
        TICK_S * 1000,
        (
            LiveRow("AS64500", "EXAMPLE-NET", 0.021, 1_200, 14, 3),
            LiveRow(None, None, None, 2, 0, 0),
        ),
        2,
    )
    name = "current-rebuffering-percentage"
    asked = (
        f"?dimension=asn&timestamp={AT_S}&filters[]=country:NO&filters%5B%5D=!country:"
        "&order_by=negative_impact&order_direction=asc"
    )
    assert ask(app, path(name, "breakdown", base) + asked).json == {
        "total_row_count": None,
        "timeframe": [AT_S, AT_S],
        "data": [
            {
                "value": "AS64500",
                "display_value": "EXAMPLE-NET",
                "metric_value": 0.021,
                "concurrent_viewers": 1_200,
                "starting_up_viewers": 14,
                "negative_impact": 3,
            },
            {
                "value": None,
                "metric_value": None,
                "concurrent_viewers": 2,
                "starting_up_viewers": 0,
                "negative_impact": 0,
            },
        ],
    }
    assert query.questions == [
        LiveBreakdown(
            LiveScope(
                "env00001",
                (
                    LiveFilter(COUNTRY, FilterOperator.IS, "NO"),
                    LiveFilter(COUNTRY, FilterOperator.IS_NOT_NULL),
                ),
            ),
            LiveMeasured(LIVE_METRIC_BY_ID[name]),
            ASN,
            AT_S * 1000,
            BreakdownOrder.NEGATIVE_IMPACT,
            Direction.ASCENDING,
        )
    ]


@pytest.mark.parametrize(
    ("tick_ms", "told_s"), [(TICK_S * 1000, TICK_S), (None, NOW_S // 5 * 5)], ids=["told", "never"]
)
def test_a_breakdown_of_now_says_of_when_it_is(
    app: ASGIApp, query: ToldQuery, tick_ms: int | None, told_s: int
) -> None:
    query.answers[LiveBreakdown] = LiveBreakdownAnswer(Unit.NUMBER, tick_ms, (), 0)
    heard = ask(app, path(CCV, "breakdown")).json
    assert heard == {"total_row_count": None, "timeframe": [told_s, told_s], "data": []}
    assert query.questions == [LiveBreakdown(SCOPE, VIEWERS, COUNTRY)]


@pytest.mark.parametrize("base", [MONITORING, REALTIME])
def test_a_timeseries(app: ASGIApp, query: ToldQuery, base: str) -> None:
    first_ms = TICK_S * 1000
    query.answers[LiveSeries] = LiveSeriesAnswer(
        Unit.NUMBER,
        (LivePoint(first_ms, None, 0, told=False), LivePoint(first_ms + 5_000, 3, 3, told=True)),
    )
    heard = ask(app, path(CCV, "timeseries", base) + f"?timestamp={AT_S}").json
    assert heard == {
        "total_row_count": None,
        "timeframe": [TICK_S, TICK_S + 5],
        "data": [
            {"date": "2026-02-02T22:59:55Z", "value": None, "concurrent_viewers": 0},
            {"date": "2026-02-02T23:00:00Z", "value": 3, "concurrent_viewers": 3},
        ],
    }
    assert query.questions == [LiveSeries(SCOPE, VIEWERS, AT_S * 1000)]


def test_a_series_that_has_not_begun_is_empty(app: ASGIApp) -> None:
    heard = ask(app, path(CCV, "timeseries") + f"?timestamp={NOW_S + 7}").json
    assert heard["timeframe"] == [NOW_S + 5, NOW_S + 5]
    assert heard["data"] == []


def test_a_breakdown_over_time(app: ASGIApp, query: ToldQuery) -> None:
    start_ms = (NOW_S - 20) * 1000
    query.answers[LiveBreakdownSeries] = LiveBreakdownSeriesAnswer(
        Unit.NUMBER,
        (
            LiveRowsAtTick(start_ms, (LiveRow("NO", "Norway", 120.0, 120, 1, 1),), told=True),
            LiveRowsAtTick(start_ms + 5_000, (), told=False),
        ),
    )
    asked = f"?timeframe[]={NOW_S - 20}&timeframe[]={NOW_S - 10}&limit=1000"
    heard = ask(app, path(CCV, "breakdown-timeseries") + asked).json
    row = {"value": "NO", "metric_value": 120, "concurrent_viewers": 120, "starting_up_viewers": 1}
    assert heard["total_row_count"] == 2
    assert heard["timeframe"] == [NOW_S - 20, NOW_S - 10]
    assert [each["values"] for each in heard["data"]] == [[row], []]
    (question,) = query.questions
    assert question.timeframe == Timeframe(start_ms, start_ms + 10_000)
    assert (question.limit, question.order_by) == (100, BreakdownOrder.VIEWS)


def test_a_breakdown_over_the_newest_minute(app: ASGIApp, query: ToldQuery) -> None:
    assert ask(app, path(CCV, "breakdown-timeseries")).json["total_row_count"] == 0
    assert query.questions == [LiveBreakdownSeries(SCOPE, VIEWERS, COUNTRY)]


@pytest.mark.parametrize("base", [MONITORING, REALTIME])
def test_a_histogram(app: ASGIApp, query: ToldQuery, base: str) -> None:
    bars = (LiveBar(0, 0.0), LiveBar(1, 0.25), LiveBar(3, 0.75), *(LiveBar(0, 0.0),) * 4)
    minute = LiveMinute((NOW_S - 60) * 1000, 4, 610.0, 2_400.0, 800.5, 0.75, bars)
    query.answers[LiveHistogram] = LiveHistogramAnswer(
        Unit.MILLISECONDS, HISTOGRAM_BOUNDS_MS, (minute,)
    )
    heard = ask(app, path(STARTUP, "histogram-timeseries", base) + "?filters[]=cdn:x").json
    ends = [100, 500, 1_000, 2_000, 5_000, 10_000, None]
    assert heard["meta"] == {
        "bucket_unit": "milliseconds",
        "buckets": [
            {"start": start, "end": end}
            for start, end in zip(HISTOGRAM_BOUNDS_MS, ends, strict=True)
        ],
    }
    assert (heard["total_row_count"], heard["timeframe"]) == (None, [NOW_S - 60, NOW_S - 60])
    (told,) = heard["data"]
    assert told.pop("bucket_values")[1] == {"percentage": 0.25, "count": 1}
    assert told == {
        "timestamp": "2026-02-02T23:59:00Z",
        "sum": 4,
        "p95": 2_400,
        "median": 610,
        "average": 800.5,
        "max_percentage": 0.75,
    }


@pytest.mark.parametrize("what", ["breakdown", "timeseries", "breakdown-timeseries"])
@pytest.mark.parametrize("base", [MONITORING, REALTIME])
@pytest.mark.parametrize("name", ["no-such-metric", STARTUP, "views"])
def test_an_unknown_metric_or_one_of_another_shape_is_not_found(
    app: ASGIApp, query: ToldQuery, base: str, name: str, what: str
) -> None:
    heard = ask(app, path(name, what, base))
    assert heard.status == 404
    assert heard.error[0] == "not_found"
    assert query.questions == []


@pytest.mark.parametrize("base", [MONITORING, REALTIME])
@pytest.mark.parametrize("name", ["no-such-metric", CCV])
def test_only_a_distribution_has_a_histogram(app: ASGIApp, base: str, name: str) -> None:
    assert ask(app, path(name, "histogram-timeseries", base)).status == 404


@pytest.mark.parametrize("name", ["video-startup-failure-percentage", "live_stream_latency"])
def test_the_older_edition_has_not_the_newer_metrics(app: ASGIApp, name: str) -> None:
    assert ask(app, path(name, "timeseries", REALTIME)).status == 404
    assert ask(app, path(name, "timeseries")).status == 200


@pytest.mark.parametrize("asked", ["dimension=view_has_ad", "filters[]=video_id:a"])
def test_the_older_edition_has_not_the_newer_dimensions(app: ASGIApp, asked: str) -> None:
    heard = ask(app, f"{path(CCV, 'breakdown', REALTIME)}?{asked}")
    assert heard.status == 400
    assert "realtime" in heard.error[1][0]
    assert ask(app, f"{path(CCV, 'breakdown')}?{asked}").status == 200


@pytest.mark.parametrize(
    ("text", "measurement"), [("median", Measurement.MEDIAN), ("95th", Measurement.P95)]
)
@pytest.mark.parametrize("what", ["breakdown", "timeseries", "breakdown-timeseries"])
def test_startup_time_is_one_number_where_it_is_said_which(
    app: ASGIApp, query: ToldQuery, what: str, text: str, measurement: Measurement
) -> None:
    assert ask(app, f"{path(STARTUP, what)}?measurement={text}").status == 200
    (question,) = query.questions
    assert question.measured == LiveMeasured(LIVE_METRIC_BY_ID[STARTUP], measurement)


TEXTS = [
    "dimension=browser",
    "filters[]=country",
    "filters[]=browser:x",
    "filters[]=%2Bcountry:x",
    "filters[]=view_has_ad:maybe",
    "filters[]=asn:x",
    "order_by=rank",
    "order_direction=up",
    "measurement=median",
    "timestamp=now",
]


@pytest.mark.parametrize("text", TEXTS)
def test_what_cannot_be_understood_is_refused(app: ASGIApp, query: ToldQuery, text: str) -> None:
    heard = ask(app, f"{path(CCV, 'breakdown')}?{text}")
    assert (heard.status, heard.error[0]) == (400, "invalid_parameters"), text
    assert query.questions == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("timeseries", f"timestamp={NOW_S - 86_401}"),
        ("breakdown", "timestamp=0"),
        ("breakdown-timeseries", "timeframe[]=11:minutes"),
        ("breakdown-timeseries", f"timeframe[]={NOW_S - 90_000}&timeframe[]={NOW_S - 89_990}"),
        ("breakdown-timeseries", f"timeframe[]={NOW_S}&timeframe[]={NOW_S - 60}"),
    ],
)
def test_what_is_too_long_ago_or_too_long_is_refused(app: ASGIApp, what: str, text: str) -> None:
    heard = ask(app, f"{path(CCV, what)}?{text}")
    assert (heard.status, heard.error[0]) == (400, "invalid_timeframe")


def test_who_may_not_read_is_refused(app: ASGIApp) -> None:
    assert ask(app, path(CCV, "timeseries"), authorization=WRITING).status == 401


def test_rows_as_csv(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[LiveBreakdown] = LiveBreakdownAnswer(
        Unit.NUMBER, TICK_S * 1000, (LiveRow("=1", "=1", 5.0, 5, 1, 1),), 1
    )
    heard = ask(app, path(CCV, "breakdown"), accept="text/csv")
    assert heard.headers["x-timeframe"] == f"{TICK_S},{TICK_S}"
    assert heard.body.decode().splitlines()[1] == "'=1,5.0,5,1,1,'=1"


def test_a_table(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[LiveTable] = LiveTableAnswer(
        TICK_S * 1000,
        (Unit.MILLISECONDS, Unit.NUMBER),
        (LiveTableRow(("NO", None), (812.0, 9.0), 9, 1),),
        41,
    )
    two = f"metrics[]={STARTUP}:95th&metrics[]={CCV}&dimensions[]=country&dimensions[]=asn"
    asked = f"{TABLE}?{two}&order_by={CCV}&limit=1&page=2&timestamp={AT_S}"
    assert ask(app, asked).json == {
        "total_row_count": 41,
        "timeframe": [AT_S, AT_S],
        "meta": {
            "dimensions": ["country", "asn"],
            "metrics": [
                {
                    "name": f"{STARTUP}:95th",
                    "metric": STARTUP,
                    "measurement": "95th",
                    "unit": "milliseconds",
                },
                {"name": CCV, "metric": CCV, "measurement": None, "unit": "number"},
            ],
        },
        "data": [
            {
                "dimensions": ["NO", None],
                "values": [812, 9],
                "concurrent_viewers": 9,
                "starting_up_viewers": 1,
            }
        ],
    }
    startup = LiveMeasured(LIVE_METRIC_BY_ID[STARTUP], Measurement.P95)
    assert query.questions == [
        LiveTable(
            scope=SCOPE,
            measures=(startup, VIEWERS),
            dimensions=(COUNTRY, ASN),
            at_ms=AT_S * 1000,
            order_by=1,
            page=LongPage(1, 2),
        )
    ]
    flat = ask(app, asked, accept="text/csv").body.decode().splitlines()
    assert flat == [
        f"country,asn,{STARTUP}:95th,{CCV},concurrent_viewers,starting_up_viewers",
        "NO,,812.0,9.0,9,1",
    ]


@pytest.mark.parametrize(
    ("text", "place", "direction"),
    [
        ("", 0, Direction.DESCENDING),
        ("&order_by=field", None, Direction.ASCENDING),
        (f"&order_by={STARTUP}", 1, Direction.DESCENDING),
        (f"&order_by={CCV}&order_direction=asc", 0, Direction.ASCENDING),
    ],
)
def test_the_order_of_a_table(
    app: ASGIApp, query: ToldQuery, text: str, place: int | None, direction: Direction
) -> None:
    target = f"{TABLE}?metrics[]={CCV}&metrics[]={STARTUP}:median&dimensions[]=cdn{text}"
    assert ask(app, target).status == 200
    (question,) = query.questions
    assert (question.order_by, question.direction) == (place, direction)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "metrics[]=views",
        f"metrics[]={CCV}:median",
        f"metrics[]={CCV}&metrics[]={CCV}",
        f"metrics[]={STARTUP}&metrics[]={STARTUP}:median",
        f"metrics[]={CCV}&dimensions[]=cdn&dimensions[]=cdn",
        f"metrics[]={CCV}&dimensions[]=browser",
        f"metrics[]={CCV}&order_by=live_stream_latency",
        f"metrics[]={CCV}&" + "&".join(f"dimensions[]={each}" for each in DIMENSIONS[:5]),
        "&".join([f"metrics[]={CCV}"] * 13),
        f"metrics[]={CCV}&limit=0",
    ],
)
def test_a_table_that_cannot_be_made_is_refused(app: ASGIApp, query: ToldQuery, text: str) -> None:
    heard: Any = ask(app, f"{TABLE}?{text}")
    assert (heard.status, heard.error[0]) == (400, "invalid_parameters"), text
    assert query.questions == []
