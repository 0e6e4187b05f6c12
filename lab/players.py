"""The other players: older SDKs, and the players that sites put around the video element.

Each plays the same short video, with a pause, so that what differs is the player's dialect. The
old SDKs fail twice in the same way near the end: before 5.2 the second error came without a word
of what it was.

Law: recorded like every scenario; what cannot run in a browser is composed in `dialects`.
"""

from typing import Any

from lab import steps
from lab.scenario import Scenario
from lab.scenarios import HLS, STARTED

DASH: dict[str, Any] = {"source": "dash", "frame": "dashjs"}
YOUNG_FIELDS = {"video_creator_id": "creator-77", "viewer_plan": "family"}
"""Fields younger than these SDKs: their dictionaries lack the words."""
PAUSED = (*STARTED, "pause", "play", "playing")
SKIPPED = (*PAUSED, "seeking", "seeked", "viewend")
FAILED_TWICE = (*PAUSED, "error", "error", "viewend")


def _old(version: str, exact: str, story: str) -> Scenario:
    return Scenario(
        name=f"dialect_mux_embed_{version.replace('.', '_')}",
        story=f"A site still uses mux-embed {exact}. A viewer plays, pauses for two seconds, plays "
        "on, and then the site reports the same fatal error twice. Words that its dictionary "
        "lacks, like `creator` and `plan`, are spelled out. " + story,
        options=HLS | {"sdk": f"mux-{version}.js", "meta": YOUNG_FIELDS},
        steps=steps.fail_twice,
        expects=FAILED_TWICE,
        old_sdk=True,
    )


_ROWS = (
    _old(
        "4.9",
        "4.9.1",
        "It sends by XHR as application/json, so the browser asks by OPTIONS first, and its times "
        "have fractions. One view with a playback failure and two errors of one kind.",
    ),
    _old(
        "4.30",
        "4.30.0",
        "It sends no cumulative playing time. "
        "One view with a playback failure and two errors of one kind.",
    ),
    _old(
        "5.1",
        "5.1.0",
        "It knows no severity of errors and sends no cumulative playing time. "
        "One view with a playback failure and two errors of one kind.",
    ),
    Scenario(
        name="dialect_mux_embed_5_18",
        story="A site uses mux-embed 5.18.2, the first line that speaks plain HTTP to localhost. "
        "A viewer plays, pauses for two seconds, plays on and skips ahead. One clean view.",
        options=HLS | {"sdk": "mux-5.18.js"},
        steps=steps.pause_and_skip,
        expects=SKIPPED,
    ),
    Scenario(
        name="dialect_videojs",
        story="A site uses Video.js 8.24.1 with videojs-mux 4.21.28, which brings its own "
        "mux-embed. A viewer plays HLS, pauses for two seconds, plays on and skips ahead. "
        "One clean view that names Video.js as the player.",
        options={"source": "hls", "frame": "videojs"},
        steps=steps.pause_and_skip,
        expects=SKIPPED,
    ),
    Scenario(
        name="dialect_dashjs",
        story="A site uses dash.js 5.2.1 with mux-embed 5.19.0. A viewer plays DASH, pauses for "
        "two seconds, plays on and skips ahead. One clean view.",
        options=DASH,
        steps=steps.pause_and_skip,
        expects=SKIPPED,
    ),
    Scenario(
        name="dialect_mux_player",
        story="A site uses the element <mux-player> 3.14.0, told by attributes where to send. "
        "A viewer plays HLS, pauses for two seconds, plays on and skips ahead. "
        "One clean view that names mux-player as the player and has a view session id.",
        options={"source": "hls", "frame": "muxplayer"},
        steps=steps.pause_and_skip,
        expects=SKIPPED,
    ),
)

PLAYERS = {scenario.name: scenario for scenario in _ROWS}
