"""Many appends, one commit: records gather while the disk is busy with those before them.

A commit costs about the same for one record as for a thousand, so whoever comes while one runs
shares the next. The event loop never waits for the disk and is woken once a group.

Law: a waiter is told yes only after the commit that holds its record returned; after one failed
commit nobody is told yes again.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Thread

import msgspec

from playhead.journal.interface import JournalFailedError, JournalFullError


class GroupLimits(msgspec.Struct, frozen=True):
    """How much may wait, and how much of it goes to disk at once.

    A group closes with the record that reaches a limit, so it may hold one record more than
    `most_group_bytes`.
    """

    most_waiting_bytes: int = 64 * 1024 * 1024
    most_group_records: int = 4096
    most_group_bytes: int = 4 * 1024 * 1024


class _Group:
    """Records that become durable together, and who waits for that."""

    __slots__ = ("loop", "records", "size_bytes", "waiters")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.records: list[bytes] = []
        self.size_bytes = 0
        self.waiters: list[asyncio.Future[None]] = []


class GroupCommit:
    """Gathers records on event loops and hands them, group by group, to `commit` on one thread."""

    def __init__(self, commit: Callable[[list[bytes]], None], limits: GroupLimits) -> None:
        self._commit = commit
        self._limits = limits
        self._changed = Condition()
        self._groups: deque[_Group] = deque()
        self._waiting_bytes = 0
        self._idle = False
        self._closing = False
        self._refusal: str | None = None
        self._thread = Thread(target=self._run, name="journal-commit", daemon=True)
        self._thread.start()

    async def append(self, record: bytes) -> None:
        """Return once the group that holds `record` is committed."""
        size = len(record)
        limits = self._limits
        loop = asyncio.get_running_loop()
        # A future each, not one for the group: cancelling a task cancels what it awaits, and
        # one player's lost connection must not look like a failed write to the others.
        waiter = loop.create_future()
        with self._changed:
            if self._refusal is not None:
                raise JournalFailedError(self._refusal)
            if self._waiting_bytes + size > limits.most_waiting_bytes:
                self._refuse(size)
            group = self._groups[-1] if self._groups else None
            if (
                group is None
                or group.loop is not loop
                or group.size_bytes >= limits.most_group_bytes
                or len(group.records) >= limits.most_group_records
            ):
                group = _Group(loop)
                self._groups.append(group)
            group.records.append(record)
            group.waiters.append(waiter)
            group.size_bytes += size
            self._waiting_bytes += size
            if self._idle:
                self._idle = False
                self._changed.notify()
        await waiter

    def close(self) -> None:
        """Commit what waits, then end the thread. Appends are refused from here on."""
        with self._changed:
            self._closing = True
            if self._refusal is None:
                self._refusal = "the journal is closed: append before close()"
            self._changed.notify()
        self._thread.join()

    def _refuse(self, size: int) -> None:
        most = self._limits.most_waiting_bytes
        if size > most:
            raise ValueError(
                f"a record of {size} bytes can never be appended: at most {most} bytes may wait; "
                "refuse such a record earlier or raise most_waiting_bytes"
            )
        raise JournalFullError(
            f"{self._waiting_bytes} bytes wait for the disk and {size} more would pass the limit "
            f"of {most}: come again when the disk has caught up"
        )

    def _run(self) -> None:
        while (group := self._take()) is not None:
            try:
                self._commit(group.records)
            except Exception as error:  # noqa: BLE001 - whatever it was, waiters must hear of it
                self._fail(group, error)
                return
            with self._changed:
                self._waiting_bytes -= group.size_bytes
            _wake(group, None)

    def _take(self) -> _Group | None:
        with self._changed:
            while not self._groups:
                if self._closing:
                    return None
                self._idle = True
                self._changed.wait()
            return self._groups.popleft()

    def _fail(self, group: _Group, error: Exception) -> None:
        refusal = (
            f"the journal could not write ({type(error).__name__}: {error}); nothing more will "
            "be accepted: see to the disk, then restart the process"
        )
        with self._changed:
            self._refusal = refusal
            failed = [group, *self._groups]
            self._groups.clear()
            self._waiting_bytes = 0
        for each in failed:
            _wake(each, refusal)


def _wake(group: _Group, refusal: str | None) -> None:
    # RuntimeError says that the loop is closed: then nobody is left who could wait.
    with suppress(RuntimeError):
        group.loop.call_soon_threadsafe(_settle, group.waiters, refusal)


def _settle(waiters: list[asyncio.Future[None]], refusal: str | None) -> None:
    for waiter in waiters:
        if waiter.done():
            continue
        if refusal is None:
            waiter.set_result(None)
        else:
            waiter.set_exception(JournalFailedError(refusal))
