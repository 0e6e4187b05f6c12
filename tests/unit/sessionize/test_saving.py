from pathlib import Path

import msgspec
import pytest

from playhead.sessionize.checkpoint import Checkpoints, Progress
from playhead.sessionize.core.lifecycle import FINAL_AFTER_MS
from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.sessions import Sessions
from playhead.sessionize.saving import Saving
from tests.unit.sessionize.made import T0_MS, Player, beacon

VIEWS = 6
PLAYERS = [Player(f"view-{n}") for n in range(VIEWS)]


def _sessions() -> Sessions:
    sessions = Sessions()
    for player in PLAYERS:
        events = [player.event(name, 1) for name in ("viewstart", "play", "playing")]
        sessions.take(beacon(events, at_ms=T0_MS + 1_000))
    sessions.drain()
    return sessions


def _bodies(views: list[OpenView]) -> dict[str, bytes]:
    """Return views as they are, but for when they are looked at, which is found anew."""
    found = {}
    for view in views:
        copied = msgspec.msgpack.decode(msgspec.msgpack.encode(view), type=OpenView)
        copied.timer_s = 0
        if copied.live is not None:
            copied.live.timer_s = 0
        found[view.view_id] = msgspec.msgpack.encode(copied)
    return found


def _loaded(path: Path) -> tuple[Progress, dict[str, bytes]]:
    checkpoints = Checkpoints(path)
    progress, views = checkpoints.load()
    checkpoints.close()
    return progress, _bodies(views)


def _more_beacons(sessions: Sessions) -> None:
    for player in PLAYERS:
        events = [player.event("pause", 5, video_title="changed since")]
        sessions.take(beacon(events, at_ms=T0_MS + 5_000))


def _silence(sessions: Sessions) -> None:
    sessions.advance(T0_MS + 90_000)


def _the_end(sessions: Sessions) -> None:
    sessions.advance(T0_MS + 2 * FINAL_AFTER_MS)


def _completion(sessions: Sessions) -> None:
    for player in PLAYERS:
        sessions.take(beacon([player.event("viewend", 6)], at_ms=T0_MS + 6_000))
    sessions.drain()


@pytest.mark.parametrize("meanwhile", [_more_beacons, _silence, _the_end, _completion])
@pytest.mark.parametrize("slice_", [1, 2, VIEWS - 1])
def test_what_is_saved_is_the_state_of_one_moment(
    tmp_path: Path, meanwhile: object, slice_: int
) -> None:
    assert callable(meanwhile)
    path = tmp_path / "checkpoint.db"
    sessions = _sessions()
    checkpoints = Checkpoints(path)
    saving = Saving(checkpoints, sessions, Progress(1, next_record=7))
    expected = _bodies(list(sessions.views.values()))
    assert not saving.go_on(slice_)
    meanwhile(sessions)
    while not saving.go_on(slice_):
        pass
    checkpoints.close()
    progress, found = _loaded(path)
    assert progress.next_record == 7
    assert found == expected


def test_what_was_not_saved_to_its_end_was_not_saved(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.db"
    sessions = _sessions()
    checkpoints = Checkpoints(path)
    assert Saving(checkpoints, sessions, Progress(1, next_record=7)).go_on(None)
    expected = _loaded(path)
    _more_beacons(sessions)
    assert not Saving(checkpoints, sessions, Progress(2, next_record=8)).go_on(2)
    assert _loaded(path) == expected
    # Whoever goes on with the same file goes back to the same place.
    progress, views = checkpoints.load()
    assert (progress, _bodies(views)) == expected
    checkpoints.close()


def test_what_changes_while_a_checkpoint_is_made_is_in_the_next(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.db"
    sessions = _sessions()
    checkpoints = Checkpoints(path)
    saving = Saving(checkpoints, sessions, Progress(1))
    _more_beacons(sessions)
    assert saving.go_on(None)
    assert Saving(checkpoints, sessions, Progress(2)).go_on(None)
    checkpoints.close()
    assert _loaded(path)[1] == _bodies(list(sessions.views.values()))
