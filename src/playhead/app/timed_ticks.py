"""The store's writing side with a look at the clock: how late ticks can be asked for.

A tick can be asked for as soon as the store has taken it. Law: nothing else is done to what passes.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from playhead.model.pulse import TICK_MS, Tick
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View
from playhead.store.interface import StoreWriter

BOUNDS_S: Final = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 7.5, 10.0, 20.0, 60.0, 600.0)


class TickDelays(msgspec.Struct, frozen=True):
    """How late ticks were: from their end until the store had them.

    `counts` has a place for each of `BOUNDS_S`, those up to it and above the one before, and a
    last one for what is above all. `newest_end_ms` is epoch milliseconds; 0: there is none yet.
    """

    counts: tuple[int, ...] = (0,) * (len(BOUNDS_S) + 1)
    sum_s: float = 0.0
    newest_end_ms: int = 0
    newest_delay_s: float = 0.0

    def with_one(self, end_ms: int, delay_s: float) -> "TickDelays":
        """Return these and one more."""
        place = bisect_left(BOUNDS_S, delay_s)
        newest = end_ms >= self.newest_end_ms
        return TickDelays(
            tuple(count + (nth == place) for nth, count in enumerate(self.counts)),
            self.sum_s + delay_s,
            end_ms if newest else self.newest_end_ms,
            delay_s if newest else self.newest_delay_s,
        )


class TimedTicks:
    """A store's writing side. `clock` returns epoch milliseconds; `delays` is for any thread."""

    def __init__(self, store: StoreWriter, clock: Callable[[], int]) -> None:
        """Pass everything on to `store`."""
        self._store = store
        self._clock = clock
        self.delays = TickDelays()

    def write(
        self,
        *,
        views: Sequence[View],
        events: Sequence[TimelineEvent],
        ticks: Sequence[Tick] = (),
    ) -> None:
        """Write, then note how late that was for each tick."""
        self._store.write(views=views, events=events, ticks=ticks)
        now_ms = self._clock()
        delays = self.delays
        for tick in ticks:
            end_ms = tick.tick_ms + TICK_MS
            # A clock that was set back makes nothing come before its end.
            delays = delays.with_one(end_ms, max(0, now_ms - end_ms) / 1000)
        self.delays = delays

    def forget_from(self, checkpoint_number: int) -> None:
        """Forget; what was late stays so."""
        self._store.forget_from(checkpoint_number)
