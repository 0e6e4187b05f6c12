"""Finds the environment a beacon belongs to, and never lets strangers reach the control database.

Law: a known key costs a dictionary lookup. However many unknown keys come, the keys are read
afresh at most once an interval, by one reader at a time, and always after the beacon that asked:
so a key made a moment ago is found by the first beacon that brings it.
"""

import asyncio
import logging
from typing import Protocol

_log = logging.getLogger(__name__)

# Longer labels cannot be a key: DNS allows no more.
_LONGEST_LABEL = 63


class EnvironmentKeys(Protocol):
    """What the collector asks of whoever keeps the environments."""

    def environment_of(self, env_key: str) -> str | None:
        """Return the id of the environment with this key, from memory."""
        ...

    async def refresh(self) -> None:
        """Read all keys afresh."""
        ...


class EnvironmentFinder:
    """Looks keys up, and asks for fresh ones now and then."""

    def __init__(self, keys: EnvironmentKeys, *, interval_s: float) -> None:
        self._keys = keys
        self._interval_s = interval_s
        self._not_before = float("-inf")
        self._waiting: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def find(self, env_key: str) -> str | None:
        """Return the environment's id, or None if there is no such key even now."""
        found = self._keys.environment_of(env_key)
        if found is not None:
            return found
        if self._waiting is None:
            self._waiting = asyncio.create_task(self._refresh())
        # One beacon's client may go away without spoiling it for the others.
        await asyncio.shield(self._waiting)
        return self._keys.environment_of(env_key)

    async def _refresh(self) -> None:
        async with self._one_at_a_time:
            loop = asyncio.get_running_loop()
            await asyncio.sleep(max(0.0, self._not_before - loop.time()))
            # From here on it may be too late for a newer key: who asks now gets the next refresh.
            self._waiting = None
            self._not_before = loop.time() + self._interval_s
            try:
                await self._keys.refresh()
            except Exception:  # noqa: BLE001 - whatever a control database may raise
                # Known keys go on working without it; the unknown one stays unknown and counted.
                _log.exception("env keys could not be read afresh; going on with the known ones")


def key_from_host(host: bytes) -> str | None:
    """Return the first label of `<key>.<something>`, or None where there is no such label."""
    label, dot, rest = host.partition(b".")
    if not dot or not rest or len(label) > _LONGEST_LABEL or not label.isalnum():
        return None
    return label.decode("ascii", "replace").lower()
