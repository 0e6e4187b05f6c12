"""The sessionizer at work: read the journal, fold, write to the store, remember the place.

Law: what is decided is decided in `core`. Here is only the order of things that makes a crash
harmless: rows go to the store under the number of the next checkpoint, then that checkpoint is
saved; whoever starts takes back all rows above the checkpoint it finds, and reads on from there.
A store that fails is treated the same way: start over from the last checkpoint.
"""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Protocol

import msgspec

from playhead.journal.interface import JournalReader
from playhead.model.beacon import decode_record
from playhead.model.outcome import EventOutcome
from playhead.sessionize.checkpoint import Checkpoints, Progress
from playhead.sessionize.core.sessions import Sessions, Written
from playhead.store.interface import StoreError, StoreWriter, UnstorableValueError

TICK_MARGIN_MS = 1_000
"""How far a tick stays behind the clock: a beacon on its way into the journal must not be late."""
LONGEST_RETRY_S = 30.0


class Pace(msgspec.Struct, frozen=True):
    """How much is done at once, and how often the store and the checkpoint are written."""

    records_per_step: int = 200
    rows_per_write: int = 20_000
    write_every_ms: int = 500
    checkpoint_every_ms: int = 5_000
    wait_s: float = 0.25


class SessionizerStatus(msgspec.Struct, frozen=True):
    """How the sessionizer is doing, for `/metrics` and `playhead status`."""

    next_record: int
    lag_records: int
    open_views: int
    checkpoint_number: int
    views_written: int
    events_written: int
    store_failures: int
    rows_unstorable: int
    outcomes: dict[str, int]


class Log(Protocol):
    """What the sessionizer needs of a structured logger."""

    def info(self, event: str, **values: object) -> object:
        """Log what is worth knowing."""
        ...

    def error(self, event: str, **values: object) -> object:
        """Log what somebody should look at."""
        ...

    def exception(self, event: str, **values: object) -> object:
        """Log a mistake of ours, with where it happened."""
        ...


