"""A real browser plays a real video, and the official client reads what became of it.

The page measures by the video element's own events, the SDK by its own rules. Where these differ
by design, the tolerance says so: the SDK counts up to a second of each stall as playing, since it
notices one only when the playhead has stood still for a while.
"""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import mux_python
import pytest
import urllib3

from lab import browser, certificate, places, scenarios
from lab.errors import LabError
from lab.measured import Measured
from lab.play import act, play
from lab.scenario import Played
from lab.site import Site
from tests.servers import PlayheadServer, Token, eventually

pytestmark = pytest.mark.slow

READABLE_WITHIN_S = 5.0
STARTUP_TOLERANCE_MS = 150
"""The SDK sees the first picture at the element's `playing` or one `timeupdate` later."""
SPAN_TOLERANCE_MS = 500
"""Spans end with the page, which the page and the SDK notice at different moments."""
STALL_NOTICED_WITHIN_MS = 1_100
SEEK_TOLERANCE_MS = 300
HOST = "beacons.playhead.test"
METADATA = {
    "video_title": "Ærøskøbing, the harbour 🎬",
    "video_series": "Harbours",
    "video_content_type": "episode",
    "viewer_user_id": "viewer 7",
    "experiment_name": "big button",
    "sub_property_id": "tenant-9",
    "custom_1": "one",
    "custom_10": "ten",
}


@pytest.fixture(scope="module", autouse=True)
def browser_and_player() -> None:
    """Tell in one sentence what is missing; on CI nothing may be."""
    missing = None
    if not any(map(shutil.which, browser.NAMES)):
        missing = "Chromium is not installed: run `apt-get install chromium`."
    else:
        try:
            Site(places.MEDIA)
        except LabError as error:
            missing = str(error)
    if missing and os.environ.get("CI", "").lower() == "true":
        pytest.fail(missing, pytrace=False)
    if missing:
        pytest.skip(missing)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayheadServer]:
    with PlayheadServer(tmp_path_factory.mktemp("play") / "data") as running:
        yield running


class Reader:
    """The official client, in a thread that notes when a view became readable."""

    def __init__(self, server: PlayheadServer, token: Token) -> None:
        configuration = mux_python.Configuration(
            host=server.url, username=token.id, password=token.secret
        )
        configuration.verify_ssl = False
        self._client = mux_python.ApiClient(configuration)
        self.views = mux_python.VideoViewsApi(self._client)
        self.metrics = mux_python.MetricsApi(self._client)
        self._server = server
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._failed: Exception | None = None
        self.last_beacon_at = 0.0
        self.readable_at = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        self._client.close()

    def _watch(self) -> None:
        try:
            accepted = self._accepted()
            while not self._over.wait(0.05):
                now_accepted = self._accepted()
                if now_accepted != accepted:
                    accepted, self.last_beacon_at = now_accepted, time.monotonic()
                if not self.readable_at and self.views.list_video_views().total_row_count:
                    self.readable_at = time.monotonic()
        except Exception as error:  # noqa: BLE001 - told to the test, in its own thread
            self._failed = error

    def _accepted(self) -> int:
        return self._server.counter("playhead_beacons_total", "accepted")

    def wait(self) -> None:
        """Wait until a view is readable; fail if that took too long after the last beacon."""
        eventually(lambda: self.readable_at or self._failed, 30, "the view can be read")
        if self._failed is not None:
            raise self._failed
        assert self.readable_at - self.last_beacon_at <= READABLE_WITHIN_S


def fresh(server: PlayheadServer, name: str) -> tuple[str, Token]:
    """Make an environment of its own for a test; return its env key and a token."""
    environment = server.create_environment(name)
    return environment.env_key, server.create_token(environment.name)


def test_a_view_agrees_with_what_the_page_measured(server: PlayheadServer) -> None:
    env_key, token = fresh(server, "Plain play")
    with Reader(server, token) as reader:
        played = play(
            beacons=f"localhost:{server.port}", env_key=env_key, seconds=6, metadata=METADATA
        )
        reader.wait()
        view = only_view(reader, played)
    assert_agrees(view, played.views[0])
    for name, value in METADATA.items():
        assert getattr(view, name) == value, name
    assert view.video_id == "lab-play"
    assert_surroundings(view)
    assert_metrics_agree(reader, played.views[0])


@pytest.mark.parametrize("name", ["rebuffer", "seek", "pause_resume"])
def test_stalls_seeks_and_pauses_agree_too(server: PlayheadServer, name: str) -> None:
    env_key, token = fresh(server, name)
    with Reader(server, token) as reader:
        scenario = scenarios.SCENARIOS[name]
        played = act(scenario, beacons=f"localhost:{server.port}", env_key=env_key)
        reader.wait()
        view = only_view(reader, played)
    measured = played.views[0]
    assert (measured.stall_count > 0, measured.seek_count > 0, measured.paused_ms > 0) == {
        "rebuffer": (True, False, False),
        "seek": (False, True, True),
        "pause_resume": (False, False, True),
    }[name], measured
    assert_agrees(view, measured)


