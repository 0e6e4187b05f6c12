"""What the segment log does when the disk refuses, or when another writer comes."""

import asyncio
import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from playhead.journal.interface import JournalFailedError, JournalLockedError
from playhead.journal.segment_reader import SegmentReader
from playhead.journal.segment_tail import sync_data
from playhead.journal.segment_writer import Disk, SegmentWriter
from tests.contract.journal.readings import append_all, append_together, numbered, read_all
from tests.contract.journal.shelves import SegmentShelf


def failing_sync(calls: list[int]) -> None:
    calls.append(len(calls))
    if len(calls) > 3:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def sync_fails_at_the_fourth() -> Disk:
    calls: list[int] = []

    def sync(fd: int) -> None:
        failing_sync(calls)
        sync_data(fd)

    return Disk(sync=sync)


def disk_is_full_after_the_third() -> Disk:
    calls: list[int] = []

    def write(fd: int, data: memoryview) -> int:
        calls.append(fd)
        if len(calls) == 4:
            return os.write(fd, data[:20])
        if len(calls) > 4:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return os.write(fd, data)

    return Disk(write=write)


@pytest.mark.parametrize("disk", [sync_fails_at_the_fourth, disk_is_full_after_the_third])
def test_a_refusal_of_the_disk_reaches_every_waiter_and_all_who_come_later(
    tmp_path: Path, disk: Callable[[], Disk]
) -> None:
    writer = SegmentWriter(tmp_path, clock_ms=lambda: 0, disk=disk())
    reader = SegmentReader(tmp_path, writer.tail, on_gap=lambda gap: pytest.fail(str(gap)))

    async def story() -> None:
        await append_all(writer, numbered(3))
        together = (writer.append(record) for record in numbered(20))
        outcomes = await asyncio.gather(*together, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {JournalFailedError}
        with pytest.raises(JournalFailedError, match="see to the disk, then restart"):
            await writer.append(b"later")

    asyncio.run(story())
    assert read_all(reader) == dict(enumerate(numbered(3))), "nothing that was not acknowledged"
    writer.close()
    reader.close()

    shelf = SegmentShelf(tmp_path, followed=False, segment_bytes=100_000)
    again, rereader = shelf.open()
    end = rereader.end()
    asyncio.run(append_all(again, [b"after"]))
    found = read_all(rereader)
    assert list(found.values())[:3] == numbered(3)
    assert found[end] == b"after"
    assert shelf.gaps == []
    shelf.close()


def test_a_short_write_is_carried_on(tmp_path: Path) -> None:
    writer = SegmentWriter(
        tmp_path, clock_ms=lambda: 0, disk=Disk(write=lambda fd, data: os.write(fd, data[:7]))
    )
    reader = SegmentReader(tmp_path, writer.tail, on_gap=lambda gap: pytest.fail(str(gap)))
    asyncio.run(append_together(writer, numbered(10)))
    writer.close()
    assert read_all(reader) == dict(enumerate(numbered(10)))
    reader.close()


def test_a_group_is_not_readable_before_it_is_synced(tmp_path: Path) -> None:
    shelf = SegmentShelf(tmp_path, followed=False)
    writer, reader = shelf.open()

    async def story() -> None:
        shelf.hold()
        task = asyncio.create_task(writer.append(b"hasty"))
        assert await asyncio.to_thread(reader.wait, 0, timeout_s=0.05) is False
        assert reader.read(0, most_records=1) is None
        shelf.release()
        await task

    asyncio.run(story())
    assert read_all(reader) == {0: b"hasty"}
    shelf.close()


def test_a_second_writer_is_refused_by_name_and_let_in_afterwards(tmp_path: Path) -> None:
    first = SegmentWriter(tmp_path, clock_ms=lambda: 0)
    with pytest.raises(JournalLockedError) as refusal:
        SegmentWriter(tmp_path, clock_ms=lambda: 0)
    assert str(tmp_path) in str(refusal.value)
    assert f"process {os.getpid()}" in str(refusal.value)
    first.close()
    SegmentWriter(tmp_path, clock_ms=lambda: 0).close()


def test_a_folder_that_cannot_be_opened_is_let_go_of(tmp_path: Path) -> None:
    (tmp_path / f"{0:020d}.segment").mkdir()
    for _ in range(2):
        with pytest.raises(IsADirectoryError):
            SegmentWriter(tmp_path, clock_ms=lambda: 0)
