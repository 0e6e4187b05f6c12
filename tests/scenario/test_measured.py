"""The views agree with what the page measured itself, by the video element's own events.

This is what makes the recorded expectations trustworthy: the page's figures never passed through
the SDK, the beacons or the sessionizer.
"""

import functools
from collections.abc import Iterator

import msgspec
import pytest

from lab.measured import Measured
from playhead.model.view import View
from tests.scenario import dialects, scenarios
from tests.scenario.folding import fold

NEAR_MS = 100
"""Script on a busy page sees an event that much later than the SDK's own listener."""
HEARTBEAT_MS = 250
"""The SDK looks at the playhead at the element's own pace, four times a second."""
UNNOTICED_STALL_MS = 1_000
"""The SDK takes a stall for playing until the picture has stood still that long."""
OLD_SDK_MS = 150
"""Without its own clock, an old SDK's playing time is the progress of the playhead."""

WITHOUT_COUNTERS = frozenset(
    "old_sdk dialect_mux_embed_4_9 dialect_mux_embed_4_30 dialect_mux_embed_5_1".split()
)


def _is_frozen(view: View) -> bool:
    """Return whether the SDK stopped its clocks, as it does after an error until it plays again."""
    return view.failure.error_count > 0


@functools.cache
def _pairs(name: str) -> list[tuple[View, Measured]]:
    scenario = scenarios.scenario(name)
    views = fold(scenario.beacons).views
    assert scenario.page is not None
    return [
        (views[view_id], measured)
        for view_id, measured in zip(scenario.page.view_ids, scenario.page.views, strict=False)
    ]


def _each() -> Iterator[object]:
    for name in scenarios.recorded():
        for at, (view, measured) in enumerate(_pairs(name)):
            yield pytest.param(name, view, measured, id=f"{name}-{at}")


every_view = pytest.mark.parametrize(("name", "view", "measured"), list(_each()))


@pytest.mark.parametrize("name", scenarios.recorded())
def test_there_is_one_view_for_each_attempt_to_play(name: str) -> None:
    scenario = scenarios.scenario(name)
    assert scenario.page is not None
    attempts = [m for m in scenario.page.views if m.play_intent_at is not None]
    found = fold(scenario.beacons).views
    assert len(found) == len(attempts)
    assert sorted(found) == sorted(scenario.page.view_ids)


@every_view
def test_identity_and_start(name: str, view: View, measured: Measured) -> None:
    del name
    assert view.video.video_id == measured.video_id
    assert measured.play_intent_at is not None
    assert view.identity.view_start_ms == pytest.approx(measured.play_intent_at, abs=NEAR_MS)


@every_view
def test_startup_time(name: str, view: View, measured: Measured) -> None:
    del name
    startup_ms = view.startup.video_startup_time_ms
    if measured.startup_ms is None:
        assert startup_ms is None
    else:
        assert startup_ms == pytest.approx(measured.startup_ms, abs=NEAR_MS)


@every_view
def test_playing_time(name: str, view: View, measured: Measured) -> None:
    engagement = view.engagement
    content_ms, ad_ms = engagement.content_playing_time_ms or 0, engagement.ad_playing_time_ms or 0
    assert ad_ms == pytest.approx(measured.ad_playing_ms, abs=NEAR_MS)
    if _is_frozen(view):
        assert 0 <= content_ms <= measured.playing_ms + NEAR_MS
        return
    near_ms = OLD_SDK_MS if name in WITHOUT_COUNTERS else NEAR_MS
    unnoticed_ms = UNNOTICED_STALL_MS * measured.stall_count
    assert measured.playing_ms - near_ms <= content_ms
    assert content_ms <= measured.playing_ms + near_ms + unnoticed_ms


@every_view
def test_watch_time(name: str, view: View, measured: Measured) -> None:
    del name
    watch_ms = view.engagement.watch_time_ms
    if _is_frozen(view):
        assert 0 < watch_ms <= measured.watch_ms + NEAR_MS
    else:
        assert watch_ms == pytest.approx(measured.watch_ms, abs=NEAR_MS)


