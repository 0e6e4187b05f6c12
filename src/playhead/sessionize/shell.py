"""The sessionizer at work: read the journal, fold, write to the store, remember the place.

Law: what is decided is decided in `core`. Here is only the order of things that makes a crash
harmless: rows go to the store under the number of the next checkpoint, then that checkpoint is
saved; whoever starts takes back all rows above the checkpoint it finds, and reads on from there.
A store that fails is treated the same way: start over from the last checkpoint.
"""

import threading
from collections import Counter
from collections.abc import Callable

from playhead.journal.interface import JournalReader
from playhead.model.beacon import decode_record
from playhead.model.intent import CategoryOf, undecided
from playhead.model.outcome import EventOutcome
from playhead.model.pulse import TICK_MS
from playhead.sessionize.checkpoint import Checkpoints, Progress
from playhead.sessionize.core.live.dimensions import MOST_SETS
from playhead.sessionize.core.live.live import Stand, last_tick_end
from playhead.sessionize.core.sessions import Sessions
from playhead.sessionize.core.timetable import Key
from playhead.sessionize.inspection import Inspection
from playhead.sessionize.pace import Pace
from playhead.sessionize.placing import Log, put
from playhead.sessionize.rebuilding import Position
from playhead.sessionize.recompute import Recomputer
from playhead.sessionize.saving import Saving
from playhead.sessionize.status import SessionizerStatus
from playhead.store.interface import StoreError, StoreWriter

