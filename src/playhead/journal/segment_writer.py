"""The segment log's writing end: one thread, one write and one fdatasync a group.

Law: a group is acknowledged after fdatasync returned and never before; after the first error of
the disk nothing more is written, because what the kernel kept of the failed write is unknown.
"""

import fcntl
import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import msgspec

from playhead.journal.group_commit import GroupCommit, GroupLimits
from playhead.journal.interface import JournalLockedError
from playhead.journal.segment_tail import SharedTail, sync_data
from playhead.journal.segments import (
    GroupEncoder,
    Mark,
    last_good,
    segment_numbers,
    segment_path,
)

_LOCK_NAME = "writer.lock"


class SegmentLimits(GroupLimits, frozen=True):
    """The group's limits, and the size from which on a segment gets no further group."""

    segment_bytes: int = 64 * 1024 * 1024


class Disk(msgspec.Struct, frozen=True):
    """The two calls that can lose data, as arguments, so that a test can make them fail."""

    write: Callable[[int, memoryview], int] = os.write
    sync: Callable[[int], None] = sync_data


class SegmentWriter:
    """Appends to the segments in `folder`, which it holds alone until `close`.

    `tail` is for the readers of the same process. No record gets a number below `number_from`:
    pass the number that the reader wants next, and a folder that was emptied under a reader
    cannot make it miss what comes.

    Raises:
        JournalLockedError: another writer has the folder.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock_ms: Callable[[], int],
        limits: SegmentLimits | None = None,
        number_from: int = 0,
        disk: Disk | None = None,
    ) -> None:
        self._folder = folder
        self._clock_ms = clock_ms
        self._limits = limits or SegmentLimits()
        self._disk = disk or Disk()
        self._encoder = GroupEncoder()
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(folder)
        self._fd = -1
        try:
            self._mark = self._open_last(number_from)
        except BaseException:
            self._let_go()
            raise
        self.tail = SharedTail(self._mark)
        self._groups = GroupCommit(self._commit, self._limits)

    def append(self, record: bytes) -> Coroutine[Any, Any, None]:
        """Return once the record is durable; see `JournalWriter.append`."""
        return self._groups.append(record)

    def close(self) -> None:
        """Make everything that waits durable, then let go of the files. Blocks on the disk."""
        self._groups.close()
        self._let_go()

    def _open_last(self, number_from: int) -> Mark:
        """Open the last segment at the end of its last whole group; begin one where none is."""
        numbers = segment_numbers(self._folder)
        if not numbers:
            return self._begin(number_from)
        last = numbers[-1]
        self._fd = os.open(segment_path(self._folder, last), os.O_RDWR)
        mark = last_good(self._fd, Mark(last, 0, last), os.fstat(self._fd).st_size)
        # What lies behind the last whole group was never acknowledged.
        os.ftruncate(self._fd, mark.offset)
        os.lseek(self._fd, mark.offset, os.SEEK_SET)
        # A process that died before its fdatasync may have left whole groups; they count as
        # records from here on, so they must be as durable as the others.
        os.fsync(self._fd)
        _sync_folder(self._folder)
        return mark if mark.number >= number_from else self._begin(number_from)

    def _begin(self, number: int) -> Mark:
        path = segment_path(self._folder, number)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
        _sync_folder(self._folder)
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = fd
        return Mark(number, 0, number)

    def _commit(self, records: list[bytes]) -> None:
        mark = self._mark
        group = self._encoder.encode(records, first=mark.number, written_at_ms=self._clock_ms())
        if mark.offset >= self._limits.segment_bytes:
            mark = self._begin(mark.number)
        unwritten = memoryview(group)
        while unwritten:
            unwritten = unwritten[self._disk.write(self._fd, unwritten) :]
        self._disk.sync(self._fd)
        self._mark = Mark(mark.segment, mark.offset + len(group), mark.number + len(records))
        self.tail.move(self._mark)

    def _let_go(self) -> None:
        for fd in (self._fd, self._lock):
            if fd >= 0:
                os.close(fd)
        self._fd = self._lock = -1


def _lock(folder: Path) -> int:
    fd = os.open(folder / _LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(fd, 32).decode("ascii", "replace").strip()
        os.close(fd)
        raise JournalLockedError(
            f"the journal in {folder} is being written by process {holder or 'unknown'}: "
            "stop that process or give this one another data folder"
        ) from None
    os.ftruncate(fd, 0)
    os.write(fd, b"%d\n" % os.getpid())
    return fd


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
