"""Every transition of a viewer, by what its events do to the counts."""

import pytest

from playhead.model.pulse import LiveViewers
from playhead.sessionize.core.live.states import MOVES, LiveInput, LiveState, moved
from tests.unit.sessionize.live.watching import (
    BUSINESS,
    FATAL,
    WARNING,
    Watcher,
    tick_at,
    ticks_of,
    totals,
)

L, P, R, K, Z, S, F, E, X, I = (  # noqa: E741 - columns of a table
    LiveState.LOADING,
    LiveState.PLAYING,
    LiveState.REBUFFERING,
    LiveState.SEEKING,
    LiveState.PAUSED,
    LiveState.STUCK,
    LiveState.FAILED,
    LiveState.ENDED,
    LiveState.EXITED,
    LiveState.IDLE,
)
FROM = (L, P, R, K, Z, S, F, E, X, I)
TABLE = {
    LiveInput.BEAT: (L, P, R, K, Z, S, F, E, X, I),
    LiveInput.ASK: (L, P, R, K, L, S, F, L, X, L),
    LiveInput.RESUME: (L, P, R, K, P, S, F, P, X, I),
    LiveInput.FRAME: (P, P, P, P, P, P, P, P, P, P),
    LiveInput.PAUSE: (Z, Z, Z, Z, Z, Z, F, E, X, I),
    LiveInput.SEEK: (L, K, K, K, K, K, F, K, X, I),
    LiveInput.STALL: (L, R, R, R, Z, S, F, E, X, I),
    LiveInput.GO_ON: (L, P, P, P, Z, P, F, E, X, I),
    LiveInput.GO_ON_PAUSED: (L, P, Z, Z, Z, Z, F, E, X, I),
    LiveInput.FAIL: (F, F, F, F, F, F, F, F, X, I),
    LiveInput.END: (E, E, E, E, E, E, F, E, X, I),
    LiveInput.EXIT: (X, X, X, X, X, X, X, X, X, I),
    LiveInput.LONG_STALL: (L, P, S, K, Z, S, F, E, X, I),
    LiveInput.FOUND_PLAYING: (L, P, R, K, Z, S, F, E, X, P),
}


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(LiveInput) == set(MOVES)


@pytest.mark.parametrize("what", LiveInput)
def test_transitions(what: LiveInput) -> None:
    assert tuple(moved(state, what) for state in FROM) == TABLE[what]


NOBODY = LiveViewers()
LOADING, PLAYING = LiveViewers(loading=1), LiveViewers(playing=1)
PAUSED, SEEKING = LiveViewers(paused=1), LiveViewers(seeking=1)
REBUFFERING, FAILED = LiveViewers(rebuffering=1), LiveViewers(failed=1)


@pytest.mark.parametrize(
    ("events", "after"),
    [
        ("playerready hb", NOBODY),
        ("error", NOBODY),
        ("viewstart", LOADING),
        ("play", LOADING),
        ("viewstart adbreakstart adplay", LOADING),
        ("viewstart adbreakstart adplay adplaying", PLAYING),
        ("viewstart play seeking rebufferstart", LOADING),
        ("viewstart play pause", PAUSED),
        ("viewstart play pause play", LOADING),
        ("viewstart play playing", PLAYING),
        ("viewstart playing pause play", PLAYING),
        ("viewstart playing rebufferstart", REBUFFERING),
        ("viewstart playing rebufferstart rebufferend", PLAYING),
        ("viewstart playing rebufferstart pause rebufferend", PAUSED),
        ("viewstart playing seeking", SEEKING),
        ("viewstart playing seeking seeked", PLAYING),
        ("viewstart playing pause adbreakstart", PLAYING),
        ("viewstart playing adbreakstart adplaying adpause", PAUSED),
        ("viewstart playing ended", NOBODY),
        ("viewstart playing ended play", PLAYING),
        ("viewstart playing viewend", NOBODY),
        ("viewstart playing error", FAILED),
        ("viewstart playing error viewend", FAILED),
        ("viewstart playing error play", FAILED),
        ("viewstart playing error playing", FAILED),
        ("error viewstart play", FAILED),
    ],
)
def test_events_lead_to(events: str, after: LiveViewers) -> None:
    viewer = Watcher()
    sent = [viewer.beacon(1, name, **(FATAL if name == "error" else {})) for name in events.split()]
    tick = tick_at(ticks_of(sent, 6), 1)
    assert (totals(tick)[0] if tick.pulses else NOBODY) == after


