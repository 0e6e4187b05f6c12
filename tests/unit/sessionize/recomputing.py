"""A site on a virtual clock: a journal, a store whose rows can be counted, control, a sessionizer.

Law: the store keeps rows as the engine does: an older version goes when a newer one stands, and
two rows of one version stand there twice.
"""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from playhead.control import Control, open_control
from playhead.journal.interface import Batch
from playhead.journal.memory import MemoryJournal
from playhead.model.beacon import encode_record
from playhead.model.intent import ErrorCategory, Recomputation
from playhead.model.pulse import Tick
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View
from playhead.sessionize.checkpoint import Checkpoints
from playhead.sessionize.core.timetable import Key
from playhead.sessionize.pace import Pace
from playhead.sessionize.rebuilding import Chunk
from playhead.sessionize.recompute import Recomputer
from playhead.sessionize.shell import Sessionizer
from playhead.store.interface import StoreError
from tests.unit.sessionize.made import T0_MS, Player, beacon

MOST_STEPS = 2_000
HOUR_S = 3_600.0
PACE = Pace(write_every_ms=0, checkpoint_every_ms=10**12, wait_s=0, wait_between_turns_s=0)
"""Checkpoints are made where a test says so."""


class Rows:
    """A store that can be made to fail half-way, and keeps what it was given row by row."""

    def __init__(self) -> None:
        self.views: list[View] = []
        self.events: list[TimelineEvent] = []
        self.ticks: list[Tick] = []
        self.fail_next = False
        self.on_failure: Callable[[], object] = lambda: None

    def write(
        self,
        *,
        views: Sequence[View],
        events: Sequence[TimelineEvent],
        ticks: Sequence[Tick] = (),
    ) -> None:
        failing = self.fail_next and bool(views)
        self.fail_next = self.fail_next and not failing
        self.ticks += ticks
        self.views += views[: len(views) // 2] if failing else views
        if failing:
            self.on_failure()
            raise StoreError("the disk is full")
        self.events += events
        for view in views:
            new = view.identity
            if new.version > 1:
                self.views = [
                    each
                    for each in self.views
                    if key_of(each) != key_of(view) or each.identity.version >= new.version
                ]

    def forget_from(self, checkpoint_number: int) -> None:
        first = checkpoint_number
        self.views = [v for v in self.views if v.identity.checkpoint_number < first]
        self.events = [e for e in self.events if e.checkpoint_number < first]


class Log:
    """Keeps what was logged."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def info(self, event: str, **values: object) -> None:
        self.lines.append(f"{event} {values}")

    error = exception = info


class HoledJournal(MemoryJournal):
    """A journal that has lost the records in `lost`."""

    lost = range(0)

    def read(self, start: int, *, most_records: int) -> Batch | None:
        if start in self.lost:
            return Batch(self.lost.stop, self.lost.stop, [])
        if start < self.lost.start:
            most_records = min(most_records, self.lost.start - start)
        return super().read(start, most_records=most_records)


def key_of(view: View) -> Key:
    return view.identity.environment_id, view.identity.view_id


class Site:
    """All of it. Times are seconds after `T0_MS`."""

    def __init__(self, folder: Path, *, chunk: Chunk | None = None) -> None:
        self.now_s = 0.0
        self.journal = HoledJournal(clock_ms=self.clock)
        self.store = Rows()
        self.log = Log()
        self.chunk = chunk
        self.control: Control = open_control(
            f"sqlite:///{folder}/control.db", clock=self.clock, random_bytes=secrets.token_bytes
        )
        self.environment = self.control.find_environment("Production").id
        self.other = self.control.find_environment("Development").id
        self._file = folder / "checkpoint.db"
        self.sessionizer = self._started()

    def clock(self) -> int:
        return T0_MS + round(self.now_s * 1000)

    def _started(self) -> Sessionizer:
        self._checkpoints = Checkpoints(self._file)
        recomputer = Recomputer(
            self.control.recomputations.under_way,
            self.control.recomputations,
            self.journal,
            self.store,
            self.clock,
            self.log,
            open_scratch=self._open_scratch,
            category_of=self._category_of,
            chunk=self.chunk,
        )
        return Sessionizer(
            self.journal,
            self.store,
            self._checkpoints,
            self.clock,
            self.log,
            pace=PACE,
            category_of=self._category_of,
            recomputer=recomputer,
        )

    def _open_scratch(self) -> Checkpoints:
        path = self._file.with_name("scratch.db")
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink()
        return Checkpoints(path)

    def _category_of(self, environment_id: str, code: str) -> ErrorCategory | None:
        return self.control.snapshot().category_of(environment_id, code)

    def crash(self) -> None:
        """End without a word, and start again."""
        self._checkpoints.close()
        self.sessionizer = self._started()

    def close(self) -> None:
        self._checkpoints.close()
        self.control.close()

    def send(
        self, events: list[dict[str, object]], at_s: float, *, environment_id: str | None = None
    ) -> None:
        """Put a beacon into the journal, and let the sessionizer read it."""
        self.now_s = max(self.now_s, at_s)
        record = beacon(
            events,
            at_ms=T0_MS + round(at_s * 1000),
            environment_id=environment_id or self.environment,
        )

        async def append() -> None:
            await self.journal.append(encode_record(record))

        asyncio.run(append())

    def watch(
        self,
        view_id: str,
        at_s: float,
        *,
        code: str | None = None,
        environment_id: str | None = None,
        ends: bool = True,
        first: int = 1,
    ) -> None:
        """Watch for ten seconds: a beacon at the start and one at the end."""
        player = Player(view_id, first=first)
        where = environment_id
        start_ms = T0_MS + round(at_s * 1000)
        begin = [
            player.event("viewstart", at_s, view_start=start_ms),
            player.event("play", at_s),
            player.event("playing", at_s + 1),
        ]
        self.send(begin, at_s + 1, environment_id=where)
        last = [player.event("hb", at_s + 9)]
        if code is not None:
            last.append(player.event("error", at_s + 9.5, player_error_code=code))
        if ends:
            last.append(player.event("viewend", at_s + 10))
        self.send(last, at_s + 10, environment_id=where)

    def pass_time(self, until_s: float) -> None:
        """Let time pass, and the sessionizer read, write and save."""
        self.step()
        self.now_s = until_s
        self.step()
        self.sessionizer.save()

    def step(self, times: int = 3) -> None:
        for _ in range(times):
            self.sessionizer.step()

    def ask(
        self, from_s: float = -HOUR_S, to_s: float = 1000 * HOUR_S, *, only: str | None = None
    ) -> Recomputation:
        return self.control.recomputations.request(
            from_ms=T0_MS + round(from_s * 1000),
            to_ms=T0_MS + round(to_s * 1000),
            environment_id=only,
        )

    def recompute(self, asked: Recomputation | None = None) -> Recomputation:
        """Step until the recomputation has ended, whatever the store does in between."""
        asked = asked or self.ask()
        return self.step_until(asked, lambda now: now.state.is_end)

    def step_until(
        self, asked: Recomputation, reached: Callable[[Recomputation], bool]
    ) -> Recomputation:
        for _ in range(MOST_STEPS):
            now = self.control.recomputations.find(asked.id)
            if reached(now):
                return now
            with suppress(StoreError):
                self.sessionizer.step()
            self.now_s += 0.5
        raise AssertionError(f"it did not come to that: {now}, {self.log.lines[-5:]}")

    def views(self) -> dict[str, View]:
        """Return the rows by id; each view must stand there once."""
        keys = [key_of(view) for view in self.store.views]
        assert len(set(keys)) == len(keys), "a view stands there twice"
        return {view.identity.view_id: view for view in self.store.views}