@every_view
def test_stalls(name: str, view: View, measured: Measured) -> None:
    if name == "error_then_recover":
        # To the page a reload stands still; to the player it is an error and a new start.
        assert (view.smoothness.rebuffer_count, measured.stall_count) == (0, 1)
        return
    if measured.startup_ms is None and not view.startup.video_startup_time_ms:
        assert (view.smoothness.rebuffer_count or 0) == 0
    assert (view.smoothness.rebuffer_count or 0) == measured.stall_count
    assert (view.smoothness.rebuffer_duration_ms or 0) == pytest.approx(
        measured.stall_ms, abs=NEAR_MS
    )


@every_view
def test_seeks(name: str, view: View, measured: Measured) -> None:
    del name
    assert (view.smoothness.seek_count or 0) == measured.seek_count
    assert (view.smoothness.seek_duration_ms or 0) == pytest.approx(measured.seek_ms, abs=NEAR_MS)


@every_view
def test_ads(name: str, view: View, measured: Measured) -> None:
    del name
    ads = view.ads
    assert ads.view_has_ad is (measured.ad_breaks > 0)
    assert (ads.ad_break_count or 0) == measured.ad_breaks
    assert (ads.ad_impression_count or 0) == measured.ad_impressions
    assert (ads.ad_error_count or 0) == measured.ad_errors


@every_view
def test_failures(name: str, view: View, measured: Measured) -> None:
    del name
    failure = view.failure
    assert failure.playback_failure is (measured.fatal_errors > 0)
    assert failure.video_startup_failure is (
        measured.fatal_errors > 0 and measured.startup_ms is None
    )


@every_view
def test_renditions(name: str, view: View, measured: Measured) -> None:
    heights = measured.source_heights
    source, quality = view.source, view.quality
    if not heights:
        return
    assert source.video_source_height_px == heights[-1]
    assert source.video_source_height_initial_px == heights[0]
    if name == "dialect_dashjs":
        # It tells of its audio's start as well, by a bitrate that no page sees.
        assert quality.rendition_change_count == 2
        return
    assert quality.rendition_change_count == len(heights) - 1


@every_view
def test_furthest_position(name: str, view: View, measured: Measured) -> None:
    del name
    furthest_ms = view.engagement.max_playhead_position_ms or 0
    if measured.seek_count:
        assert furthest_ms >= measured.playhead_ms - HEARTBEAT_MS
    else:
        assert furthest_ms == pytest.approx(measured.playhead_ms, abs=HEARTBEAT_MS)


_STARTED: dict[str, object] = {
    "startup.exit_before_video_start": False,
    "engagement.watched": True,
    "failure.playback_failure": False,
    "scores.playback_success_score": 1.0,
    "identity.view_dropped": False,
    "identity.missing_event_count": 0,
}
_CLEAN: dict[str, object] = _STARTED | {"smoothness.rebuffer_count": 0, "failure.error_count": 0}
_EXIT: dict[str, object] = {
    "startup.exit_before_video_start": True,
    "startup.video_startup_time_ms": None,
    "engagement.watched": False,
    "engagement.playing_time_ms": None,
    "smoothness.rebuffer_count": None,
    "failure.playback_failure": False,
    "scores.startup_time_score": None,
    "scores.smoothness_score": None,
    "scores.video_quality_score": None,
    "identity.view_dropped": False,
}
_ADS: dict[str, object] = _STARTED | {
    "ads.ad_break_count": 1,
    "ads.ad_attempt_count": 2,
    "ads.ad_impression_count": 1,
    "ads.ad_error_count": 1,
    "ads.ad_break_error_count": 1,
    "ads.ad_startup_error_count": 1,
    "ads.ad_exit_before_start_count": 0,
    "failure.ad_playback_failure": False,
    "failure.error_count": 0,
}