class Sessionizer:
    """Runs in one thread; `status` may be asked from any."""

    def __init__(  # noqa: PLR0913 - the wiring names each part
        self,
        journal: JournalReader,
        store: StoreWriter,
        checkpoints: Checkpoints,
        clock: Callable[[], int],
        log: Log,
        *,
        pace: Pace | None = None,
        most_open_views: int = 2_000_000,
    ) -> None:
        """Recover from the last checkpoint."""
        self._journal = journal
        self._store = store
        self._checkpoints = checkpoints
        self._clock = clock
        self._log = log
        self._pace = pace or Pace()
        self._most_open_views = most_open_views
        self.failing = False
        self._views_written = 0
        self._events_written = 0
        self._store_failures = 0
        self._rows_unstorable = 0
        self._recover()

    def _recover(self) -> None:
        progress, views = self._checkpoints.load()
        self._store.forget_from(progress.number + 1)
        self._sessions = Sessions(views, most_open_views=self._most_open_views)
        self._sessions.outcomes = Counter(
            {EventOutcome(name): count for name, count in progress.outcomes.items()}
        )
        self._sessions.now_ms = progress.now_ms
        self._sessions.checkpoint_number = progress.number + 1
        self._next_record = self._saved_record = progress.next_record
        self._written_at_ms = self._saved_at_ms = self._clock()
        self._log.info(
            "sessionizer recovered",
            checkpoint=progress.number,
            next_record=progress.next_record,
            open_views=len(views),
        )

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set, then read what is left, write it and save the place."""
        retry_s = 0.5
        while not stop.is_set():
            try:
                self.step()
                self.failing = False
                retry_s = 0.5
            except StoreError as error:
                self.failing = True
                self._store_failures += 1
                self._log.error("store failed, starting over", error=str(error), retry_s=retry_s)
                stop.wait(retry_s)
                retry_s = min(2 * retry_s, LONGEST_RETRY_S)
                self._recover_again()
        self.finish()

    def _recover_again(self) -> None:
        try:
            self._recover()
        except StoreError as error:
            self._log.error("store still failing", error=str(error))

    def step(self) -> None:
        """Read at most one batch, or wait a moment for one; write and save when it is time."""
        read = self._read()
        if not read:
            self._sessions.advance(self._clock() - TICK_MARGIN_MS)
        now_ms = self._clock()
        waiting = self._sessions.waiting_rows
        if waiting and (
            now_ms - self._written_at_ms >= self._pace.write_every_ms
            or waiting >= self._pace.rows_per_write
        ):
            self.write()
        if now_ms - self._saved_at_ms >= self._pace.checkpoint_every_ms:
            self.save()
        if not read:
            self._journal.wait(self._next_record, timeout_s=self._pace.wait_s)

    def _read(self) -> bool:
        batch = self._journal.read(self._next_record, most_records=self._pace.records_per_step)
        if batch is None:
            return False
        for number, body in enumerate(batch.records, batch.first):
            record = decode_record(body)
            before = self._sessions.outcomes.total()
            try:
                self._sessions.take(record)
            except Exception as error:  # noqa: BLE001 - one beacon must not stop all others
                # A mistake of ours: the beacon stays in the journal, its events are counted.
                lost = record.event_count - (self._sessions.outcomes.total() - before)
                self._sessions.outcomes[EventOutcome.FAULT] += max(0, lost)
                self._log.exception("a beacon could not be folded", record=number, error=str(error))
        self._next_record = batch.next
        return True

    def write(self) -> None:
        """Put into the store what is ready."""
        written = self._sessions.drain()
        self._written_at_ms = self._clock()
        if written.views or written.events:
            self._put(written)

    def _put(self, written: Written) -> None:
        """Write it all; where a value cannot be stored, all but what carries it."""
        try:
            self._store.write(views=written.views, events=written.events)
        except UnstorableValueError as error:
            rows = len(written.views) + len(written.events)
            if rows == 1:
                self._rows_unstorable += 1
                self._log.error("a row cannot be stored and was left out", error=str(error))
                return
            views, events = len(written.views) // 2, len(written.events) // 2
            for half in (
                Written(written.views[:views], written.events[:events]),
                Written(written.views[views:], written.events[events:]),
            ):
                if half.views or half.events:
                    self._put(half)
            return
        self._views_written += len(written.views)
        self._events_written += len(written.events)

    def save(self) -> None:
        """Write, then save the place: from here on a crash comes back to this point."""
        self.write()
        sessions = self._sessions
        progress = Progress(
            sessions.checkpoint_number,
            self._next_record,
            sessions.now_ms,
            {outcome.value: count for outcome, count in sessions.outcomes.items()},
        )
        self._checkpoints.save(
            progress,
            changed=[sessions.views[key] for key in sessions.changed],
            forgotten=sessions.forgotten,
        )
        self._saved_record = progress.next_record
        sessions.changed.clear()
        sessions.forgotten.clear()
        sessions.checkpoint_number += 1
        self._saved_at_ms = self._clock()

    def finish(self) -> None:
        """Read all that is durable, write it and save the place."""
        while self._read():
            if self._sessions.waiting_rows >= self._pace.rows_per_write:
                self.write()
        self.save()

    def drop_old_records(self, *, older_than_ms: int) -> int:
        """Let the journal delete what is folded and older than `older_than_ms` (epoch ms)."""
        return self._journal.drop_before(self._saved_record, older_than_ms=older_than_ms)

    def status(self) -> SessionizerStatus:
        """Return how it is doing."""
        sessions = self._sessions
        return SessionizerStatus(
            next_record=self._next_record,
            lag_records=max(0, self._journal.end() - self._next_record),
            open_views=len(sessions.views),
            checkpoint_number=sessions.checkpoint_number,
            views_written=self._views_written,
            events_written=self._events_written,
            store_failures=self._store_failures,
            rows_unstorable=self._rows_unstorable,
            outcomes={outcome.value: sessions.outcomes[outcome] for outcome in EventOutcome},
        )
