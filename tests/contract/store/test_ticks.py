"""What every store keeps of the ticks it is given: whole, once, until they are old."""

import time

import msgspec
import pytest

from playhead.model.pulse import TICK_MS, LiveDimensions, Tick
from playhead.store.clickhouse import ClickHouseReader, ClickHouseWriter
from playhead.store.interface import StoreError, UnstorableValueError
from playhead.store.write import ClickHouseWriter as Writer
from tests.contract.store.conftest import Written, all_ticks, all_views
from tests.contract.store.made import LATER_MS, a_pulse, a_tick, a_view
from tests.contract.store.test_write import Failing

Store = tuple[ClickHouseWriter, ClickHouseReader]
HOUR_MS = 3_600_000
DEADLINE_S = 300


def same(found: Tick, wanted: Tick) -> None:
    """Compare ticks whose rows may stand in any order."""
    assert (found.tick_ms, found.checkpoint_number) == (wanted.tick_ms, wanted.checkpoint_number)
    assert sorted(found.pulses, key=repr) == sorted(wanted.pulses, key=repr)
    assert sorted(found.audiences, key=repr) == sorted(wanted.audiences, key=repr)


def check(written: Written, *wanted: Tick) -> None:
    for found, tick in zip(written.ticks(), wanted, strict=True):
        same(found, tick)


def test_ticks_come_back_as_they_were(written: Written) -> None:
    ticks = [a_tick(), a_tick(LATER_MS + TICK_MS), Tick(LATER_MS + HOUR_MS, 2, [], [])]
    written.writer.write(views=[], events=[], ticks=ticks)
    check(written, *ticks)


def test_forgetting_removes_ticks_with_all_that_is_theirs(written: Written) -> None:
    ticks = [a_tick(LATER_MS + n * HOUR_MS, checkpoint_number=n) for n in range(4)]
    written.writer.write(views=[], events=[], ticks=ticks)
    written.writer.forget_from(2)
    check(written, *ticks[:2])


def test_a_forgotten_tick_is_told_again(written: Written) -> None:
    tick = a_tick(checkpoint_number=5)
    for _ in range(2):
        written.writer.write(views=[], events=[], ticks=[tick])
        written.writer.forget_from(5)
        check(written)
    written.writer.write(views=[], events=[], ticks=[tick])
    check(written, tick)


def test_a_tick_written_twice_stands_there_once(written: Written) -> None:
    for _ in range(2):
        written.writer.write(views=[a_view()], events=[], ticks=[a_tick()])
    check(written, a_tick())


TABLES = ["pulses", "pulse_surroundings", "pulse_totals", "audiences", "ticks"]


@pytest.mark.parametrize("after", [False, True], ids=["nothing done", "done, answer lost"])
@pytest.mark.parametrize(
    "failing",
    [
        "insert pulses!",
        "INSERT INTO pulse_surroundings",
        "INSERT INTO pulse_totals",
        "insert audiences!",
        "insert ticks!",
    ],
)
def test_a_tick_that_failed_half_way_is_tried_again_and_nothing_is_doubled(
    store: Store, failing: str, *, after: bool
) -> None:
    sound, reader = store
    writer = Writer(Failing(sound._connection, failing, after=after), new_token=lambda: "token")
    with pytest.raises(StoreError):
        writer.write(views=[a_view()], events=[], ticks=[a_tick()])
    assert after is ("ticks" in failing and bool(all_ticks(reader))) or not all_ticks(reader)
    writer.write(views=[a_view()], events=[], ticks=[a_tick()])
    (found,) = all_ticks(reader)
    same(found, a_tick())
    assert all_views(reader) == [a_view()]
    assert _sums(reader, "pulse_totals") == _sums(reader, "pulses")
    assert _sums(reader, "pulse_surroundings") == _sums(reader, "pulses")


def _sums(reader: ClickHouseReader, table: str) -> object:
    sql = (
        "SELECT environment_id, tick_ms, sum(playing), sum(failed), sum(playing_ms), "  # noqa: S608
        "sum(bitrate_bits), sum(starts), arraySort(groupArrayArray(startup_samples_ms))"
        f" FROM {table} GROUP BY ALL ORDER BY ALL"
    )
    return reader.select(sql, {}).rows


def test_totals_are_the_sums_of_the_pulses_of_each_environment(store: Store) -> None:
    writer, reader = store
    ticks = [a_tick(), a_tick(LATER_MS + TICK_MS)]
    ticks[0].pulses.reverse()
    writer.write(views=[], events=[], ticks=ticks)
    sums = _sums(reader, "pulse_totals")
    assert sums == _sums(reader, "pulses")
    ((rows,),) = reader.select("SELECT count() FROM pulse_totals", {}).rows
    assert rows == len(list(sums)) == 4  # type: ignore[call-overload]


def test_surroundings_are_the_sums_over_what_is_watched(store: Store) -> None:
    writer, reader = store
    titles = [a_pulse(video_title=title, playing=3, samples=(5, 9)) for title in ("A", "B", None)]
    elsewhere = msgspec.structs.replace(
        titles[0], dimensions=msgspec.structs.replace(titles[0].dimensions, country=None)
    )
    tick = msgspec.structs.replace(a_tick(), pulses=[*titles, elsewhere])
    writer.write(views=[], events=[], ticks=[tick])
    rows = reader.select(
        "SELECT isNull(country), playing, arraySort(startup_samples_ms)"
        " FROM pulse_surroundings ORDER BY 1",
        {},
    ).rows
    assert [tuple(row) for row in rows] == [
        (0, 9, [5, 5, 5, 9, 9, 9]),
        (1, 3, [5, 9]),
    ]


@pytest.mark.parametrize(
    "pulse",
    [
        a_pulse(video_title="\ud800"),
        a_pulse(playing=2**31),
        a_pulse(samples=(2**63,)),
        msgspec.structs.replace(a_pulse(), dimensions=LiveDimensions(asn=2**64)),
        msgspec.structs.replace(a_pulse(), dimensions=LiveDimensions(country=7)),  # type: ignore[arg-type]
    ],
    ids=["half a surrogate", "too many viewers", "65 bits", "65 bits of asn", "no text"],
)
def test_a_tick_that_cannot_be_stored_leaves_nothing_behind(store: Store, pulse: object) -> None:
    writer, reader = store
    tick = msgspec.structs.replace(a_tick(), pulses=[a_pulse(video_title=None), pulse])
    with pytest.raises(UnstorableValueError):
        writer.write(views=[a_view()], events=[], ticks=[tick])
    assert (all_views(reader), all_ticks(reader)) == ([], [])


@pytest.mark.slow
def test_old_ticks_are_dropped(store: Store) -> None:
    writer, reader = store
    now_ms = time.time_ns() // 1_000_000 // TICK_MS * TICK_MS
    kept = a_tick(now_ms)
    writer.write(views=[], events=[], ticks=[kept, a_tick(now_ms - 100 * HOUR_MS)])
    deadline = time.monotonic() + DEADLINE_S
    while _parts(reader) != len(TABLES):
        assert time.monotonic() < deadline, "old parts still stand there"
        time.sleep(0.5)
    (found,) = all_ticks(reader)
    same(found, kept)


def _parts(reader: ClickHouseReader) -> object:
    ((parts,),) = reader.select(
        "SELECT count() FROM system.parts WHERE active AND database = currentDatabase()"
        " AND table IN {tables:Array(String)}",
        {"tables": TABLES},
    ).rows
    return parts
