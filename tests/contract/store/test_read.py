"""How a store may be asked: bound values only, under limits, by several threads, never to write."""

import threading
import time
from collections.abc import Mapping

import pytest

from playhead.store.clickhouse import ClickHouseReader, ClickHouseWriter
from playhead.store.interest import Interest, NobodyWaitsError
from playhead.store.interface import QueryTooExpensiveError, ReadLimits, StoreError
from tests.contract.store.made import NOON_MS, a_view

Store = tuple[ClickHouseWriter, ClickHouseReader]

ENDLESS = "SELECT sum(cityHash64(number, toString(number))) FROM numbers(100000000000)"


@pytest.mark.parametrize(
    ("sql", "limits"),
    [
        (ENDLESS, ReadLimits(time_s=0.2, rows=10**12)),
        ("SELECT sum(number) FROM numbers(1000000)", ReadLimits(rows=1000)),
        ("SELECT number FROM numbers(100000)", ReadLimits(result_rows=1000)),
        ("SELECT groupArray(number) FROM numbers(50000000)", ReadLimits(memory_bytes=10_000_000)),
    ],
    ids=["time", "rows", "rows of the answer", "memory"],
)
def test_a_query_past_its_limits_is_cut_off_and_the_store_goes_on(
    store: Store, sql: str, limits: ReadLimits
) -> None:
    _, reader = store
    begin = time.monotonic()
    with pytest.raises(QueryTooExpensiveError, match="limit"):
        reader.select(sql, {}, limits=limits)
    assert time.monotonic() - begin < 10
    assert reader.select("SELECT 1", {}).rows == [(1,)]


@pytest.mark.parametrize(
    "text",
    ["'; DROP TABLE views; --", "\\' OR 1=1 --", "\\", "\\N", "{x:String}", "%s", "a\0b", "😀\t\n"],
)
def test_a_hostile_value_is_only_a_value(store: Store, text: str) -> None:
    _, reader = store
    parameters = {"x": text, "list": [text, text], "none": None, "number": -(2**63)}
    answer = reader.select(
        "SELECT {x:String}, {list:Array(String)}, {none:Nullable(String)}, {number:Int64}",
        parameters,
    )
    assert answer.rows == [(text, [text, text], None, -(2**63))]


@pytest.mark.parametrize(
    ("sql", "parameters"),
    [
        ("SELECT %s", {"x": "1"}),
        ("SELECT %(x)s", {"x": "1"}),
        ("SELECT {x:Int64}", {}),
        ("SELECT {x:Int64}", {"x": "1; DROP TABLE views"}),
        ("SELECT nothing_of_this_name FROM views", {}),
        ("SELEC 1", {}),
    ],
    ids=["positional", "named", "missing", "not a number", "unknown column", "no SQL"],
)
def test_a_wrong_query_is_refused(store: Store, sql: str, parameters: Mapping[str, object]) -> None:
    _, reader = store
    with pytest.raises(StoreError) as refusal:
        reader.select(sql, parameters)
    assert not isinstance(refusal.value, QueryTooExpensiveError)


@pytest.mark.parametrize(
    "sql",
    ["DROP TABLE views", "DELETE FROM views WHERE 1", "INSERT INTO views (version) VALUES (1)"],
)
def test_a_reader_cannot_write(store: Store, sql: str) -> None:
    writer, reader = store
    writer.write(views=[a_view()], events=[])
    with pytest.raises(StoreError):
        reader.select(sql, {})
    assert reader.select("SELECT count() FROM views", {}).rows == [(1,)]


def test_every_kind_of_instant_is_read_in_milliseconds(store: Store) -> None:
    writer, reader = store
    writer.write(views=[a_view(end_ms=NOON_MS + 1_234)], events=[])
    answer = reader.select(
        "SELECT view_end_ms AS t, toStartOfHour(t) AS hour, toDate(t) AS day, toDate32(t) AS day32,"
        " t::DateTime64(6, 'UTC') AS micro, t::DateTime64(0, 'UTC') AS second,"
        " toNullable(toStartOfHour(t)) AS maybe, null::Nullable(DateTime('UTC')) AS never"
        " FROM views",
        {},
    )
    midnight = NOON_MS - 12 * 3_600_000
    assert dict(zip(answer.names, answer.rows[0], strict=True)) == {
        "t": NOON_MS + 1_234,
        "hour": NOON_MS,
        "day": midnight,
        "day32": midnight,
        "micro": NOON_MS + 1_234,
        "second": NOON_MS + 1_000,
        "maybe": NOON_MS,
        "never": None,
    }


