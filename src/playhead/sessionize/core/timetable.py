"""When something can next happen to a view, in whole seconds.

Each view has at most one entry, at the earliest moment asked for; an entry that is overtaken by an
earlier one is passed over when its second comes.

Law: pure; the entry of a view is kept in the view, so that it is saved with it.
"""

import heapq
from collections.abc import Iterator, Mapping
from typing import Final

from playhead.sessionize.core.holding import hold_ends
from playhead.sessionize.core.lifecycle import COMPLETE_AFTER_MS, FINAL_AFTER_MS, State
from playhead.sessionize.core.open_view import OpenView

Key = tuple[str, str]
# Reading a member off its enum costs as much as folding five fields.
_OPEN: Final = State.OPEN


class Timetable:
    """Seconds (epoch) to the keys of the views that are looked at then."""

    def __init__(self) -> None:
        """Begin with no entries."""
        self._entries: dict[int, list[Key]] = {}
        self._seconds: list[int] = []

    def enter(self, key: Key, view: OpenView, moment_ms: int) -> None:
        """Have `view` looked at as soon as `moment_ms` has passed, if not earlier."""
        second = -(-moment_ms // 1000)
        if view.timer_s and view.timer_s <= second:
            return
        view.timer_s = second
        entries = self._entries.get(second)
        if entries is None:
            self._entries[second] = [key]
            heapq.heappush(self._seconds, second)
        else:
            entries.append(key)

    def due(
        self, now_ms: int, views: Mapping[Key, OpenView]
    ) -> Iterator[tuple[int, Key, OpenView]]:
        """Yield the views whose time has come, each with its second and without its entry."""
        now_s = now_ms // 1000
        while self._seconds and self._seconds[0] <= now_s:
            second = heapq.heappop(self._seconds)
            for key in self._entries.pop(second):
                view = views.get(key)
                if view is not None and view.timer_s == second:
                    view.timer_s = 0
                    yield second, key, view


def next_moment(view: OpenView) -> int:
    """Return when the next thing can happen to a view, in epoch milliseconds."""
    if view.held:
        return hold_ends(view.held)
    wait_ms = COMPLETE_AFTER_MS if view.state is _OPEN else FINAL_AFTER_MS
    return view.last_received_ms + wait_ms