PROMISES: dict[str, list[dict[str, object]]] = {
    "autoplay_muted": [_CLEAN | {"player.player_autoplay": True}],
    "business_exception": [
        _EXIT
        | {
            "failure.playback_business_exception": True,
            "failure.video_startup_business_exception": True,
            "failure.video_startup_failure": False,
            "failure.error_count": 1,
            # Less than a second passed before the site refused.
            "scores.playback_success_score": None,
            "scores.viewer_experience_score": None,
        }
    ],
    "cdn_change": [
        _CLEAN | {"delivery.cdn": "backroad", "delivery.video_cdn_trace": ("fastlane", "backroad")}
    ],
    "custom_dimensions": [
        _CLEAN
        | {f"custom.custom_{n}": f"value {n}" for n in range(1, 13)}
        | {
            "custom.custom_13": None,
            "video.video_title": "Harbour: the fog",
            "video.video_series": "Harbour, season 2",
            "video.video_language": "en",
            "video.video_duration_ms": 12_000,
            "viewer.browser": "Harbour",
            "viewer.operating_system": "BeaconOS",
            "viewer.viewer_device_category": "tv",
            "viewer.viewer_plan_status": "active",
            "identity.viewer_id": "user-1234",
            "identity.sub_property_id": "tenant-9",
            "page.experiment_name": "big-button",
            "delivery.view_drm_type": "widevine",
        }
    ],
    "disable_cookies": [_CLEAN | {"identity.session_id": None, "identity.viewer_user_id": None}],
    "error_then_recover": [
        {
            "failure.playback_failure": True,
            "failure.video_startup_failure": False,
            "failure.content_playback_failure": True,
            "failure.ad_playback_failure": False,
            "failure.player_error_severity": "fatal",
            "failure.error_count": 1,
            "engagement.watched": True,
            "scores.playback_success_score": 0.0,
            "scores.viewer_experience_score": 0.0,
        }
    ],
    "exit_at_once": [
        _EXIT | {"scores.playback_success_score": None, "scores.viewer_experience_score": None}
    ],
    "exit_before_start": [
        _EXIT | {"scores.playback_success_score": 0.5, "scores.viewer_experience_score": 0.5}
    ],
    "fatal_error": [
        {
            "failure.playback_failure": True,
            "failure.video_startup_failure": True,
            "startup.exit_before_video_start": False,
            "engagement.watched": False,
            "scores.playback_success_score": 0.0,
            "scores.viewer_experience_score": 0.0,
        }
    ],
    "fatal_error_midplay": [
        {
            "failure.playback_failure": True,
            "failure.video_startup_failure": False,
            "engagement.watched": True,
            "scores.playback_success_score": 0.0,
            "scores.viewer_experience_score": 0.0,
        }
    ],
    "hls_normal_play": [
        _CLEAN | {"smoothness.seek_count": None, "quality.rendition_change_count": 0}
    ],
    "load_no_play": [],
    "midroll_ads": [_ADS],
    "mp4_normal_play": [_CLEAN | {"smoothness.seek_count": None}],
    "network_change": [_CLEAN],
    "old_sdk": [_CLEAN | {"player.mux_embed_version": "5.9.0"}],
    "pause_resume": [_CLEAN],
    "preroll_ads": [
        _ADS
        | {
            "ads.preroll_requested": True,
            "ads.preroll_played": True,
            "ads.requests_for_first_preroll": 1,
            "ads.preroll_ad_tag_hostname": "tags.example.net",
        }
    ],
    "programchange": [
        _CLEAN | {"identity.program_changed": False},
        _CLEAN
        | {
            "identity.program_changed": True,
            "startup.video_startup_time_ms": None,
            "startup.content_startup_time_ms": None,
            "scores.startup_time_score": None,
            "scores.smoothness_score": 1.0,
        },
    ],
    "rebuffer": [_STARTED | {"smoothness.rebuffer_count": 1}],
    "rendition_change": [
        _CLEAN
        | {
            "quality.rendition_change_count": 2,
            "quality.rendition_upshift_count": 1,
            "quality.rendition_downshift_count": 1,
        }
    ],
    "seek": [_CLEAN | {"smoothness.seek_count": 3}],
    "text_audio_tracks": [_CLEAN | {"player.used_captions": True, "player.used_pip": True}],
    "two_players_on_page": [_CLEAN, _CLEAN],
    "unload_midplay": [_CLEAN],
    "videochange": [
        _CLEAN | {"player.player_view_count": 1},
        _CLEAN | {"player.player_view_count": 2},
    ],
    "warning_error": [
        _STARTED
        | {
            "failure.error_count": 1,
            "failure.player_error_severity": "warning",
            "failure.content_playback_failure": False,
            "failure.playback_business_exception": False,
            "smoothness.rebuffer_count": 0,
        }
    ],
    **dialects.PROMISES,
}
"""Scenario to what its story promises of each view, written by hand from `story.md`."""


