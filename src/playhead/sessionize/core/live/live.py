"""All viewers of this moment: from events and time to ticks.

Time passes in order: whoever is due at the end of an interval is looked at before the interval is
told, so that it does not show in how large steps time was let pass.

Law: pure: ticks depend only on the views, events and times that came in.
"""

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from playhead.model.intent import CategoryOf, undecided
from playhead.model.pulse import TICK_MS, Tick
from playhead.sessionize.core.live.dimensions import MOST_SETS
from playhead.sessionize.core.live.states import COUNTED
from playhead.sessionize.core.live.tally import OpenInterval
from playhead.sessionize.core.live.viewers import Viewers
from playhead.sessionize.core.open_view import OpenView, PlayerEvent

LEAP_MS: Final = 60_000
"""A longer time in which nobody watches, passed at once, is not told but for its last tick."""


class Stand(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Where the clock stood (epoch ms), and what the interval that had not ended had brought."""

    now_ms: int = 0
    interval: list[OpenInterval] = []


def last_tick_end(moment_ms: int) -> int:
    """Return the last moment up to `moment_ms` at which an interval ends."""
    return moment_ms - moment_ms % TICK_MS


class Live:
    """The viewers and the ticks. Not thread-safe: it belongs to the sessions that feed it."""

    def __init__(self, *, category_of: CategoryOf = undecided, most_sets: int = MOST_SETS) -> None:
        """Begin with nobody, at no time."""
        self.viewers = Viewers(category_of, most_sets)
        self.tell_from_ms = 0
        """Earlier ticks are not made: nobody could ask for them any more."""
        self.ticks: list[Tick] = []
        """Those that wait for `take_ticks`."""
        self._changed: list[OpenView] = []
        self.before_change: Callable[[OpenView], None] = _not_counted
        """Hears of a view before the passing of time may change it."""

    @property
    def folded(self) -> int:
        """Return how many sets of dimensions were too many, and are told without a name."""
        return self.viewers.sets.folded

    @property
    def sets(self) -> int:
        """Return how many sets of dimensions are counted."""
        return len(self.viewers.sets.by_number)

    def take_ticks(self) -> list[Tick]:
        """Return the ticks made since the last call."""
        ticks, self.ticks = self.ticks, []
        return ticks

    def take_changed(self) -> list[OpenView]:
        """Return the views in which the passing of time changed something since the last call."""
        changed, self._changed = self._changed, []
        return changed

    @property
    def step(self) -> Callable[[OpenView, PlayerEvent], None]:
        """Return what takes up an event that was folded in order; keep it, it is called often."""
        return self.viewers.step

    @property
    def settle(self) -> Callable[[OpenView], None]:
        """Return what takes up what a beacon changed in passing, after its last event."""
        return self.viewers.settle

    def forget(self, view: OpenView) -> None:
        """Count a view no longer that is final."""
        self.viewers.forget(view)

    def advance(self, moment_ms: int, checkpoint_number: int, *, through: bool = True) -> None:
        """Let time pass up to `moment_ms` (epoch ms) and make the ticks whose end it passes.

        Without `through`, a tick that ends at that very moment waits for what else is due then.
        """
        viewers = self.viewers
        if not viewers.now_ms:
            self._begin(moment_ms)
        while True:
            end_ms = viewers.tick_ms + TICK_MS
            due_ms = viewers.timers.next_ms
            if due_ms is not None and due_ms <= moment_ms and due_ms <= end_ms:
                viewers.now_ms = max(viewers.now_ms, due_ms)
                for view in viewers.timers.pop():
                    self.before_change(view)
                    if viewers.look_at(view):
                        self._changed.append(view)
            elif end_ms < moment_ms or (through and end_ms == moment_ms):
                if not viewers.sets.by_number and moment_ms - viewers.now_ms > LEAP_MS:
                    viewers.tick_ms = last_tick_end(moment_ms) - TICK_MS
                self._tell(checkpoint_number)
            else:
                break
        viewers.now_ms = max(viewers.now_ms, moment_ms)

    def _begin(self, now_ms: int) -> None:
        self.viewers.now_ms = now_ms
        self.viewers.tick_ms = last_tick_end(now_ms)

    def _tell(self, checkpoint_number: int) -> None:
        """Make the tick of the interval that ends now, and begin the next one."""
        viewers = self.viewers
        tick_ms = viewers.tick_ms
        end_ms = tick_ms + TICK_MS
        viewers.now_ms = max(viewers.now_ms, end_ms)
        told = tick_ms >= self.tell_from_ms
        audiences = viewers.audiences.rows(tick_ms, checkpoint_number) if told else []
        failed = self._failed_by_set()
        viewers.tick_ms = end_ms
        for view in viewers.failed:
            if view.live is not None:
                viewers.attend(view, view.live, viewers.sets.by_number[view.live.tally])
        viewers.failed = []
        pulses = []
        for number, tally in list(viewers.sets.by_number.items()):
            tally.pass_time(end_ms)
            empty = tally.is_empty
            if told and (not empty or number in failed or tally.has_news):
                pulses.append(tally.take_pulse(tick_ms, checkpoint_number, failed.get(number)))
            else:
                tally.forget_interval()
            if empty:
                viewers.sets.drop(tally)
        if told:
            self.ticks.append(Tick(tick_ms, checkpoint_number, pulses, audiences))

    def _failed_by_set(self) -> dict[int, list[int]]:
        """Return how many failed in each set, behind those of them who are counted, by state."""
        found: dict[int, list[int]] = {}
        for view in self.viewers.failed:
            mine = view.live
            if mine is None:
                continue
            counts = found.setdefault(mine.tally, [0] * (len(COUNTED) + 1))
            counts[-1] += 1
            if mine.state in COUNTED and not mine.away:
                counts[mine.state] += 1
        return found

    def _interval(self) -> list[OpenInterval]:
        """Return what the interval that has not ended brought: nothing, right after a tick."""
        found = []
        for tally in self.viewers.sets.by_number.values():
            tally.pass_time(self.viewers.now_ms)
            if tally.has_news:
                found.append(OpenInterval(tally.environment_id, tally.dimensions, tally.sums))
        return found

    def stand(self) -> Stand:
        """Return what `restore` has to know besides the views."""
        return Stand(self.viewers.now_ms, self._interval())

    def restore(self, views: Iterable[OpenView], stand: Stand | None) -> None:
        """Begin with the views of a checkpoint; untold, the time is that of the last beat."""
        views = [view for view in views if view.live is not None]
        if stand is None:
            stand = Stand(max((view.live.beat_ms for view in views if view.live), default=0))
        now_ms = stand.now_ms
        self._begin(now_ms)
        viewers = self.viewers
        for view in views:
            mine = view.live
            if mine is None:
                continue
            mine.viewer, mine.timer_s, mine.tally = None, 0, 0
            failed = mine.failed_ms == viewers.tick_ms and now_ms > 0
            counted = mine.state in COUNTED and not mine.away
            if not counted and not failed:
                continue
            tally = viewers.sets.of(view, now_ms)
            mine.tally = tally.number
            if failed:
                viewers.failed.append(view)
            if counted:
                tally.enter(mine.state, mine.bitrate_bps, now_ms)
                viewers.arm(view, mine)
            viewers.attend(view, mine, tally)
        for one in stand.interval:
            viewers.sets.find(one.environment_id, one.dimensions, now_ms).sums = one.sums


class Unwatched(Live):
    """For views that are rebuilt: they are not of this moment, so nobody is counted."""

    @property
    def step(self) -> Callable[[OpenView, PlayerEvent], None]:
        """Return what does nothing."""
        return _not_counted

    @property
    def settle(self) -> Callable[[OpenView], None]:
        """Return what does nothing."""
        return _not_counted

    def forget(self, view: OpenView) -> None:
        """Do nothing."""

    def advance(self, moment_ms: int, checkpoint_number: int, *, through: bool = True) -> None:
        """Make no tick."""


def _not_counted(_view: OpenView, _event: PlayerEvent | None = None) -> None:
    """Take up nothing."""
