"""The order of things in the shell: read, fold, write, save; and what it does when one fails."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from playhead.journal.memory import MemoryJournal
from playhead.model.beacon import BeaconRecord, encode_record
from playhead.model.outcome import EventOutcome
from playhead.model.pulse import Tick
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View
from playhead.sessionize.checkpoint import CheckpointError, Checkpoints
from playhead.sessionize.core.sessions import Sessions
from playhead.sessionize.pace import Pace
from playhead.sessionize.shell import Sessionizer
from playhead.store.interface import StoreError, UnstorableValueError
from playhead.store.memory import MemoryWriter
from tests.unit.sessionize.made import T0_MS, Player, beacon


class Store(MemoryWriter):
    """A store that notes what it was asked, and fails as told."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[tuple[int, int]] = []
        self.forgotten: list[int] = []
        self.failures: list[StoreError] = []
        self.unstorable: set[str] = set()

    def write(
        self,
        *,
        views: Sequence[View],
        events: Sequence[TimelineEvent],
        ticks: Sequence[Tick] = (),
    ) -> None:
        if self.failures:
            raise self.failures.pop()
        if "ticks" in self.unstorable and ticks:
            raise UnstorableValueError("a tick")
        ids = {view.identity.view_id for view in views} | {event.view_id for event in events}
        if ids & self.unstorable:
            raise UnstorableValueError(f"a view of {ids & self.unstorable}")
        super().write(views=views, events=events, ticks=ticks)
        if views or events:
            self.batches.append((len(views), len(events)))

    def forget_from(self, checkpoint_number: int) -> None:
        super().forget_from(checkpoint_number)
        self.forgotten.append(checkpoint_number)


class Log:
    """A log that remembers."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def info(self, event: str, **values: object) -> None:
        self.lines.append(("info", f"{event} {values}"))

    def error(self, event: str, **values: object) -> None:
        self.lines.append(("error", f"{event} {values}"))

    def exception(self, event: str, **values: object) -> None:
        self.lines.append(("exception", f"{event} {values}"))

    def says(self, level: str, event: str) -> bool:
        return any(at == level and line.startswith(event) for at, line in self.lines)


class House:
    """A journal, a store, a checkpoint file and a clock, and sessionizers over them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "checkpoint.sqlite"
        self.now_ms = T0_MS
        self.store = Store()
        self.log = Log()
        self.journal = MemoryJournal(clock_ms=lambda: self.now_ms)
        self.open_files: list[Checkpoints] = []

    def sessionizer(self, pace: Pace | None = None) -> Sessionizer:
        checkpoints = Checkpoints(self.path)
        self.open_files.append(checkpoints)
        return Sessionizer(
            self.journal,
            self.store,
            checkpoints,
            lambda: self.now_ms,
            self.log,
            pace=pace or Pace(wait_s=0),
        )

    def append(self, *records: BeaconRecord) -> None:
        async def all_at_once() -> None:
            await asyncio.gather(*(self.journal.append(encode_record(r)) for r in records))

        asyncio.run(all_at_once())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    built = House(tmp_path)
    yield built
    for file in built.open_files:
        file.close()


def _view(view_id: str, at_s: float = 0) -> BeaconRecord:
    """Return one beacon with a whole view."""
    player = Player(view_id)
    names = ("viewstart", "play", "playing", "viewend")
    events = [player.event(name, at_s + number) for number, name in enumerate(names)]
    return beacon(events, at_ms=T0_MS + round(at_s * 1000))


def test_a_view_is_in_the_store_half_a_second_later(house: House) -> None:
    worker = house.sessionizer()
    house.append(_view("a"))
    worker.step()
    assert house.store.views() == []
    house.now_ms += 500
    worker.step()
    assert [view.identity.view_id for view in house.store.views()] == ["a"]
    assert len(house.store.events()) == 4


def test_many_rows_are_written_at_once(house: House) -> None:
    worker = house.sessionizer(Pace(wait_s=0, rows_per_write=10))
    house.append(*(_view(f"view-{n}") for n in range(4)))
    worker.step()
    assert house.store.batches == [(4, 16)]


def test_a_step_reads_no_more_than_a_batch(house: House) -> None:
    worker = house.sessionizer(Pace(wait_s=0, records_per_step=2))
    house.append(*(_view(f"view-{n}") for n in range(5)))
    worker.step()
    status = worker.status()
    assert (status.next_record, status.lag_records, status.open_views) == (2, 3, 2)


