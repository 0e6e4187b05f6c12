"""What a store is: where finished views and their timelines rest, to be asked for with SQL.

Only the sessionizer writes; only the query room reads. Law: a reader sees each view once, in its
newest version, and need not know how older ones were removed.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from playhead.model.pulse import Tick
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View
from playhead.store.interest import Interest


class StoreError(Exception):
    """The store could not do what was asked; the sentence says what and why."""


class QueryTooExpensiveError(StoreError):
    """The query was cut off at its limit of time, rows or memory."""


class UnstorableValueError(StoreError):
    """A value that no table can hold, such as a number of more than 64 bits.

    Nothing was written, and trying again cannot help: halve the batch to find the view.
    """


class ReadLimits(msgspec.Struct, frozen=True):
    """How much one query may cost before it is cut off."""

    time_s: float = 20.0
    rows: int = 2_000_000_000
    memory_bytes: int = 4 << 30
    result_rows: int = 100_000


class Rows(msgspec.Struct, frozen=True):
    """An answer: column names, and rows of plain values (times are epoch milliseconds)."""

    names: tuple[str, ...]
    rows: Sequence[Sequence[object]]


class StoreReader(Protocol):
    """The query room's door. Safe to call from several threads at once."""

    def select(
        self,
        sql: str,
        parameters: Mapping[str, object],
        *,
        limits: ReadLimits | None = None,
        interest: Interest | None = None,
    ) -> Rows:
        """Run one SELECT; values enter only as bound parameters `{name:Type}`.

        `sql` ends without FORMAT and SETTINGS. Without `limits`, those of `ReadLimits()` hold;
        without `interest`, somebody waits for the answer to its end.

        Raises:
            QueryTooExpensiveError: it ran into `limits`.
            NobodyWaitsError: interest was lost.
            StoreError: anything else.
        """
        ...


class StoreWriter(Protocol):
    """The sessionizer's door. One writer, called by one thread at a time."""

    def write(
        self,
        *,
        views: Sequence[View],
        events: Sequence[TimelineEvent],
        ticks: Sequence[Tick] = (),
    ) -> None:
        """Put views, timeline events and ticks; durable on return.

        A view whose `version` is above 1 replaces its older versions. Versions of one view are
        to come in order. A tick stands there only when all its pulses and audiences do. Old ticks
        go by the engine's clock: pulses two days after their tick, audiences an hour after it.

        Raises:
            UnstorableValueError: a value cannot be stored; nothing was written.
            StoreError: the write failed, perhaps half-way. Call again with the same arguments
                until it returns: what stands there already is not put there twice.
        """
        ...

    def forget_from(self, checkpoint_number: int) -> None:
        """Remove all rows whose `checkpoint_number` is this or above.

        Called at each start, before the journal is read on, so that what a crashed run wrote
        after its last checkpoint does not stand there twice. A forgotten version 2 does not bring
        back the version 1 that it replaced: the caller reads the records again and writes the
        view anew.
        """
        ...
