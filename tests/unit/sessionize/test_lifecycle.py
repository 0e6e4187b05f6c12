"""The state table is whole, and the sessionizer follows it."""

import pytest

from playhead.model.outcome import EventOutcome
from playhead.model.timeline import TimelineEvent
from playhead.sessionize.core.lifecycle import (
    COMPLETE_AFTER_MS,
    FINAL_AFTER_MS,
    TRANSITIONS,
    Effect,
    Input,
    State,
)
from playhead.sessionize.core.sessions import HOLD_MS
from tests.unit.sessionize.made import T0_MS, Player, beacon, finish


def test_every_state_answers_every_input() -> None:
    assert set(TRANSITIONS) == set(State) - {State.FINAL}
    for answers in TRANSITIONS.values():
        assert set(answers) == set(Input)


def test_every_state_can_be_reached() -> None:
    reached = {State.WAITING}
    for _ in State:
        reached |= {
            to for state in reached & set(TRANSITIONS) for to, _ in TRANSITIONS[state].values()
        }
    assert reached == set(State)


def test_only_long_silence_is_final_and_always_is() -> None:
    for answers in TRANSITIONS.values():
        for what, (state, _) in answers.items():
            assert (state is State.FINAL) is (what is Input.LONG_SILENCE)


def test_a_view_that_never_started_is_never_written() -> None:
    for what, (state, effect) in TRANSITIONS[State.WAITING].items():
        assert effect is not Effect.WRITE, what
        assert state in {State.WAITING, State.OPEN, State.FINAL}


def test_whatever_was_written_and_changed_is_written_again() -> None:
    for state in (State.COMPLETE, State.ENDED):
        for what in (Input.START, Input.EVENT, Input.END):
            to, effect = TRANSITIONS[state][what]
            assert to is State.OPEN or effect is Effect.WRITE


def test_sixty_seconds_of_silence_complete_a_view() -> None:
    player = Player()
    player.start()
    assert player.wait(59.9) == []
    [view] = player.wait(61)
    assert view.identity.version == 1
    assert view.identity.view_dropped
    assert view.identity.view_end_ms == T0_MS


def test_silence_is_counted_from_the_last_event_of_the_view() -> None:
    player = Player()
    player.start()
    player.say("hb", 50)
    assert player.wait(109) == []
    assert len(player.wait(111)) == 1


def test_an_explicit_end_completes_a_view_at_once() -> None:
    player = Player()
    player.start()
    view = player.end(5)
    assert not view.identity.view_dropped
    assert player.wait(120) == []


def test_an_event_within_the_hour_opens_a_view_again() -> None:
    player = Player()
    player.start()
    [first] = player.wait(61)
    player.say("playing", 30 * 60)
    assert player.drain() == []
    [second] = player.wait(31 * 60 + 1)
    assert (first.identity.version, second.identity.version) == (1, 2)
    assert first.identity.inserted_at_ms == second.identity.inserted_at_ms
    assert first.identity.updated_at_ms < second.identity.updated_at_ms
    assert second.engagement.watched


def test_late_events_mend_an_ended_view() -> None:
    player = Player()
    player.start()
    late = player.event("hb", 1, video_title="Late")
    player.say("viewend", 5)
    assert player.drain() == []  # It waits for what is missing.
    [ended] = player.wait(8)
    assert ended.identity.missing_event_count == 1
    player.send([late], 9)
    [mended] = player.drain()
    assert mended.video.video_title == "Late"
    assert not mended.identity.view_dropped
    assert mended.identity.missing_event_count == 0


def test_sixty_minutes_of_silence_are_final() -> None:
    player = Player()
    player.start()
    [view] = player.wait(61)
    player.wait(3_601)
    assert player.sessions.views == {}
    player.say("hb", 3_700)
    assert finish(player.sessions) == []
    assert view.identity.version == 1


def test_a_final_view_that_starts_again_is_a_view_of_its_own() -> None:
    player = Player()
    player.start()
    player.wait(61)
    player.wait(4_000)
    player.start(4_000)
    [view] = finish(player.sessions)
    assert view.identity.view_id == "view-1~2"
    assert view.identity.view_start_ms == T0_MS + 4_000_000


def test_a_view_that_never_started_is_forgotten_after_an_hour() -> None:
    player = Player()
    player.say("playerready", 0)
    player.wait(3_599)
    assert len(player.sessions.views) == 1
    assert player.wait(3_601) == []
    assert player.sessions.views == {}
    assert player.rows == []


def test_a_view_that_starts_brings_the_events_before_its_start() -> None:
    player = Player()
    player.say("playerready", 0)
    player.say("viewstart", 1)
    player.drain()
    assert [row.name for row in player.rows] == ["playerready", "viewstart"]


def test_time_that_jumps_over_both_silences_still_writes_once() -> None:
    player = Player()
    player.start()
    [view] = player.wait(10_000)
    assert view.identity.version == 1
    assert player.sessions.views == {}


