"""Answers that only we give: distributions, percentiles, and tables of several metrics."""

import csv
import io
from typing import Any

import msgspec
import pytest
from starlette.types import ASGIApp

from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID, METRICS
from playhead.catalog.metric import Measurement, TimeBasis, Unit
from playhead.query.answer_table import Bar, HistogramAnswer, TableAnswer, TableColumn, TableRow
from playhead.query.question import Direction, Granularity, Measured, Scope, Timeframe
from playhead.query.question_table import (
    Histogram,
    LongPage,
    Percentile,
    Rank,
    Table,
    TimeBuckets,
)
from tests.unit.api import made
from tests.unit.api.asking import WRITING, ToldQuery, ask

METRIC = "/api/v1/metrics/video_startup_time"
DISTRIBUTION, PERCENTILES = f"{METRIC}/distribution", f"{METRIC}/percentiles"
TABLE = "/api/v1/table"
ONE = f"{TABLE}?metrics[]=views"
NOW_S = made.NOW_MS // 1000
DAY = [NOW_S - 86_400, NOW_S]
SCOPE = Scope("env00001", Timeframe(made.NOW_MS - 86_400_000, made.NOW_MS))
STARTUP, VIEWS = METRIC_BY_ID["video_startup_time"], METRIC_BY_ID["views"]
STALLED = METRIC_BY_ID["rebuffer_percentage"]
COUNTRY, BROWSER = DIMENSION_BY_ID["country"], DIMENSION_BY_ID["browser"]
UNRANKED = [metric.id for metric in METRICS if not metric.ranked]
HOSTILE = ["'", '"', "`", "\\", "'; DROP TABLE views; --", "{p:String}", "%00", "views) OR (1=1"]


def test_a_distribution(app: ASGIApp, query: ToldQuery) -> None:
    query.answers[Histogram] = HistogramAnswer(
        Unit.MILLISECONDS,
        TimeBasis.END,
        (Bar(0.0, 500.0, 7), Bar(500.0, None, 2)),
        9,
        120.0,
        90_000.0,
    )
    assert ask(app, f"{DISTRIBUTION}?buckets=4&filters[]=country:NO").json == {
        "total_row_count": 2,
        "timeframe": DAY,
        "meta": {
            "metric": "video_startup_time",
            "unit": "milliseconds",
            "aggregation": "view_end",
            "total_views": 9,
            "least": 120.0,
            "greatest": 90_000.0,
        },
        "data": [
            {"start": 0.0, "end": 500.0, "views": 7},
            {"start": 500.0, "end": None, "views": 2},
        ],
    }
    (question,) = query.questions
    assert (question.metric, question.buckets) == (STARTUP, 4)
    assert [each.dimension for each in question.scope.filters] == [COUNTRY]


@pytest.mark.parametrize(("text", "buckets"), [("", 20), ("?buckets=101", 100)])
def test_a_distribution_has_so_many_bars(
    app: ASGIApp, query: ToldQuery, text: str, buckets: int
) -> None:
    assert ask(app, f"{DISTRIBUTION}{text}").json["data"] == []
    assert query.questions == [Histogram(SCOPE, STARTUP, buckets)]


def test_percentiles(app: ASGIApp, query: ToldQuery) -> None:
    values = tuple(float(nth) for nth in range(10))
    query.answers[Table] = TableAnswer((), (TableRow((), values, (31,) * 10),), 1)
    heard = ask(app, PERCENTILES).json
    assert heard["meta"] == {
        "metric": "video_startup_time",
        "unit": "milliseconds",
        "aggregation": "view_end",
        "total_views": 31,
    }
    names = ["p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99", "p99.9"]
    assert heard["total_row_count"] == 10
    assert heard["data"] == [
        {"percentile": name, "value": value} for name, value in zip(names, values, strict=True)
    ]
    measures = tuple(Percentile(STARTUP, rank) for rank in Rank)
    assert query.questions == [Table(SCOPE, measures)]


def test_percentiles_of_no_views_are_unknown(app: ASGIApp) -> None:
    heard = ask(app, PERCENTILES).json
    assert heard["meta"]["total_views"] == 0
    assert [row["value"] for row in heard["data"]] == [None] * 10


