"""All views that are not final, and the clock that completes them.

A beacon's events are put into the order of their sequence numbers before they are folded: an
event that leaves a gap is held for a moment in case the missing one is only late, then the gap
is accepted. Silence is measured by the server's clock, which advances with each beacon and each
tick; a view has one entry in the timetable, at the next moment at which anything can happen to it.

Law: pure: what comes out depends only on the beacons and times that came in.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from playhead.model.beacon import BeaconRecord
from playhead.model.intent import CategoryOf, undecided
from playhead.model.outcome import EventOutcome
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View
from playhead.sessionize.core.complete import complete
from playhead.sessionize.core.fields import MOST_OWN, STICKY_FIELDS, forget_surplus
from playhead.sessionize.core.finished import (
    REMEMBERED_MS,
    Finished,
    FinishedOf,
    follow,
    forget_old,
    none_finished,
)
from playhead.sessionize.core.fold import MOST_WAITING_ROWS, apply
from playhead.sessionize.core.holding import HOLD_MS, MOST_HELD, hold_ends, put_in_order
from playhead.sessionize.core.lifecycle import (
    COMPLETE_AFTER_MS,
    FINAL_AFTER_MS,
    TRANSITIONS,
    Effect,
    Input,
    State,
)
from playhead.sessionize.core.live.live import Live, Stand
from playhead.sessionize.core.open_view import OpenView, PlayerEvent
from playhead.sessionize.core.reading import read
from playhead.sessionize.core.timetable import Key, Timetable, next_moment
from playhead.sessionize.core.untaken import Untaken
from playhead.sessionize.core.written import Written

MOST_EVENTS: Final = 50_000
"""Events that a view may have; the rest is counted, and dropped."""

MOST_STICKY: Final = len(STICKY_FIELDS) + MOST_OWN
__all__ = ["HOLD_MS", "MOST_EVENTS", "MOST_HELD", "Sessions"]

_INPUTS: Final = {"viewstart": Input.START, "viewend": Input.END}
# Reading a member off its enum costs as much as folding five fields.
_WAITING: Final = State.WAITING
_OPEN: Final = State.OPEN
_EVENT: Final = Input.EVENT
_APPLIED: Final = EventOutcome.APPLIED
_WRITTEN: Final = frozenset({State.COMPLETE, State.ENDED})


class Sessions:
    """The open views. Not thread-safe: one sessionizer, one thread."""

    def __init__(
        self,
        views: Iterable[OpenView] = (),
        *,
        most_open_views: int = 2_000_000,
        category_of: CategoryOf = undecided,
        finished_of: FinishedOf = none_finished,
        live: Live | None = None,
        stand: Stand | None = None,
    ) -> None:
        """Begin with the views of a checkpoint, and where its clock and its interval stood."""
        self.views: dict[Key, OpenView] = {}
        self.outcomes: Counter[EventOutcome] = Counter()
        self.changed: set[Key] = set()
        self.forgotten: set[Key] = set()
        self.finished: dict[Key, Finished] = {}
        self.now_ms = 0 if stand is None else stand.now_ms
        self.checkpoint_number = 0
        self._applied = 0
        self._most_open_views = most_open_views
        self._category_of = category_of
        self.live = live or Live(category_of=category_of)
        self._hear, self._settle = self.live.step, self.live.settle
        self.untaken = Untaken()
        self._before_change = self.live.before_change = self.untaken.before_change
        self._finished_of = finished_of
        self._due: dict[Key, None] = {}
        self._final: list[View] = []
        self._rows: list[TimelineEvent] = []
        self._timetable = Timetable()
        for view in views:
            key = (view.environment_id, view.view_id)
            self.views[key] = view
            second, view.timer_s = view.timer_s, 0
            self._timetable.enter(key, view, second * 1000)
        self.live.restore(self.views.values(), stand)

    @property
    def waiting_rows(self) -> int:
        """Return how many views and events wait to be taken by `drain`."""
        of_ticks = sum(1 + len(tick.pulses) + len(tick.audiences) for tick in self.live.ticks)
        return of_ticks + len(self._due) + len(self._final) + len(self._rows)

    def take(self, record: BeaconRecord) -> None:
        """Fold a beacon's events into their views."""
        try:
            self._take(record)
        finally:
            self._count_applied()

    def _take(self, record: BeaconRecord) -> None:
        self.advance(record.received_at_ms)
        reading = read(record)
        for outcome in reading.refused:
            self.outcomes[outcome] += 1
        touched: dict[Key, OpenView] = {}
        view_id: str | None = None
        view: OpenView | None = None
        for event in reading.events:
            # Events of one view follow each other, and `read` gives them the same text object.
            if event.view_id is not view_id:
                view_id = event.view_id
                key = (record.environment_id, view_id)
                view = touched.get(key) or self._open(key, record, reading.skew_ms)
                if view is not None:
                    touched[key] = view
            if view is None:
                self.outcomes[EventOutcome.OVER_OPEN_VIEWS] += 1
            else:
                self._admit(key, view, event)
        for key, view in touched.items():
            if len(view.sticky) > MOST_STICKY:
                forget_surplus(view.sticky)
            self._timetable.enter(key, view, next_moment(view))
            self.changed.add(key)
            self._settle(view)

    def advance(self, now_ms: int) -> None:
        """Let time pass up to `now_ms`: release what was held, complete and finish the silent."""
        if now_ms <= self.now_ms:
            return
        for second, key, view in self._timetable.due(now_ms, self.views):
            # Each at its own moment, in however large steps time is let pass.
            self.now_ms = max(self.now_ms, second * 1000)
            self.live.advance(self.now_ms, self.checkpoint_number, through=False)
            self._on_timer(key, view)
        self.now_ms = now_ms
        self.live.advance(now_ms, self.checkpoint_number)
        for view in self.live.take_changed():
            key = (view.environment_id, view.view_id)
            if self.views.get(key) is view:
                self.changed.add(key)
        self._count_applied()

    def _count_applied(self) -> None:
        """Count what was folded in order: so often that a counter of its own pays."""
        if self._applied:
            self.outcomes[_APPLIED] += self._applied
            self._applied = 0

    def drain(self) -> Written:
        """Return what has to be written since the last call."""
        ready = [key for key in self._due if not self.views[key].held]
        for key in ready:
            del self._due[key]
            self.changed.add(key)
            self._before_change(self.views[key])
        views = self._final + [self._completed(self.views[key]) for key in ready]
        written = Written(views, self._rows, self.live.take_ticks())
        self._final, self._rows = [], []
        return written

    def _completed(self, view: OpenView) -> View:
        view.version += 1
        view.inserted_ms = view.inserted_ms or self.now_ms
        return complete(view, now_ms=self.now_ms, checkpoint_number=self.checkpoint_number)

    def _open(self, key: Key, record: BeaconRecord, skew_ms: int | None) -> OpenView | None:
        view = self.views.get(key)
        if view is None:
            if len(self.views) >= self._most_open_views:
                return None
            view = OpenView(
                record.environment_id,
                key[1],
                record.place,
                record.user_agent,
                record.received_at_ms,
                record.received_at_ms,
            )
            before = self.finished.get(key) or self._finished_of(key)
            if before is not None and self.now_ms - before.final_ms <= REMEMBERED_MS:
                follow(view, before)
            self.views[key] = view
            self.forgotten.discard(key)
        else:
            self._before_change(view)
        if skew_ms is not None and (view.skew_ms is None or skew_ms < view.skew_ms):
            # The way only ever adds to it, so the least is the truest, ahead of us or behind.
            view.skew_ms = skew_ms
            if view.state in _WRITTEN:
                self._due[key] = None
        return view

    def _admit(self, key: Key, view: OpenView, event: PlayerEvent) -> None:
        """Count the event once, and fold it when its turn has come."""
        number = event.sequence_number
        if event.name == "eventrateexceeded":
            # It repeats the number of the event before it.
            number += 1
            event.sequence_number = number
        follows = view.seen.add_next(number)
        if not follows and not view.seen.add(number):
            self.outcomes[EventOutcome.DUPLICATE] += 1
            return
        held = view.held
        if view.event_count + len(held) >= MOST_EVENTS:
            self.outcomes[EventOutcome.OVER_VIEW_LIMIT] += 1
            return
        if view.last_received_ms != event.received_ms:
            view.last_received_ms = max(view.last_received_ms, event.received_ms)
        if (follows and not held) or number < view.last_applied:
            self._fold(key, view, event)
        else:
            held.append(event)
            self._release(key, view)
            if len(held) > MOST_HELD:
                self._release(key, view, everything=True)

    def _release(self, key: Key, view: OpenView, *, everything: bool = False) -> None:
        """Fold what was held as far as it follows without a gap, or all of it."""
        held = view.held
        put_in_order(held)
        at = 0
        while at < len(held) and (everything or held[at].sequence_number == view.last_applied + 1):
            self._fold(key, view, held[at])
            at += 1
        del held[:at]

    def _fold(self, key: Key, view: OpenView, event: PlayerEvent) -> None:
        waiting = view.state is _WAITING
        rows = view.waiting_rows if waiting else self._rows
        if apply(view, event, rows, self.checkpoint_number, self._category_of):
            self._applied += 1
            self._hear(view, event)
        else:
            self.outcomes[EventOutcome.APPLIED_LATE] += 1
        if event.name in _INPUTS or view.state is not _OPEN:
            self._move(key, view, _INPUTS.get(event.name, _EVENT))
        if waiting:
            if view.state is not _WAITING:
                # They are written now, so it is the next checkpoint that covers them.
                number = self.checkpoint_number
                self._rows += [replace(r, checkpoint_number=number) for r in view.waiting_rows]
                view.waiting_rows = []
            elif len(rows) > MOST_WAITING_ROWS:
                del rows[0]

    def _move(self, key: Key, view: OpenView, what: Input) -> None:
        state, effect = TRANSITIONS[view.state][what]
        if state is State.OPEN and view.state is State.COMPLETE:
            self._due.pop(key, None)
        view.state = state
        if effect is Effect.WRITE:
            self._due[key] = None

    def _on_timer(self, key: Key, view: OpenView) -> None:
        self.changed.add(key)
        self._before_change(view)
        if view.held and hold_ends(view.held) <= self.now_ms:
            self._release(key, view, everything=True)
            self._settle(view)
        silence_ms = self.now_ms - view.last_received_ms
        if silence_ms >= COMPLETE_AFTER_MS and view.state is State.OPEN:
            self._move(key, view, Input.SHORT_SILENCE)
        if silence_ms >= FINAL_AFTER_MS:
            self._finish(key, view)
            return
        self._timetable.enter(key, view, next_moment(view))

    def _finish(self, key: Key, view: OpenView) -> None:
        self._move(key, view, Input.LONG_SILENCE)
        if key in self._due:
            # It would be gone before the next drain: complete it now, under the same rules.
            del self._due[key]
            self._final.append(self._completed(view))
        if view.version:
            self.finished.pop(key, None)
            self.finished[key] = Finished(self.now_ms, view.generation, view.seen)
            forget_old(self.finished, self.now_ms)
        self.live.forget(view)
        del self.views[key]
        self.changed.discard(key)
        self.forgotten.add(key)
