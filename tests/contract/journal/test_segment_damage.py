"""What the segment log makes of torn, damaged and missing bytes."""

import asyncio
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playhead.journal.interface import Gap
from playhead.journal.segment_reader import SegmentReader
from playhead.journal.segment_tail import FollowedTail
from playhead.journal.segments import segment_numbers, segment_path
from tests.contract.journal.readings import append_all, append_together, numbered, read_all
from tests.contract.journal.shelves import SegmentShelf

WHOLE = 100_000


def written(folder: Path, records: list[bytes], *, segment_bytes: int = WHOLE) -> list[int]:
    """Write each record as a group of its own; return the last segment's size after each."""
    shelf = SegmentShelf(folder, followed=False, segment_bytes=segment_bytes)
    writer, _ = shelf.open()
    sizes = []
    for record in records:
        asyncio.run(append_all(writer, [record]))
        sizes.append(segment_path(folder, segment_numbers(folder)[-1]).stat().st_size)
    shelf.close()
    return sizes


def read_with_gaps(folder: Path, start: int = 0) -> tuple[dict[int, bytes], list[Gap], int]:
    gaps: list[Gap] = []
    reader = SegmentReader(folder, FollowedTail(folder), on_gap=gaps.append)
    try:
        return read_all(reader, start), gaps, reader.end()
    finally:
        reader.close()


def numbers(gaps: list[Gap]) -> list[int]:
    return [number for gap in gaps for number in range(gap.first, gap.next)]


def test_a_cut_at_any_byte_costs_only_what_lay_behind_it(tmp_path: Path) -> None:
    records = numbered(6)
    sizes = written(tmp_path / "whole", records)
    path = segment_path(tmp_path / "whole", 0)
    for cut in range(sizes[2], sizes[-1] + 1):
        folder = tmp_path / "cut"
        shutil.copytree(tmp_path / "whole", folder)
        segment_path(folder, 0).write_bytes(path.read_bytes()[:cut])
        left = sum(size <= cut for size in sizes)

        found, gaps, _ = read_with_gaps(folder)
        assert (found, gaps) == (dict(enumerate(records[:left])), []), f"from outside, {cut=}"

        shelf = SegmentShelf(folder, followed=False, segment_bytes=WHOLE)
        writer, reader = shelf.open()
        assert reader.end() == left, f"{cut=}"
        asyncio.run(append_all(writer, [b"after the cut"]))
        assert read_all(reader) == dict(enumerate([*records[:left], b"after the cut"])), f"{cut=}"
        shelf.close()
        shutil.rmtree(folder)


def test_rubbish_behind_the_last_group_is_cut_off(tmp_path: Path) -> None:
    sizes = written(tmp_path, numbered(3))
    with segment_path(tmp_path, 0).open("ab") as file:
        file.write(b"PHG1" * 20 + b"\x00" * 4096)
    shelf = SegmentShelf(tmp_path, followed=False, segment_bytes=WHOLE)
    writer, reader = shelf.open()
    assert segment_path(tmp_path, 0).stat().st_size == sizes[-1]
    asyncio.run(append_all(writer, [b"next"]))
    assert read_all(reader) == dict(enumerate([*numbered(3), b"next"]))
    assert shelf.gaps == []
    shelf.close()


def test_a_flip_of_any_byte_costs_one_group_and_is_reported(tmp_path: Path) -> None:
    records = numbered(5)
    sizes = written(tmp_path, records)
    path = segment_path(tmp_path, 0)
    whole = path.read_bytes()
    for position in range(sizes[3]):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :])
        lost = sum(size <= position for size in sizes)
        found, gaps, end = read_with_gaps(tmp_path)
        assert gaps == [Gap(lost, lost + 1)], f"{position=}"
        assert found == {n: r for n, r in enumerate(records) if n != lost}, f"{position=}"
        assert end == 5


def test_a_damaged_group_in_the_middle_survives_a_restart_of_the_writer(tmp_path: Path) -> None:
    records = numbered(5)
    sizes = written(tmp_path, records)
    path = segment_path(tmp_path, 0)
    whole = bytearray(path.read_bytes())
    whole[sizes[1] + 8] ^= 1
    path.write_bytes(whole)

    shelf = SegmentShelf(tmp_path, followed=False, segment_bytes=WHOLE)
    writer, reader = shelf.open()
    asyncio.run(append_all(writer, [b"after"]))
    expected = dict(enumerate([*records, b"after"]))
    del expected[2]
    assert read_all(reader) == expected
    assert shelf.gaps == [Gap(2, 3)]
    shelf.close()


