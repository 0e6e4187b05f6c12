"""Ways of writing and reading a journal that more than one test file needs."""

import asyncio
from collections.abc import Iterable

from playhead.journal.interface import JournalReader, JournalWriter


async def append_all(writer: JournalWriter, records: Iterable[bytes]) -> None:
    """One after the other, so that each record is a group."""
    for record in records:
        await writer.append(record)


async def append_together(writer: JournalWriter, records: Iterable[bytes]) -> None:
    await asyncio.gather(*(writer.append(record) for record in records))


def read_all(reader: JournalReader, start: int = 0, *, most_records: int = 7) -> dict[int, bytes]:
    """Every record by its number; fails where reading does not move forward."""
    found: dict[int, bytes] = {}
    while (batch := reader.read(start, most_records=most_records)) is not None:
        assert batch.first >= start
        assert batch.next > start
        assert batch.next == batch.first + len(batch.records)
        found.update(enumerate(batch.records, batch.first))
        start = batch.next
    assert start >= reader.end()
    return found


def numbered(count: int, *, size: int = 0) -> list[bytes]:
    return [b"record %d " % n + b"." * size for n in range(count)]
