"""When a viewer has to be looked at: once a silence or a stall may have grown too long.

Each viewer has at most one entry, in whole seconds. Beats do not move it: whoever is looked at
too early is entered again, so a heartbeat costs nothing here and a second costs what is due.

Law: pure; the same entries come out in the same order.
"""

import heapq

from playhead.sessionize.core.open_view import OpenView


class Timers:
    """Seconds (epoch) to the views that are looked at then."""

    def __init__(self) -> None:
        """Begin with no entries."""
        self._entries: dict[int, list[OpenView]] = {}
        self._seconds: list[int] = []

    @property
    def next_ms(self) -> int | None:
        """Return when the next entry is due; None where there is none."""
        return self._seconds[0] * 1000 if self._seconds else None

    def arm(self, view: OpenView, due_ms: int, now_ms: int) -> None:
        """Have `view` looked at in the first whole second at which `due_ms` has passed."""
        mine = view.live
        if mine is None or mine.timer_s:
            return
        # Never in a second that was already told: then it would depend on who asked when.
        second = max(-(-due_ms // 1000), now_ms // 1000 + 1)
        mine.timer_s = second
        entries = self._entries.get(second)
        if entries is None:
            self._entries[second] = [view]
            heapq.heappush(self._seconds, second)
        else:
            entries.append(view)

    def pop(self) -> list[OpenView]:
        """Return the views of the earliest second, each without its entry."""
        second = heapq.heappop(self._seconds)
        found = []
        for view in self._entries.pop(second):
            mine = view.live
            if mine is not None and mine.timer_s == second:
                mine.timer_s = 0
                found.append(view)
        return found