def test_damage_up_to_the_tail_does_not_stop_a_reader_beside_its_writer(tmp_path: Path) -> None:
    shelf = SegmentShelf(tmp_path, followed=False, segment_bytes=WHOLE)
    writer, reader = shelf.open()
    asyncio.run(append_together(writer, numbered(4)))
    path = segment_path(tmp_path, 0)
    path.write_bytes(b"\x00" * path.stat().st_size)

    assert reader.wait(0, timeout_s=0)
    batch = reader.read(0, most_records=10)
    assert batch is not None
    assert (batch.first, batch.next, list(batch.records)) == (4, 4, [])
    assert shelf.gaps == [Gap(0, 4)]
    assert reader.read(4, most_records=10) is None

    asyncio.run(append_all(writer, [b"next"]))
    assert read_all(reader, 4) == {4: b"next"}
    shelf.close()


def test_a_lost_segment_is_a_gap_and_a_lost_beginning_is_not(tmp_path: Path) -> None:
    records = numbered(30, size=40)
    written(tmp_path, records, segment_bytes=200)
    segments = segment_numbers(tmp_path)
    assert len(segments) > 4
    segment_path(tmp_path, segments[2]).unlink()
    segment_path(tmp_path, segments[0]).unlink()

    found, gaps, _ = read_with_gaps(tmp_path)
    assert gaps == [Gap(segments[2], segments[3])]
    assert sorted([*found, *numbers(gaps)]) == list(range(segments[1], 30))


def test_a_segment_dropped_under_a_reader_is_retention_and_no_gap(tmp_path: Path) -> None:
    shelf = SegmentShelf(tmp_path, followed=True, segment_bytes=200)
    writer, dropping = shelf.open()
    asyncio.run(append_all(writer, numbered(30, size=40)))
    other = SegmentReader(tmp_path, FollowedTail(tmp_path), on_gap=shelf.gaps.append)
    assert other.read(5, most_records=1) is not None
    dropped = dropping.drop_before(30, older_than_ms=10**15)
    assert dropped > 10

    batch = other.read(0, most_records=1)
    assert batch is not None
    assert batch.first == dropped
    assert shelf.gaps == []
    other.close()
    shelf.close()


def test_what_a_reader_dropped_it_does_not_return_from_a_file_still_open(tmp_path: Path) -> None:
    shelf = SegmentShelf(tmp_path, followed=False, segment_bytes=200)
    writer, reader = shelf.open()
    asyncio.run(append_all(writer, numbered(30, size=40)))
    assert reader.read(0, most_records=1) is not None
    second = segment_numbers(tmp_path)[1]
    assert reader.drop_before(second, older_than_ms=10**15) == second
    batch = reader.read(0, most_records=1)
    assert batch is not None
    assert batch.first == second
    shelf.close()


def test_numbers_never_fall_behind_a_reader_whose_journal_was_emptied(tmp_path: Path) -> None:
    shelf = SegmentShelf(tmp_path / "a", followed=False)
    asyncio.run(append_all(shelf.open().writer, numbered(3)))
    shelf.close()
    for folder, present in (("a", dict(enumerate(numbered(3)))), ("b", {})):
        again = SegmentShelf(tmp_path / folder, followed=False)
        writer, reader = again.open(number_from=50)
        asyncio.run(append_all(writer, [b"new"]))
        assert read_all(reader) == {**present, 50: b"new"}
        assert again.gaps == ([Gap(3, 50)] if present else [])
        again.close()


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_no_damage_crashes_a_reader_or_makes_it_invent_a_record(
    tmp_path: Path, data: st.DataObject
) -> None:
    folder = tmp_path / "journal"
    shutil.rmtree(folder, ignore_errors=True)
    records = numbered(14, size=30)
    if not (tmp_path / "whole").exists():
        written(tmp_path / "whole", records, segment_bytes=250)
    shutil.copytree(tmp_path / "whole", folder)
    for segment in segment_numbers(folder):
        path = segment_path(folder, segment)
        raw = bytearray(path.read_bytes())
        for start in data.draw(st.lists(st.integers(0, len(raw)), max_size=3)):
            rubbish = data.draw(st.one_of(st.binary(max_size=60), st.just(b"PHG1" * 9)))
            raw[start : start + data.draw(st.integers(0, 60))] = rubbish
        path.write_bytes(raw)

    found, gaps, end = read_with_gaps(folder)
    assert all(records[number] == record for number, record in found.items())
    assert sorted([*found, *numbers(gaps)]) == list(range(end))
    assert read_with_gaps(folder, 5)[0] == {n: r for n, r in found.items() if n >= 5}

    shelf = SegmentShelf(folder, followed=False, segment_bytes=250)
    writer, reader = shelf.open()
    asyncio.run(append_all(writer, [b"after"]))
    assert read_all(reader) == {**found, end: b"after"}
    shelf.close()


@pytest.mark.parametrize("name", ["notes.txt", "abc.segment", "00000000000000000000.segment.bak"])
def test_other_files_in_the_folder_are_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    written(tmp_path, numbered(3))
    assert read_with_gaps(tmp_path)[0] == dict(enumerate(numbered(3)))
    assert (tmp_path / name).read_text() == "mine"
