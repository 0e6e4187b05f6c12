"""The rate limits as the settings want them: in this process's memory, or in a Redis for several.

Law: a Redis that breaks is told once when it breaks and once when it is back; until then this
process keeps the same limits by itself.
"""

import asyncio
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playhead.api.admission import Admission
from playhead.api.limit_class import LimitClass
from playhead.app.settings import Settings
from playhead.collect.admission import BeaconAdmission
from playhead.throttle.guarded import GuardedLimiter, GuardStatus
from playhead.throttle.interface import Limit, Limiter
from playhead.throttle.memory import MemoryLimiter

if TYPE_CHECKING:
    from playhead.throttle.redis import RedisLimiter

_DEGRADED = "Redis cannot be asked; until it can, each process keeps the limits by itself"


def now_us() -> int:
    """Return microseconds of a clock that nobody sets."""
    return time.monotonic_ns() // 1_000


class RateLimits:
    """Every limit of the server, and how they stand."""

    def __init__(self, settings: Settings, log: Any) -> None:
        """Make them; Redis, if there is one, is first asked by `look`."""
        self._log = log
        self._where = _where(settings.redis_url)
        self._own = MemoryLimiter(now_us)
        self._failures = MemoryLimiter(now_us)
        self._environments, self._clients = MemoryLimiter(now_us), MemoryLimiter(now_us)
        self._redis = None if settings.redis_url is None else _redis(settings.redis_url)
        self._guard = (
            None
            if self._redis is None
            else GuardedLimiter(self._redis, self._own, on_change=self._changed)
        )
        self.admission = Admission(
            self._guard or self._own,
            self._failures,
            {
                LimitClass.STANDARD: Limit.per_second(settings.api_rate, settings.api_burst),
                LimitClass.REALTIME: Limit.per_second(
                    settings.realtime_rate, settings.realtime_burst
                ),
                LimitClass.PERSON: Limit.per_second(settings.person_rate, settings.person_burst),
            },
            Limit.per_second(settings.failure_rate, settings.failure_burst),
        )
        self.attempts: Limiter = self._guard or self._own
        self.beacons = BeaconAdmission(
            self._environments,
            self._clients,
            Limit.per_second(settings.environment_rate, settings.environment_burst),
            Limit.per_second(settings.client_rate, settings.client_burst),
        )

    @property
    def shared(self) -> GuardStatus | None:
        """How the shared limits stand; None where they are not shared."""
        return None if self._guard is None else self._guard.status

    @property
    def degraded(self) -> Mapping[str, str]:
        """What does not work as it should, though the server does its work."""
        status = self.shared
        return {"limits": _DEGRADED} if status is not None and status.problem else {}

    @property
    def buckets(self) -> Mapping[str, MemoryLimiter]:
        """The limiters in memory, by whom they count."""
        return {
            "api": self._own,
            "failed authentications": self._failures,
            "environments": self._environments,
            "clients": self._clients,
        }

    async def look(self) -> None:
        """Find out whether Redis is there, so that a wrong setting is told at the start."""
        if self._guard is not None:
            await self._guard.look()

    async def close(self) -> None:
        """Let Redis go."""
        if self._guard is not None and self._redis is not None:
            await self._guard.close()
            await asyncio.gather(self._redis.close(), return_exceptions=True)

    def _changed(self, problem: str | None) -> None:
        if problem is None:
            self._log.info("rate limits are shared again", redis=self._where)
        else:
            self._log.error(
                "rate limits are not shared", why=problem, redis=self._where, meanwhile=_DEGRADED
            )


def _redis(url: str) -> "RedisLimiter":
    # An extra of the package: the settings have looked that it is there.
    from playhead.throttle.redis import RedisLimiter  # noqa: PLC0415

    return RedisLimiter(url)


def _where(url: str | None) -> str:
    """Return the host of a Redis, without the credentials that a URL may hold."""
    if url is None:
        return ""
    parts = urlsplit(url)
    return f"{parts.hostname or parts.path}:{parts.port or ''}".rstrip(":")
