"""Dropping views and timelines that may no longer be kept, each environment's after its own time.

Days on which nothing may be kept any more go whole, which costs next to nothing. Where one
environment keeps for a shorter time than another, its rows of a day are deleted by a patch.

Law: on a connection of its own, beside the writer. What is kept is never touched: limits are moved
back to the begin of their day (UTC), so a row goes up to a day late, and never early.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from playhead.store.connection import Connection
from playhead.store.ddl import VIEW_EVENTS, VIEWS, Table

DAY_MS: Final = 86_400_000
_PATCHES: Final = {
    "lightweight_delete_mode": "lightweight_update_force",
    "lightweight_deletes_sync": 2,
}
_TIMES: Final = ((VIEWS, "view_end_ms"), (VIEW_EVENTS, "event_time_ms"))


class Kept(msgspec.Struct, frozen=True):
    """Since when rows are kept, in epoch milliseconds: by environment, and for all others."""

    since_ms: int
    since_ms_by_environment: Mapping[str, int] = {}


class Dropped(msgspec.Struct, frozen=True):
    """What went: whole days of a table, and rows of single environments."""

    days: int = 0
    rows: int = 0


class Retention:
    """Use from one thread at a time."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection, and close it at the end."""
        self._connection = connection

    def drop(self, kept: Kept) -> Dropped:
        """Remove what is older than `kept` says.

        Raises:
            StoreError: a statement failed; what went before it is gone, the rest goes next time.
        """
        days = rows = 0
        since = {each: _day_of(at_ms) for each, at_ms in kept.since_ms_by_environment.items()}
        others = _day_of(kept.since_ms)
        oldest_kept = min([others, *since.values()])
        for table, time in _TIMES:
            days += self._drop_days(table, oldest_kept)
            for environment_id, at_ms in since.items():
                rows += self._drop_rows(table, time, [environment_id], at_ms)
            rows += self._drop_rows(table, time, list(since), others, but=True)
        return Dropped(days, rows)

    def close(self) -> None:
        """Let go of the engine."""
        self._connection.close()

    def _drop_days(self, table: Table, before_ms: int) -> int:
        found = self._connection.select(
            "SELECT DISTINCT partition FROM system.parts"
            " WHERE database = currentDatabase() AND table = {table:String} AND active"
            " AND partition < toString(toYYYYMMDD(fromUnixTimestamp64Milli({before:Int64}, 'UTC')))"
            # Patches lie in partitions of their own, whose names are no days.
            " AND match(partition, '^[0-9]{8}$')",
            {"table": table.name, "before": before_ms},
        )
        for (partition,) in found.rows:
            # It came from the engine and is eight digits; partitions cannot be bound.
            self._connection.run(f"ALTER TABLE {table.name} DROP PARTITION {partition}")
        return len(found.rows)

    def _drop_rows(
        self, table: Table, time: str, environments: list[str], before_ms: int, *, but: bool = False
    ) -> int:
        among = "NOT IN" if but else "IN"
        where = (
            f"environment_id {among} {{environments:Array(String)}}"
            f" AND {time} < fromUnixTimestamp64Milli({{before:Int64}}, 'UTC')"
        )
        bound = {"environments": environments, "before": before_ms}
        # A delete of nothing would still write a patch for every part.
        answer = self._connection.select(f"SELECT count() FROM {table.name} WHERE {where}", bound)  # noqa: S608
        count = answer.rows[0][0]
        if not isinstance(count, int) or count == 0:
            return 0
        self._connection.run(f"DELETE FROM {table.name} WHERE {where}", bound, _PATCHES)  # noqa: S608
        return count


def _day_of(at_ms: int) -> int:
    return at_ms // DAY_MS * DAY_MS