def test_who_starts_takes_back_what_no_checkpoint_covers(house: House) -> None:
    worker = house.sessionizer()
    house.append(_view("a"))
    worker.step()
    worker.save()
    house.append(_view("b", 1))
    worker.step()
    worker.write()
    assert len(house.store.views()) == 2
    house.sessionizer()
    assert house.store.forgotten == [1, 2]
    assert [view.identity.view_id for view in house.store.views()] == ["a"]


def test_rows_carry_the_number_of_the_checkpoint_that_covers_them(house: House) -> None:
    worker = house.sessionizer()
    for number in range(3):
        house.append(_view(f"view-{number}", number))
        worker.step()
        worker.save()
    numbers = {v.identity.view_id: v.identity.checkpoint_number for v in house.store.views()}
    assert numbers == {"view-0": 1, "view-1": 2, "view-2": 3}
    assert all(numbers[e.view_id] == e.checkpoint_number for e in house.store.events())


def test_reading_on_after_a_crash_changes_nothing(house: House) -> None:
    worker = house.sessionizer()
    house.append(*(_view(f"view-{n}") for n in range(3)))
    worker.step()
    worker.save()
    house.append(_view("view-3", 3))
    worker.step()
    worker.write()
    before = (house.store.views(), house.store.events(), worker.status().outcomes)
    again = house.sessionizer()
    again.finish()
    assert (house.store.views(), house.store.events(), again.status().outcomes) == before


def test_a_checkpoint_comes_every_five_seconds(house: House) -> None:
    worker = house.sessionizer()
    for _ in range(11):
        house.now_ms += 1_000
        worker.step()
    assert worker.status().checkpoint_number == 3


def test_silence_passes_without_beacons(house: House) -> None:
    worker = house.sessionizer()
    player = Player("silent")
    house.append(beacon([player.event("viewstart", 0)]))
    worker.step()
    house.now_ms += 60_500
    worker.step()
    worker.write()
    assert house.store.views() == []  # A beacon may still be on its way into the journal.
    house.now_ms += 1_500
    worker.step()
    worker.write()
    [view] = house.store.views()
    assert view.identity.view_dropped


