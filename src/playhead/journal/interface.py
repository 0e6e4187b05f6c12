"""What a journal is: an endless numbered list of records that survives a crash.

The collector appends and waits until its record is durable; the sessionizer reads from any
number on. Neither knows the other, and both may live in different processes.

Law: an append that returned is on disk. A record has one number for ever; numbers rise by one.
"""

from collections.abc import Sequence
from typing import Protocol

import msgspec


class JournalFullError(Exception):
    """More bytes wait to become durable than may wait: tell the player to come again."""


class JournalFailedError(Exception):
    """The disk refused; nothing more will be acknowledged until the process is restarted."""


class JournalLockedError(Exception):
    """Another writer holds this journal; two would give one number to two records."""


class Gap(msgspec.Struct, frozen=True):
    """Records `first` up to, not including, `next` could not be read: the disk damaged them."""

    first: int
    next: int


class Batch(msgspec.Struct, frozen=True):
    """Consecutive records: `records[0]` has number `first`, `next` is the number to read on from.

    `records` is empty where all that was durable from `first` on is damaged: read on from `next`.
    """

    first: int
    next: int
    records: Sequence[bytes]


class JournalWriter(Protocol):
    """The collector's door. One writer per journal."""

    async def append(self, record: bytes) -> None:
        """Return once the record is durable.

        Raises:
            JournalFullError: too many bytes wait already.
            JournalFailedError: the disk failed, now or earlier, or the journal was closed.
            ValueError: the record is larger than all that may wait, so it would never fit.
        """
        ...

    def close(self) -> None:
        """Make everything that waits durable, then let go of the files."""
        ...


class JournalReader(Protocol):
    """The sessionizer's door."""

    def read(self, start: int, *, most_records: int) -> Batch | None:
        """Return durable records from number `start` on, or None where there are none yet.

        May return more than `most_records` by up to one commit group. Records older than the
        retention are gone: `first` is then greater than `start`. The same holds for damaged
        records, which a disk journal reports as a `Gap` besides.
        """
        ...

    def end(self) -> int:
        """Return the number the next appended record will get."""
        ...

    def wait(self, start: int, *, timeout_s: float) -> bool:
        """Block until a record numbered `start` is durable; False when the time ran out."""
        ...

    def drop_before(self, number: int, *, older_than_ms: int) -> int:
        """Delete what lies before `number` and was written before `older_than_ms` (epoch ms).

        Whole segments only. Returns how many records went.
        """
        ...
