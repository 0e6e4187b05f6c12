"""The line from journal to store in one process, under a virtual clock, with things going wrong.

Law: all chance comes from one seed, and time passes only where `Line` says so.
"""

import asyncio
import random
import re
import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from playhead.journal.memory import MemoryJournal
from playhead.model.beacon import BeaconRecord, encode_record
from playhead.model.pulse import Tick
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View
from playhead.sessionize.checkpoint import NONE_FINISHED, Checkpoints, Progress, Row
from playhead.sessionize.core.finished import Finished
from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.timetable import Key
from playhead.sessionize.pace import Pace
from playhead.sessionize.shell import Sessionizer
from playhead.store.interface import StoreError
from tests.scenario import scenarios

PACE = Pace(
    records_per_step=5,
    rows_per_write=50,
    write_every_ms=500,
    checkpoint_every_ms=5_000,
    views_per_slice=1,
    views_per_slice_while_busy=1,
    wait_s=0,
)
_ID = re.compile(rb'(?<="xid":")[^"]+|(?<="pinid":")[^"]+')


class CrashError(Exception):
    """The process ends here, as far as the simulation is concerned."""


class Mishaps:
    """What goes wrong, and how often: probabilities of a store failing and of a process dying."""

    def __init__(self, seed: int, *, store: float = 0.0, crash: float = 0.0) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a simulation
        self._store = store
        self._crash = crash
        self.counts: Counter[str] = Counter()

    def store_fails(self) -> bool:
        return self._happens("store", self._store)

    def crashes(self) -> bool:
        return self._happens("crash", self._crash)

    def _happens(self, what: str, probability: float) -> bool:
        happens = self.chance.random() < probability
        self.counts[what] += happens
        return happens


class RowStore:
    """A store that keeps rows, as an engine does: what is written twice stands there twice."""

    def __init__(self, mishaps: Mishaps) -> None:
        self.views: list[View] = []
        self.events: list[TimelineEvent] = []
        self.ticks: list[Tick] = []
        self._mishaps = mishaps

    def write(
        self,
        *,
        views: Sequence[View],
        events: Sequence[TimelineEvent],
        ticks: Sequence[Tick] = (),
    ) -> None:
        if self._mishaps.store_fails():
            raise StoreError("the store is away")
        self.views += views
        if self._mishaps.store_fails():
            raise StoreError("the store went away in the middle")
        self.events += events
        self.ticks += ticks
        for view in views:
            if view.identity.version > 1:
                self.views = [row for row in self.views if not _replaces(view, row)]
        if self._mishaps.crashes():
            raise CrashError

    def forget_from(self, checkpoint_number: int) -> None:
        if self._mishaps.store_fails():
            raise StoreError("the store is still away")
        self.views = [v for v in self.views if v.identity.checkpoint_number < checkpoint_number]
        self.events = [e for e in self.events if e.checkpoint_number < checkpoint_number]
        self.ticks = [t for t in self.ticks if t.checkpoint_number < checkpoint_number]


def _replaces(newer: View, row: View) -> bool:
    new, old = newer.identity, row.identity
    same = (new.environment_id, new.view_id) == (old.environment_id, old.view_id)
    return same and old.version < new.version


class MortalCheckpoints(Checkpoints):
    """Checkpoints of a process that may die before, while or after it saves one."""

    def __init__(self, path: Path, mishaps: Mishaps) -> None:
        super().__init__(path)
        self._mishaps = mishaps

    def begin(
        self,
        progress: Progress,
        *,
        changed: Collection[OpenView],
        forgotten: Iterable[Key],
        finished: Mapping[Key, Finished] = NONE_FINISHED,
    ) -> None:
        if self._mishaps.crashes():
            raise CrashError
        super().begin(progress, changed=changed, forgotten=forgotten, finished=finished)

    def put(self, rows: Iterable[Row]) -> None:
        if self._mishaps.crashes():
            raise CrashError
        super().put(rows)

    def commit(self) -> None:
        super().commit()
        if self._mishaps.crashes():
            raise CrashError


