"""Playing time is told apart by rendition, however a player switches."""

from typing import Any

from tests.unit.sessionize.made import Player

LOW: dict[str, Any] = {
    "video_source_bitrate": 800_000,
    "video_source_width": 640,
    "video_source_height": 360,
}
HIGH: dict[str, Any] = {
    "video_source_bitrate": 3_000_000,
    "video_source_width": 1920,
    "video_source_height": 1080,
    "video_source_fps": 29.97,
    "video_source_codec": "avc1\t4d",
    "video_source_rendition_name": "best",
}


def test_each_rendition_gets_the_time_it_played() -> None:
    player = Player("view")
    player.start()
    player.say("playing", 1, view_playing_time_ms_cumulative=0, **LOW)
    player.say("renditionchange", 5, view_playing_time_ms_cumulative=4000, **HIGH)
    player.say("hb", 15, view_playing_time_ms_cumulative=14_000)
    player.say("renditionchange", 16, view_playing_time_ms_cumulative=15_000, **LOW)
    view = player.end(20, view_playing_time_ms_cumulative=19_000)
    assert view.quality.rendition_totals_ms == {
        "800000\t640\t360\t29.97\tavc1 4d\tbest": 4000,
        "800000\t640\t360\t\t\t": 4000,
        "3000000\t1920\t1080\t29.97\tavc1 4d\tbest": 11_000,
    }


def test_invented_renditions_are_bounded() -> None:
    player = Player("view")
    player.start()
    player.say("playing", 1, view_playing_time_ms_cumulative=0, **LOW)
    for number in range(100):
        player.say(
            "renditionchange",
            2 + number,
            video_source_bitrate=1000 + number,
            view_playing_time_ms_cumulative=1000 * (1 + number),
        )
    found = player.end(110).quality.rendition_totals_ms
    assert len(found) == 32
    assert set(found.values()) == {1000}
