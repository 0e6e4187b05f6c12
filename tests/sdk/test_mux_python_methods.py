"""Every Data method of the official Python client, newest and one older major, on real data.

As for Node: each method is called, or stands in a list that says why not.
"""

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.sdk import live_checks, seeds
from tests.sdk.serving import Served

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
OLDER = ROOT / "build" / "sdk" / "mux-python-4"
OLDER_LOCK = Path(__file__).with_name("older_mux_python.txt")
INSTALL_MOST_S = 300
CALLS_MOST_S = 120
NOW_S = seeds.NOW_MS // 1000
DATE_S = NOW_S - 3_600
WINDOW = [NOW_S - 86_400, NOW_S]
APIS = """
MetricsApi DimensionsApi FiltersApi VideoViewsApi ErrorsApi ExportsApi IncidentsApi AnnotationsApi
MonitoringApi RealTimeApi SigningKeysApi URLSigningKeysApi
""".split()
NOTE = {"note": "Player 5.2", "date": DATE_S}

CALLS: dict[str, tuple[list[Any], dict[str, Any]]] = {
    "MetricsApi.list_all_metric_values": ([], {"dimension": "country", "value": "NO"}),
    "MetricsApi.list_breakdown_values": (
        ["video_startup_time"],
        {"group_by": "country", "order_by": "views", "limit": 2},
    ),
    "MetricsApi.get_overall_values": (["views"], {"filters": ["!country:", "country:NO"]}),
    "MetricsApi.list_insights": (["video_startup_time"], {"measurement": "avg"}),
    "MetricsApi.get_metric_timeseries_data": (["views"], {"group_by": "hour"}),
    "DimensionsApi.list_dimensions": ([], {}),
    "DimensionsApi.list_dimension_values": (
        ["country"],
        {"metric_filters": ["video_startup_time>=0"]},
    ),
    "FiltersApi.list_filters": ([], {}),
    "FiltersApi.list_filter_values": (["country"], {"limit": 1, "page": 2}),
    "VideoViewsApi.list_video_views": ([], {"filters": ["+video_cdn_trace:edge-a"]}),
    "VideoViewsApi.get_video_view": ([seeds.COMPLETE], {}),
    "ErrorsApi.list_errors": ([], {}),
    "ExportsApi.list_exports": ([], {}),
    "ExportsApi.list_exports_views": ([], {}),
    "IncidentsApi.list_incidents": ([], {"status": "open", "severity": "alert"}),
    "IncidentsApi.get_incident": (["ABCD1234"], {}),
    "IncidentsApi.list_related_incidents": (["ABCD1234"], {}),
    "AnnotationsApi.create_annotation": ([NOTE], {}),
    "AnnotationsApi.list_annotations": ([], {"timeframe": ["2:hours"]}),
    "AnnotationsApi.get_annotation": (["$made"], {}),
    "AnnotationsApi.update_annotation": (["$made", {"note": "5.3", "date": DATE_S + 60}], {}),
    "AnnotationsApi.delete_annotation": (["$made"], {}),
    "MonitoringApi.list_monitoring_dimensions": ([], {}),
    "MonitoringApi.list_monitoring_metrics": ([], {}),
    "MonitoringApi.get_monitoring_breakdown": (
        ["current-concurrent-viewers"],
        {"dimension": "country", "order_by": "field", "order_direction": "asc"},
    ),
    "MonitoringApi.get_monitoring_breakdown_timeseries": (
        ["current-rebuffering-percentage"],
        {"dimension": "asn", "limit": 5, "filters": ["country:NO"]},
    ),
    "MonitoringApi.get_monitoring_timeseries": (
        ["current-average-bitrate"],
        {"filters": ["!country:NO"]},
    ),
    "MonitoringApi.get_monitoring_histogram_timeseries": (["video-startup-time"], {}),
    "RealTimeApi.list_realtime_dimensions": ([], {}),
    "RealTimeApi.list_realtime_metrics": ([], {}),
    "RealTimeApi.get_realtime_breakdown": (
        ["current-concurrent-viewers"],
        {"dimension": "country"},
    ),
    "RealTimeApi.get_realtime_timeseries": (["current-concurrent-viewers"], {}),
    "RealTimeApi.get_realtime_histogram_timeseries": (["video-startup-time"], {}),
    "SigningKeysApi.create_signing_key": ([], {}),
    "SigningKeysApi.list_signing_keys": ([], {"limit": 10}),
    "SigningKeysApi.get_signing_key": (["$made"], {}),
    "SigningKeysApi.delete_signing_key": (["$made"], {}),
    "URLSigningKeysApi.create_url_signing_key": ([], {}),
    "URLSigningKeysApi.list_url_signing_keys": ([], {"page": 1}),
    "URLSigningKeysApi.get_url_signing_key": (["$made"], {}),
    "URLSigningKeysApi.delete_url_signing_key": (["$made"], {}),
}
HOST_WRITTEN_INTO_THE_CLIENT = {"DimensionsApi.list_dimension_elements"}
"""The client asks the official host whatever its configuration says; tested over plain HTTP."""
ONLY_NEWER = tuple(method for method in CALLS if method.startswith("AnnotationsApi."))


