"""How late ticks are: from their end until the store has them, and not before."""

from collections.abc import Sequence

import pytest

from playhead.app.timed_ticks import BOUNDS_S, TickDelays, TimedTicks
from playhead.model.pulse import TICK_MS, Tick
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View
from playhead.store.interface import StoreError


class SlowStore:
    """Takes so long for a write, or refuses it."""

    def __init__(self) -> None:
        self.now_ms = 0
        self.takes_ms = 0
        self.refuses = False
        self.written: list[Tick] = []
        self.forgotten: list[int] = []

    def write(
        self,
        *,
        views: Sequence[View],
        events: Sequence[TimelineEvent],
        ticks: Sequence[Tick] = (),
    ) -> None:
        assert not views
        assert not events
        self.now_ms += self.takes_ms
        if self.refuses:
            raise StoreError("no")
        self.written += ticks

    def forget_from(self, checkpoint_number: int) -> None:
        self.forgotten.append(checkpoint_number)


def ticks(*began_ms: int) -> list[Tick]:
    return [Tick(each, 0, [], []) for each in began_ms]


def test_a_tick_is_late_by_what_passes_until_the_store_has_it() -> None:
    store = SlowStore()
    timed = TimedTicks(store, lambda: store.now_ms)
    assert timed.delays == TickDelays()
    store.now_ms, store.takes_ms = 105_000 + 1_000, 250
    timed.write(views=[], events=[], ticks=ticks(100_000))
    assert (timed.delays.newest_end_ms, timed.delays.newest_delay_s) == (105_000, 1.25)
    timed.write(views=[], events=[])
    assert sum(timed.delays.counts) == 1
    timed.forget_from(7)
    assert store.forgotten == [7]
    assert store.written == ticks(100_000)


def test_a_tick_that_the_store_refused_is_not_there() -> None:
    store = SlowStore()
    timed = TimedTicks(store, lambda: store.now_ms)
    store.refuses = True
    with pytest.raises(StoreError):
        timed.write(views=[], events=[], ticks=ticks(100_000))
    assert timed.delays == TickDelays()


def test_ticks_made_up_for_are_each_late_and_the_newest_is_the_newest() -> None:
    store = SlowStore()
    timed = TimedTicks(store, lambda: store.now_ms)
    store.now_ms = 1_000 * TICK_MS + TICK_MS + 1_200
    timed.write(views=[], events=[], ticks=ticks(999 * TICK_MS, 1_000 * TICK_MS, 2 * TICK_MS))
    delays = timed.delays
    assert delays.newest_delay_s == 1.2
    assert delays.counts[BOUNDS_S.index(1.5)] == delays.counts[BOUNDS_S.index(7.5)] == 1
    assert delays.counts[-1] == 1
    assert delays.sum_s == pytest.approx(1.2 + 6.2 + 998 * 5 + 1.2)


def test_a_clock_that_is_set_back_makes_no_tick_early() -> None:
    timed = TimedTicks(SlowStore(), lambda: 0)
    timed.write(views=[], events=[], ticks=ticks(100_000))
    assert (timed.delays.counts[0], timed.delays.sum_s) == (1, 0.0)