class Silent:
    """A log that nobody reads, but for mistakes of ours."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, Mapping[str, object]]] = []

    def info(self, event: str, **values: object) -> None:
        """Ignore it."""

    def error(self, event: str, **values: object) -> None:
        """Ignore it."""

    def exception(self, event: str, **values: object) -> None:
        self.faults.append((event, values))


class Line:
    """One journal, one store, one checkpoint file, and sessionizers that come and go."""

    def __init__(self, folder: Path, mishaps: Mishaps, *, start_ms: int) -> None:
        self.now_ms = start_ms
        self.mishaps = mishaps
        self.log = Silent()
        self.store = RowStore(mishaps)
        self.lives = 0
        self._path = folder / "checkpoint.sqlite"
        self._loop = asyncio.new_event_loop()
        self._journal = MemoryJournal(clock_ms=lambda: self.now_ms)
        self._checkpoints: MortalCheckpoints | None = None
        self.sessionizer = self._born()

    def close(self) -> None:
        """Let go of files and loop."""
        if self._checkpoints is not None:
            self._checkpoints.close()
        self._loop.close()

    def append(self, record: BeaconRecord) -> None:
        """Make a beacon durable."""
        self._loop.run_until_complete(self._journal.append(encode_record(record)))

    def step(self) -> None:
        """Let the sessionizer do a little; if it dies, another one takes over."""
        if self.mishaps.crashes():
            self.sessionizer = self._born()
        self._mortally(self.sessionizer.step)

    def finish(self) -> None:
        """Let the sessionizer come to its end, however often that takes."""
        done = False
        while not done:
            done = self._mortally(self.sessionizer.finish)

    def _mortally(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except (CrashError, StoreError):
            self.sessionizer = self._born()
            return False
        return True

    def _born(self) -> Sessionizer:
        if self._checkpoints is not None:
            self._checkpoints.close()
        self.lives += 1
        while True:
            self._checkpoints = MortalCheckpoints(self._path, self.mishaps)
            try:
                return Sessionizer(
                    self._journal,
                    self.store,
                    self._checkpoints,
                    lambda: self.now_ms,
                    self.log,
                    pace=PACE,
                )
            except StoreError:
                self._checkpoints.close()


class Arrival(msgspec.Struct, frozen=True):
    """A beacon on its way: received by the server, and a moment later durable."""

    durable_ms: int
    record: BeaconRecord


def traffic(seed: int, *, copies: int, over_ms: int) -> list[Arrival]:
    """Return the beacons of recordings made anew: some twice, some late, some very late."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    arrivals: list[Arrival] = []
    begin_ms = scenarios.scenario("rebuffer").beacons[0].received_at_ms
    for _ in range(copies):
        beacons = scenarios.scenario(chance.choice(scenarios.names())).beacons
        ids: dict[bytes, bytes] = {}
        move_ms = begin_ms + chance.randrange(over_ms) - beacons[0].received_at_ms
        for beacon in beacons:
            times = [move_ms]
            if chance.random() < 0.2:
                times.append(move_ms + chance.choice((20, 2_000, 70_000, 1_000_000)))
            if chance.random() < 0.1:
                times[0] += chance.choice((1_000, 20_000, 300_000))
            body = _renamed(beacon.body, ids, chance)
            for time_ms in times:
                received_ms = beacon.received_at_ms + time_ms
                record = msgspec.structs.replace(beacon, received_at_ms=received_ms, body=body)
                arrivals.append(Arrival(received_ms + chance.randrange(300), record))
    return sorted(arrivals, key=lambda arrival: arrival.durable_ms)


def _renamed(body: bytes, ids: dict[bytes, bytes], chance: random.Random) -> bytes:
    return _ID.sub(lambda found: _fresh(found[0], ids, chance), body)


def _fresh(old: bytes, ids: dict[bytes, bytes], chance: random.Random) -> bytes:
    if old not in ids:
        ids[old] = str(uuid.UUID(int=chance.getrandbits(128))).encode()
    return ids[old]


def play(line: Line, arrivals: Sequence[Arrival], *, chance: random.Random) -> None:
    """Let everything arrive, then silence until nothing is open any more."""
    coming = list(reversed(arrivals))
    end_ms = arrivals[-1].durable_ms + 2 * 3_600_000
    while line.now_ms < end_ms:
        stride = chance.choice((50, 300, 1_000, 5_000))
        if not coming or coming[-1].durable_ms > line.now_ms + 70_000:
            stride = chance.choice((1_000, 30_000))
        line.now_ms += stride
        while coming and coming[-1].durable_ms <= line.now_ms:
            line.append(coming.pop().record)
        for _ in range(1 + len(arrivals) // 50):
            line.step()
    line.finish()
