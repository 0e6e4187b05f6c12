import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from playhead.journal import segment_reader
from playhead.journal.segment_reader import SegmentReader
from playhead.journal.segment_tail import FollowedTail
from playhead.journal.segment_writer import SegmentWriter
from playhead.journal.segments import GroupHeader, Mark, find_group

GROUPS = 60


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[SegmentWriter]:
    opened = SegmentWriter(tmp_path, clock_ms=lambda: 0)

    async def fill() -> None:
        for _ in range(GROUPS):
            await opened.append(b"x" * 100)

    asyncio.run(fill())
    yield opened
    opened.close()


def test_reading_on_looks_only_at_what_is_new(
    tmp_path: Path, writer: SegmentWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    def counted(fd: int, offset: int, limit: int, number: int) -> tuple[int, GroupHeader] | None:
        looks.append(offset)
        return find_group(fd, offset, limit, number)

    monkeypatch.setattr(segment_reader, "find_group", counted)
    reader = SegmentReader(tmp_path, writer.tail, on_gap=lambda gap: pytest.fail(str(gap)))
    for number in range(GROUPS):
        batch = reader.read(number, most_records=1)
        assert batch is not None
        assert batch.next == number + 1
    assert len(looks) == GROUPS
    reader.close()


def test_the_tail_is_looked_at_only_where_more_may_have_come(
    tmp_path: Path, writer: SegmentWriter
) -> None:
    looks: list[int] = []

    class Watched(FollowedTail):
        def mark(self) -> Mark:
            looks.append(1)
            return super().mark()

    reader = SegmentReader(tmp_path, Watched(tmp_path), on_gap=lambda gap: pytest.fail(str(gap)))
    for number in range(0, GROUPS, 10):
        batch = reader.read(number, most_records=10)
        assert batch is not None
        assert batch.next == number + 10
    assert len(looks) == 1
    asyncio.run(writer.append(b"later"))
    batch = reader.read(GROUPS, most_records=10)
    assert batch is not None
    assert (list(batch.records), len(looks)) == ([b"later"], 2)
    reader.close()


def test_a_batch_ends_with_the_group_that_reaches_the_most_bytes(
    tmp_path: Path, writer: SegmentWriter
) -> None:
    reader = SegmentReader(
        tmp_path,
        writer.tail,
        on_gap=lambda gap: pytest.fail(str(gap)),
        most_batch_bytes=450,
    )
    batch = reader.read(0, most_records=GROUPS)
    assert batch is not None
    assert (batch.next, len(batch.records)) == (5, 5)
    reader.close()
