"""How far a segment log is durable: what a reader may hand out, and no further.

In the writer's process the writer says so itself (`SharedTail`). From another process
(`FollowedTail`) a whole group may be seen before its writer has synced it; the follower then
syncs the file before it shows the group, since whoever reads a record remembers its number, and
a power failure must not give that number to another record.

Law: `mark()` never moves back and never passes a group that a power failure could take.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Condition
from typing import Protocol

from playhead.journal.segments import Mark, last_good, segment_numbers, segment_path

_POLL_S = 0.05

sync_data = os.fdatasync if hasattr(os, "fdatasync") else os.fsync


class Tail(Protocol):
    """Where the durable part of a segment log ends."""

    def mark(self) -> Mark:
        """Return the end of what is durable."""
        ...

    def wait(self, number: int, *, timeout_s: float) -> bool:
        """Block until record `number` is durable; False when the time ran out."""
        ...


class SharedTail:
    """The tail as the writer in this process knows it."""

    def __init__(self, mark: Mark) -> None:
        self._mark = mark
        self._moved = Condition()

    def mark(self) -> Mark:
        """Return the end of what is durable."""
        return self._mark

    def move(self, mark: Mark) -> None:
        """Say that everything before `mark` is durable now. For the writer alone."""
        with self._moved:
            self._mark = mark
            self._moved.notify_all()

    def wait(self, number: int, *, timeout_s: float) -> bool:
        """Block until record `number` is durable; False when the time ran out."""
        with self._moved:
            return self._moved.wait_for(lambda: self._mark.number > number, timeout_s)


class FollowedTail:
    """The tail as the files show it, for a reader whose writer is another process."""

    def __init__(
        self,
        folder: Path,
        *,
        monotonic_s: Callable[[], float] = time.monotonic,
        sleep_s: Callable[[float], None] = time.sleep,
    ) -> None:
        self._folder = folder
        self._monotonic_s = monotonic_s
        self._sleep_s = sleep_s
        self._mark = Mark(0, 0, 0)

    def mark(self) -> Mark:
        """Return the end of what is durable, after a look at the folder."""
        numbers = segment_numbers(self._folder)
        if not numbers:
            return self._mark
        if numbers[-1] > self._mark.segment:
            # The writer syncs a segment to its end before it begins the next.
            self._mark = Mark(numbers[-1], 0, numbers[-1])
        fd = os.open(segment_path(self._folder, self._mark.segment), os.O_RDONLY)
        try:
            size = os.fstat(fd).st_size
            if size > self._mark.offset:
                mark = last_good(fd, self._mark, size)
                if mark != self._mark:
                    sync_data(fd)
                    self._mark = mark
        finally:
            os.close(fd)
        return self._mark

    def wait(self, number: int, *, timeout_s: float) -> bool:
        """Block until record `number` is durable; False when the time ran out."""
        deadline = self._monotonic_s() + timeout_s
        while self.mark().number <= number:
            left_s = deadline - self._monotonic_s()
            if left_s <= 0:
                return False
            self._sleep_s(min(_POLL_S, left_s))
        return True