def test_the_same_over_tls_under_a_host_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    certificate_file, key_file = certificate.make(tmp_path)
    options = ("--tls-cert", str(certificate_file), "--tls-key", str(key_file))
    resolve = f"--host-resolver-rules=MAP {HOST} 127.0.0.1"
    monkeypatch.setattr(browser, "ARGUMENTS", (*browser.ARGUMENTS, resolve))
    with PlayheadServer(tmp_path / "data", *options) as server:
        env_key, token = fresh(server, "Secure play")
        with Reader(server, token) as reader:
            played = play(beacons=f"{HOST}:{server.port}", env_key=env_key, seconds=4)
            reader.wait()
            view = only_view(reader, played)
    assert_agrees(view, played.views[0])
    assert_surroundings(view)


def only_view(reader: Reader, played: Played) -> Any:
    """Return the one view that was played, as the official client reads it."""
    assert len(played.views) == len(played.view_ids) == 1
    listed = reader.views.list_video_views().data
    assert [row.id for row in listed] == list(played.view_ids)
    view = reader.views.get_video_view(played.view_ids[0]).data
    assert listed[0].watch_time == view.watch_time
    assert listed[0].view_end == view.view_end
    return view


def assert_agrees(view: Any, measured: Measured) -> None:
    stalled_ms = measured.stall_count * STALL_NOTICED_WITHIN_MS
    assert measured.startup_ms is not None
    assert abs(view.time_to_first_frame - measured.startup_ms) <= STARTUP_TOLERANCE_MS
    playing_ms = float(view.view_playing_time)
    assert -SPAN_TOLERANCE_MS <= playing_ms - measured.playing_ms <= SPAN_TOLERANCE_MS + stalled_ms
    assert abs(view.watch_time - measured.watch_ms) <= SPAN_TOLERANCE_MS
    assert view.buffering_count == measured.stall_count
    stall_ms = view.buffering_duration - measured.stall_ms
    assert -stalled_ms <= stall_ms <= SPAN_TOLERANCE_MS * measured.stall_count
    # A view without a seek has no count of seeks: the SDK tells it with the first one.
    assert (view.view_seek_count or 0) == measured.seek_count
    seek_ms = abs((view.view_seek_duration or 0) - measured.seek_ms)
    assert seek_ms <= SEEK_TOLERANCE_MS * measured.seek_count
    furthest_ms = float(view.view_max_playhead_position)
    assert furthest_ms >= measured.playhead_ms - SPAN_TOLERANCE_MS
    assert view.playback_failure is False
    assert view.exit_before_video_start is False
    assert view.view_dropped is False
    assert view.player_source_height in measured.source_heights
    assert measured.play_intent_at is not None
    assert abs(epoch_ms(view.view_start) - measured.play_intent_at) <= SPAN_TOLERANCE_MS
    assert_timeline(view, measured)


def assert_timeline(view: Any, measured: Measured) -> None:
    names = [event.name for event in view.events]
    assert names[-1] == "viewend"
    order = [names.index(name) for name in ("viewstart", "play", "playing")]
    assert order == sorted(order)
    assert names.count("rebufferstart") == names.count("rebufferend") == measured.stall_count
    assert names.count("seeking") == names.count("seeked") == measured.seek_count
    times = [event.viewer_time for event in view.events]
    assert times == sorted(times)
    picture_ms = view.events[names.index("playing")].viewer_time
    assert measured.play_intent_at is not None
    assert measured.startup_ms is not None
    startup_ms = picture_ms - measured.play_intent_at
    assert abs(startup_ms - measured.startup_ms) <= STARTUP_TOLERANCE_MS


def assert_surroundings(view: Any) -> None:
    assert view.player_name == "Playhead lab"
    assert view.mux_embed == "mux-embed"
    assert view.player_software == "HTML5 Video Element"
    assert view.viewer_application_name in {"Chrome", "HeadlessChrome"}
    assert view.viewer_os_family == "Linux"
    assert view.viewer_device_category == "desktop"
    assert view.page_url.startswith("http://127.0.0.1:")


def assert_metrics_agree(reader: Reader, measured: Measured) -> None:
    startup = reader.metrics.get_overall_values("video_startup_time", timeframe=["1:hours"])
    assert startup.data.total_views == 1
    assert abs(startup.data.value - measured.startup_ms) <= STARTUP_TOLERANCE_MS
    views = reader.metrics.get_overall_values("views", timeframe=["1:hours"])
    assert views.data.value == 1
    scored = reader.metrics.get_overall_values("viewer_experience_score", timeframe=["1:hours"])
    assert 0 < scored.data.value <= 1


def epoch_ms(text: str) -> float:
    """Return an instant of the API as epoch milliseconds."""
    return datetime.fromisoformat(text).timestamp() * 1000
