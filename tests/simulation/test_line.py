"""Whatever dies and fails on the way, the views are those of a day on which nothing did."""

import random
from pathlib import Path

import msgspec
import pytest

from playhead.model.outcome import EventOutcome
from tests.scenario.scenarios import told
from tests.simulation.line import Arrival, Line, Mishaps, play, traffic
from tests.unit.sessionize.sane import faults_of


def _played(folder: Path, arrivals: list[Arrival], mishaps: Mishaps, seed: int) -> Line:
    folder.mkdir()
    line = Line(folder, mishaps, start_ms=arrivals[0].durable_ms - 1_000)
    play(line, arrivals, chance=random.Random(seed))  # noqa: S311 - a simulation
    line.close()
    return line


def _views(line: Line) -> dict[str, dict[str, dict[str, object]]]:
    found = {view.identity.view_id: told(view) for view in line.store.views}
    assert len(found) == len(line.store.views), "a view stands in the store twice"
    return found


def _events(line: Line) -> list[tuple[object, ...]]:
    rows = [msgspec.structs.astuple(event)[:-1] for event in line.store.events]
    assert len(set(rows)) == len(rows), "an event stands in the store twice"
    return sorted(rows, key=repr)


@pytest.mark.parametrize("seed", range(6))
def test_a_bad_day_gives_the_views_of_a_good_one(seed: int, tmp_path: Path) -> None:
    arrivals = traffic(seed, copies=25, over_ms=1_800_000)
    good = _played(tmp_path / "good", arrivals, Mishaps(seed), seed)
    mishaps = Mishaps(seed, store=0.05, crash=0.03)
    bad = _played(tmp_path / "bad", arrivals, mishaps, seed + 1_000)

    assert mishaps.counts["crash"] > 5
    assert mishaps.counts["store"] > 5
    assert bad.lives > 10
    assert good.lives == 1
    assert _views(bad) == _views(good)
    assert _events(bad) == _events(good)
    assert len(good.store.views) >= 20
    for view in bad.store.views:
        assert faults_of(view) == []

    sent = sum(arrival.record.event_count for arrival in arrivals)
    for line in (good, bad):
        outcomes = line.sessionizer.status().outcomes
        assert sum(outcomes.values()) == sent
        assert outcomes[EventOutcome.DUPLICATE] > 0
        assert outcomes[EventOutcome.FAULT] == 0
        assert line.log.faults == []
        assert line.sessionizer.status().open_views == 0
        assert line.sessionizer.status().lag_records == 0


def test_another_pace_gives_the_same_views(tmp_path: Path) -> None:
    arrivals = traffic(99, copies=15, over_ms=600_000)
    lines = [_played(tmp_path / str(s), arrivals, Mishaps(0), s) for s in range(3)]
    assert _views(lines[0]) == _views(lines[1]) == _views(lines[2])
    assert _events(lines[0]) == _events(lines[1]) == _events(lines[2])
