"""The official, unmodified Node client, newest and one older major, with only its host replaced.

Each method of its data resources is called, or stands in the list of those that Playhead does not
serve yet; so a method that a newer client has is noticed.
"""

import base64
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.sdk import live_checks, live_seeds, seeds
from tests.sdk.serving import Served
from tests.sdk.signed import verified

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).with_name("node")
PACKAGES = ("mux-node-15", "mux-node-14")
NPM_MOST_S = 300
CALLS_MOST_S = 120
NOW_S = seeds.NOW_MS // 1000
DATE_S = NOW_S - 3_600
WINDOW = [NOW_S - 86_400, NOW_S]

CALLS: dict[str, list[Any]] = {
    "data.metrics.list": [{"dimension": "country", "value": "NO"}],
    "data.metrics.listBreakdownValues": [
        "video_startup_time",
        {"group_by": "country", "order_by": "views", "limit": 2},
    ],
    "data.metrics.getOverallValues": ["views", {"filters": ["!country:", "country:NO"]}],
    "data.metrics.getInsights": ["video_startup_time", {"measurement": "avg"}],
    "data.metrics.getTimeseries": ["views", {"group_by": "hour", "timeframe": ["24:hours"]}],
    "data.dimensions.list": [],
    "data.dimensions.listValues": ["country", {"metric_filters": ["video_startup_time>=0"]}],
    "data.dimensions.listTraceElements": [
        "video_cdn_trace",
        {"order_by": "field", "order_direction": "asc"},
    ],
    "data.filters.listValues": ["country", {"limit": 1, "page": 2}],
    "data.videoViews.list": [{"limit": 10, "filters": ["+video_cdn_trace:edge-a"]}],
    "data.videoViews.retrieve": [seeds.COMPLETE],
    "data.errors.list": [{}],
    "data.engagement.assets.heatmap": ["asset_id å"],
    "data.engagement.assets.hotspots": ["asset_id å", {"limit": 3}],
    "data.engagement.playbackIds.heatmap": ["playback_id å"],
    "data.engagement.playbackIds.hotspots": ["playback_id å", {"order_direction": "asc"}],
    "data.engagement.videos.heatmap": ["video_id å", {"timeframe": ["24:hours"]}],
    "data.engagement.videos.hotspots": ["video_id å"],
    "data.subviewMetrics.getOverallValues": ["playing_time", "rendition"],
    "data.subviewMetrics.listBreakdownValues": [
        "playing_time",
        "rendition",
        {"group_by": ["video_source_height"]},
    ],
    "data.subviewMetrics.listComparisonValues": [
        "playing_time",
        "rendition",
        {"dimension": "country", "values": ["NO", "__empty__"]},
    ],
    "data.subviewMetrics.getBreakdownTimeseries": [
        "playing_time",
        "playback_mode",
        {"time_granularity": "hour"},
    ],
    "data.subviewMetrics.listDimensions": ["playback_mode"],
    "data.subviewMetrics.listDimensionValues": ["rendition", "country", {"order_by": "value"}],
    "data.exports.listVideoViews": [],
    "data.incidents.list": [{"status": "open", "severity": "alert"}],
    "data.incidents.retrieve": ["ABCD1234"],
    "data.incidents.listRelated": ["ABCD1234"],
    "data.monitoring.listDimensions": [],
    "data.monitoring.metrics.list": [],
    "data.monitoring.metrics.getBreakdown": [
        "current-concurrent-viewers",
        {"dimension": "country", "order_by": "field", "order_direction": "asc"},
    ],
    "data.monitoring.metrics.getBreakdownTimeseries": [
        "current-rebuffering-percentage",
        {"dimension": "asn", "limit": 5, "filters": ["country:NO"]},
    ],
    "data.monitoring.metrics.getTimeseries": [
        "current-average-bitrate",
        {"filters": ["!country:NO"]},
    ],
    "data.monitoring.metrics.getHistogramTimeseries": ["video-startup-time"],
    "data.realTime.listDimensions": [],
    "data.realTime.listMetrics": [],
    "data.realTime.retrieveBreakdown": ["current-concurrent-viewers", {"dimension": "country"}],
    "data.realTime.retrieveTimeseries": ["current-concurrent-viewers", {"filters": []}],
    "data.realTime.retrieveHistogramTimeseries": ["video-startup-time"],
    "data.annotations.create": [{"note": "Player 5.2", "date": DATE_S}],
    "data.annotations.list": [{"order_direction": "asc", "timeframe": ["2:hours"]}],
    "data.annotations.retrieve": ["$made"],
    "data.annotations.update": ["$made", {"note": "Player 5.3", "date": DATE_S + 60}],
    "data.annotations.delete": ["$made"],
    "system.utilities.whoami": [],
    "system.signingKeys.create": [],
    "system.signingKeys.list": [{"limit": 10}],
    "system.signingKeys.retrieve": ["$made"],
    "system.signingKeys.delete": ["$made"],
    "system.usageExports.list": [{"limit": 10}],
}
"""The arguments of each method, in the order of the calls; `$made` is the id made last."""

