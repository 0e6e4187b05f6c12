"""The sessionizer's store and checkpoints, and what they were seen to do.

Law: nothing is changed on its way.
"""

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playhead.app.sessionizing import now_ms
from playhead.model.pulse import TICK_MS
from playhead.sessionize.checkpoint import Checkpoints, Row
from playhead.store.interface import StoreWriter


class WatchedStore:
    """The store's writer, and what it was seen to do."""

    def __init__(self, writer: StoreWriter) -> None:
        self._writer = writer
        self.visible: list[tuple[int, int, int]] = []
        self.writes_ms: list[float] = []

    def write(self, *, views: Any, events: Any, ticks: Any = ()) -> None:
        """Write, and see how long it takes until ticks can be asked for."""
        began = time.perf_counter()
        self._writer.write(views=views, events=events, ticks=ticks)
        if ticks:
            self.writes_ms.append((time.perf_counter() - began) * 1000)
            self.visible += [(tick.tick_ms, now_ms(), len(tick.pulses)) for tick in ticks]

    def lateness_ms(self) -> int:
        """Return how long after its end the newest tick could be asked for."""
        if not self.visible:
            return now_ms()
        tick_ms, seen_ms, _ = self.visible[-1]
        waiting_ms = now_ms() - tick_ms - 2 * TICK_MS
        return max(seen_ms - tick_ms - TICK_MS, waiting_ms)

    def forget_from(self, checkpoint_number: int) -> None:
        """Pass it on."""
        self._writer.forget_from(checkpoint_number)


class WatchedCheckpoints(Checkpoints):
    """Checkpoints, and how long each took: in all, and of the folding thread."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.saves: list[tuple[float, float]] = []
        self._began_s = 0.0
        self._taken_s = 0.0

    def begin(self, *arguments: Any, **named: Any) -> None:
        """Begin a save."""
        self._began_s, self._taken_s = time.perf_counter(), 0.0
        super().begin(*arguments, **named)

    def put(self, rows: Iterable[Row]) -> None:
        """Save some."""
        began_s = time.thread_time()
        super().put(rows)
        self._taken_s += time.thread_time() - began_s

    def commit(self) -> None:
        """End a save."""
        began_s = time.thread_time()
        super().commit()
        taken_s = self._taken_s + time.thread_time() - began_s
        self.saves.append(((time.perf_counter() - self._began_s) * 1000, taken_s * 1000))
