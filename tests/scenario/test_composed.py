"""What was composed is what its maker makes, and says of itself that it was composed."""

import json
from typing import Any

import pytest

from lab.composing import rows
from lab.dialects import DIALECTS
from playhead.model.outcome import EventOutcome
from tests.scenario import scenarios
from tests.scenario.folding import Folded, fold


@pytest.mark.parametrize("name", DIALECTS)
def test_a_composed_play_is_as_its_maker_makes_it(name: str) -> None:
    file = scenarios.HERE / name / "beacons.jsonl"
    assert [json.loads(line) for line in file.read_text().splitlines()] == rows(DIALECTS[name])


@pytest.mark.parametrize("name", DIALECTS)
def test_a_composed_play_does_not_pass_for_a_recording(name: str) -> None:
    assert "**Composed, not recorded**" in (scenarios.HERE / name / "story.md").read_text()
    assert name not in scenarios.recorded()


def test_what_no_page_measured_was_composed() -> None:
    assert set(scenarios.names()) - set(scenarios.recorded()) == set(DIALECTS)


def _told(name: str, event: str) -> dict[str, Any]:
    [row] = [row for row in _folded(name).events if row.name == event]
    told: dict[str, Any] = json.loads(row.details_json)
    return told


def _folded(name: str) -> Folded:
    return fold(scenarios.scenario(name).beacons)


def test_the_timeline_keeps_what_only_native_players_tell() -> None:
    assert _told("dialect_ios", "orientationchange") == {
        "viewer_device_orientation": {"x": 0, "y": 0, "z": 90}
    }
    assert _told("dialect_android", "requestcanceled")["request_cancel"] == "genericLoadCanceled"
    names = [row.name for row in _folded("dialect_roku").events]
    assert {"adimpression", "adskipped"} < set(names)


def test_an_event_between_views_is_counted_and_belongs_to_none() -> None:
    assert _folded("dialect_roku").outcomes[EventOutcome.NO_VIEW] == 1


def test_a_repeated_error_of_an_old_sdk_comes_without_a_word() -> None:
    for version in ("4_9", "4_30", "5_1"):
        beacons = scenarios.event_by_event(
            scenarios.scenario(f"dialect_mux_embed_{version}").beacons
        )
        errors = {beacon.body for beacon in beacons if b'"e":"error"' in beacon.body}
        assert sorted(b"percd" in body for body in errors) == [False, True]