def told_table(query: ToldQuery, *rows: TableRow) -> None:
    columns = (
        TableColumn("video_startup_time", "p95", Unit.MILLISECONDS, TimeBasis.END),
        TableColumn("views", "count", Unit.NUMBER, TimeBasis.START),
    )
    query.answers[Table] = TableAnswer(columns, rows, 41)


TWO = "metrics[]=video_startup_time:p95&metrics[]=views&dimensions[]=country&dimensions[]=browser"
ROWS = (
    TableRow(("NO", "=Chrome"), (812.5, 9.0), (7, 9)),
    TableRow(("SE", None), (None, 2.0), (0, 2)),
)
NAMED = {
    "dimensions": ["country", "browser"],
    "metrics": [
        {
            "name": "video_startup_time:p95",
            "metric": "video_startup_time",
            "measurement": "p95",
            "unit": "milliseconds",
            "aggregation": "view_end",
        },
        {
            "name": "views:count",
            "metric": "views",
            "measurement": "count",
            "unit": "number",
            "aggregation": "view_start",
        },
    ],
}


def test_a_table(app: ASGIApp, query: ToldQuery) -> None:
    told_table(query, *ROWS)
    assert ask(app, f"{TABLE}?{TWO}").json == {
        "total_row_count": 41,
        "timeframe": DAY,
        "meta": {"group_by": None, "timezone": "UTC", **NAMED},
        "data": [
            {
                "time": None,
                "dimensions": ["NO", "=Chrome"],
                "values": [812.5, 9.0],
                "views": [7, 9],
            },
            {"time": None, "dimensions": ["SE", None], "values": [None, 2.0], "views": [0, 2]},
        ],
    }
    measures = (Percentile(STARTUP, Rank.P95), Measured(VIEWS, Measurement.COUNT))
    assert query.questions == [
        Table(SCOPE, measures, (COUNTRY, BROWSER), 0, Direction.DESCENDING, LongPage())
    ]


def test_a_table_over_time(app: ASGIApp, query: ToldQuery) -> None:
    told_table(query, TableRow((), (812.5, 9.0), (7, 9), made.NOW_MS - 3_600_000))
    heard = ask(app, f"{ONE}&group_by=day&timezone=Europe/Oslo").json
    assert (heard["meta"]["group_by"], heard["meta"]["timezone"]) == ("day", "Europe/Oslo")
    assert heard["data"][0]["time"] == "2026-02-02T23:00:00Z"
    assert query.questions == [
        Table(
            SCOPE,
            (Measured(VIEWS, Measurement.COUNT),),
            (),
            None,
            Direction.ASCENDING,
            LongPage(),
            TimeBuckets(Granularity.DAY, "Europe/Oslo"),
        )
    ]


def test_a_table_as_csv_has_a_column_for_each_number(app: ASGIApp, query: ToldQuery) -> None:
    told_table(query, *ROWS)
    heard = ask(app, f"{TABLE}?{TWO}", accept="text/csv")
    assert heard.headers["x-total-row-count"] == "41"
    assert msgspec.json.decode(heard.headers["x-meta"]) == {
        "group_by": None,
        "timezone": "UTC",
        **NAMED,
    }
    assert list(csv.reader(io.StringIO(heard.body.decode(), newline=""))) == [
        [
            "country",
            "browser",
            "video_startup_time:p95",
            "video_startup_time:p95:views",
            "views:count",
            "views:count:views",
        ],
        ["NO", "'=Chrome", "812.5", "7", "9.0", "9"],
        ["SE", "", "", "0", "2.0", "2"],
    ]


def test_a_table_as_json_lines_names_each_number(app: ASGIApp, query: ToldQuery) -> None:
    told_table(query, TableRow(("NO", "x"), (812.5, 9.0), (7, 9), made.NOW_MS))
    heard = ask(app, f"{TABLE}?{TWO}&group_by=hour", accept="application/x-ndjson")
    assert msgspec.json.decode(heard.body) == {
        "time": "2026-02-03T00:00:00Z",
        "country": "NO",
        "browser": "x",
        "video_startup_time:p95": 812.5,
        "video_startup_time:p95:views": 7,
        "views:count": 9.0,
        "views:count:views": 9,
    }


