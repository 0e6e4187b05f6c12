"""A journal without a disk, for tests and for a demonstration that may forget.

Law: it behaves as the disk journal does towards its callers, except that it ends with the process.
"""

import asyncio
from collections.abc import Callable
from threading import Condition

from playhead.journal.interface import Batch, JournalFailedError, JournalFullError


class MemoryJournal:
    """Both doors at once. A commit is one turn of the event loop."""

    def __init__(
        self, *, clock_ms: Callable[[], int], most_waiting_bytes: int = 64 * 1024 * 1024
    ) -> None:
        self._clock_ms = clock_ms
        self._most_waiting_bytes = most_waiting_bytes
        self._moved = Condition()
        self._first = 0
        self._records: list[tuple[int, bytes]] = []
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._waiting_bytes = 0
        self._closed = False

    async def append(self, record: bytes) -> None:
        """Return after the next turn of the loop, with the record readable."""
        if self._closed:
            raise JournalFailedError("the journal is closed: append before close()")
        size = len(record)
        if size > self._most_waiting_bytes:
            raise ValueError(f"a record of {size} bytes never fits {self._most_waiting_bytes}")
        if self._waiting_bytes + size > self._most_waiting_bytes:
            raise JournalFullError(f"{self._waiting_bytes} bytes wait already: come again")
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._commit)
        done = loop.create_future()
        self._waiting.append((record, done))
        self._waiting_bytes += size
        await done

    def close(self) -> None:
        """Commit what waits; refuse what comes."""
        self._commit()
        self._closed = True

    def read(self, start: int, *, most_records: int) -> Batch | None:
        """Return records from number `start` on, or None where there are none yet."""
        if most_records < 1:
            raise ValueError(f"most_records is {most_records}: ask for at least one record")
        with self._moved:
            start = max(start, self._first)
            if start >= self._end():
                return None
            at = start - self._first
            records = [record for _, record in self._records[at : at + most_records]]
            return Batch(start, start + len(records), records)

    def end(self) -> int:
        """Return the number the next appended record will get."""
        with self._moved:
            return self._end()

    def wait(self, start: int, *, timeout_s: float) -> bool:
        """Block until record `start` is there; False when the time ran out."""
        with self._moved:
            return self._moved.wait_for(lambda: self._end() > start, timeout_s)

    def drop_before(self, number: int, *, older_than_ms: int) -> int:
        """Forget records before `number` that are older than `older_than_ms`."""
        with self._moved:
            count = 0
            for written_at_ms, _ in self._records[: max(number - self._first, 0)]:
                if written_at_ms >= older_than_ms:
                    break
                count += 1
            del self._records[:count]
            self._first += count
            return count

    def _end(self) -> int:
        return self._first + len(self._records)

    def _commit(self) -> None:
        now_ms = self._clock_ms()
        waiting, self._waiting, self._waiting_bytes = self._waiting, [], 0
        with self._moved:
            self._records += [(now_ms, record) for record, _ in waiting]
            self._moved.notify_all()
        for _, done in waiting:
            if not done.done():
                done.set_result(None)