@pytest.fixture(scope="session")
def older() -> Path:
    """Install the older client beside this environment; return where."""
    if not OLDER.is_dir() or OLDER.stat().st_mtime < OLDER_LOCK.stat().st_mtime:
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--upgrade"),
                *("--require-hashes", "--target", OLDER, "--requirement", OLDER_LOCK),
            ],
            check=True,
            timeout=INSTALL_MOST_S,
        )
        OLDER.touch()
    return OLDER


@pytest.fixture(scope="module", params=["5", "4"])
def told(request: pytest.FixtureRequest, server: Served) -> Mapping[str, Any]:
    """Make all calls with one of the clients; return what it says."""
    before = [request.getfixturevalue("older")] if request.param == "4" else []
    wish = {
        "calls": CALLS,
        "apis": APIS,
        "baseURL": server.base_url,
        "tokenId": server.token_id,
        "tokenSecret": server.secret,
    }
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("python_calls.py")],
        env={
            **os.environ,
            "PLAYHEAD_SDK": json.dumps(wish),
            "PYTHONPATH": os.pathsep.join(map(str, before)),
        },
        capture_output=True,
        text=True,
        timeout=CALLS_MOST_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answered: Mapping[str, Any] = json.loads(done.stdout)
    assert answered["version"].split(".")[0] == request.param
    return {"major": request.param, **answered}


def test_every_method_is_called_or_said_not_to_be(told: Mapping[str, Any]) -> None:
    left_over = [
        method
        for method in told["methods"]
        if method not in {*told["called"], *HOST_WRITTEN_INTO_THE_CLIENT}
    ]
    assert left_over == []
    missing = set(CALLS) - set(told["called"])
    assert missing == (set() if told["major"] == "5" else set(ONLY_NEWER))


def _comparison(answer: Any) -> None:
    totals, *groups = answer["data"]
    assert (totals["name"], totals["view_count"]) == ("totals", 20)
    assert groups[0]["metric"] == "views"
    assert groups[0]["value"] == 20
    assert {item["metric"] for item in groups[0]["items"]} >= {"unique_viewers", "playing_time"}


def _breakdown(answer: Any) -> None:
    assert [(row.get("field"), row["views"]) for row in answer["data"]] == [("NO", 20), (None, 10)]
    assert answer["total_row_count"] == 3


def _overall(answer: Any) -> None:
    assert answer["data"]["value"] == answer["data"]["total_views"] == 20


def _insights(answer: Any) -> None:
    assert answer["total_row_count"] == len(answer["data"]) > 0
    assert {"filter_column", "negative_impact_score", "metric"} < set(answer["data"][0])


def _timeseries(answer: Any) -> None:
    assert answer["timeframe"] == WINDOW
    assert answer["data"][-1] == ["2026-02-02T23:00:00Z", "33.0", "33"]


def _lists(answer: Any) -> None:
    assert len(answer["data"]["basic"]) == 22
    assert len(answer["data"]["advanced"]) >= 84


def _values(answer: Any) -> None:
    assert answer["data"][0] == {"value": "NO", "total_count": 20}
    assert answer["total_row_count"] == 3


def _filter_values(answer: Any) -> None:
    (row,) = answer["data"]
    assert (row.get("value"), row["total_count"]) == (None, 12)


def _views(answer: Any) -> None:
    assert [row["id"] for row in answer["data"]] == [seeds.COMPLETE]
    assert answer["total_row_count"] == 1


def _view(answer: Any) -> None:
    assert answer["data"]["id"] == seeds.COMPLETE
    assert answer["data"]["events"][1]["name"] == "renditionchange"


def _errors(answer: Any) -> None:
    (row,) = answer["data"]
    assert row["count"] == 1
    assert 0 < row["percentage"] < 1


def _nothing(answer: Any) -> None:
    assert (answer["data"], answer["total_row_count"]) == ([], 0)


