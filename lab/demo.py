"""The eight plays that the product's demo shows, as a small site's evening would bring them.

Law: the recordings ship with the product, so each stays small.
"""

from typing import Any

from lab import steps
from lab.scenario import Scenario
from lab.scenarios import HLS, HLS_IMPATIENT, HLS_SHORT, STARTED

BYTES_MAX = 60_000


def _meta(number: int, title: str, series: str, kind: str) -> dict[str, Any]:
    return {
        "meta": {
            "video_id": f"demo-{number}",
            "video_title": title,
            "video_series": series,
            "video_content_type": kind,
            "video_stream_type": "on-demand",
            "viewer_user_id": f"viewer-{number}",
            "player_name": "Demo player",
            "player_version": "1.0",
        }
    }


_ROWS = (
    Scenario(
        name="normal_play",
        story="A viewer watches for 25 seconds.",
        options=HLS | _meta(1, "Harbour at dawn", "Harbour", "episode"),
        steps=steps.watch_until(25),
        expects=(*STARTED, "hb", "viewend"),
    ),
    Scenario(
        name="short_watch",
        story="A viewer watches for four seconds and leaves.",
        options=HLS | _meta(2, "The lighthouse keeper", "Harbour", "episode"),
        steps=steps.watch_until(4),
        expects=(*STARTED, "viewend"),
    ),
    Scenario(
        name="pause_and_seek",
        story="A viewer pauses, plays on and skips ahead.",
        options=HLS | _meta(3, "Bread in one hour", "Kitchen table", "clip"),
        steps=steps.pause_and_seek,
        expects=(*STARTED, "pause", "play", "seeking", "seeked", "viewend"),
    ),
    Scenario(
        name="rebuffer",
        story="A viewer meets a stall of three seconds.",
        options=HLS_SHORT | _meta(4, "Night train north", "Slow journeys", "movie"),
        steps=steps.rebuffer,
        expects=(*STARTED, "rebufferstart", "rebufferend", "viewend"),
    ),
    Scenario(
        name="rendition_drop",
        story="The picture drops from 720 lines to 180.",
        options=HLS | {"level": 2} | _meta(5, "Across the moor", "Slow journeys", "movie"),
        steps=steps.rendition_drop,
        expects=(*STARTED, "renditionchange", "viewend"),
    ),
    Scenario(
        name="startup_failure",
        story="A viewer presses play on a video whose manifest is gone.",
        options=HLS | {"lazy": 1} | _meta(6, "Ferry timetable", "Harbour", "clip"),
        steps=steps.fatal_error,
        expects=("viewstart", "play", "error", "viewend"),
    ),
    Scenario(
        name="midplay_failure",
        story="The video breaks off in the middle.",
        options=HLS_IMPATIENT | _meta(7, "Soup for a storm", "Kitchen table", "clip"),
        steps=steps.fatal_error_midplay,
        expects=(*STARTED, "error", "viewend"),
    ),
    Scenario(
        name="exit_before_start",
        story="A viewer waits two seconds for a picture and leaves.",
        options=HLS | {"lazy": 1} | _meta(8, "Harbour trailer", "Harbour", "trailer"),
        steps=steps.exit_before_start(2),
        expects=("viewstart", "play", "viewend"),
    ),
)

DEMO = {scenario.name: scenario for scenario in _ROWS}
