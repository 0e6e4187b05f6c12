"""Carrying out recomputations, in turns between the steps of the live sessionizer.

The store has one writer and one thread; so has this. What is wanted, and what became of it, rests
in control: a crash leaves a recomputation running, and the next start makes another attempt.

Law: the live views come first. A failure here ends an attempt, never the sessionizer; attempts
are few, lest one that kills the process should kill it for ever.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from playhead.control import ControlError
from playhead.journal.interface import JournalReader
from playhead.model.beacon import decode_record
from playhead.model.intent import CategoryOf, Recomputation, undecided
from playhead.sessionize.checkpoint import Checkpoints, Progress
from playhead.sessionize.core.live.live import Unwatched
from playhead.sessionize.core.sessions import Sessions
from playhead.sessionize.core.timetable import Key
from playhead.sessionize.placing import Log
from playhead.sessionize.rebuilding import Chunk, Position, Rebuilding
from playhead.store.interface import StoreError, StoreWriter

MOST_TRIES = 5
REPORT_EVERY_MS = 1_000
WAIT_AFTER_FAILURE_MS = 5_000
WAIT_AFTER_END_MS = 500
"""Until then, what is wanted may be told from before the end."""


class Ledger(Protocol):
    """Where it is kept what is wanted and what became of it: `Control.recomputations`."""

    def begin(self, recomputation_id: int) -> Recomputation | None:
        """Begin an attempt, with a number of its own; None where there is nothing left to do."""
        ...

    def report(
        self, recomputation_id: int, *, records_read: int, records_total: int, views_replaced: int
    ) -> None:
        """Note how far the attempt came."""
        ...

    def end(
        self, recomputation_id: int, *, views_replaced: int, failure: str | None = None
    ) -> None:
        """Note that it is done or, with a sentence, that it failed."""
        ...


class Live(Protocol):
    """What is needed of the live sessionizer."""

    def save(self) -> Position:
        """Write, make a checkpoint, and return it."""
        ...

    def is_open(self, key: Key) -> bool:
        """Return whether it holds this view, so that it may still write it."""
        ...


class Recomputer:
    """Looks for a recomputation that is wanted, and carries it out. For the writing thread."""

    def __init__(  # noqa: PLR0913 - the wiring names each part
        self,
        wanted: Callable[[], Recomputation | None],
        ledger: Ledger,
        journal: JournalReader,
        store: StoreWriter,
        clock: Callable[[], int],
        log: Log,
        *,
        open_scratch: Callable[[], Checkpoints],
        category_of: CategoryOf = undecided,
        most_open_views: int = 2_000_000,
        chunk: Chunk | None = None,
    ) -> None:
        """Read `journal`, a reader of its own: it stands elsewhere than the live one.

        `wanted` is asked often, so it has the answer at hand; it may be a moment old.
        `open_scratch` opens an empty file for what one attempt cannot keep in memory.
        """
        self._wanted = wanted
        self._ledger = ledger
        self._journal = journal
        self._store = store
        self._clock = clock
        self._log = log
        self._open_scratch = open_scratch
        self._scratch: Checkpoints | None = None
        self._category_of = category_of
        self._most_open_views = most_open_views
        self._chunk = chunk or Chunk()
        self._current: Recomputation | None = None
        self._rebuilding: Rebuilding | None = None
        self._reported_at_ms = 0
        self._look_again_at_ms = 0

    @property
    def is_working(self) -> bool:
        """Return whether an attempt is under way."""
        return self._rebuilding is not None

    def turn(self, live: Live) -> None:
        """Do a little, if anything is wanted.

        Raises:
            StoreError: the store failed; a new attempt follows when it works again.
        """
        try:
            if self._rebuilding is None or self._current is None:
                self._look(live)
            elif self._rebuilding.turn():
                self._end(self._current, self._rebuilding.views_replaced)
            else:
                self._report(self._current, self._rebuilding)
        except StoreError:
            self._drop(WAIT_AFTER_FAILURE_MS)
            raise
        except ControlError as error:
            self._log.error("a recomputation could not be noted; it begins anew", error=str(error))
            self._drop(WAIT_AFTER_FAILURE_MS)
        except Exception as error:  # noqa: BLE001 - the live views must go on
            self._log.exception("a recomputation failed by a mistake of ours", error=str(error))
            self._drop(WAIT_AFTER_FAILURE_MS)

    def _drop(self, wait_ms: int) -> None:
        self._rebuilding = self._current = None
        if self._scratch is not None:
            self._scratch.close()
            self._scratch = None
        self._look_again_at_ms = self._clock() + wait_ms

    def _look(self, live: Live) -> None:
        if self._clock() < self._look_again_at_ms:
            return
        wanted = self._wanted()
        if wanted is None or wanted.state.is_end:
            return
        upto = live.save()
        begun = self._ledger.begin(wanted.id)
        if begun is None:
            self._drop(WAIT_AFTER_END_MS)
            return
        failure = _too_often(begun) or self._out_of_reach(begun, upto)
        if failure is not None:
            self._end(begun, 0, failure)
            return
        self._log.info("recomputation begins", id=begun.id, attempt=begun.attempt)
        self._current = begun
        self._scratch = scratch = self._open_scratch()
        self._rebuilding = Rebuilding(
            begun,
            upto,
            self._journal,
            self._store,
            Sessions(
                most_open_views=self._most_open_views,
                category_of=self._category_of,
                finished_of=scratch.finished_of,
                live=Unwatched(),
            ),
            remember=lambda sessions: scratch.save(
                Progress(now_ms=sessions.now_ms),
                changed=(),
                forgotten=(),
                finished=sessions.finished,
            ),
            clock=self._clock,
            log=self._log,
            is_open=live.is_open,
            chunk=self._chunk,
        )
        self._report(begun, self._rebuilding)

    def _out_of_reach(self, wanted: Recomputation, upto: Position) -> str | None:
        """Return why the journal cannot tell of the range; None where it can."""
        batch = self._journal.read(0, most_records=1)
        while batch is not None and not batch.records:
            batch = self._journal.read(batch.next, most_records=1)
        if batch is None or batch.first >= upto.next_record:
            return "There are no raw beacons to rebuild views from."
        first_ms = decode_record(batch.records[0]).received_at_ms
        if batch.first == 0 or wanted.from_ms >= first_ms:
            return None
        first = _shown(first_ms + 999)
        return (
            f"Raw beacons are kept from {first} on, so views that ended at"
            f" {_shown(wanted.from_ms)} cannot be rebuilt. Begin at {first} or later."
        )

    def _report(self, current: Recomputation, rebuilding: Rebuilding) -> None:
        now_ms = self._clock()
        if now_ms - self._reported_at_ms < REPORT_EVERY_MS:
            return
        self._reported_at_ms = now_ms
        self._ledger.report(
            current.id,
            records_read=rebuilding.records_read,
            records_total=rebuilding.records_total,
            views_replaced=rebuilding.views_replaced,
        )

    def _end(self, current: Recomputation, views_replaced: int, failure: str | None = None) -> None:
        self._ledger.end(current.id, views_replaced=views_replaced, failure=failure)
        self._log.info(
            "recomputation ended", id=current.id, views_replaced=views_replaced, failure=failure
        )
        self._drop(WAIT_AFTER_END_MS)


def _too_often(begun: Recomputation) -> str | None:
    if begun.tries <= MOST_TRIES:
        return None
    return (
        f"It was begun {MOST_TRIES} times and never ended: the log says why. Views that an attempt"
        " had replaced stay replaced. Ask again once the cause is mended."
    )


def _shown(moment_ms: int) -> str:
    return datetime.fromtimestamp(moment_ms / 1000, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
