import sqlite3
from pathlib import Path

import pytest

from playhead.sessionize.checkpoint import CheckpointError, Checkpoints, Progress
from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.sessions import Sessions
from playhead.sessionize.pace import Pace
from playhead.sessionize.packing import FEWEST, Packing, dictionary_of
from tests.unit.sessionize.made import Player, beacon


def _views(count: int, prefix: str = "view") -> list[OpenView]:
    sessions = Sessions()
    for number in range(count):
        player = Player(f"{prefix}-{number}")
        title = f"A film of which there are {number}"
        event = player.event("viewstart", 1, video_title=title, page_url="https://a.test")
        sessions.take(beacon([event]))
    return list(sessions.views.values())


def _sizes(path: Path) -> int:
    with sqlite3.connect(path) as database:
        (size,) = database.execute("SELECT sum(length(body)) FROM open_views").fetchone()
    return int(size)


def _saved(path: Path, *batches: list[OpenView]) -> None:
    checkpoints = Checkpoints(path)
    for number, views in enumerate(batches, 1):
        checkpoints.save(Progress(number), changed=views, forgotten=[])
    checkpoints.close()


def _loaded(path: Path) -> dict[str, OpenView]:
    checkpoints = Checkpoints(path)
    _, views = checkpoints.load()
    checkpoints.close()
    return {view.view_id: view for view in views}


def test_many_views_are_saved_in_a_fraction_of_their_size_and_read_back(tmp_path: Path) -> None:
    few, many = _views(FEWEST - 1, "few"), _views(4 * FEWEST, "many")
    path = tmp_path / "checkpoint.db"
    _saved(path, few)
    each_plain = _sizes(path) / len(few)
    _saved(path, many)
    each_packed = (_sizes(path) - each_plain * len(few)) / len(many)
    assert each_packed < each_plain / 3
    # What was saved before there was a dictionary stands next to what was packed with it.
    assert _loaded(path) == {view.view_id: view for view in [*few, *many]}


def test_a_dictionary_stays_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.db"
    first, second = _views(FEWEST), _views(FEWEST, "other")
    _saved(path, first)
    _saved(path, second)
    assert _loaded(path) == {view.view_id: view for view in [*first, *second]}


def test_without_its_dictionary_nothing_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.db"
    _saved(path, _views(FEWEST))
    with sqlite3.connect(path) as database:
        database.execute("DELETE FROM packing")
    with pytest.raises(CheckpointError, match="not in the file"):
        _loaded(path)


@pytest.mark.parametrize("damaged", [b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfd\x20\x05junk!"])
def test_what_is_damaged_is_told(damaged: bytes) -> None:
    packing = Packing(dictionary_of([b"some body of a view"] * FEWEST))
    with pytest.raises(ValueError, match=r"."):
        packing.unpack(damaged)


@pytest.mark.parametrize(
    ("took_ms", "after_ms"), [(0, 5_000), (400, 5_000), (800, 8_000), (90_000, 60_000)]
)
def test_what_a_checkpoint_costs_decides_how_often_there_is_one(
    took_ms: int, after_ms: int
) -> None:
    assert Pace().save_after_ms(took_ms) == after_ms


@pytest.mark.parametrize(("records", "views"), [(0, 2_000), (499, 2_000), (500, 50)])
def test_while_beacons_wait_few_views_are_saved_at_a_time(records: int, views: int) -> None:
    assert Pace().slice_after(records) == views