def test_a_failed_viewer_is_told_once_and_comes_back_with_a_frame() -> None:
    viewer = Watcher()
    sent = [
        viewer.beacon(1, "viewstart", "playing"),
        viewer.beacon(2, "error", **FATAL),
        viewer.beacon(7, "error", **FATAL),
        viewer.beacon(12, "playing"),
    ]
    ticks = ticks_of(sent, 16)
    assert totals(tick_at(ticks, 1))[0] == FAILED
    assert tick_at(ticks, 6).pulses == []
    assert totals(tick_at(ticks, 11))[0] == PLAYING


@pytest.mark.parametrize(("told", "after"), [(WARNING, PLAYING), (BUSINESS, NOBODY)])
def test_no_failures(told: dict[str, object], after: LiveViewers) -> None:
    viewer = Watcher()
    sent = [viewer.beacon(1, "viewstart", "playing"), viewer.beacon(2, "error", **told)]
    viewers, sums = totals(tick_at(ticks_of(sent, 6), 1))
    assert viewers == after
    assert sums.starts == 1
    assert sums.startup_failures == 0


def test_a_seek_that_ends_in_pause() -> None:
    viewer = Watcher()
    sent = [
        viewer.beacon(1, "viewstart", "playing", "seeking"),
        viewer.beacon(2, "seeked", player_is_paused=True),
    ]
    assert totals(tick_at(ticks_of(sent, 6), 1))[0] == PAUSED


def test_starts_failures_and_exits() -> None:
    starts, fails, waits, flees, vanishes = (Watcher(name) for name in "abcde")
    sent = [
        starts.beacon(1, "viewstart", view_start=0),
        starts.beacon(3, "playing", view_time_to_first_frame=1_700),
        fails.beacon(1, "viewstart"),
        fails.beacon(2, "error", **FATAL),
        waits.beacon(1, "viewstart"),
        waits.beacon(3, "viewend", view_watch_time=2_000),
        flees.beacon(1, "viewstart"),
        flees.beacon(1.5, "viewend", view_watch_time=500),
        vanishes.beacon(2, "viewstart"),
    ]
    ticks = ticks_of(sent, 70)
    viewers, sums = totals(tick_at(ticks, 1))
    assert viewers == LiveViewers(loading=1, playing=1, failed=1)
    assert (sums.starts, sums.startup_failures) == (1, 1)
    assert (sums.exits_loading, sums.exits_before_start) == (2, 1)
    assert sums.startup_samples_ms == (1_700,)
    viewers, sums = totals(tick_at(ticks, 60))
    assert viewers == NOBODY
    assert (sums.exits_loading, sums.exits_before_start) == (1, 1)
    assert sums.startup_ms == 2_000


def test_a_viewer_without_beacons_is_gone_after_a_minute_and_back_with_the_next() -> None:
    viewer = Watcher()
    sent = [viewer.beacon(1, "viewstart", "playing"), viewer.beacon(90, "hb")]
    ticks = ticks_of(sent, 96)
    assert totals(tick_at(ticks, 59))[0] == PLAYING
    viewers, sums = totals(tick_at(ticks, 60))
    assert viewers == NOBODY
    assert sums.playing_ms == 1_000
    assert totals(tick_at(ticks, 90))[0] == PLAYING


def test_a_long_stall_is_no_longer_watching() -> None:
    viewer = Watcher()
    sent = [viewer.beacon(1, "viewstart", "playing", "rebufferstart")]
    sent += [viewer.beacon(at, "hb") for at in range(11, 330, 10)]
    sent += [viewer.beacon(332, "rebufferend")]
    ticks = ticks_of(sent, 336)
    assert totals(tick_at(ticks, 299))[0] == REBUFFERING
    assert totals(tick_at(ticks, 301))[0] == LiveViewers(stuck=1)
    assert totals(tick_at(ticks, 325))[1].rebuffering_ms == 0
    assert totals(tick_at(ticks, 332))[0] == PLAYING
    assert sum(totals(tick)[1].rebuffering_ms for tick in ticks if tick.pulses) == 300_000


def test_a_lost_first_frame_shows_by_the_time_it_took() -> None:
    viewer = Watcher()
    sent = [
        viewer.beacon(1, "viewstart"),
        viewer.beacon(11, "hb", view_time_to_first_frame=800),
    ]
    viewers, sums = totals(tick_at(ticks_of(sent, 16), 11))
    assert viewers == PLAYING
    assert (sums.starts, sums.startup_samples_ms) == (1, (800,))