@pytest.mark.parametrize("target", [DISTRIBUTION, PERCENTILES])
def test_bars_and_percentiles_are_tables_too(app: ASGIApp, query: ToldQuery, target: str) -> None:
    query.answers[Histogram] = HistogramAnswer(
        Unit.NUMBER, TimeBasis.END, (Bar(0.5, None, 1),), 1, 0.5, 0.5
    )
    lines = ask(app, target, accept="text/csv").body.decode().splitlines()
    expected = {DISTRIBUTION: ["start,end,views", "0.5,,1"], PERCENTILES: ["percentile,value"]}
    assert lines[: len(expected[target])] == expected[target]


@pytest.mark.parametrize("target", [DISTRIBUTION, PERCENTILES, ONE])
def test_they_are_answered_like_all_others(app: ASGIApp, target: str) -> None:
    heard = ask(app, target)
    again = ask(app, target, if_none_match=heard.headers["etag"])
    assert (heard.status, again.status, again.body) == (200, 304, b"")
    assert ask(app, target, "HEAD").body == b""
    assert ask(app, target, "POST").headers["allow"] == "GET, HEAD"
    assert ask(app, target, authorization=None).status == 401
    refused = ask(app, target, authorization=WRITING)
    assert (refused.status, "data:read" in refused.error[1][1]) == (401, True)
    assert ask(app, target, accept="application/x-ndjson").status == 200


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(
            "metrics[]=rebuffer_percentage",
            {"measures": (Measured(STALLED, Measurement.AVG),)},
            id="the metric's own measurement",
        ),
        pytest.param(
            "metrics=video_startup_time:95th&metrics=video_startup_time:p95",
            {"measures": (Measured(STARTUP, Measurement.P95), Percentile(STARTUP, Rank.P95))},
            id="both names of a percentile",
        ),
        pytest.param(
            "metrics[0]=views&metrics[1]=video_startup_time:p99.9&order_by=video_startup_time:p99.9",
            {"order_by": 1, "direction": Direction.DESCENDING},
            id="sorted by one of the metrics",
        ),
        pytest.param(
            "metrics[]=video_startup_time:p5&metrics[]=views&order_by=views&order_direction=asc",
            {"order_by": 1, "direction": Direction.ASCENDING},
            id="named by the metric alone",
        ),
        pytest.param(
            "metrics[]=views&dimensions[]=country&order_by=field",
            {"order_by": None, "direction": Direction.ASCENDING},
            id="sorted by the dimensions",
        ),
        pytest.param(
            "metrics[]=views&dimensions[]=country&group_by=hour&order_direction=desc",
            {
                "order_by": None,
                "direction": Direction.DESCENDING,
                "time": TimeBuckets(Granularity.HOUR),
            },
            id="the newest first",
        ),
        pytest.param(
            "metrics[]=views&group_by=hour&order_by=views",
            {"order_by": 0, "direction": Direction.DESCENDING},
            id="the best hour first",
        ),
        pytest.param("metrics[]=views&limit=1000&page=3", {"page": LongPage(1000, 3)}, id="a page"),
        pytest.param("metrics[]=views&limit=5000", {"page": LongPage(1000)}, id="the largest page"),
        pytest.param(
            "metrics[]=views&dimensions[]=&group_by=&timezone=&order_by=&limit=",
            {"dimensions": (), "time": None, "order_by": 0, "page": LongPage()},
            id="empty is absent",
        ),
    ],
)
def test_a_table_asks_what_its_parameters_say(
    app: ASGIApp, query: ToldQuery, asked: str, expected: dict[str, Any]
) -> None:
    assert ask(app, f"{TABLE}?{asked}").status == 200
    (question,) = query.questions
    assert {name: getattr(question, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (TABLE, ["metrics[] was given 0 times", "1 to 12", "'video_startup_time:p95'"]),
        (f"{TABLE}?{'metrics[]=views&' * 13}", ["metrics[] was given 13 times"]),
        (f"{TABLE}?metrics[]=vews", ["no metric 'vews'", "Did you mean 'views'?"]),
        (f"{TABLE}?metrics[]=views:p50", ["'p50'", "allowed for views (count)"]),
        (f"{TABLE}?metrics[]=video_startup_time:p98", ["(95th, median,", "mean 'p99'?"]),
        (f"{TABLE}?metrics[]=video_startup_time:", ["''", "95th, median"]),
        (f"{ONE}&metrics[]=views:count", ["metrics[] names views:count twice"]),
        (f"{ONE}&dimensions[]=countri", ["dimensions[] 'countri'", "Did you mean 'country'?"]),
        (f"{ONE}{'&dimensions[]=asn' * 5}", ["dimensions[] was given 5 times", "at most 4"]),
        (f"{ONE}{'&dimensions[]=asn' * 2}", ["dimensions[] names asn twice"]),
        (f"{ONE}&group_by=hours", ["group_by 'hours'", "Did you mean 'hour'?"]),
        (f"{ONE}&timezone=Europe/Oslo", ["timezone 'Europe/Oslo'", "without group_by"]),
        (f"{ONE}&group_by=day&timezone=Europe/Osol", ["Did you mean 'Europe/Oslo'?"]),
        (f"{ONE}&group_by=day&timezone=/etc/passwd", ["'/etc/passwd' is no time zone"]),
        (f"{ONE}&group_by=day&timezone=../../etc/passwd", ["is no time zone"]),
        (f"{ONE}&order_by=vies", ["order_by 'vies'", "(views:count)", "Did you mean 'views'?"]),
        (f"{ONE}&order_by=video_startup_time", ["'video_startup_time' is not among"]),
        (f"{ONE}&order_by=time", ["order_by 'time'", "(views:count)"]),
        (f"{ONE}&dimensions[]=asn&order_by=time", ["order_by 'time'", "(field, views:count)"]),
        (f"{ONE}&group_by=day&order_by=field", ["order_by 'field'", "(time, views:count)"]),
        (f"{ONE}&order_direction=up", ["order_direction 'up'"]),
        (f"{ONE}&limit=0", ["limit '0'", "1 or more"]),
        (f"{ONE}&page=100001", ["page 100001"]),
        (f"{ONE}&filters[]=countri:NO", ["Did you mean 'country'?"]),
        (f"{ONE}&metric_filters[]=views>1", ["cannot filter"]),
        (f"{DISTRIBUTION}?buckets=none", ["buckets 'none'", "1 or more"]),
        *(
            (f"/api/v1/metrics/{metric}/{kind}", [metric, "neither a distribution nor"])
            for metric in UNRANKED
            for kind in ("distribution", "percentiles")
        ),
    ],
)
def test_what_is_refused(app: ASGIApp, query: ToldQuery, target: str, said: list[str]) -> None:
    heard = ask(app, target)
    kind, (message,) = heard.error
    assert (heard.status, kind) == (400, "invalid_parameters")
    assert all(part in message for part in said), message
    assert query.questions == []


@pytest.mark.parametrize("kind", ["distribution", "percentiles"])
def test_a_metric_that_is_none_is_not_found(app: ASGIApp, kind: str) -> None:
    heard = ask(app, f"/api/v1/metrics/video_startup/{kind}")
    assert heard.status == 404
    assert "Did you mean 'video_startup_time'?" in heard.error[1][1]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "target",
    [
        f"{TABLE}?metrics[]=",
        f"{TABLE}?metrics[]=video_startup_time:",
        f"{ONE}&dimensions[]=",
        f"{ONE}&group_by=",
        f"{ONE}&group_by=day&timezone=",
        f"{ONE}&order_by=",
        f"{ONE}&order_direction=",
        f"{ONE}&limit=",
        f"{ONE}&page=",
        f"{DISTRIBUTION}?buckets=",
    ],
)
def test_nothing_hostile_is_asked(app: ASGIApp, query: ToldQuery, target: str, text: str) -> None:
    assert ask(app, f"{target}{text.replace(' ', '%20').replace(';', '%3B')}").status == 400
    assert query.questions == []
