"""Views built anew: which are replaced, which stay, and what a crash or a failure leaves."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from playhead.control import ControlError, ControlErrorCode
from playhead.model.intent import ErrorCategory, Recomputation, RecomputationState
from playhead.sessionize import rebuilding as rebuilding_module
from playhead.sessionize.core.complete import occurred
from playhead.sessionize.core.sessions import Sessions
from playhead.sessionize.rebuilding import ATTEMPT_BITS, Chunk, Position, Rebuilding
from playhead.sessionize.recompute import MOST_TRIES
from tests.unit.sessionize.made import T0_MS, Player
from tests.unit.sessionize.recomputing import HOUR_S, Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path, chunk=Chunk(records=2, ticks=100, views_per_write=2))
    yield made
    made.close()


def new_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occurred, "RULES_VERSION", 2)


def rules_of(site: Site) -> dict[str, int]:
    return {name: view.identity.rules_version for name, view in site.views().items()}


def test_all_final_views_are_replaced_once_by_what_the_present_rules_make_of_them(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for nth in range(7):
        site.watch(f"view-{nth}", nth * 20.0)
        site.step(1)
    site.pass_time(3 * HOUR_S)
    before, events = site.views(), list(site.store.events)
    assert len(before) == 7
    new_rules(monkeypatch)
    ended = site.recompute()
    assert (ended.state, ended.views_replaced) == (RecomputationState.DONE, 7)
    assert ended.records_read == ended.records_total == 14
    after = site.views()
    assert rules_of(site) == dict.fromkeys(before, 2)
    for name, view in after.items():
        identity, old = view.identity, before[name].identity
        assert identity.version == ended.attempt << ATTEMPT_BITS | old.version
        assert identity.checkpoint_number == 0
        assert identity.updated_at_ms >= ended.requested_at_ms
        assert abs(identity.inserted_at_ms - old.inserted_at_ms) <= 1_000
        assert (view.engagement, view.startup) == (before[name].engagement, before[name].startup)
    assert site.store.events == events


def test_the_same_rules_make_the_same_views(site: Site) -> None:
    site.watch("ended", 0.0)
    site.watch("silent", 30.0, ends=False)
    site.watch("failed", 60.0, code="17")
    site.pass_time(3 * HOUR_S)
    before = site.views()
    assert before["silent"].identity.view_dropped
    assert site.recompute().views_replaced == 3
    for name, view in site.views().items():
        for family in view.__struct_fields__:
            if family != "identity":
                assert getattr(view, family) == getattr(before[name], family), family
        assert view.identity.view_end_ms == before[name].identity.view_end_ms
        assert view.identity.view_dropped == before[name].identity.view_dropped


def test_a_second_recomputation_replaces_what_the_first_one_wrote(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.watch("view", 0.0)
    site.pass_time(3 * HOUR_S)
    first = site.recompute()
    new_rules(monkeypatch)
    second = site.recompute()
    assert second.attempt > first.attempt
    assert rules_of(site) == {"view": 2}


def test_a_view_that_is_not_final_stays_and_is_written_by_the_live_sessionizer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.watch("old", 0.0)
    site.watch("ended-just-now", 3 * HOUR_S)
    site.watch("open", 3 * HOUR_S + 20, ends=False)
    site.step()
    new_rules(monkeypatch)
    assert site.recompute().views_replaced == 1
    assert rules_of(site) == {"old": 2, "ended-just-now": 1}
    site.pass_time(6 * HOUR_S)
    assert rules_of(site) == {"old": 2, "ended-just-now": 1, "open": 2}
    assert site.recompute().views_replaced == 3
    assert rules_of(site) == dict.fromkeys(("old", "ended-just-now", "open"), 2)


@pytest.mark.parametrize(
    ("from_s", "to_s", "replaced"),
    [
        (0.0, 1000.0, {"first", "second", "third"}),
        (10.0, 30.0, {"first"}),
        (10.001, 30.0, set()),
        (10.0, 30.001, {"first", "second"}),
        (30.0, 50.0, {"second"}),
        (50.001, 1000.0, set()),
    ],
)
def test_views_are_chosen_by_when_they_ended(
    site: Site, monkeypatch: pytest.MonkeyPatch, from_s: float, to_s: float, replaced: set[str]
) -> None:
    for nth, name in enumerate(("first", "second", "third")):
        site.watch(name, nth * 20.0)
    site.pass_time(3 * HOUR_S)
    new_rules(monkeypatch)
    site.recompute(site.ask(from_s, to_s))
    assert {name for name, rules in rules_of(site).items() if rules == 2} == replaced


def test_only_the_last_version_of_a_view_tells_when_it_ended(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    player = Player("paused")
    site.send([player.event("viewstart", 0.0), player.event("play", 0.0)], 0.0)
    site.pass_time(200.0)
    assert site.views()["paused"].identity.view_end_ms == T0_MS
    site.send([player.event("playing", 300.0), player.event("viewend", 310.0)], 310.0)
    site.pass_time(3 * HOUR_S)
    new_rules(monkeypatch)
    assert site.recompute(site.ask(0.0, 100.0)).views_replaced == 0
    assert site.recompute(site.ask(300.0, 400.0)).views_replaced == 1
    assert rules_of(site) == {"paused": 2}


@pytest.mark.parametrize("most", [1, 5_000], ids=["on disk", "in memory"])
def test_two_views_of_one_id_an_hour_apart_are_both_rebuilt(
    site: Site, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(rebuilding_module, "MOST_FINISHED", most)
    site.chunk = Chunk(records=200, ticks=10_000, views_per_write=100)
    site.crash()
    site.watch("view", 0.2)
    site.step()
    # The clock stands still for less than half a second where the first one becomes final.
    site.watch("other", 3609.9)
    site.watch("view", 3610.1, first=20)
    site.pass_time(6 * HOUR_S)
    before = sorted(view.identity.view_end_ms for view in site.store.views)
    assert set(site.views()) == {"view", "other", "view~2"}
    new_rules(monkeypatch)
    assert site.recompute().views_replaced == 3
    assert sorted(view.identity.view_end_ms for view in site.store.views) == before
    assert rules_of(site) == {"view": 2, "other": 2, "view~2": 2}


def test_another_environment_is_left_alone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.watch("ours", 0.0)
    site.watch("theirs", 5.0, environment_id=site.other)
    site.pass_time(3 * HOUR_S)
    new_rules(monkeypatch)
    assert site.recompute(site.ask(only=site.other)).views_replaced == 1
    assert rules_of(site) == {"ours": 1, "theirs": 2}


def test_a_view_whose_beginning_is_dropped_stays_and_the_range_must_lie_in_the_journal(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.watch("begins-before", 0.0)
    site.watch("whole", 30.0)
    site.pass_time(3 * HOUR_S)
    assert site.sessionizer.drop_old_records(older_than_ms=T0_MS + 5_000) == 1
    new_rules(monkeypatch)
    refused = site.recompute(site.ask(0.0, 100.0))
    assert refused.state is RecomputationState.FAILED
    assert refused.failure is not None
    assert "Raw beacons are kept from 2026-01-01T12:00:10Z on" in refused.failure
    assert rules_of(site) == {"begins-before": 1, "whole": 1}
    assert site.recompute(site.ask(10.0, 100.0)).views_replaced == 1
    assert rules_of(site) == {"begins-before": 1, "whole": 2}


def test_a_view_that_was_open_where_records_are_missing_stays(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.watch("whole-before", 0.0)
    site.watch("across", 20.0)
    site.watch("whole-after", 2 * HOUR_S)
    site.pass_time(5 * HOUR_S)
    site.journal.lost = range(3, 4)
    new_rules(monkeypatch)
    site.recompute()
    assert rules_of(site)["across"] == 1
    assert rules_of(site)["whole-after"] == 2


def test_an_empty_journal_says_so(site: Site) -> None:
    ended = site.recompute()
    assert ended.failure == "There are no raw beacons to rebuild views from."


def test_after_a_crash_half_way_another_attempt_replaces_what_the_first_one_left(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for nth in range(20):
        site.watch(f"view-{nth}", nth * 600.0)
    site.pass_time(10 * HOUR_S)
    new_rules(monkeypatch)
    asked = site.ask()
    half = site.step_until(asked, lambda now: now.views_replaced > 4)
    assert (half.state, half.tries) == (RecomputationState.RUNNING, 1)
    site.crash()
    assert set(rules_of(site).values()) == {1, 2}, "rebuilt rows must outlive the crash"
    ended = site.recompute(half)
    assert (ended.tries, ended.views_replaced) == (2, 20)
    assert {view.identity.version >> ATTEMPT_BITS for view in site.views().values()} == {
        ended.attempt
    }
    assert set(rules_of(site).values()) == {2}


def test_a_crash_after_it_does_not_bring_back_what_it_replaced(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.watch("old", 0.0)
    site.pass_time(3 * HOUR_S)
    # Written after the last checkpoint, final before the recomputation begins.
    site.watch("late", 3 * HOUR_S)
    site.step()
    site.now_s = 5 * HOUR_S
    site.step()
    new_rules(monkeypatch)
    assert site.recompute().views_replaced == 2
    site.crash()
    site.step()
    assert rules_of(site) == {"old": 2, "late": 2}


def test_a_store_that_fails_half_way_costs_an_attempt_and_no_view(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for nth in range(20):
        site.watch(f"view-{nth}", nth * 600.0)
    site.pass_time(10 * HOUR_S)
    new_rules(monkeypatch)
    asked = site.ask()
    site.step_until(asked, lambda now: now.views_replaced > 2)
    site.store.fail_next = True
    ended = site.recompute(asked)
    assert (ended.tries, ended.views_replaced) == (2, 20)
    assert rules_of(site) == {f"view-{nth}": 2 for nth in range(20)}


def test_a_mistake_of_ours_ends_it_after_some_tries_and_nothing_else(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.watch("view", 0.0)
    site.pass_time(3 * HOUR_S)

    def turn(_: Rebuilding) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(Rebuilding, "turn", turn)
    ended = site.recompute()
    assert ended.state is RecomputationState.FAILED
    assert ended.failure is not None
    assert f"begun {MOST_TRIES} times" in ended.failure
    site.watch("next", 4 * HOUR_S)
    site.step()
    assert set(site.views()) == {"view", "next"}


def test_what_comes_after_the_checkpoint_is_left_to_the_live_sessionizer(site: Site) -> None:
    site.watch("view", 0.0)
    site.watch("later", 5 * HOUR_S)
    rebuilding = Rebuilding(
        Recomputation(1, 0, T0_MS * 2, None, 0, attempt=1),
        Position(next_record=2, now_ms=T0_MS + 20_000),
        site.journal,
        site.store,
        Sessions(),
        remember=lambda _: None,
        clock=site.clock,
        log=site.log,
        is_open=lambda _: False,
        chunk=Chunk(),
    )
    assert rebuilding.turn()
    assert (rebuilding.views_replaced, site.store.views) == (0, [])
    assert rebuilding.records_read == rebuilding.records_total == 2


def test_it_has_its_turn_although_beacons_never_stop(site: Site) -> None:
    site.chunk = Chunk()
    site.crash()
    site.watch("view", 0.0)
    site.pass_time(3 * HOUR_S)
    asked = site.ask()
    for nth in range(100):
        site.watch(f"live-{nth}", site.now_s)
        site.sessionizer.step()
    assert site.control.recomputations.find(asked.id).state is RecomputationState.DONE
    assert len(site.views()) == 101


def test_a_server_that_stops_while_the_store_fails_forgets_nothing(site: Site) -> None:
    site.watch("view", 0.0)
    stop = threading.Event()
    site.store.fail_next = True
    site.store.on_failure = stop.set
    site.sessionizer.run(stop)
    assert set(site.views()) == {"view"}
    assert len(site.store.events) == 4


def test_live_beacons_are_read_between_small_turns(site: Site) -> None:
    for nth in range(50):
        site.watch(f"view-{nth}", nth * 600.0)
    site.pass_time(20 * HOUR_S)
    asked = site.ask()
    site.step_until(asked, lambda now: now.state is RecomputationState.RUNNING)
    for nth in range(10):
        site.watch(f"live-{nth}", site.now_s)
        site.sessionizer.step()
        assert site.sessionizer.status().lag_records == 0
        site.sessionizer.step()
        assert f"live-{nth}" in site.views()
    assert site.control.recomputations.find(asked.id).state is RecomputationState.RUNNING
    assert site.recompute(asked).views_replaced == 50
    assert len(site.views()) == 60


def test_a_view_that_begins_anew_while_its_old_row_waits_to_be_replaced_is_not_lost(
    site: Site,
) -> None:
    site.chunk = Chunk(records=2, ticks=100, views_per_write=100)
    site.crash()
    for nth in range(20):
        site.watch(f"view-{nth}", nth * 600.0)
    site.pass_time(10 * HOUR_S)
    asked = site.ask()
    site.step_until(asked, lambda now: now.records_read > 20)
    site.watch("view-0", site.now_s, first=20)
    assert site.recompute(asked).views_replaced == 19
    assert {"view-0", "view-0~2"} <= set(site.views())


@pytest.mark.parametrize(
    ("category", "failure", "exception", "severity"),
    [
        (ErrorCategory.FATAL, True, False, "fatal"),
        (ErrorCategory.WARNING, False, False, "warning"),
        (ErrorCategory.BUSINESS_EXCEPTION, False, True, "fatal"),
        (None, True, False, "fatal"),
    ],
)
def test_what_was_decided_on_an_error_holds_from_then_on_and_for_the_past_when_recomputed(
    site: Site,
    category: ErrorCategory | None,
    failure: bool,  # noqa: FBT001 - a column of the table
    exception: bool,  # noqa: FBT001
    severity: str,
) -> None:
    def told(name: str) -> tuple[object, ...]:
        found = site.views()[name].failure
        return (
            found.playback_failure,
            found.playback_business_exception,
            found.player_error_severity,
            found.player_error_code,
        )

    site.watch("before", 0.0, code="1001")
    site.pass_time(3 * HOUR_S)
    site.control.error_categories.decide(site.environment, "1001", category)
    site.watch("after", 3 * HOUR_S, code="1001")
    site.watch("another-code", 3 * HOUR_S, code="1002")
    site.pass_time(6 * HOUR_S)
    assert told("before") == (True, False, "fatal", "1001")
    assert told("after") == (failure, exception, severity, "1001")
    assert told("another-code") == (True, False, "fatal", "1002")
    assert site.recompute().views_replaced == 3
    assert told("before") == told("after") == (failure, exception, severity, "1001")
    assert told("another-code") == (True, False, "fatal", "1002")


def test_the_timeline_keeps_what_the_player_said(site: Site) -> None:
    site.control.error_categories.decide(site.environment, "17", ErrorCategory.WARNING)
    site.watch("view", 0.0, code="17")
    site.pass_time(HOUR_S)
    [error] = [event for event in site.store.events if event.name == "error"]
    assert not re.search("severity|exception", error.details_json)


def test_only_one_is_under_way(site: Site) -> None:
    site.ask()
    with pytest.raises(ControlError, match="only one can be") as refused:
        site.ask()
    assert refused.value.code is ControlErrorCode.RECOMPUTATION_UNDER_WAY