def test_a_store_that_fails_is_tried_again_from_the_last_checkpoint(house: House) -> None:
    worker = house.sessionizer(Pace(wait_s=0, write_every_ms=0))
    house.store.failures = [StoreError("away")]
    house.append(_view("a"))
    stop = threading.Event()

    class StopsSoon(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            del timeout
            return super().wait(0)

        def is_set(self) -> bool:
            return bool(house.store.views()) or stop.is_set()

    worker.run(StopsSoon())
    status = worker.status()
    assert [view.identity.view_id for view in house.store.views()] == ["a"]
    assert status.store_failures == 1
    assert house.log.says("error", "store failed, starting over")
    assert sum(status.outcomes.values()) == 4


def test_one_row_that_cannot_be_stored_costs_no_other(house: House) -> None:
    worker = house.sessionizer()
    house.store.unstorable = {"view-2"}
    house.append(*(_view(f"view-{n}") for n in range(7)))
    worker.step()
    worker.save()
    assert sorted(view.identity.view_id for view in house.store.views()) == [
        f"view-{n}" for n in range(7) if n != 2
    ]
    assert len(house.store.events()) == 6 * 4
    status = worker.status()
    assert status.rows_unstorable == 5
    assert (status.views_written, status.events_written) == (6, 24)


def test_a_mistake_of_ours_costs_one_beacon(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = house.sessionizer()
    take = Sessions.take

    def mistaken(sessions: Sessions, record: BeaconRecord) -> None:
        if b"view-1" in record.body:
            raise ZeroDivisionError
        take(sessions, record)

    monkeypatch.setattr(Sessions, "take", mistaken)
    house.append(*(_view(f"view-{n}") for n in range(3)))
    worker.step()
    worker.save()
    assert [view.identity.view_id for view in house.store.views()] == ["view-0", "view-2"]
    outcomes = worker.status().outcomes
    assert outcomes[EventOutcome.FAULT] == 4
    assert sum(outcomes.values()) == 12
    assert house.log.says("exception", "a beacon could not be folded")


def test_an_end_reads_and_writes_all_that_is_durable(house: House) -> None:
    worker = house.sessionizer(Pace(wait_s=0, records_per_step=2, rows_per_write=4))
    house.append(*(_view(f"view-{n}") for n in range(9)))
    stop = threading.Event()
    stop.set()
    worker.run(stop)
    assert len(house.store.views()) == 9
    assert worker.status().lag_records == 0
    assert house.sessionizer().status().next_record == 9


def test_only_what_a_checkpoint_covers_may_leave_the_journal(house: House) -> None:
    worker = house.sessionizer()
    house.append(_view("a"))
    worker.step()
    house.now_ms += 10_000
    assert worker.drop_old_records(older_than_ms=house.now_ms) == 0
    worker.save()
    assert worker.drop_old_records(older_than_ms=house.now_ms) == 1


def test_outcomes_survive_a_restart(house: House) -> None:
    worker = house.sessionizer()
    house.append(_view("a"), _view("a"))
    worker.step()
    worker.save()
    assert house.sessionizer().status().outcomes == worker.status().outcomes
    assert worker.status().outcomes[EventOutcome.DUPLICATE] == 4


def test_an_open_view_survives_a_restart_to_the_last_field(house: House) -> None:
    worker = house.sessionizer()
    player = Player("open")
    first = [player.event("viewstart", 0, custom_1="kept"), player.event("playing", 1)]
    house.append(beacon(first))
    worker.step()
    worker.save()
    again = house.sessionizer()
    house.append(beacon([player.event("viewend", 9)], at_ms=T0_MS + 9_000))
    again.step()
    again.save()
    [view] = house.store.views()
    assert view.custom.custom_1 == "kept"
    assert view.startup.video_startup_time_ms == 1_000
    assert len(house.store.events()) == 3


def test_a_file_that_is_no_checkpoint_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.sqlite"
    path.write_bytes(b"something else entirely, and long enough to be taken for a database" * 20)
    with pytest.raises(CheckpointError, match="cannot open the checkpoint"):
        Checkpoints(path)


def test_a_view_of_another_version_is_refused(house: House) -> None:
    worker = house.sessionizer()
    house.append(beacon([Player("a").event("viewstart", 0)]))
    worker.step()
    worker.save()
    database = sqlite3.connect(house.path)
    database.execute("UPDATE open_views SET body = ?", (msgspec.msgpack.encode({"new": 1}),))
    database.commit()
    database.close()
    with pytest.raises(CheckpointError, match="this version cannot read"):
        house.sessionizer()


def _watching(view_id: str, at_s: float) -> BeaconRecord:
    """Return the beacon of a view that goes on."""
    player = Player(view_id)
    events = [player.event(name, at_s) for name in ("viewstart", "play", "playing")]
    return beacon(events, at_ms=T0_MS + round(at_s * 1000))


def test_a_tick_is_in_the_store_a_second_after_its_end(house: House) -> None:
    worker = house.sessionizer()
    house.append(_watching("a", 1))
    house.now_ms += 1_000
    worker.step()
    house.now_ms = T0_MS + 5_999
    worker.step()
    assert house.store.ticks() == []
    house.now_ms = T0_MS + 6_000
    worker.step()
    (tick,) = house.store.ticks()
    (pulse,) = tick.pulses
    assert (tick.tick_ms, pulse.viewers.playing, pulse.sums.playing_ms) == (T0_MS, 1, 4_000)
    status = worker.status()
    assert (status.ticks_written, status.live_sets, status.live_sets_folded) == (1, 1, 0)


def test_a_checkpoint_is_saved_where_a_tick_ends(house: House) -> None:
    worker = house.sessionizer()
    house.append(_watching("a", 1))
    house.now_ms = T0_MS + 1_000
    worker.step()
    house.append(_watching("b", 7.5))
    house.now_ms = T0_MS + 8_000
    worker.step()
    progress = Checkpoints(house.path).progress()
    assert (progress.now_ms, progress.next_record) == (T0_MS + 5_000, 1)
    assert progress.interval == []


def test_an_interval_cut_by_an_end_is_told_whole_by_the_next(house: House) -> None:
    first = house.sessionizer()
    house.append(_watching("a", 1), _watching("b", 3))
    house.now_ms = T0_MS + 3_000
    first.finish()
    assert len(Checkpoints(house.path).progress().interval) == 1
    second = house.sessionizer()
    house.now_ms = T0_MS + 6_000
    second.step()
    (tick,) = house.store.ticks()
    (pulse,) = tick.pulses
    assert (pulse.viewers.playing, pulse.sums.starts, pulse.sums.playing_ms) == (2, 2, 6_000)


def test_a_tick_that_cannot_be_stored_costs_no_view(house: House) -> None:
    worker = house.sessionizer()
    house.store.unstorable = {"ticks"}
    house.append(_view("a", 1), _watching("b", 6))
    house.now_ms = T0_MS + 12_000
    worker.step()
    house.now_ms += 500
    worker.step()
    assert [view.identity.view_id for view in house.store.views()] == ["a"]
    assert worker.status().rows_unstorable == 2
    assert house.log.says("error", "a row cannot be stored")
