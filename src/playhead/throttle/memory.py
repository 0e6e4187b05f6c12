"""Buckets in the memory of one process.

Law: deciding never waits, so nothing comes between looking and taking: exact for all tasks of one
event loop. There are never more than `keys_most` buckets; full ones are forgotten, since a bucket
that nobody knows is full.
"""

from collections import OrderedDict
from collections.abc import Callable

from playhead.throttle import bucket
from playhead.throttle.interface import Limit, Verdict

_LOOKED_AT = 2
"""For each new bucket so many old ones are looked at: more go than come."""


class MemoryLimiter:
    """Keeps buckets by key.

    `clock_us` returns microseconds that never go back. `forgotten_early` counts buckets that were
    dropped although they were not full, because there were too many: their keys got a full one.
    """

    def __init__(self, clock_us: Callable[[], int], *, keys_most: int = 65_536) -> None:
        self._clock_us = clock_us
        self._keys_most = keys_most
        self._full_at_us: OrderedDict[str, int] = OrderedDict()
        self.forgotten_early = 0

    def __len__(self) -> int:
        """Return how many buckets are remembered."""
        return len(self._full_at_us)

    async def take(self, key: str, limit: Limit) -> Verdict:
        """Take a token; never unavailable."""
        return self.take_now(key, limit)

    def take_now(self, key: str, limit: Limit) -> Verdict:
        """Take a token, for those who have no time to wait for a coroutine."""
        now_us = self._clock_us()
        full_at_us = self._full_at_us.get(key)
        if full_at_us is None:
            full_at_us = now_us
            self._make_room(now_us)
        self._full_at_us[key], said = bucket.take(full_at_us, now_us, limit)
        return said

    def passes(self, key: str, limit: Limit) -> bool:
        """Take a token and tell only whether there was one: for the way of every beacon."""
        now_us = self._clock_us()
        full_at_us = self._full_at_us.get(key)
        if full_at_us is None:
            full_at_us = now_us
            self._make_room(now_us)
        self._full_at_us[key], allowed = bucket.count(full_at_us, now_us, limit)
        return allowed

    def _make_room(self, now_us: int) -> None:
        """Forget full buckets among the oldest; at the limit, the oldest whatever it holds."""
        buckets = self._full_at_us
        for _ in range(min(_LOOKED_AT, len(buckets))):
            key = next(iter(buckets))
            if buckets[key] <= now_us:
                del buckets[key]
            else:
                buckets.move_to_end(key)
        if len(buckets) >= self._keys_most:
            buckets.popitem(last=False)
            self.forgotten_early += 1
