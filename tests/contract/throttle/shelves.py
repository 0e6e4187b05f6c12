"""Every limiter the suite runs on, behind one way to make it and to let time pass."""

from typing import Protocol

from redis import Redis

from playhead.throttle.guarded import GuardedLimiter
from playhead.throttle.interface import Limit, Limiter, LimiterUnavailableError, Verdict
from playhead.throttle.memory import MemoryLimiter
from playhead.throttle.redis import KEY_PREFIX, RedisLimiter
from tests.redis_server import RedisServer

SECOND_US = 1_000_000


class Shelf(Protocol):
    """`opened` is made inside the event loop that asks it."""

    async def open(self) -> Limiter: ...
    async def close(self) -> None: ...
    def let_pass(self, us: int) -> None: ...


class MemoryShelf:
    def __init__(self) -> None:
        self.now_us = 5 * SECOND_US

    async def open(self) -> Limiter:
        return MemoryLimiter(lambda: self.now_us)

    async def close(self) -> None: ...

    def let_pass(self, us: int) -> None:
        self.now_us += us


class RedisShelf:
    """Time passes by moving every bucket back: the server's own clock cannot be set."""

    def __init__(self, server: RedisServer) -> None:
        self._server = server
        self._limiter: RedisLimiter | None = None
        with Redis.from_url(server.url) as client:
            client.flushall()

    async def open(self) -> Limiter:
        # Patient: a busy machine must not look like a broken Redis.
        self._limiter = RedisLimiter(self._server.url, timeout_s=10.0)
        return self._limiter

    async def close(self) -> None:
        if self._limiter is not None:
            await self._limiter.close()

    def let_pass(self, us: int) -> None:
        with Redis.from_url(self._server.url, decode_responses=True) as client:
            for key in client.scan_iter(f"{KEY_PREFIX}*"):
                value = client.get(key)
                assert isinstance(value, str)
                client.set(key, str(int(value) - us), keepttl=True)


class GuardedShelf:
    """The guard over another: well, or broken from the start."""

    def __init__(self, shared: Shelf | None) -> None:
        self._shared = shared
        self._own = MemoryShelf()
        self._guard: GuardedLimiter | None = None

    async def open(self) -> Limiter:
        own = MemoryLimiter(lambda: self._own.now_us)
        shared = BrokenLimiter() if self._shared is None else await self._shared.open()
        self._guard = GuardedLimiter(shared, own, on_change=lambda _: None)
        return self._guard

    async def close(self) -> None:
        if self._guard is not None:
            await self._guard.close()
        if self._shared is not None:
            await self._shared.close()

    def let_pass(self, us: int) -> None:
        self._own.let_pass(us)
        if self._shared is not None:
            self._shared.let_pass(us)


class BrokenLimiter:
    """Cannot be asked."""

    async def take(self, key: str, limit: Limit) -> Verdict:
        raise LimiterUnavailableError(f"{key} {limit}")
