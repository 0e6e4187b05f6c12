"""Building views anew from raw beacons: the journal read once more, under the present rules.

The journal is folded in sessions of its own, from its first record up to a checkpoint of the live
sessionizer, under the clock that the beacons carry: so a view becomes what the live sessionizer
would make of it today. Every record has to be read, since a view is told by many.

A view is left as it stands where building it anew could lose something: its `viewstart` is no
longer in the journal, records in its midst are damaged or dropped, or it was not final at the
checkpoint, so that the live sessionizer may still write it. The timeline is left in any case: its
rows do not depend on the rules.

Law: rebuilt rows belong to no checkpoint (0), or a crash would take them back; their version is
above that of any row before them, since `attempt` was never used before.
"""

from collections import deque
from collections.abc import Callable

import msgspec
from msgspec.structs import replace

from playhead.journal.interface import JournalReader
from playhead.model.beacon import BeaconRecord, decode_record
from playhead.model.intent import Recomputation
from playhead.model.view import View
from playhead.sessionize.core.open_view import stored_id_of
from playhead.sessionize.core.sessions import Sessions
from playhead.sessionize.core.timetable import Key
from playhead.sessionize.core.written import Written
from playhead.sessionize.placing import Log, put
from playhead.store.interface import StoreWriter

ATTEMPT_BITS = 20
"""A version holds the attempt in the bits above these, and in these how often it was completed."""
TICK_MS = 1_000
"""How often time is let pass where no beacon tells it, as the live sessionizer does."""
HARVEST_EVERY_MS = 500
"""How often views are looked at that are complete, as the live sessionizer writes them."""
MOST_FINISHED = 5_000
"""Final views remembered in memory; those before are remembered on disk."""


class Position(msgspec.Struct, frozen=True):
    """A checkpoint: the first record that it does not cover, and how far time had passed."""

    next_record: int
    now_ms: int


class Chunk(msgspec.Struct, frozen=True):
    """How much is done in one turn at most, and how many views are written at once."""

    records: int = 200
    ticks: int = 400
    views_per_write: int = 500