def _note(note: str, date: str) -> Callable[[Any], None]:
    def check(answer: Any) -> None:
        assert (answer["data"]["note"], answer["data"]["date"]) == (note, date)

    return check


def _notes(answer: Any) -> None:
    assert answer["total_row_count"] == len(answer["data"]) == 1


def _gone(answer: Any) -> None:
    assert answer is None


def _new_key(answer: Any) -> None:
    pem = base64.b64decode(answer["data"]["private_key"], validate=True)
    assert pem.startswith(b"-----BEGIN RSA PRIVATE KEY-----")
    _key(answer["data"])


def _one_key(answer: Any) -> None:
    assert answer["data"].get("private_key") is None
    _key(answer["data"])


def _keys(answer: Any) -> None:
    assert answer["data"]
    for each in answer["data"]:
        assert each.get("private_key") is None
        _key(each)


def _key(key: Any) -> None:
    assert re.fullmatch(r"[0-9A-Za-z]{44}", key["id"])
    assert key["created_at"] == str(NOW_S)


CHECKS: Mapping[str, Callable[[Any], None]] = {
    "MetricsApi.list_all_metric_values": _comparison,
    "MetricsApi.list_breakdown_values": _breakdown,
    "MetricsApi.get_overall_values": _overall,
    "MetricsApi.list_insights": _insights,
    "MetricsApi.get_metric_timeseries_data": _timeseries,
    "DimensionsApi.list_dimensions": _lists,
    "DimensionsApi.list_dimension_values": _values,
    "FiltersApi.list_filters": _lists,
    "FiltersApi.list_filter_values": _filter_values,
    "VideoViewsApi.list_video_views": _views,
    "VideoViewsApi.get_video_view": _view,
    "ErrorsApi.list_errors": _errors,
    "ExportsApi.list_exports": _nothing,
    "ExportsApi.list_exports_views": _nothing,
    "IncidentsApi.list_incidents": _nothing,
    "AnnotationsApi.create_annotation": _note("Player 5.2", "2026-02-02T23:00:00+00:00"),
    "AnnotationsApi.list_annotations": _notes,
    "AnnotationsApi.get_annotation": _note("Player 5.2", "2026-02-02T23:00:00+00:00"),
    "AnnotationsApi.update_annotation": _note("5.3", "2026-02-02T23:01:00+00:00"),
    "AnnotationsApi.delete_annotation": _gone,
    "MonitoringApi.list_monitoring_dimensions": live_checks.dimensions(15),
    "MonitoringApi.list_monitoring_metrics": live_checks.metrics(7),
    "MonitoringApi.get_monitoring_breakdown": live_checks.breakdown,
    "MonitoringApi.get_monitoring_breakdown_timeseries": live_checks.breakdown_timeseries,
    "MonitoringApi.get_monitoring_timeseries": live_checks.timeseries(3_000_000, 2),
    "MonitoringApi.get_monitoring_histogram_timeseries": live_checks.histogram,
    "RealTimeApi.list_realtime_dimensions": live_checks.dimensions(10),
    "RealTimeApi.list_realtime_metrics": live_checks.metrics(6),
    "RealTimeApi.get_realtime_breakdown": live_checks.breakdown,
    "RealTimeApi.get_realtime_timeseries": live_checks.timeseries(12, 12),
    "RealTimeApi.get_realtime_histogram_timeseries": live_checks.histogram,
    "SigningKeysApi.create_signing_key": _new_key,
    "SigningKeysApi.list_signing_keys": _keys,
    "SigningKeysApi.get_signing_key": _one_key,
    "SigningKeysApi.delete_signing_key": _gone,
    "URLSigningKeysApi.create_url_signing_key": _new_key,
    "URLSigningKeysApi.list_url_signing_keys": _keys,
    "URLSigningKeysApi.get_url_signing_key": _one_key,
    "URLSigningKeysApi.delete_url_signing_key": _gone,
}


@pytest.mark.parametrize("method", CHECKS)
def test_a_method_returns_what_is_there(told: Mapping[str, Any], method: str) -> None:
    if method in told["called"]:
        outcome = told["called"][method]
        assert "value" in outcome, outcome
        CHECKS[method](outcome["value"])
    else:
        assert method in ONLY_NEWER
        assert told["major"] == "4"


@pytest.mark.parametrize(
    "method", ["IncidentsApi.get_incident", "IncidentsApi.list_related_incidents"]
)
def test_what_is_not_there_is_the_clients_own_error(told: Mapping[str, Any], method: str) -> None:
    assert told["called"][method]["error"] == {"kind": "NotFoundException", "status": 404}