NOT_SERVED = ("system.webhooks.",)


@pytest.fixture(scope="session")
def packages() -> Path:
    """Install the clients as the lock file says; return where."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("the Node clients need Node.js 20 with npm: apt-get install nodejs npm")
    installed = FOLDER / "node_modules" / ".package-lock.json"
    lock = FOLDER / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=FOLDER,
            check=True,
            timeout=NPM_MOST_S,
        )
        installed.touch()
    return FOLDER


@pytest.fixture(scope="module", params=PACKAGES)
def told(request: pytest.FixtureRequest, packages: Path, server: Served) -> Mapping[str, Any]:
    """Make all calls with one of the clients; return what it says."""
    wish = {
        "packageName": request.param,
        "calls": CALLS,
        "baseURL": server.base_url,
        "tokenId": server.token_id,
        "tokenSecret": server.secret,
    }
    node = shutil.which("node")
    assert node is not None
    done = subprocess.run(
        [node, "calls.mjs"],
        cwd=packages,
        env={**os.environ, "PLAYHEAD_SDK": json.dumps(wish)},
        capture_output=True,
        text=True,
        timeout=CALLS_MOST_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answered: Mapping[str, Any] = {"package": request.param, **json.loads(done.stdout)}
    return answered


def value_of(told: Mapping[str, Any], method: str) -> Any:
    outcome = told["called"][method]
    assert "value" in outcome, f"{method}: {outcome}"
    return outcome["value"]


def test_every_method_is_called_or_said_not_to_be_served(told: Mapping[str, Any]) -> None:
    left_over = [
        method
        for method in told["methods"]
        if method not in told["called"] and not method.startswith(NOT_SERVED)
    ]
    assert left_over == []
    assert len(told["called"]) >= 20


def _comparison(answer: Any) -> None:
    totals, *groups = answer["data"]
    assert (totals["name"], totals["view_count"]) == ("totals", 20)
    assert [group["metric"] for group in groups][:2] == ["views", "viewer_experience_score"]
    assert groups[0]["value"] == 20


def _breakdown(answer: Any) -> None:
    assert [(row["field"], row["views"]) for row in answer["data"]] == [("NO", 20), (None, 10)]


def _overall(answer: Any) -> None:
    assert answer["data"]["value"] == answer["data"]["total_views"] == 20


def _insights(answer: Any) -> None:
    assert answer["total_row_count"] == len(answer["data"]) > 0
    assert {"filter_column", "negative_impact_score", "metric"} < set(answer["data"][0])


def _timeseries(answer: Any) -> None:
    assert answer["timeframe"] == WINDOW
    assert len(answer["data"]) == 24
    assert answer["data"][-1] == ["2026-02-02T23:00:00Z", 33, 33]


def _lists(answer: Any) -> None:
    assert len(answer["data"]["basic"]) == 22
    assert len(answer["data"]["advanced"]) >= 84


def _values(answer: Any) -> None:
    assert answer["data"][0] == {"value": "NO", "total_count": 20}
    assert len(answer["data"]) == 3


def _filter_values(answer: Any) -> None:
    assert answer["data"] == [{"value": None, "total_count": 12}]


def _elements(answer: Any) -> None:
    assert answer["data"] == [
        {"value": "edge-a", "total_count": 1},
        {"value": "edge-b", "total_count": 1},
    ]


def _views(answer: Any) -> None:
    assert [row["id"] for row in answer["data"]] == [seeds.COMPLETE]


def _view(answer: Any) -> None:
    assert answer["data"]["id"] == seeds.COMPLETE
    assert len(answer["data"]) >= 194
    assert [event["name"] for event in answer["data"]["events"]][:2] == [
        "viewstart",
        "renditionchange",
    ]


def _errors(answer: Any) -> None:
    (row,) = answer["data"]
    assert row["count"] == 1
    assert 0 < row["percentage"] < 1


def _heatmap(answer: Any) -> None:
    assert answer["data"]["total_views"] == 1
    assert answer["data"]["value"] == [1] * 4 + [0] * 5 + [1] * 3


def _hotspots(answer: Any) -> None:
    assert answer["total_row_count"] == len(answer["data"]["hotspots"]) > 0
    assert {"start_ms", "end_ms", "score"} == set(answer["data"]["hotspots"][0])


def _subview_overall(answer: Any) -> None:
    assert answer["data"] == {"metric_value": 5_500}


def _subview_breakdown(answer: Any) -> None:
    assert answer["data"] == [
        {"breakdown_value": "1080", "metric_value": 4_000},
        {"breakdown_value": "360", "metric_value": 1_500},
    ]


def _subview_comparison(answer: Any) -> None:
    assert [row["dimension_value"] for row in answer["data"]] == ["NO", "__empty__"]
    assert [row["values"] for row in answer["data"]] == [[], []]


def _subview_timeseries(answer: Any) -> None:
    (filled,) = [row for row in answer["data"] if row["values"]]
    assert filled == {
        "date": "2026-02-02T23:00:00Z",
        "status": "partial",
        "values": [
            {"breakdown_value": "standard", "metric_value": 5_000},
            {"breakdown_value": "pip", "metric_value": 500},
        ],
    }


def _subview_dimensions(answer: Any) -> None:
    assert answer["data"]["subview"] == ["player_playback_mode"]


def _subview_values(answer: Any) -> None:
    assert answer["data"] == [{"value": "country å", "playing_time": 5_500}]


def _nothing(answer: Any) -> None:
    assert answer["data"] == []


def _note(note: str, date: str) -> Callable[[Any], None]:
    def check(answer: Any) -> None:
        assert (answer["note"], answer["date"]) == (note, date)
        assert answer["sub_property_id"] is None

    return check


def _notes(answer: Any) -> None:
    (note,) = answer["data"]
    assert note["note"] == "Player 5.2"


def _gone(answer: Any) -> None:
    assert not answer


def _whoami(answer: Any) -> None:
    assert answer["environment_name"] == "Site"
    assert answer["environment_type"] == "production"
    assert answer["organization_name"] == "Default"
    assert answer["access_token_name"] == "client"
    assert answer["permissions"] == ["data:read", "data:write", "system:read", "system:write"]


def _key(answer: Any, *, is_new: bool = False) -> None:
    assert re.fullmatch(r"[0-9A-Za-z]{44}", answer["id"])
    assert answer["created_at"] == str(NOW_S)
    assert ("private_key" in answer) is is_new


def _new_key(answer: Any) -> None:
    _key(answer, is_new=True)
    pem = base64.b64decode(answer["private_key"], validate=True)
    assert pem.startswith(b"-----BEGIN RSA PRIVATE KEY-----")


def _keys(answer: Any) -> None:
    assert answer["data"]
    for each in answer["data"]:
        _key(each)


CHECKS: Mapping[str, Callable[[Any], None]] = {
    "data.metrics.list": _comparison,
    "data.metrics.listBreakdownValues": _breakdown,
    "data.metrics.getOverallValues": _overall,
    "data.metrics.getInsights": _insights,
    "data.metrics.getTimeseries": _timeseries,
    "data.dimensions.list": _lists,
    "data.dimensions.listValues": _values,
    "data.dimensions.listTraceElements": _elements,
    "data.filters.listValues": _filter_values,
    "data.videoViews.list": _views,
    "data.videoViews.retrieve": _view,
    "data.errors.list": _errors,
    "data.engagement.assets.heatmap": _heatmap,
    "data.engagement.assets.hotspots": _hotspots,
    "data.engagement.playbackIds.heatmap": _heatmap,
    "data.engagement.playbackIds.hotspots": _hotspots,
    "data.engagement.videos.heatmap": _heatmap,
    "data.engagement.videos.hotspots": _hotspots,
    "data.subviewMetrics.getOverallValues": _subview_overall,
    "data.subviewMetrics.listBreakdownValues": _subview_breakdown,
    "data.subviewMetrics.listComparisonValues": _subview_comparison,
    "data.subviewMetrics.getBreakdownTimeseries": _subview_timeseries,
    "data.subviewMetrics.listDimensions": _subview_dimensions,
    "data.subviewMetrics.listDimensionValues": _subview_values,
    "data.exports.listVideoViews": _nothing,
    "data.incidents.list": _nothing,
    "data.monitoring.listDimensions": live_checks.dimensions(15),
    "data.monitoring.metrics.list": live_checks.metrics(7),
    "data.monitoring.metrics.getBreakdown": live_checks.breakdown,
    "data.monitoring.metrics.getBreakdownTimeseries": live_checks.breakdown_timeseries,
    "data.monitoring.metrics.getTimeseries": live_checks.timeseries(3_000_000, 2),
    "data.monitoring.metrics.getHistogramTimeseries": live_checks.histogram,
    "data.realTime.listDimensions": live_checks.dimensions(10),
    "data.realTime.listMetrics": live_checks.metrics(6),
    "data.realTime.retrieveBreakdown": live_checks.breakdown,
    "data.realTime.retrieveTimeseries": live_checks.timeseries(12, 12),
    "data.realTime.retrieveHistogramTimeseries": live_checks.histogram,
    "data.annotations.create": _note("Player 5.2", "2026-02-02T23:00:00Z"),
    "data.annotations.list": _notes,
    "data.annotations.retrieve": _note("Player 5.2", "2026-02-02T23:00:00Z"),
    "data.annotations.update": _note("Player 5.3", "2026-02-02T23:01:00Z"),
    "data.annotations.delete": _gone,
    "system.utilities.whoami": _whoami,
    "system.signingKeys.create": _new_key,
    "system.signingKeys.list": _keys,
    "system.signingKeys.retrieve": _key,
    "system.signingKeys.delete": _gone,
    "system.usageExports.list": _nothing,
}
ONLY_NEWER = ("data.engagement.", "data.subviewMetrics.", "system.usageExports.")
ONLY_OLDER = {"data.filters.listValues"}


@pytest.mark.parametrize("method", CHECKS)
def test_a_method_returns_what_is_there(told: Mapping[str, Any], method: str) -> None:
    if method not in told["methods"]:
        newest = told["package"] == PACKAGES[0]
        assert method in ONLY_OLDER if newest else method.startswith(ONLY_NEWER)
    else:
        CHECKS[method](value_of(told, method))


@pytest.mark.parametrize("method", ["data.incidents.retrieve", "data.incidents.listRelated"])
def test_what_is_not_there_is_the_clients_own_error(told: Mapping[str, Any], method: str) -> None:
    assert told["called"][method]["error"] == {"kind": "NotFoundError", "status": 404}


def test_walking_all_pages_ends_and_shows_each_view_once(told: Mapping[str, Any]) -> None:
    assert len(told["walked"]) == len(set(told["walked"])) == 3 + len(seeds.PLAIN)


def test_what_the_client_signs_with_a_key_is_verified_by_the_half_that_is_kept(
    told: Mapping[str, Any], server: Served
) -> None:
    claims = verified(told["signed"], server)
    assert (claims["sub"], claims["aud"]) == ("my-video", "video_id")


def test_what_the_client_signs_is_told_how_many_watch(told: Mapping[str, Any]) -> None:
    counted = told["counted"]
    assert counted["status"] == 200, counted
    (count,) = counted["body"]["data"]
    assert (count["views"], count["viewers"]) == (live_seeds.VIEWS, live_seeds.VIEWERS)