class Rebuilding:
    """One attempt. Call `turn` until it says that all is done."""

    def __init__(  # noqa: PLR0913 - the wiring names each part
        self,
        wanted: Recomputation,
        upto: Position,
        journal: JournalReader,
        store: StoreWriter,
        sessions: Sessions,
        *,
        remember: Callable[[Sessions], None],
        clock: Callable[[], int],
        log: Log,
        is_open: Callable[[Key], bool],
        chunk: Chunk,
    ) -> None:
        """Begin at the journal's first record.

        `sessions` are empty and for this attempt alone; `remember` puts what they know of final
        views where they find it again; `is_open` says of a view whether the live sessionizer
        still holds it.
        """
        self._wanted = wanted
        self._upto = upto
        self._journal = journal
        self._store = store
        self._sessions = sessions
        self._remember = remember
        self._clock = clock
        self._log = log
        self._is_open = is_open
        self._chunk = chunk
        self._pending: deque[BeaconRecord] = deque()
        self._next_record = 0
        self._latest: dict[Key, View] = {}
        self._torn: set[Key] = set()
        self._ready: dict[Key, View] = {}
        self._faults = 0
        self._harvested_at_ms = 0
        self.views_replaced = 0

    @property
    def records_read(self) -> int:
        """Return how many of `records_total` are folded."""
        return min(self._next_record, self._upto.next_record) - len(self._pending)

    @property
    def records_total(self) -> int:
        """Return how many records there are to fold, those dropped long ago included."""
        return self._upto.next_record

    def turn(self) -> bool:
        """Do a little; return whether everything is done and written.

        Raises:
            StoreError: the store failed. This attempt is over; a later one replaces its rows.
        """
        ticks = self._chunk.ticks
        for _ in range(self._chunk.records):
            while not self._pending:
                if not self._read():
                    return self._end(ticks)
            record = self._pending[0]
            ticks -= self._tick(record.received_at_ms, most=ticks)
            if self._sessions.now_ms < record.received_at_ms:
                # Out of turn before its time has come; views may end in the meantime.
                return False
            self._pending.popleft()
            self._fold(record)
        return False

    def _end(self, most: int) -> bool:
        self._tick(self._upto.now_ms, most=most)
        if self._sessions.now_ms < self._upto.now_ms:
            return False
        self._write()
        if self._faults:
            self._log.error("beacons could not be folded anew", records=self._faults)
        return True

    def _read(self) -> bool:
        """Take the next records; those of other environments only tell the time."""
        if self._next_record >= self._upto.next_record:
            return False
        batch = self._journal.read(self._next_record, most_records=self._chunk.records)
        if batch is None:
            self._next_record = self._upto.next_record
            return False
        if batch.first > self._next_record:
            # Whether a view that is open here lost something in the gap cannot be known.
            self._torn.update(self._sessions.views)
        covered = max(self._upto.next_record - batch.first, 0)
        self._pending.extend(map(decode_record, batch.records[:covered]))
        self._next_record = batch.next
        return True

    def _tick(self, until_ms: int, *, most: int) -> int:
        """Let time pass up to `until_ms`, or `most` ticks; return how many they were."""
        sessions = self._sessions
        ticks = 0
        while ticks < most and sessions.now_ms < until_ms:
            if not sessions.views:
                sessions.advance(until_ms)
                break
            sessions.advance(min(sessions.now_ms + TICK_MS, until_ms))
            ticks += 1
            if sessions.forgotten or sessions.now_ms - self._harvested_at_ms >= HARVEST_EVERY_MS:
                self._harvest()
        return ticks

    def _fold(self, record: BeaconRecord) -> None:
        if self._wanted.environment_id in {None, record.environment_id}:
            try:
                self._sessions.take(record)
            except Exception:  # noqa: BLE001 - one beacon must not stop all others
                # The live sessionizer has logged where; this view misses the same beacon here.
                self._faults += 1

    def _harvest(self) -> None:
        """Keep the newest version of each view until it is final, then see to its writing."""
        sessions = self._sessions
        self._harvested_at_ms = sessions.now_ms
        for view in sessions.drain().views:
            key = (view.identity.environment_id, view.identity.view_id)
            if self._is_wanted(view):
                self._latest[key] = view
            else:
                self._latest.pop(key, None)
        for key in sessions.forgotten:
            environment_id, view_id = key
            finished = sessions.finished.get(key)
            generation = 0 if finished is None else finished.generation
            final = self._latest.pop((environment_id, stored_id_of(view_id, generation)), None)
            torn = key in self._torn
            self._torn.discard(key)
            if final is not None and not torn:
                self._add(key, final)
        sessions.forgotten.clear()
        sessions.changed.clear()
        if len(sessions.finished) >= MOST_FINISHED:
            self._remember(sessions)
            sessions.finished.clear()

    def _is_wanted(self, view: View) -> bool:
        return self._wanted.from_ms <= view.identity.view_end_ms < self._wanted.to_ms

    def _add(self, key: Key, view: View) -> None:
        if key in self._ready or len(self._ready) >= self._chunk.views_per_write:
            # A later view of the same id must not share a batch with the first.
            self._write()
        identity = view.identity
        completed = min(identity.version, (1 << ATTEMPT_BITS) - 1)
        self._ready[key] = replace(
            view,
            identity=replace(
                identity,
                version=self._wanted.attempt << ATTEMPT_BITS | completed,
                checkpoint_number=0,
                updated_at_ms=self._clock(),
            ),
        )

    def _write(self) -> None:
        views = [view for key, view in self._ready.items() if not self._is_open(key)]
        self.views_replaced += put(self._store, Written(views, []), self._log).views
        self._ready.clear()