@pytest.mark.parametrize("name", scenarios.names())
def test_each_story_holds(name: str) -> None:
    folded = fold(scenarios.scenario(name).beacons).views.values()
    views = sorted(folded, key=lambda view: view.identity.view_start_ms)
    assert len(views) == len(PROMISES[name])
    for view, promise in zip(views, PROMISES[name], strict=True):
        found = {path: functools.reduce(getattr, path.split("."), view) for path in promise}
        assert found == promise


def test_a_stall_of_three_seconds() -> None:
    [(view, _)] = _pairs("rebuffer")
    smoothness, watch_ms = view.smoothness, view.engagement.watch_time_ms
    assert smoothness.rebuffer_duration_ms is not None
    assert smoothness.rebuffer_duration_ms == pytest.approx(3_000, abs=150)
    assert smoothness.rebuffer_percentage == smoothness.rebuffer_duration_ms / watch_ms
    assert smoothness.rebuffer_frequency == 1 / watch_ms


def test_views_of_one_page_belong_together() -> None:
    (first, _), (second, _) = _pairs("two_players_on_page")
    assert first.player.player_instance_id != second.player.player_instance_id
    assert first.identity.session_id == second.identity.session_id is not None
    assert first.identity.viewer_id == second.identity.viewer_id


def test_views_of_one_player_belong_together() -> None:
    for name in ("videochange", "programchange"):
        (first, _), (second, _) = _pairs(name)
        assert first.player.player_instance_id == second.player.player_instance_id
        assert first.video.video_title != second.video.video_title
        assert first.identity.view_end_ms <= second.identity.view_start_ms


def test_a_view_without_cookies_is_a_viewer_of_its_own() -> None:
    [(view, _)] = _pairs("disable_cookies")
    assert view.identity.viewer_id.startswith("anonymous-")


def test_autoplay_tells_the_time_since_the_page() -> None:
    [(view, _)] = _pairs("autoplay_muted")
    startup = view.startup
    assert startup.aggregate_startup_time_ms is not None
    assert startup.video_startup_time_ms is not None
    assert startup.aggregate_startup_time_ms > startup.video_startup_time_ms


def test_an_old_sdk_sends_no_cumulative_playing_time() -> None:
    bodies = b"".join(beacon.body for beacon in scenarios.scenario("old_sdk").beacons)
    assert b"xpntimscv" not in bodies
    assert b"cumulative" not in bodies


def test_mean_bitrate_is_that_of_the_seconds_played() -> None:
    """A second reading of the beacons, straight from their text."""
    [(view, _)] = _pairs("rendition_change")
    sent = [
        event
        for beacon in scenarios.scenario("rendition_change").beacons
        for event in msgspec.json.decode(beacon.body)["events"]
    ]
    bits = seconds = played_ms = 0.0
    bitrate = None
    for event in sorted(sent, key=lambda e: int(e["xsqno"])):
        step_s = (event["xpntimscv"] - played_ms) / 1000
        played_ms = event["xpntimscv"]
        if bitrate:
            bits += bitrate * step_s
            seconds += step_s
        bitrate = event.get("vsobi", bitrate)
    assert view.quality.weighted_average_bitrate_bps == pytest.approx(bits / seconds, rel=1e-9)
