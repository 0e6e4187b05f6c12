"""The control shelf as the running server keeps it in memory: always at hand, never long stale.

Changes by another process, such as the command line's, are seen within `REFRESH_S`.
"""

import asyncio
from collections.abc import Mapping

from playhead.app.sessionizing import now_ms
from playhead.control import Control, ControlError, ControlSnapshot
from playhead.sessionize.placing import Log

REFRESH_S = 0.25


class KeptControl:
    """A snapshot of the control shelf, refreshed when the shelf changes."""

    def __init__(self, control: Control, log: Log) -> None:
        """Take the first snapshot."""
        self._control = control
        self._log = log
        self._take(control.snapshot())

    def _take(self, snapshot: ControlSnapshot) -> None:
        self.snapshot = snapshot
        self._ids: Mapping[str, str] = {
            key: environment.id for key, environment in snapshot.environments_by_key.items()
        }

    def environment_of(self, env_key: str) -> str | None:
        """Return the id of the environment with this key."""
        return self._ids.get(env_key)

    async def refresh(self) -> None:
        """Look whether anything changed, and take it up.

        Raises:
            ControlError: the shelf could not be read.
        """
        snapshot = await asyncio.to_thread(self._changed)
        # Of two that were taken at once, the older may come last.
        if snapshot is not None and snapshot.change_number >= self.snapshot.change_number:
            self._take(snapshot)

    def _changed(self) -> ControlSnapshot | None:
        kept = self.snapshot
        is_stale = kept.stale_at_ms is not None and now_ms() >= kept.stale_at_ms
        if not is_stale and self._control.change_number() == kept.change_number:
            return None
        return self._control.snapshot()

    async def keep_fresh(self) -> None:
        """Refresh for ever; a shelf that cannot be read leaves the last snapshot in force."""
        failing = False
        while True:
            await asyncio.sleep(REFRESH_S)
            try:
                await self.refresh()
                failing = False
            except ControlError as error:
                if not failing:
                    self._log.error("control shelf cannot be read", error=str(error))
                failing = True
