import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from playhead.journal import segments
from playhead.journal.segments import (
    HEADER_BYTES,
    MAGIC,
    GroupEncoder,
    Mark,
    find_group,
    last_good,
    newest_write_ms,
    read_records,
    segment_numbers,
    segment_path,
)


class File:
    def __init__(self, path: Path) -> None:
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT)

    def hold(self, content: bytes) -> int:
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, content, 0)
        return len(content)


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    opened = File(tmp_path / "file")
    yield opened
    os.close(opened.fd)


def group(first: int, *records: bytes, written_at_ms: int = 0) -> bytes:
    return GroupEncoder().encode(list(records), first=first, written_at_ms=written_at_ms)


def test_a_group_comes_back_as_it_went(file: File) -> None:
    records = [b"", b"a", b"\x00\xff" * 4000]
    size = file.hold(group(7, *records, written_at_ms=1_700_000_000_123))
    found = find_group(file.fd, 0, size, 7)
    assert found is not None
    at, header = found
    assert (at, header.first, header.count) == (0, 7, 3)
    assert header.written_at_ms == 1_700_000_000_123
    assert header.stored_bytes == size - HEADER_BYTES
    assert read_records(file.fd, at, header) == records


@pytest.mark.parametrize(
    "damage",
    [b"\x00", b"\x00" * 35, MAGIC, MAGIC * 30, MAGIC[:3], b"\xff" * 5000],
    ids=["one byte", "nearly a header", "magic", "much magic", "half a magic", "a page"],
)
@pytest.mark.parametrize("scan_bytes", [64, 1024 * 1024])
def test_a_group_is_found_behind_damage(
    file: File, damage: bytes, scan_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "_SCAN_BYTES", scan_bytes)
    size = file.hold(damage + group(3, b"x"))
    found = find_group(file.fd, 0, size, 0)
    assert found is not None
    assert found[0] == len(damage)
    assert read_records(file.fd, *found) == [b"x"]


def test_a_group_is_found_wherever_it_lies_across_two_looks(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "_SCAN_BYTES", 64)
    for offset in range(1, 200):
        size = file.hold(b"\x00" * offset + group(3, b"x"))
        found = find_group(file.fd, 0, size, 0)
        assert found is not None, offset
        assert found[0] == offset


def test_groups_of_earlier_numbers_and_groups_past_the_limit_do_not_count(file: File) -> None:
    size = file.hold(group(3, b"old") + group(9, b"new"))
    found = find_group(file.fd, 0, size, 9)
    assert found is not None
    assert read_records(file.fd, *found) == [b"new"]
    assert find_group(file.fd, 0, size - 1, 9) is None
    assert find_group(file.fd, 0, size, 10) is None


def test_the_last_good_place_is_behind_the_last_whole_group(file: File) -> None:
    one, two, three = group(0, b"a", b"b"), group(2, b"c"), group(3, b"d")
    torn = three[:-1]
    spoilt = two[:-1] + bytes([two[-1] ^ 1])
    start = Mark(0, 0, 0)
    table = [
        (b"", start),
        (one, Mark(0, len(one), 2)),
        (one + two + torn, Mark(0, len(one + two), 3)),
        (one + spoilt, Mark(0, len(one), 2)),
        (one + spoilt + three, Mark(0, len(one + spoilt + three), 4)),
        (torn, start),
        (b"\x00" * 500, start),
    ]
    for content, expected in table:
        size = file.hold(content)
        assert last_good(file.fd, start, size) == expected


def test_a_count_that_disagrees_with_the_payload_is_damage(file: File) -> None:
    size = file.hold(group(0, b"a", b"b"))
    found = find_group(file.fd, 0, size, 0)
    assert found is not None
    header = segments.GroupHeader(
        0, 3, found[1].stored_bytes, found[1].written_at_ms, found[1].payload_crc32
    )
    assert read_records(file.fd, 0, header) is None


def test_the_newest_write_is_that_of_the_youngest_group(file: File) -> None:
    size = file.hold(group(0, b"a", written_at_ms=5) + group(1, b"b", written_at_ms=9))
    assert newest_write_ms(file.fd, size) == 9
    assert newest_write_ms(file.fd, file.hold(b"")) == 0


def test_segments_are_listed_by_their_numbers(tmp_path: Path) -> None:
    assert segment_numbers(tmp_path / "nowhere") == []
    for number in (81_723, 0, 9):
        segment_path(tmp_path, number).touch()
    (tmp_path / "writer.lock").touch()
    assert segment_numbers(tmp_path) == [0, 9, 81_723]
    assert segment_path(tmp_path, 9).name == "00000000000000000009.segment"
