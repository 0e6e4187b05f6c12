"""What the server clears away by itself: raw beacons and views that are past their retention.

Law: a round that fails is told, and the next one tries again; nothing else waits for it.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from playhead.api.settings import DAY_MS
from playhead.app.settings import Settings
from playhead.control import ControlSnapshot
from playhead.store.retention import Kept, Retention

EVERY_S: Final = 600.0


class Housekeeping:
    """Clears away at the start, and every ten minutes."""

    def __init__(
        self,
        *,
        settings: Settings,
        snapshot: Callable[[], ControlSnapshot],
        drop_records: Callable[[int], int],
        retention: Retention,
        clock: Callable[[], int],
        log: Any,
    ) -> None:
        """`drop_records` drops raw beacons older than a moment, and says how many."""
        self._settings = settings
        self._snapshot = snapshot
        self._drop_records = drop_records
        self._retention = retention
        self._clock = clock
        self._log = log

    async def keep(self) -> None:
        """Do so for ever."""
        while True:
            for chore in (self.drop_raw_beacons, self.drop_old_views):
                try:
                    await asyncio.to_thread(chore)
                except Exception as error:  # noqa: BLE001 - whatever it is, the house goes on
                    self._log.error("housekeeping failed", what=chore.__name__, error=str(error))
            await asyncio.sleep(EVERY_S)

    def drop_raw_beacons(self) -> None:
        """Drop what the journal keeps for longer than it should."""
        since_ms = self._clock() - self._settings.journal_retention_days * DAY_MS
        dropped = self._drop_records(since_ms)
        if dropped:
            self._log.info("raw beacons past their retention were dropped", records=dropped)

    def drop_old_views(self) -> None:
        """Drop views and timelines that are past the retention of their environment."""
        dropped = self._retention.drop(
            kept_since(self._snapshot(), self._settings.view_retention_days, self._clock())
        )
        if dropped.days or dropped.rows:
            self._log.info(
                "views past their retention were dropped", days=dropped.days, rows=dropped.rows
            )


def kept_since(snapshot: ControlSnapshot, default_days: int, now_ms: int) -> Kept:
    """Return since when views are kept, for all and for environments with a time of their own."""
    return Kept(
        now_ms - default_days * DAY_MS,
        {
            each.id: now_ms - each.view_retention_days * DAY_MS
            for each in snapshot.environments_by_id.values()
            if each.view_retention_days is not None
        },
    )
