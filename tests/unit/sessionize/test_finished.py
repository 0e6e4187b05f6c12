from pathlib import Path

import pytest

from playhead.model.outcome import EventOutcome
from playhead.sessionize.checkpoint import Checkpoints, Progress
from playhead.sessionize.core.finished import REMEMBERED_MS, Finished
from playhead.sessionize.core.lifecycle import FINAL_AFTER_MS
from playhead.sessionize.core.sequence import SeenNumbers
from tests.unit.sessionize.made import Player

HOUR_S = FINAL_AFTER_MS / 1000
DAY_S = REMEMBERED_MS / 1000


def test_a_copy_that_comes_after_its_view_is_final_is_a_copy() -> None:
    player = Player()
    events = [player.event("viewstart", 0.0), player.event("playing", 0.1)]
    events.append(player.event("viewend", 9.0))
    player.send(events, 9.0)
    player.wait(9 + HOUR_S + 2)
    assert not player.sessions.views
    player.send(events, 9 + 2 * HOUR_S)
    player.wait(9 + 4 * HOUR_S)
    assert [view.identity.version for view in player.written] == [1]
    assert player.sessions.outcomes == {EventOutcome.APPLIED: 3, EventOutcome.DUPLICATE: 3}


def test_what_is_new_under_the_id_of_a_final_view_is_a_view_with_an_id_of_its_own() -> None:
    player = Player("twice")
    player.start(0.0)
    player.wait(HOUR_S + 5)
    for time in (1, 2):
        player.start(time * 2 * HOUR_S)
        player.wait((time * 2 + 1.5) * HOUR_S)
    ids = [view.identity.view_id for view in player.written]
    assert ids == ["twice", "twice~2", "twice~3"]
    assert {row.view_id for row in player.rows} == set(ids)


@pytest.mark.parametrize(("later_s", "known"), [(DAY_S - 60, True), (DAY_S + 60, False)])
def test_a_final_view_is_remembered_for_a_day(later_s: float, known: bool) -> None:  # noqa: FBT001
    player = Player("old")
    player.start(0.0)
    player.wait(HOUR_S + 2)
    player.start(HOUR_S + 2 + later_s)
    player.wait(3 * HOUR_S + later_s)
    assert (player.written[-1].identity.view_id == "old~2") is known


def test_what_is_remembered_rests_with_the_checkpoint(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path / "checkpoint.db")
    key = ("env", "view")
    finished = Finished(1_000, 0, SeenNumbers([1, 5], [3, 9]))
    checkpoints.save(Progress(now_ms=2_000), changed=(), forgotten=[key], finished={key: finished})
    assert checkpoints.finished_of(key) == finished
    assert checkpoints.finished_of(("env", "other")) is None
    checkpoints.save(Progress(now_ms=2_000 + REMEMBERED_MS), changed=(), forgotten=())
    assert checkpoints.finished_of(key) is None
    checkpoints.close()
