"""What was composed is what its maker makes, and says of itself that it was composed."""

import json

import pytest

from lab.composing import rows
from lab.dialects import DIALECTS
from tests.scenario import scenarios


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
