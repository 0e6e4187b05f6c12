"""Kill the writer's process under load: what it acknowledged is there, and stays where it was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from playhead.journal.interface import Gap
from playhead.journal.segment_reader import SegmentReader
from playhead.journal.segment_tail import FollowedTail
from tests.contract.journal import loaded_writer
from tests.contract.journal.readings import read_all

ROUNDS = 5


def name_of(record: bytes) -> str:
    return record.split(b" ", 1)[0].decode()


@pytest.mark.slow
def test_every_acknowledged_record_survives_sigkill(tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    seen_alive: dict[int, bytes] = {}
    gaps: list[Gap] = []
    for round_number in range(ROUNDS):
        following = SegmentReader(tmp_path, FollowedTail(tmp_path), on_gap=gaps.append)
        child = subprocess.Popen(
            [sys.executable, loaded_writer.__file__, str(tmp_path), str(round_number)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert child.stdout is not None
        for _ in range(500 + 700 * round_number):
            acknowledged.add(child.stdout.readline().decode().strip())
        seen_alive |= read_all_so_far(following, start=len(seen_alive))
        child.kill()
        rest, _ = child.communicate(timeout=10)
        # The kill may cut the last name short.
        acknowledged.update(rest.decode().rpartition("\n")[0].split())
        following.close()
    acknowledged.discard("")

    reader = SegmentReader(tmp_path, FollowedTail(tmp_path), on_gap=gaps.append)
    found = read_all(reader, most_records=500)
    reader.close()
    names = [name_of(record) for record in found.values()]
    assert list(found) == list(range(len(found)))
    assert len(names) == len(set(names)), "no record twice"
    assert acknowledged <= set(names)
    assert len(acknowledged) > ROUNDS * 500
    assert {number: found[number] for number in seen_alive} == seen_alive, "numbers are for ever"
    assert gaps == []


def read_all_so_far(reader: SegmentReader, start: int) -> dict[int, bytes]:
    """As `read_all`, up to where the journal ended when it began: the writer is still at work."""
    end = reader.end()
    found: dict[int, bytes] = {}
    while start < end:
        batch = reader.read(start, most_records=100)
        assert batch is not None
        assert batch.first == start
        found.update(enumerate(batch.records, batch.first))
        start = batch.next
    return found
