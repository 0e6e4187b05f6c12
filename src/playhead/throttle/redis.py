"""Buckets in Redis, for several processes that share their limits.

One script, run by the server as a whole, reads a bucket, decides and writes it: no other client
comes between. The moment is that of the server's own clock, so that processes whose clocks differ
agree. A bucket expires when it is full.

Law: it never waits longer than `timeout_s` for anything; whatever goes wrong is one error,
`LimiterUnavailableError`, that names no secret.
"""

from typing import Self, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from playhead.throttle import bucket
from playhead.throttle.interface import Limit, LimiterUnavailableError, Verdict

KEY_PREFIX = "playhead:throttle:"

# Lua's numbers are doubles, exact up to 2^53: microseconds since 1970 fit until the year 2255.
# They are written with a format, since Lua's own text of a number keeps 14 digits.
_TAKE = """
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local interval, full = tonumber(ARGV[1]), tonumber(ARGV[1]) * tonumber(ARGV[2])
local missing = (tonumber(redis.call('GET', KEYS[1]) or '') or now) - now
missing = math.min(math.max(missing, 0), full)
if missing + interval > full then
    return {0, missing}
end
missing = missing + interval
redis.call('SET', KEYS[1], string.format('%.0f', now + missing), 'PX', math.ceil(missing / 1000))
return {1, missing}
"""


class RedisLimiter:
    """Keeps buckets by key in one Redis, or one cluster's node that the URL names."""

    def __init__(self, url: str, *, timeout_s: float = 0.25, connections_most: int = 32) -> None:
        """Make a client; it connects when it is first asked.

        Raises:
            ValueError: the URL is none of Redis'.
        """
        # Who waits for a connection waits as long as for an answer; nothing is tried twice, since
        # a token may have been taken by the first try.
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=connections_most,
            timeout=timeout_s,
            socket_timeout=timeout_s,
            socket_connect_timeout=timeout_s,
            retry=Retry(NoBackoff(), 0),
        )
        self._redis = Redis.from_pool(pool)
        self._take = self._redis.register_script(_TAKE)

    async def take(self, key: str, limit: Limit) -> Verdict:
        """Take a token.

        Raises:
            LimiterUnavailableError: Redis did not answer, or not as it should.
        """
        try:
            answer = await self._take(
                keys=[KEY_PREFIX + key], args=[limit.interval_us, limit.burst]
            )
            allowed, missing_us = cast("tuple[int, int]", tuple(answer))
        except (RedisError, OSError, TimeoutError, TypeError, ValueError) as error:
            raise LimiterUnavailableError(_why(error)) from error
        return bucket.verdict(limit, int(missing_us), allowed=bool(allowed))

    async def close(self) -> None:
        """Close all connections."""
        await self._redis.aclose()

    async def __aenter__(self) -> Self:
        """Return it."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        await self.close()


def _why(error: Exception) -> str:
    """Return the error's kind and sentence; Redis' own never repeat a password."""
    return f"{type(error).__name__}: {error}"[:200]
