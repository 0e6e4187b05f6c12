"""Where a player sends bare events, the parts of a view's time add up to the whole."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.sessionize.made import Player

STEPS = st.sampled_from(("play on", "stall", "seek", "pause"))
LENGTHS_S = st.integers(min_value=1, max_value=40).map(lambda tenths: tenths / 10)


@settings(max_examples=200, deadline=None)
@given(
    startup_s=LENGTHS_S,
    story=st.lists(st.tuples(STEPS, LENGTHS_S), max_size=12),
)
def test_watch_time_is_startup_playing_stalls_and_seeks(
    startup_s: float, story: list[tuple[str, float]]
) -> None:
    player = Player()
    player.start(0.0)
    now_s, playhead_ms = startup_s, 0
    player.say("playing", now_s, player_playhead_time=0)
    spent = {"play on": 0.0, "stall": 0.0, "seek": 0.0, "pause": 0.0}
    begin = {"stall": "rebufferstart", "seek": "seeking", "pause": "pause"}
    end = {"stall": ("rebufferend",), "seek": ("seeked",), "pause": ("play", "playing")}
    for step, length_s in story:
        spent[step] += length_s
        if step == "play on":
            now_s += length_s
            playhead_ms += round(length_s * 1000)
            player.say("hb", now_s, player_playhead_time=playhead_ms)
            continue
        player.say(begin[step], now_s, player_playhead_time=playhead_ms)
        now_s += length_s
        for name in end[step]:
            player.say(name, now_s, player_playhead_time=playhead_ms)
    view = player.end(now_s, player_playhead_time=playhead_ms)
    startup, smooth, engaged = view.startup, view.smoothness, view.engagement
    assert startup.video_startup_time_ms == round(startup_s * 1000)
    assert engaged.playing_time_ms == round(spent["play on"] * 1000)
    assert smooth.rebuffer_duration_ms == round(spent["stall"] * 1000)
    assert (smooth.seek_duration_ms or 0) == round(spent["seek"] * 1000)
    assert engaged.watch_time_ms == (
        startup.video_startup_time_ms
        + engaged.playing_time_ms
        + smooth.rebuffer_duration_ms
        + (smooth.seek_duration_ms or 0)
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from((400, 800, 1600)), LENGTHS_S), min_size=1, max_size=8))
def test_the_average_bitrate_weighs_each_rendition_by_its_playing_time(
    rungs: list[tuple[int, float]],
) -> None:
    player = Player()
    player.start(0.0)
    player.say("playing", 0.5, player_playhead_time=0, video_source_bitrate=rungs[0][0])
    now_s, playhead_ms = 0.5, 0
    for (_, length_s), (following, _) in pairwise([*rungs, (rungs[-1][0], 0.0)]):
        now_s += length_s
        playhead_ms += round(length_s * 1000)
        player.say(
            "renditionchange",
            now_s,
            player_playhead_time=playhead_ms,
            video_source_bitrate=following,
        )
    view = player.end(now_s, player_playhead_time=playhead_ms)
    total_s = sum(length_s for _, length_s in rungs)
    expected = sum(bitrate * length_s for bitrate, length_s in rungs) / total_s
    found = view.quality.weighted_average_bitrate_bps
    assert found is not None
    assert abs(found - expected) < 1e-6 * expected