def test_threads_read_while_one_writes_and_never_lose_a_view(store: Store) -> None:
    writer, reader = store
    writer.write(views=[a_view(f"old-{n}") for n in range(100)], events=[])
    done = threading.Event()
    seen: list[tuple[int, int]] = []
    failed: list[Exception] = []

    def read() -> None:
        sql = "SELECT count(), uniqExact(view_id) FROM views WHERE startsWith(view_id, 'old')"
        while not done.is_set():
            try:
                ((rows, views),) = reader.select(sql, {}).rows
            except StoreError as error:
                failed.append(error)
                return
            assert isinstance(rows, int)
            assert isinstance(views, int)
            seen.append((rows, views))

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for version in range(2, 8):
        newer = [a_view(f"old-{n}", version=version) for n in range(100)]
        writer.write(views=[*newer, a_view(f"new-{version}")], events=[])
    done.set()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(seen) >= 2
    assert {views for _, views in seen} == {100}
    # While a newer version stands and the older is about to go, both may be counted.
    assert {rows for rows, _ in seen} <= {100, 200}
    assert reader.select("SELECT count() FROM views", {}).rows == [(106,)]


def test_who_asks_while_all_connections_are_busy_is_refused_in_time(store: Store) -> None:
    _, reader = store
    one = ClickHouseReader(reader._connect, connections=1, stopper=reader._stopper)
    begun = threading.Event()

    def connection_is_taken() -> None:
        with one._connection(1):
            begun.set()
            release.wait(10)

    release = threading.Event()
    thread = threading.Thread(target=connection_is_taken)
    thread.start()
    assert begun.wait(10)
    with pytest.raises(StoreError, match="busy"):
        one.select("SELECT 1", {}, limits=ReadLimits(time_s=0.05))
    release.set()
    thread.join()
    assert one.select("SELECT 1", {}).rows == [(1,)]
    one.close()


def test_a_closed_reader_says_so(store: Store) -> None:
    _, reader = store
    other = ClickHouseReader(reader._connect, connections=1, stopper=reader._stopper)
    other.select("SELECT 1", {})
    other.close()
    with pytest.raises(StoreError, match="closed"):
        other.select("SELECT 1", {})


def test_a_query_that_nobody_waits_for_is_stopped_in_the_engine(store: Store) -> None:
    _, reader = store
    interest = Interest()
    ended: list[BaseException] = []

    def ask() -> None:
        try:
            reader.select(ENDLESS, {}, limits=ReadLimits(rows=10**12), interest=interest)
        except NobodyWaitsError as error:
            ended.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    while not _running(reader):
        assert asking.is_alive()
    interest.lose()
    asking.join(5)
    assert len(ended) == 1
    assert not _running(reader)
    with pytest.raises(NobodyWaitsError):
        reader.select("SELECT 1", {}, interest=interest)
    assert reader.select("SELECT 1", {}, interest=Interest()).rows == [(1,)]


def test_interest_that_is_lost_as_the_query_is_sent_stops_it_too(store: Store) -> None:
    """It may not be known to the engine yet when it is to be ended: then it is ended later."""
    _, reader = store
    for _ in range(5):
        interest = Interest()
        losing = threading.Thread(target=interest.lose)
        losing.start()
        with pytest.raises(NobodyWaitsError):
            reader.select(ENDLESS, {}, limits=ReadLimits(rows=10**12), interest=interest)
        losing.join(5)
        assert not losing.is_alive()


def test_a_connection_whose_query_was_cut_off_is_not_used_again(store: Store) -> None:
    """The engine may have written a part of the answer, which would come before the next one."""
    _, reader = store
    one = ClickHouseReader(reader._connect, connections=1, stopper=reader._stopper)
    one.select("SELECT 1", {})
    (limited,) = one._idle
    with pytest.raises(QueryTooExpensiveError):
        one.select(ENDLESS, {}, limits=ReadLimits(time_s=0.2, rows=10**12))
    assert not one._idle
    assert one.select("SELECT 1", {}).rows == [(1,)]
    (left,) = one._idle
    assert left is not limited

    def leave() -> None:
        while not _running(reader):
            assert leaving.is_alive()
        interest.lose()

    interest = Interest()
    leaving = threading.Thread(target=leave)
    leaving.start()
    with pytest.raises(NobodyWaitsError):
        one.select(ENDLESS, {}, limits=ReadLimits(rows=10**12), interest=interest)
    leaving.join(5)
    assert not one._idle
    assert one.select("SELECT 1", {}).rows == [(1,)]
    one.close()


def _running(reader: ClickHouseReader) -> int:
    endless = "SELECT count() FROM system.processes WHERE query LIKE 'SELECT sum(cityHash64%'"
    return int(str(reader.select(endless, {}).rows[0][0]))