def test_time_never_runs_back() -> None:
    player = Player()
    player.start()
    player.wait(30)
    player.sessions.advance(0)
    assert player.sessions.now_ms == T0_MS + 30_000


def test_an_event_waits_for_the_one_before_it() -> None:
    player = Player()
    player.start()
    missing = player.event("playing", 1)
    player.say("pause", 1.2)
    assert [row.name for row in _told(player)] == ["viewstart", "play"]
    player.send([missing], 1.4)
    assert [row.name for row in _told(player)] == ["viewstart", "play", "playing", "pause"]


def test_a_gap_is_accepted_after_a_while() -> None:
    player = Player()
    player.start()
    player.number += 3
    player.say("pause", 1)
    player.wait(1 + HOLD_MS / 1000 - 0.1)
    assert len(player.rows) == 2
    player.wait(1 + HOLD_MS / 1000 + 1)
    assert [row.name for row in player.rows][-1] == "pause"
    assert player.end(5).identity.missing_event_count == 3


def test_what_comes_after_its_gap_was_accepted_fills_what_is_unknown() -> None:
    player = Player()
    player.start()
    late = player.event("hb", 1, video_title="Old", video_series="Series")
    player.say("hb", 2, video_title="New")
    player.wait(5)
    player.send([late], 6)
    assert player.sessions.outcomes[EventOutcome.APPLIED_LATE] == 1
    view = player.end(7)
    assert (view.video.video_title, view.video.video_series) == ("New", "Series")


def test_a_start_that_comes_late_still_starts_the_view() -> None:
    player = Player()
    start = player.event("viewstart", 0, session_id="first")
    player.say("play", 0.1)
    player.say("playing", 1, session_id="later")
    player.wait(5)
    player.send([start], 6)
    view = player.end(20)
    assert view.identity.view_start_ms == T0_MS
    assert view.identity.session_id == "first"
    assert view.startup.video_startup_time_ms == 1_000
    assert view.engagement.watch_time_ms <= 20_000


def test_null_overwrites_nothing() -> None:
    player = Player()
    player.start(video_source_duration=30_000)
    view = player.end(5, video_source_duration=None)
    assert view.source.player_source_duration_ms == 30_000


@pytest.mark.parametrize("copies", [2, 5])
def test_a_copy_of_an_event_changes_nothing(copies: int) -> None:
    player = Player()
    player.start()
    end = player.event("viewend", 9)
    player.send([end] * copies, 9)
    assert len(player.drain()) == 1
    assert player.sessions.outcomes[EventOutcome.DUPLICATE] == copies - 1
    player.send([end], 12)
    assert player.drain() == []


def test_the_notice_of_a_flood_may_repeat_a_number() -> None:
    player = Player()
    player.start()
    player.say("eventrateexceeded", 1, number=2)
    assert player.sessions.outcomes[EventOutcome.DUPLICATE] == 0
    assert [row.name for row in _told(player)] == ["viewstart", "play", "eventrateexceeded"]


def test_views_of_two_environments_do_not_meet() -> None:
    player = Player()
    player.start()
    other = beacon([player.event("viewstart", 0, number=1)], environment_id="other")
    player.sessions.take(other)
    assert len(finish(player.sessions)) == 2


def test_the_limits_are_those_of_the_product() -> None:
    assert (COMPLETE_AFTER_MS, FINAL_AFTER_MS) == (60_000, 3_600_000)


def _told(player: Player) -> list[TimelineEvent]:
    player.drain()
    return player.rows


def test_rows_from_before_the_start_are_covered_by_the_checkpoint_that_writes_them() -> None:
    player = Player()
    player.sessions.checkpoint_number = 5
    player.say("playerready", 0)
    player.drain()
    player.sessions.checkpoint_number = 9
    player.say("viewstart", 1)
    player.drain()
    assert [row.checkpoint_number for row in player.rows] == [9, 9]


@pytest.mark.parametrize("skew_ms", [-60_000, 60_000])
def test_a_delayed_copy_does_not_move_a_view(skew_ms: int) -> None:
    player = Player(skew_ms=skew_ms)
    start = player.event("viewstart", 0)
    player.send([start], 0)
    copy = beacon([start], at_ms=T0_MS + 8_000, sent_ms=T0_MS - skew_ms)
    player.sessions.take(copy)
    view = player.end(9)
    assert view.identity.clock_skew_ms == skew_ms
    assert view.identity.view_start_ms == T0_MS


def test_a_truer_clock_after_the_end_mends_the_view() -> None:
    player = Player(skew_ms=60_000)
    player.start()
    end = player.event("viewend", 5)
    player.sessions.take(beacon([end], at_ms=T0_MS + 8_000, sent_ms=T0_MS - 60_000 + 5_000))
    assert player.drain()[-1].identity.clock_skew_ms == 60_000
    player.sessions.take(beacon([end], at_ms=T0_MS + 8_100, sent_ms=T0_MS - 60_000 + 9_000))
    [mended] = player.drain()
    assert mended.identity.clock_skew_ms == 59_100
    assert mended.identity.version == 2
