"""A published view, made again from its published events.

The events and the expected values are those of the reference's test vector: a player that sends
bare events, with none of the running totals that newer SDKs send along, so that every figure here
is counted by the sessionizer.
"""

import pytest

from playhead.model.view import View
from tests.unit.sessionize.made import T0_MS, Player, finish

EVENTS: list[tuple[int, str, float, int, dict[str, object]]] = [
    # sequence number, name, seconds, playhead in ms, what it tells
    (1, "playerready", 48.904, 0, {"player_startup_time": 12, "player_preload_on": True}),
    (3, "loadstart", 48.956, 0, {"player_width": 359, "player_height": 201}),
    (6, "viewstart", 49.705, 0, {"view_start": T0_MS + 49_705}),
    (7, "play", 49.705, 0, {"player_is_paused": False}),
    (8, "waiting", 49.707, 0, {}),
    (10, "seeking", 49.731, 0, {}),
    (12, "seeked", 49.852, 115, {}),
    (
        13,
        "renditionchange",
        49.854,
        115,
        {
            "video_source_width": 854,
            "video_source_height": 480,
            "video_source_bitrate": 1_152_800,
            "video_source_duration": 25_514,
        },
    ),
    (14, "playing", 49.864, 115, {}),
    (22, "pause", 75.341, 25_514, {"player_is_paused": True}),
    (23, "ended", 75.349, 25_514, {}),
    (24, "seeking", 75.354, 25_514, {}),
    (25, "seeked", 75.360, 0, {}),
]


@pytest.fixture(scope="module")
def view() -> View:
    player = Player()
    for number, name, at_s, playhead_ms, fields in EVENTS:
        player.say(name, at_s, number=number, **({"player_playhead_time": playhead_ms} | fields))
    views = finish(player.sessions)
    return views[-1]


@pytest.mark.parametrize(
    ("family", "column", "expected"),
    [
        ("startup", "video_startup_time_ms", 159),
        ("startup", "player_startup_time_ms", 12),
        ("startup", "exit_before_video_start", False),
        ("scores", "startup_time_score", 0.9805123),
        ("scores", "smoothness_score", 1.0),
        ("scores", "video_quality_score", 1.0),
        ("scores", "playback_success_score", 1.0),
        ("scores", "viewer_experience_score", 0.9932768),
        ("smoothness", "rebuffer_count", 0),
        ("smoothness", "rebuffer_duration_ms", 0),
        ("smoothness", "seek_count", 2),
        ("engagement", "playing_time_ms", 25_399),
        ("engagement", "max_playhead_position_ms", 25_514),
        ("engagement", "total_content_playback_time_ms", 25_399),
        ("quality", "weighted_average_bitrate_bps", 1_152_800),
        ("quality", "max_downscale_percentage", 0.58125),
        ("quality", "total_downscaling_ms", 14_763.169),
        ("identity", "view_dropped", True),
        ("identity", "view_start_ms", T0_MS + 49_705),
        ("identity", "view_end_ms", T0_MS + 75_360),
        ("identity", "event_count", 13),
        ("identity", "missing_event_count", 12),
    ],
)
def test_the_published_view(view: View, family: str, column: str, expected: float) -> None:
    assert getattr(getattr(view, family), column) == pytest.approx(expected, abs=1e-6, rel=1e-7)
