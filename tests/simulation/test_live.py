"""What monitoring says of an audience is what the audience did, whatever happens on the way."""

import random
from pathlib import Path

import pytest

from tests.simulation.audience import Viewer, audience, on_the_way, said_by, truth_of
from tests.simulation.line import Line, Mishaps, play
from tests.unit.sessionize.live.watching import said


def _watched(
    folder: Path, viewers: list[Viewer], mishaps: Mishaps, seed: int, *, badly: bool
) -> Line:
    folder.mkdir()
    chance = random.Random(seed)  # noqa: S311 - a simulation
    arrivals = on_the_way(viewers, chance, badly=badly)
    line = Line(folder, mishaps, start_ms=arrivals[0].durable_ms - 1_000)
    play(line, arrivals, chance=chance)
    line.close()
    return line


@pytest.mark.parametrize("seed", range(3))
def test_the_series_is_the_truth(seed: int, tmp_path: Path) -> None:
    viewers = audience(seed, 100)
    line = _watched(tmp_path / "good", viewers, Mishaps(seed), seed, badly=False)
    series, crowds = said_by(line.store.ticks)
    expected, expected_crowds = truth_of(viewers)
    assert series == expected
    assert crowds == expected_crowds
    assert line.log.faults == []
    told = {name for rows in series.values() for row in rows.values() for name in row}
    assert told >= {"stuck", "paused", "seeking", "failed", "startup_failures", "exits_loading"}


@pytest.mark.parametrize("seed", range(3))
def test_copies_and_another_order_change_nothing(seed: int, tmp_path: Path) -> None:
    viewers = audience(seed, 100)
    line = _watched(tmp_path / "bad", viewers, Mishaps(seed), seed + 100, badly=True)
    assert said_by(line.store.ticks) == truth_of(viewers)


@pytest.mark.parametrize("seed", range(4))
def test_crashes_double_nothing_and_lose_nothing(seed: int, tmp_path: Path) -> None:
    viewers = audience(seed, 60)
    mishaps = Mishaps(seed, store=0.05, crash=0.02)
    line = _watched(tmp_path / "bad", viewers, mishaps, seed + 200, badly=True)
    assert mishaps.counts["crash"] > 5
    assert mishaps.counts["store"] > 5
    assert said_by(line.store.ticks) == truth_of(viewers)


def test_the_pace_does_not_show(tmp_path: Path) -> None:
    viewers = audience(77, 30)
    lines = [
        _watched(tmp_path / str(seed), viewers, Mishaps(0), seed, badly=False) for seed in range(3)
    ]
    first, *others = (said(sorted(each.store.ticks, key=lambda t: t.tick_ms)) for each in lines)
    assert all(other == first for other in others)