TICK_MARGIN_MS = 1_000
"""How far a tick stays behind the clock: a beacon on its way into the journal must not be late."""
TICKS_KEPT_MS = 48 * 3_600_000
"""For how long live figures can be asked for; ticks that are older are not made."""
LONGEST_RETRY_S = 30.0
STEPS_PER_TURN = 4
"""While beacons keep coming, a recomputation has its turn after so many steps."""


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
        category_of: CategoryOf = undecided,
        recomputer: Recomputer | None = None,
        dropping: JournalReader | None = None,
        inspection: Inspection | None = None,
    ) -> None:
        """Recover from the last checkpoint.

        `dropping` is the reader for `drop_old_records`; without one, that is asked for only from
        the thread that runs.
        """
        self._journal = journal
        self._store = store
        self._checkpoints = checkpoints
        self._clock = clock
        self._log = log
        self._pace = pace or Pace()
        self._most_open_views = most_open_views
        self._category_of = category_of
        self._recomputer = recomputer
        self._dropping = dropping or journal
        self.inspection = inspection or Inspection(clock)
        self._steps = 0
        self._slice = self._pace.views_per_slice
        self.failing = False
        self._views_written = self._events_written = 0
        self._store_failures = self._ticks_written = 0
        self._rows_unstorable = 0
        self._folding_told = False
        self._recover()

    def _recover(self) -> None:
        self._saving: Saving | None = None
        self._saving_ms = 0
        progress, views = self._checkpoints.load()
        self._store.forget_from(progress.number + 1)
        self._sessions = Sessions(
            views,
            most_open_views=self._most_open_views,
            category_of=self._category_of,
            finished_of=self._checkpoints.finished_of,
            stand=Stand(progress.now_ms, progress.interval),
        )
        self._sessions.outcomes = Counter(
            {EventOutcome(name): count for name, count in progress.outcomes.items()}
        )
        self._sessions.checkpoint_number = progress.number + 1
        self._next_record = self._saved_record = progress.next_record
        self._written_at_ms = self._saved_at_ms = self._clock()
        self._save_after_ms = self._pace.checkpoint_every_ms
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
                self._recover_if_failed()
                self.step()
                self.failing = False
                retry_s = 0.5
            except StoreError as error:
                self.failing = True
                self._store_failures += 1
                self._log.error("store failed, starting over", error=str(error), retry_s=retry_s)
                stop.wait(retry_s)
                retry_s = min(2 * retry_s, LONGEST_RETRY_S)
        self.finish()

    def _recover_if_failed(self) -> None:
        """Go back to the last checkpoint: what was ready when the store failed is not here."""
        if self.failing:
            self._recover()

    def step(self) -> None:
        """Read at most one batch, or wait a moment for one; write and save when it is time."""
        read = self._read()
        self._slice = self._pace.slice_after(read)
        if not read:
            self._pass_time(self._clock() - TICK_MARGIN_MS)
        now_ms = self._clock()
        waiting = self._sessions.waiting_rows
        if waiting and (
            now_ms - self._written_at_ms >= self._pace.write_every_ms
            or waiting >= self._pace.rows_per_write
        ):
            self.write()
        self._go_on_saving(self._slice)
        # Where the beacons of one interval take longer than that, its end is not waited for.
        self._save_if_due(self._save_after_ms + TICK_MS)
        working = self._recompute(read=bool(read))
        if not read and self._saving is None:
            wait_s = self._pace.wait_between_turns_s if working else self._pace.wait_s
            self._journal.wait(self._next_record, timeout_s=wait_s)

    def _recompute(self, *, read: bool) -> bool:
        """Give a recomputation its turn; return whether it wants another one."""
        if self._recomputer is None:
            return False
        self._steps += 1
        if not read or self._steps % STEPS_PER_TURN == 0:
            self._recomputer.turn(self)
        return self._recomputer.is_working

    def _pass_time(self, moment_ms: int) -> None:
        """Let time pass; where it passes the end of a tick, save there if that is due.

        Then the interval has brought nothing yet that would have to be saved with the views.
        """
        sessions = self._sessions
        end_ms = last_tick_end(moment_ms)
        if end_ms > sessions.now_ms:
            sessions.live.tell_from_ms = self._clock() - TICKS_KEPT_MS
            sessions.advance(end_ms)
            self._save_if_due(self._save_after_ms)
        sessions.advance(moment_ms)

    def _read(self) -> int:
        """Fold one batch; return by how many records that went on."""
        start = self._next_record
        batch = self._journal.read(start, most_records=self._pace.records_per_step)
        if batch is None:
            return 0
        for number, body in enumerate(batch.records, batch.first):
            record = decode_record(body)
            self.inspection.note(record)
            self._next_record = number
            self._pass_time(record.received_at_ms)
            before = self._sessions.outcomes.total()
            try:
                self._sessions.take(record)
            except Exception as error:  # noqa: BLE001 - one beacon must not stop all others
                # A mistake of ours: the beacon stays in the journal, its events are counted.
                lost = record.event_count - (self._sessions.outcomes.total() - before)
                self._sessions.outcomes[EventOutcome.FAULT] += max(0, lost)
                self._log.exception("a beacon could not be folded", record=number, error=str(error))
        self._next_record = batch.next
        return batch.next - start

    def write(self) -> None:
        """Put into the store what is ready."""
        written = self._sessions.drain()
        self._written_at_ms = self._clock()
        placed = put(self._store, written, self._log)
        self._rows_unstorable += placed.left_out
        self._views_written += placed.views
        self._events_written += placed.events
        self._ticks_written += placed.ticks
        self._tell_folding()

    def _tell_folding(self) -> None:
        folded = self._sessions.live.folded
        if folded and not self._folding_told:
            self._folding_told = True
            self._log.error(
                "too many sets of live dimensions; further ones are counted without their names",
                most_sets_of_an_environment=MOST_SETS,
            )

    def save(self) -> Position:
        """Write, then save the place: from here on a crash comes back to this point."""
        self._go_on_saving(None)
        saving = self._begin_saving()
        self._go_on_saving(None)
        return Position(saving.progress.next_record, saving.progress.now_ms)

    def _begin_saving(self) -> Saving:
        """Write, and take the moment that is to be saved."""
        self.write()
        sessions = self._sessions
        began_ms = self._clock()
        self._saving = Saving(
            self._checkpoints,
            sessions,
            Progress(
                sessions.checkpoint_number,
                self._next_record,
                sessions.now_ms,
                {outcome.value: count for outcome, count in sessions.outcomes.items()},
                sessions.live.stand().interval,
            ),
        )
        self._saving_ms = self._clock() - began_ms
        return self._saving

    def _go_on_saving(self, most_views: int | None) -> None:
        """Save so many more views, if a checkpoint is in the making."""
        saving = self._saving
        if saving is None:
            return
        began_ms = self._clock()
        done = saving.go_on(most_views)
        now_ms = self._clock()
        self._saving_ms += now_ms - began_ms
        if done:
            self._saving = None
            self._saved_record = saving.progress.next_record
            self._saved_at_ms = now_ms
            self._save_after_ms = self._pace.save_after_ms(self._saving_ms)

    def _save_if_due(self, after_ms: int) -> None:
        if self._saving is None and self._clock() - self._saved_at_ms >= after_ms:
            self._begin_saving()
            self._go_on_saving(self._slice)

    def is_open(self, key: Key) -> bool:
        """Return whether the view is not final, so that it may still be written."""
        return key in self._sessions.views

    def finish(self) -> None:
        """Read all that is durable, write it and save the place.

        Raises:
            StoreError: the store fails; all since the last checkpoint is read again next time.
        """
        self._recover_if_failed()
        while self._read():
            if self._sessions.waiting_rows >= self._pace.rows_per_write:
                self.write()
        self.save()

    def drop_old_records(self, *, older_than_ms: int) -> int:
        """Let the journal delete what is folded and older than `older_than_ms` (epoch ms)."""
        return self._dropping.drop_before(self._saved_record, older_than_ms=older_than_ms)

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
            ticks_written=self._ticks_written,
            live_sets=sessions.live.sets,
            live_sets_folded=sessions.live.folded,
        )
