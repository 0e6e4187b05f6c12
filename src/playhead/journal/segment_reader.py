"""The segment log's reading end: by number, from any process, past whatever the disk damaged.

It keeps its last place, so that reading on costs what is new; elsewhere it finds the segment by
name and steps over groups by their headers. One thread at a time may use a reader.

Law: what is returned is durable and whole; every record is returned, or reported as lost.
"""

import os
from bisect import bisect_right
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from playhead.journal.interface import Batch, Gap
from playhead.journal.segment_tail import Tail
from playhead.journal.segments import (
    HEADER_BYTES,
    GroupHeader,
    Mark,
    find_group,
    newest_write_ms,
    read_records,
    segment_numbers,
    segment_path,
)

_MOST_BATCH_BYTES = 16 * 1024 * 1024
_ATTEMPTS = 3


class SegmentReader:
    """Reads the segments in `folder` up to `tail`.

    `on_gap` hears of records that the disk damaged, each time that a read has to pass over
    them. A batch ends with the group that reaches `most_batch_bytes`.
    """

    def __init__(
        self,
        folder: Path,
        tail: Tail,
        *,
        on_gap: Callable[[Gap], None],
        most_batch_bytes: int = _MOST_BATCH_BYTES,
    ) -> None:
        self._folder = folder
        self._tail = tail
        self._on_gap = on_gap
        self._most_batch_bytes = most_batch_bytes
        self._segments: list[int] = []
        self._place: Mark | None = None
        self._end: Mark | None = None
        self._fd = -1
        self._fd_segment = -1

    def read(self, start: int, *, most_records: int) -> Batch | None:
        """Return durable records from number `start` on; see `JournalReader.read`."""
        if most_records < 1:
            raise ValueError(f"most_records is {most_records}: ask for at least one record")
        for _ in range(_ATTEMPTS - 1):
            try:
                return self._read(start, most_records)
            except FileNotFoundError:
                # Another process dropped the segment; what is left begins later.
                self._segments = []
                self._place = None
        return self._read(start, most_records)

    def end(self) -> int:
        """Return the number the next appended record will get."""
        return self._tail.mark().number

    def wait(self, start: int, *, timeout_s: float) -> bool:
        """Block until record `start` is durable; False when the time ran out."""
        return self._tail.wait(start, timeout_s=timeout_s)

    def drop_before(self, number: int, *, older_than_ms: int) -> int:
        """Delete whole segments of old records; see `JournalReader.drop_before`.

        The last segment always stays: its name keeps the numbering.
        """
        segments = segment_numbers(self._folder)
        dropped = 0
        for segment, following in pairwise(segments):
            if following > number:
                break
            fd = self._open(segment)
            if newest_write_ms(fd, os.fstat(fd).st_size) >= older_than_ms:
                break
            segment_path(self._folder, segment).unlink(missing_ok=True)
            dropped += following - segment
        if dropped:
            self._segments = []
        return dropped

    def close(self) -> None:
        """Let go of the file."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = self._fd_segment = -1

    def _read(self, start: int, most_records: int) -> Batch | None:
        end = self._end
        if end is None or end.number - start < most_records:
            # Where the writer is another process, looking costs a sync of its file.
            end = self._end = self._tail.mark()
        if start >= end.number:
            return None
        if not self._segments or self._segments[-1] < end.segment:
            self._segments = segment_numbers(self._folder)
        start = max(start, self._segments[0])
        place = self._seek(start)
        records: list[bytes] = []
        first, taken, size = end.number, end, 0
        while len(records) < most_records and size < self._most_batch_bytes:
            found = self._next_group(place, end)
            if found is None:
                break
            at, header = found
            after = header.first + header.count
            place = Mark(at.segment, at.offset + HEADER_BYTES + header.stored_bytes, after)
            if after <= start:
                continue
            if records and header.first > taken.number:
                break
            group = read_records(self._fd, at.offset, header)
            if group is None:
                continue
            if not records:
                first = max(start, header.first)
                group = group[first - header.first :]
            records += group
            size += sum(map(len, group))
            taken = place
        self._place = taken
        if first > start:
            self._on_gap(Gap(start, first))
        return Batch(first, taken.number, records)

    def _seek(self, start: int) -> Mark:
        if self._place is not None and self._place.number == start:
            return self._place
        segment = self._segments[bisect_right(self._segments, start) - 1]
        return Mark(segment, 0, segment)

    def _next_group(self, place: Mark, end: Mark) -> tuple[Mark, GroupHeader] | None:
        """Return the nearest group from `place` on, in whichever segment; None at `end`."""
        while True:
            fd = self._open(place.segment)
            last = place.segment >= end.segment
            limit = end.offset if last else os.fstat(fd).st_size
            found = find_group(fd, place.offset, limit, place.number)
            if found is not None:
                return Mark(place.segment, found[0], found[1].first), found[1]
            if last:
                return None
            segment = self._segments[bisect_right(self._segments, place.segment)]
            place = Mark(segment, 0, segment)

    def _open(self, segment: int) -> int:
        if self._fd_segment != segment:
            self.close()
            self._fd = os.open(segment_path(self._folder, segment), os.O_RDONLY)
            self._fd_segment = segment
        return self._fd
