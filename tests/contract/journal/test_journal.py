import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playhead.journal.interface import JournalFailedError, JournalFullError
from tests.contract.journal.readings import append_all, append_together, numbered, read_all
from tests.contract.journal.shelves import SegmentShelf, Shelf


def test_an_empty_journal_has_nothing_to_read_and_begins_at_zero(shelf: Shelf) -> None:
    reader = shelf.open().reader
    assert reader.read(0, most_records=10) is None
    assert reader.end() == 0
    assert reader.wait(0, timeout_s=0) is False
    assert reader.drop_before(10, older_than_ms=10**15) == 0


def test_records_come_back_in_order_with_numbers_rising_by_one(shelf: Shelf) -> None:
    writer, reader = shelf.open()
    records = [*numbered(30), b"", b"\x00" * 5000]
    asyncio.run(append_all(writer, records))
    assert read_all(reader) == dict(enumerate(records))
    assert reader.end() == len(records)


def test_an_append_that_returned_is_readable_at_once(shelf: Shelf) -> None:
    writer, reader = shelf.open()

    async def story() -> None:
        for number, record in enumerate(numbered(20)):
            await writer.append(record)
            assert reader.end() == number + 1
            batch = reader.read(number, most_records=1)
            assert batch is not None
            assert (batch.first, batch.next, list(batch.records)) == (number, number + 1, [record])

    asyncio.run(story())


def test_concurrent_appenders_lose_and_double_nothing(shelf: Shelf) -> None:
    writer, reader = shelf.open()
    records = numbered(500)
    asyncio.run(append_together(writer, records))
    found = read_all(reader)
    assert sorted(found) == list(range(500))
    assert sorted(found.values()) == sorted(records)


def test_one_appender_s_records_keep_their_order(shelf: Shelf) -> None:
    writer, reader = shelf.open()

    async def story() -> None:
        each = ([b"%d:%d" % (who, n) for n in range(20)] for who in range(10))
        await asyncio.gather(*(append_all(writer, records) for records in each))

    asyncio.run(story())
    found = list(read_all(reader).values())
    for who in range(10):
        mine = [record for record in found if record.startswith(b"%d:" % who)]
        assert mine == [b"%d:%d" % (who, n) for n in range(20)]


@pytest.mark.parametrize("start", [0, 1, 13, 14, 39])
def test_reading_may_begin_anywhere(shelf: Shelf, start: int) -> None:
    writer, reader = shelf.open()
    records = numbered(40)
    asyncio.run(append_together(writer, records[:25]))
    asyncio.run(append_all(writer, records[25:]))
    assert read_all(reader, start) == dict(list(enumerate(records))[start:])
    assert read_all(reader, start) == dict(list(enumerate(records))[start:]), "and again"


def test_past_the_end_there_is_nothing_yet(shelf: Shelf) -> None:
    writer, reader = shelf.open()
    asyncio.run(append_all(writer, numbered(3)))
    assert reader.read(3, most_records=1) is None
    assert reader.read(99, most_records=1) is None


def test_asking_for_no_records_is_a_mistake(shelf: Shelf) -> None:
    with pytest.raises(ValueError, match="most_records is 0"):
        shelf.open().reader.read(0, most_records=0)


def test_waiting_ends_when_the_record_is_durable(shelf: Shelf) -> None:
    writer, reader = shelf.open()

    async def story() -> None:
        waiting = asyncio.create_task(asyncio.to_thread(reader.wait, 2, timeout_s=10))
        await append_all(writer, numbered(2))
        assert not waiting.done()
        await writer.append(b"the third")
        assert await asyncio.wait_for(waiting, 3) is True

    asyncio.run(story())
    assert reader.wait(2, timeout_s=0) is True
    assert reader.wait(3, timeout_s=0.01) is False


