"""Plausible views by the million, made inside the engine from a seed.

The rows are a SELECT over numbers and hashes (`sql/views.sql`): 10 million take some minutes, since
none passes through Python. The tables are those that the store itself makes, so the bench cannot
drift from them; a test holds that every column that a metric or a dimension reads is filled.

Law: the same seed and number of views give the same views, the same days before `ending`. One day
is made at a time, so that memory stays the same however many there are.
"""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from playhead.store.clickhouse import DATABASE, open_store
from playhead.store.connection import Connection, connect

DAYS = 30
VIEWS_PER_VIEWER = 4
_SQL = Path(__file__).parent / "sql"
VIEWS_SQL = (_SQL / "views.sql").read_text()
EVENTS_SQL = (_SQL / "view_events.sql").read_text()
_SETTINGS = {"max_threads": 2, "max_memory_usage": 6 << 30, "max_block_size": 32_768}
# Weekends are fuller; Monday is the first.
_WEEKDAYS = (0.94, 0.92, 0.93, 0.96, 1.02, 1.14, 1.09)


class Made(msgspec.Struct, frozen=True):
    """What is to be made: for which environment, how many views, up to the start of which day."""

    environment_id: str
    views: int
    ending: dt.date
    seed: int = 1

    @property
    def end_s(self) -> int:
        """The end of the last day, in epoch seconds."""
        midnight = dt.datetime.combine(self.ending, dt.time(), dt.UTC)
        return int(midnight.timestamp())

    def days(self) -> Sequence[tuple[dt.date, int, int]]:
        """Return each day with the number of its first view and how many it has."""
        days = [self.ending - dt.timedelta(days=back) for back in range(DAYS, 0, -1)]
        weights = [_WEEKDAYS[day.weekday()] for day in days]
        whole = math.fsum(weights)
        ends = [round(self.views * math.fsum(weights[: n + 1]) / whole) for n in range(DAYS)]
        starts = [0, *ends[:-1]]
        return [
            (day, start, end - start) for day, start, end in zip(days, starts, ends, strict=True)
        ]


def make(dsn: str, made: Made) -> Iterator[dt.date]:
    """Make the store at `dsn`, day by day; a day is given when it is on disk."""
    for door in open_store(dsn):
        door.close()
    connection = connect(dsn, database=DATABASE)
    try:
        for day, first, count in made.days():
            of_day: dict[str, object] = {"environment": made.environment_id, "day": str(day)}
            numbers: dict[str, object] = {
                "seed": made.seed,
                "viewers": max(1, made.views // VIEWS_PER_VIEWER),
                "first": first,
                "count": count,
            }
            _insert(connection, "views", VIEWS_SQL, of_day | numbers)
            _insert(connection, "view_events", EVENTS_SQL, of_day)
            yield day
    finally:
        connection.close()


def names_in(connection: Connection, select: str, parameters: dict[str, object]) -> Sequence[str]:
    """Return the columns that a SELECT gives."""
    # Written in full it would be a list as long as the statement, to be kept equal by hand.
    return connection.select(f"{select}\nLIMIT 0", parameters).names


def _insert(connection: Connection, table: str, select: str, parameters: dict[str, object]) -> None:
    names = ", ".join(names_in(connection, select, parameters))
    connection.run(f"INSERT INTO {table} ({names})\n{select}", parameters, _SETTINGS)
