"""What only we answer, against a running server: numbers worked out by hand, and hostile requests.

The views are those of `seeds`: of the thirty plain ones number n ended 10 + n minutes ago, half a
minute after its start, and had a startup time of 100 + 10 n ms; it was in Norway but for each
third, whose country is unknown.
"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.sdk import seeds
from tests.sdk.serving import Served

pytestmark = pytest.mark.slow

Parameters = list[tuple[str, str]]

STARTUP = "/api/v1/metrics/video_startup_time"
TABLE = "/api/v1/table"
BREAKDOWN = f"{STARTUP}/breakdown"
NORWAY: Parameters = [("filters[]", "country:NO"), ("timeframe[]", "40:minutes")]
PLAIN: Parameters = [("metric_filters[]", "video_startup_time<=390")]
HOSTILE = "'; DROP TABLE views; --"


@pytest.fixture(scope="module")
def http(server: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.base_url, auth=(server.token_id, server.secret)) as opened:
        yield opened


def heard(http: httpx.Client, path: str, *parameters: tuple[str, str]) -> Any:
    answer = http.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_distribution(http: httpx.Client) -> None:
    answer = heard(http, f"{STARTUP}/distribution", *NORWAY, ("buckets", "3"))
    assert answer["data"] == [
        {"start": 100.0, "end": 200.0, "views": 6},
        {"start": 200.0, "end": 300.0, "views": 7},
        {"start": 300.0, "end": 400.0, "views": 7},
    ]
    assert answer["meta"] == {
        "metric": "video_startup_time",
        "unit": "milliseconds",
        "aggregation": "view_end",
        "total_views": 20,
        "least": 110.0,
        "greatest": 390.0,
    }


def test_percentiles(http: httpx.Client) -> None:
    """Of the twenty in Norway the first, second, fifth, tenth … startup time."""
    answer = heard(http, f"{STARTUP}/percentiles", *NORWAY)
    assert {row["percentile"]: row["value"] for row in answer["data"]} == {
        "p1": 110.0,
        "p5": 110.0,
        "p10": 120.0,
        "p25": 170.0,
        "p50": 240.0,
        "p75": 320.0,
        "p90": 360.0,
        "p95": 380.0,
        "p99": 390.0,
        "p99.9": 390.0,
    }
    assert answer["meta"]["total_views"] == 20


def test_a_breakdown_is_searched_in_the_store(http: httpx.Client) -> None:
    """Of Norway and of nowhere only Norway has an N, and its rank is that among both."""
    asked = [*PLAIN, ("group_by", "country"), ("measurement", "avg")]
    both = heard(http, BREAKDOWN, *asked)
    shown = [(row["field"], row["name"], row["negative_impact"]) for row in both["data"]]
    assert shown == [("NO", "Norway", 1), (None, None, 2)]
    for search, found in (
        ("n", ["NO"]),
        ("O", ["NO"]),
        ("rWAY", ["NO"]),
        ("%", []),
        ("_", []),
        ("NOO", []),
    ):
        answer = heard(http, BREAKDOWN, *asked, ("search", search))
        assert [row["field"] for row in answer["data"]] == found, search
        assert answer["total_row_count"] == len(found)
    beyond = heard(http, BREAKDOWN, *asked, ("search", "n"), ("page", "2"))
    assert (beyond["data"], beyond["total_row_count"]) == ([], 1)


@pytest.mark.parametrize("search", [HOSTILE, "{search:String}", "%s", "\\", "\0", "%", "' OR ''='"])
def test_nothing_hostile_is_found(http: httpx.Client, search: str) -> None:
    answer = heard(http, BREAKDOWN, ("group_by", "country"), ("search", search))
    assert (answer["data"], answer["meta"]["search"]) == ([], search)


def test_several_metrics_by_a_dimension(http: httpx.Client) -> None:
    answer = heard(
        http,
        TABLE,
        ("metrics[]", "video_startup_time:avg"),
        ("metrics[]", "video_startup_time:p50"),
        ("metrics[]", "views"),
        ("dimensions[]", "country"),
        ("dimensions[]", "player_name"),
        *PLAIN,
    )
    assert answer["data"] == [
        {
            "time": None,
            "dimensions": ["NO", None],
            "values": [250.0, 240.0, 20.0],
            "views": [20, 20, 20],
        },
        {
            "time": None,
            "dimensions": [None, None],
            "values": [235.0, 220.0, 10.0],
            "views": [10, 10, 10],
        },
    ]
    assert [each["unit"] for each in answer["meta"]["metrics"]] == [
        "milliseconds",
        "milliseconds",
        "number",
    ]
    assert answer["total_row_count"] == 2


def test_several_metrics_over_time(http: httpx.Client) -> None:
    """Views count where they start, startup times where views end."""
    answer = heard(
        http,
        TABLE,
        ("metrics[]", "video_startup_time"),
        ("metrics[]", "views"),
        ("group_by", "ten_minutes"),
        *NORWAY,
    )
    assert [(row["time"], row["values"], row["views"]) for row in answer["data"]] == [
        ("2026-02-02T23:20:00Z", [350.0, 7.0], [6, 7]),
        ("2026-02-02T23:30:00Z", [260.0, 7.0], [7, 7]),
        ("2026-02-02T23:40:00Z", [150.0, 6.0], [7, 6]),
        ("2026-02-02T23:50:00Z", [None, None], [0, 0]),
    ]


def test_hours_begin_where_clocks_of_the_place_say_so(http: httpx.Client) -> None:
    answer = heard(
        http,
        TABLE,
        ("metrics[]", "video_startup_time:count"),
        ("group_by", "hour"),
        ("timezone", "Asia/Kolkata"),
        *NORWAY,
    )
    assert [(row["time"], row["values"]) for row in answer["data"]] == [
        ("2026-02-02T22:30:00Z", [6.0]),
        ("2026-02-02T23:30:00Z", [14.0]),
    ]


def test_pages_of_a_table_neither_repeat_nor_skip(http: httpx.Client) -> None:
    asked = [("metrics[]", "views"), ("group_by", "minute"), ("dimensions[]", "country"), *PLAIN]
    whole = heard(http, TABLE, *asked, ("limit", "1000"))["data"]
    assert len(whole) == 30
    pages = [
        heard(http, TABLE, *asked, ("limit", "7"), ("page", str(page)))["data"]
        for page in range(1, 7)
    ]
    assert [row for page in pages for row in page] == whole
    assert not pages[-1]


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ([("metrics[]", f"views{HOSTILE}")], 400),
        ([("metrics[]", f"video_startup_time:p50{HOSTILE}")], 400),
        ([("metrics[]", "views"), ("dimensions[]", f"country{HOSTILE}")], 400),
        ([("metrics[]", "views"), ("order_by", f"views{HOSTILE}")], 400),
        ([("metrics[]", "views"), ("order_direction", f"asc{HOSTILE}")], 400),
        ([("metrics[]", "views"), ("group_by", f"day{HOSTILE}")], 400),
        ([("metrics[]", "views"), ("group_by", "day"), ("timezone", f"UTC{HOSTILE}")], 400),
        ([("metrics[]", "views"), ("group_by", "day"), ("timezone", "../UTC")], 400),
        ([("metrics[]", "views"), ("limit", f"1{HOSTILE}")], 400),
        ([("metrics[]", "views"), ("page", f"1{HOSTILE}")], 400),
        ([("metrics[]", "views"), ("filters[]", f"country:{HOSTILE}")], 200),
        ([("metrics[]", "views"), ("filters[]", "country:{starts:String}%s\\")], 200),
        ([("metrics[]", "views"), ("metric_filters[]", f"rebuffer_count>=1{HOSTILE}")], 400),
        ([("metrics[]", "views"), ("timeframe[]", f"24:hours{HOSTILE}")], 400),
        ([("metrics[]", "views"), ("limit", "1000"), ("page", "100000")], 200),
        ([("metrics[]", "views"), ("group_by", "minute"), ("timeframe[]", "30:days")], 400),
        (
            [
                ("metrics[]", "views"),
                ("group_by", "day"),
                ("timeframe[]", str(seeds.NOW_MS // 1000)),
                ("timeframe[]", "999999999999"),
            ],
            400,
        ),
        (
            [
                ("metrics[]", "views"),
                ("group_by", "day"),
                ("timeframe[]", "999999999000"),
                ("timeframe[]", "999999999999"),
            ],
            400,
        ),
    ],
)
def test_hostile_requests(http: httpx.Client, parameters: Parameters, status: int) -> None:
    answer = http.get(TABLE, params=tuple(parameters))
    assert answer.status_code == status, answer.text
    assert ("error" in answer.json()) is (status != 200)
    assert heard(http, TABLE, ("metrics[]", "views"))["data"][0]["values"] == [33.0]


def test_a_timeseries_beyond_all_dates_is_refused(http: httpx.Client) -> None:
    path = "/data/v1/metrics/views/timeseries?timeframe[]=999999999000&timeframe[]=999999999999"
    answer = http.get(path)
    assert answer.status_code == 400
    assert answer.json()["error"]["type"] == "invalid_timeframe"
