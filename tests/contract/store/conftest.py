"""One engine per test module: a process can hold one folder open, and opening takes a second."""

import itertools
from collections.abc import Callable, Iterator, Sequence

import msgspec
import pytest

from playhead.model.pulse import (
    PULSE_COLUMNS,
    Audience,
    Pulse,
    Tick,
)
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View
from playhead.store.clickhouse import ClickHouseReader, ClickHouseWriter, open_store
from playhead.store.columnar import EVENT_NAMES, VIEW_NAMES, decode_view
from playhead.store.connection import connect
from playhead.store.interface import StoreWriter
from playhead.store.memory import MemoryWriter

NUMBERS = itertools.count()


class Written(msgspec.Struct, frozen=True):
    """A writer, and what stands in its store: by view, by sequence number, by time."""

    writer: StoreWriter
    views: Callable[[], Sequence[View]]
    events: Callable[[], Sequence[TimelineEvent]]
    ticks: Callable[[], Sequence[Tick]]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    dsn = f"chdb://{tmp_path_factory.mktemp('engine')}"
    anchor = connect(dsn, database="default")
    yield dsn
    anchor.close()


@pytest.fixture
def store(engine: str) -> Iterator[tuple[ClickHouseWriter, ClickHouseReader]]:
    name = f"store_{next(NUMBERS)}"
    writer, reader = open_store(engine, database=name)
    yield writer, reader
    writer.close()
    reader.close()
    anchor = connect(engine, database="default")
    anchor.run(f"DROP DATABASE {name} SYNC")
    anchor.close()


def all_views(reader: ClickHouseReader) -> Sequence[View]:
    names = ", ".join(VIEW_NAMES)
    sql = f"SELECT {names} FROM views ORDER BY environment_id, view_id, version"  # noqa: S608
    answer = reader.select(sql, {})
    return [decode_view(answer.names, row) for row in answer.rows]


def all_events(reader: ClickHouseReader) -> Sequence[TimelineEvent]:
    order = "environment_id, view_id, sequence_number"
    sql = f"SELECT {', '.join(EVENT_NAMES)} FROM view_events ORDER BY {order}"  # noqa: S608
    return [TimelineEvent(*row) for row in reader.select(sql, {}).rows]  # type: ignore[arg-type]


def all_pulses(reader: ClickHouseReader) -> Sequence[Pulse]:
    names = ", ".join(field.name for field in PULSE_COLUMNS)
    sql = f"SELECT {names} FROM pulses ORDER BY tick_ms, environment_id, video_title"  # noqa: S608
    return [pulse_in(row) for row in reader.select(sql, {}).rows]


def pulse_in(row: Sequence[object]) -> Pulse:
    families: dict[str, dict[str, object]] = {}
    for field, value in zip(PULSE_COLUMNS, row, strict=True):
        families.setdefault(field.family, {})[field.name] = value
    return msgspec.convert(families, Pulse)


def all_ticks(reader: ClickHouseReader) -> Sequence[Tick]:
    names = ", ".join(Audience.__struct_fields__)
    told = reader.select("SELECT tick_ms, checkpoint_number FROM ticks ORDER BY ALL", {})
    rows = reader.select(f"SELECT {names} FROM audiences ORDER BY ALL", {})  # noqa: S608
    audiences = [
        msgspec.convert(dict(zip(rows.names, row, strict=True)), Audience) for row in rows.rows
    ]
    pulses = all_pulses(reader)
    return [
        Tick(
            tick_ms,
            number,
            [pulse for pulse in pulses if pulse.identity.tick_ms == tick_ms],
            [each for each in audiences if each.tick_ms == tick_ms],
        )
        for tick_ms, number in msgspec.convert(told.rows, list[tuple[int, int]])
    ]


@pytest.fixture(params=["clickhouse", "memory"])
def written(request: pytest.FixtureRequest) -> Written:
    """Every implementation of the writing side."""
    if request.param == "memory":
        memory = MemoryWriter()
        return Written(memory, memory.views, memory.events, memory.ticks)
    writer, reader = request.getfixturevalue("store")
    return Written(
        writer,
        lambda: all_views(reader),
        lambda: all_events(reader),
        lambda: all_ticks(reader),
    )
