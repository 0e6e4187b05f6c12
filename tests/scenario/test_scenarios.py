"""Each recorded scenario becomes the views that its story promises, however its beacons arrive.

`PLAYHEAD_REWRITE_GOLDEN=1` writes the views anew; look at the difference before committing it.
"""

import functools
import os
import random
from pathlib import Path

import msgspec
import pytest

from playhead.model.beacon import BeaconRecord
from playhead.model.view import View
from playhead.sessionize.core.sessions import HOLD_MS, Sessions
from tests.scenario import scenarios
from tests.scenario.folding import Folded, fold, fold_through_crashes, let_silence_pass
from tests.scenario.scenarios import Scenario
from tests.unit.sessionize.sane import faults_of

REWRITE = os.environ.get("PLAYHEAD_REWRITE_GOLDEN") == "1"
every_scenario = pytest.mark.parametrize("name", scenarios.names())


@functools.cache
def _read(name: str) -> Scenario:
    return scenarios.scenario(name)


@functools.cache
def _whole(name: str) -> Folded:
    return fold(_read(name).beacons)


def _assert_same(name: str, folded: Folded, *, received: bool = True) -> None:
    expected = _whole(name)
    assert scenarios.written(list(folded.views.values())) == msgspec.json.decode(
        _read(name).golden.read_bytes()
    )
    assert folded.rows(received=received) == expected.rows(received=received)


@every_scenario
def test_beacons_become_the_recorded_views(name: str) -> None:
    scenario = _read(name)
    views = list(_whole(name).views.values())
    if REWRITE:
        scenario.golden.write_bytes(scenarios.as_json(views))
    assert scenarios.written(views) == msgspec.json.decode(scenario.golden.read_bytes())
    assert scenario.golden.read_bytes() == scenarios.as_json(views), "the text is not canonical"


@every_scenario
def test_every_event_has_one_outcome(name: str) -> None:
    beacons = _read(name).beacons
    assert _whole(name).outcomes.total() == sum(beacon.event_count for beacon in beacons)


@every_scenario
def test_every_view_is_sane(name: str) -> None:
    for view in _whole(name).views.values():
        assert faults_of(view) == []


@every_scenario
def test_event_by_event(name: str) -> None:
    _assert_same(name, fold(scenarios.event_by_event(_read(name).beacons)))


@every_scenario
def test_every_beacon_twice_and_all_again_at_the_end(name: str) -> None:
    beacons = _read(name).beacons
    last_ms = beacons[-1].received_at_ms
    again = [msgspec.structs.replace(beacon, received_at_ms=last_ms + 500) for beacon in beacons]
    twice = [beacon for beacon in beacons for _ in range(2)]
    folded = fold([*twice, *again])
    _assert_same(name, folded)
    assert folded.outcomes.total() == 3 * _whole(name).outcomes.total()


@every_scenario
@pytest.mark.parametrize("seed", range(4))
def test_events_shuffled_within_the_time_they_are_held(name: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a shuffle, not a secret
    late = [
        msgspec.structs.replace(
            beacon, received_at_ms=beacon.received_at_ms + chance.randrange(HOLD_MS)
        )
        for beacon in scenarios.event_by_event(_read(name).beacons)
    ]
    chance.shuffle(late)
    late.sort(key=lambda beacon: beacon.received_at_ms)
    _assert_same(name, fold(late), received=False)


@every_scenario
def test_each_beacon_overtaken_by_the_next(name: str) -> None:
    beacons = _read(name).beacons
    for at in range(len(beacons) - 1):
        overtaking, overtaken = beacons[at + 1], beacons[at]
        after_ms = overtaking.received_at_ms + HOLD_MS // 2
        swapped = [
            *beacons[:at],
            overtaking,
            msgspec.structs.replace(overtaken, received_at_ms=after_ms),
            *beacons[at + 2 :],
        ]
        _assert_same(name, fold(swapped), received=False)


@every_scenario
def test_crash_and_recovery_after_each_event(name: str, tmp_path: Path) -> None:
    beacons = scenarios.event_by_event(_read(name).beacons)
    folded = fold_through_crashes(beacons, tmp_path / "checkpoint.sqlite")
    _assert_same(name, folded)
    assert folded.outcomes == _whole(name).outcomes


@every_scenario
def test_silence_after_any_event_gives_a_sane_view(name: str) -> None:
    beacons = scenarios.event_by_event(_read(name).beacons)
    for length in range(len(beacons)):
        for view in _cut(beacons[:length]):
            assert faults_of(view) == []
            _assert_plausible(view)


@every_scenario
def test_without_its_end_a_view_is_dropped(name: str) -> None:
    beacons = [
        b for b in scenarios.event_by_event(_read(name).beacons) if b'"viewend"' not in b.body
    ]
    views = _cut(beacons)
    assert len(views) == len(_whole(name).views)
    assert all(view.identity.view_dropped for view in views)


def _cut(beacons: list[BeaconRecord]) -> list[View]:
    sessions = Sessions()
    folded = Folded()
    for beacon in beacons:
        sessions.take(beacon)
    let_silence_pass(sessions, folded)
    return list(folded.views.values())


def _assert_plausible(view: View) -> None:
    engagement = view.engagement
    stalls = view.smoothness.rebuffer_count or 0
    # The player notices a stall after a second, which it has counted as playing by then, and
    # dates the event back to when the picture stopped. A Roku's watch time leaves ads out.
    assert (engagement.content_playing_time_ms or 0) <= engagement.watch_time_ms + 1_000 * (
        stalls + 1
    )
    length_ms = view.identity.view_end_ms - view.identity.view_start_ms
    assert engagement.watch_time_ms <= length_ms + 1_100
