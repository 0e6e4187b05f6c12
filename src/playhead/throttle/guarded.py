"""A shared limiter that may break, and what holds meanwhile.

Neither open nor closed doors: while the shared limiter cannot be asked, each process keeps the
same limits in its own memory. With N processes up to N times as much may pass then, and no more.
That it is so is told once when it begins and once when it ends, and can be seen all the time.

Law: a broken shared limiter costs nobody more than one timeout. Requests do not try it out; a task
of its own does, and puts it back to work.
"""

import asyncio
from collections.abc import Callable

import msgspec

from playhead.throttle.interface import Limit, Limiter, LimiterUnavailableError, Verdict
from playhead.throttle.memory import MemoryLimiter

PROBE_KEY = "probe"
_PROBE_LIMIT = Limit.per_second(1000, 1000)


class GuardStatus(msgspec.Struct, frozen=True):
    """How it stands. `problem` is why the shared limiter cannot be asked; None: it can.

    `failures` counts requests to it that failed, `own_decisions` what was decided in memory,
    `outages` how often it began.
    """

    problem: str | None
    failures: int
    own_decisions: int
    outages: int


class GuardedLimiter:
    """Asks `shared`, and `own` while that is broken.

    `on_change` hears why the shared limiter cannot be asked, and None when it can again.
    """

    def __init__(
        self,
        shared: Limiter,
        own: MemoryLimiter,
        *,
        on_change: Callable[[str | None], None],
        probe_every_s: float = 0.5,
    ) -> None:
        self._shared = shared
        self._own = own
        self._on_change = on_change
        self._probe_every_s = probe_every_s
        self._problem: str | None = None
        self._failures = 0
        self._own_decisions = 0
        self._outages = 0
        self._probing: asyncio.Task[None] | None = None

    @property
    def status(self) -> GuardStatus:
        """Return how it stands."""
        return GuardStatus(self._problem, self._failures, self._own_decisions, self._outages)

    async def take(self, key: str, limit: Limit) -> Verdict:
        """Take a token here or there; never unavailable."""
        if self._problem is None:
            try:
                return await self._shared.take(key, limit)
            except LimiterUnavailableError as error:
                self._broke(str(error))
        self._own_decisions += 1
        return self._own.take_now(key, limit)

    async def look(self) -> None:
        """Find out whether the shared limiter can be asked, before anybody needs it."""
        if self._problem is None:
            try:
                await self._shared.take(PROBE_KEY, _PROBE_LIMIT)
            except LimiterUnavailableError as error:
                self._broke(str(error))

    async def close(self) -> None:
        """Stop trying."""
        if self._probing is not None:
            self._probing.cancel()
            await asyncio.gather(self._probing, return_exceptions=True)
            self._probing = None

    def _broke(self, why: str) -> None:
        self._failures += 1
        if self._problem is not None:
            return  # Many were on their way when it broke: one of them tells.
        self._problem = why
        self._outages += 1
        self._on_change(why)
        self._probing = asyncio.create_task(self._probe_until_well())

    async def _probe_until_well(self) -> None:
        while True:
            await asyncio.sleep(self._probe_every_s)
            try:
                await self._shared.take(PROBE_KEY, _PROBE_LIMIT)
            except LimiterUnavailableError as error:
                self._failures += 1
                self._problem = str(error)
                continue
            self._problem = None
            self._probing = None
            self._on_change(None)
            return