def test_dropping_takes_only_what_is_both_read_and_old(shelf: Shelf) -> None:
    writer, reader = shelf.open()
    records = numbered(40, size=40)
    asyncio.run(append_all(writer, records[:20]))
    shelf.now_ms = 2_000
    asyncio.run(append_all(writer, records[20:]))

    assert reader.drop_before(20, older_than_ms=1_000) == 0, "nothing is that old"
    assert reader.drop_before(0, older_than_ms=5_000) == 0, "nothing was read"
    dropped = reader.drop_before(10, older_than_ms=1_500)
    assert 0 < dropped <= 10
    dropped += reader.drop_before(40, older_than_ms=1_500)
    assert 10 < dropped <= 20, "the younger half stays"

    batch = reader.read(0, most_records=1)
    assert batch is not None
    assert batch.first == dropped
    assert read_all(reader) == dict(list(enumerate(records))[dropped:])


def test_dropping_everything_keeps_the_numbering(shelf: Shelf) -> None:
    writer, reader = shelf.open()
    asyncio.run(append_all(writer, numbered(30, size=40)))
    reader.drop_before(30, older_than_ms=10**15)
    asyncio.run(writer.append(b"next"))
    assert reader.end() == 31
    assert read_all(reader)[30] == b"next"


def test_a_full_queue_refuses_and_takes_again_once_it_is_empty(shelf: Shelf) -> None:
    writer, reader = shelf.open(most_waiting_bytes=10_000)

    async def story() -> list[BaseException | None]:
        shelf.hold()
        tasks = [asyncio.create_task(writer.append(b"x" * 1000)) for _ in range(15)]
        await asyncio.sleep(0)
        shelf.release()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        await writer.append(b"y" * 10_000)
        return outcomes

    outcomes = asyncio.run(story())
    assert outcomes[:10] == [None] * 10
    assert [type(outcome) for outcome in outcomes[10:]] == [JournalFullError] * 5
    assert len(read_all(reader)) == 11


def test_a_record_that_can_never_fit_is_not_told_to_come_again(shelf: Shelf) -> None:
    writer = shelf.open(most_waiting_bytes=1000).writer
    with pytest.raises(ValueError, match="1001 bytes"):
        asyncio.run(append_all(writer, [b"x" * 1001]))


def test_a_cancelled_appender_harms_nobody(shelf: Shelf) -> None:
    writer, reader = shelf.open()

    async def story() -> None:
        shelf.hold()
        tasks = [asyncio.create_task(writer.append(record)) for record in numbered(9)]
        await asyncio.sleep(0)
        tasks[0].cancel()
        tasks[4].cancel()
        shelf.release()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        assert [n for n, outcome in enumerate(outcomes) if outcome is not None] == [0, 4]
        await writer.append(b"after")

    asyncio.run(story())
    found = list(read_all(reader).values())
    assert set(found) >= {record for n, record in enumerate(numbered(9)) if n not in {0, 4}}
    assert found[-1] == b"after"


def test_a_closed_journal_refuses_and_has_kept_everything(shelf: Shelf) -> None:
    writer, reader = shelf.open()
    asyncio.run(append_together(writer, numbered(50)))
    writer.close()
    with pytest.raises(JournalFailedError, match="closed"):
        asyncio.run(append_all(writer, [b"late"]))
    assert len(read_all(reader)) == 50


def test_records_and_numbers_outlive_the_process(disk_shelf: SegmentShelf) -> None:
    records = numbered(40)
    for quarter in range(4):
        writer, reader = disk_shelf.open()
        assert reader.end() == quarter * 10
        asyncio.run(append_all(writer, records[quarter * 10 : quarter * 10 + 10]))
        writer.close()
    assert read_all(disk_shelf.open().reader) == dict(enumerate(records))
    assert disk_shelf.gaps == []
    assert len(list(disk_shelf.folder.iterdir())) > 4, "the story crossed several segments"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    bursts=st.lists(st.lists(st.binary(max_size=200), max_size=12), max_size=8),
    most_records=st.integers(1, 20),
)
def test_any_bursts_read_in_any_steps_are_what_was_written(
    shelf: Shelf, bursts: list[list[bytes]], most_records: int
) -> None:
    writer, reader = shelf.open()
    before = reader.end()
    for burst in bursts:
        asyncio.run(append_together(writer, burst))
    found = read_all(reader, before, most_records=most_records)
    assert list(found) == list(range(before, reader.end()))
    assert list(found.values()) == [record for burst in bursts for record in burst]
    writer.close()
