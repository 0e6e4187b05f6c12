"""Every journal the suite runs on, behind one way to open it and to hold its disk still."""

import threading
from pathlib import Path
from typing import NamedTuple, Protocol

from playhead.journal.interface import Gap, JournalReader, JournalWriter
from playhead.journal.memory import MemoryJournal
from playhead.journal.segment_reader import SegmentReader
from playhead.journal.segment_tail import FollowedTail, sync_data
from playhead.journal.segment_writer import Disk, SegmentLimits, SegmentWriter

PLENTY = 64 * 1024 * 1024


class Doors(NamedTuple):
    writer: JournalWriter
    reader: JournalReader


class Shelf(Protocol):
    now_ms: int

    def open(self, *, most_waiting_bytes: int = PLENTY) -> Doors: ...
    def hold(self) -> None:
        """Let no commit end until `release`."""

    def release(self) -> None: ...
    def close(self) -> None: ...


class MemoryShelf:
    def __init__(self) -> None:
        self.now_ms = 1_000

    def open(self, *, most_waiting_bytes: int = PLENTY) -> Doors:
        journal = MemoryJournal(clock_ms=lambda: self.now_ms, most_waiting_bytes=most_waiting_bytes)
        return Doors(journal, journal)

    def hold(self) -> None:
        """A commit in memory waits for the loop's next turn as it is."""

    def release(self) -> None: ...

    def close(self) -> None: ...


class SegmentShelf:
    """Segments of a few hundred bytes, so that short stories cross many files."""

    def __init__(self, folder: Path, *, followed: bool, segment_bytes: int = 300) -> None:
        self.now_ms = 1_000
        self.folder = folder
        self.gaps: list[Gap] = []
        self._followed = followed
        self._segment_bytes = segment_bytes
        self._running = threading.Event()
        self._running.set()
        self._writers: list[SegmentWriter] = []
        self._readers: list[SegmentReader] = []

    def open(self, *, most_waiting_bytes: int = PLENTY, number_from: int = 0) -> Doors:
        writer = SegmentWriter(
            self.folder,
            clock_ms=lambda: self.now_ms,
            limits=SegmentLimits(
                most_waiting_bytes=most_waiting_bytes, segment_bytes=self._segment_bytes
            ),
            number_from=number_from,
            disk=Disk(sync=self._sync),
        )
        self._writers.append(writer)
        tail = FollowedTail(self.folder) if self._followed else writer.tail
        reader = SegmentReader(self.folder, tail, on_gap=self.gaps.append)
        self._readers.append(reader)
        return Doors(writer, reader)

    def hold(self) -> None:
        self._running.clear()

    def release(self) -> None:
        self._running.set()

    def close(self) -> None:
        self.release()
        for writer in self._writers:
            writer.close()
        for reader in self._readers:
            reader.close()

    def _sync(self, fd: int) -> None:
        assert self._running.wait(10), "the test never released the disk"
        sync_data(fd)
