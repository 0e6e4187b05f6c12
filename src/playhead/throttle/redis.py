"""Buckets in Redis, for several processes that share their limits.

One script, run by the server as a whole, reads a bucket, decides and writes it: no other client
comes between. The moment is that of the server's own clock, so that processes whose clocks differ
agree. A bucket expires when it is full.

While one question is on its way the next ones gather, and go together: two hundred requests at once
cost a few round trips on one connection, and none waits for a place in a queue of connections.

Law: nobody waits longer than `timeout_s` for an answer that is on its way; whatever goes wrong is
one error, `LimiterUnavailableError`, that names no secret, for all who wait. Nothing is asked
twice that may have been counted.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple, Self

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, ResponseError

from playhead.throttle import bucket
from playhead.throttle.interface import Limit, LimiterUnavailableError, Verdict

KEY_PREFIX = "playhead:throttle:"
_TOGETHER_MOST = 256

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


class _Asked(NamedTuple):
    """One who waits for a verdict."""

    key: str
    limit: Limit
    verdict: asyncio.Future[Verdict]


class RedisLimiter:
    """Keeps buckets by key in the Redis that a URL names."""

    def __init__(self, url: str, *, timeout_s: float = 1.0) -> None:
        """Make a client; it connects when it is first asked.

        Raises:
            ValueError: the URL is none of Redis'.
        """
        self._redis = Redis.from_url(
            url,
            socket_timeout=timeout_s,
            socket_connect_timeout=timeout_s,
            retry=Retry(NoBackoff(), 0),
        )
        self._sha = self._redis.register_script(_TAKE).sha
        self._waiting: list[_Asked] = []
        self._sending: asyncio.Task[None] | None = None

    async def take(self, key: str, limit: Limit) -> Verdict:
        """Take a token.

        Raises:
            LimiterUnavailableError: Redis did not answer, or not as it should.
        """
        verdict: asyncio.Future[Verdict] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Asked(KEY_PREFIX + key, limit, verdict))
        if self._sending is None:
            self._sending = asyncio.create_task(self._send())
        return await verdict

    async def close(self) -> None:
        """Close the connection; who still waits is told that nothing was decided."""
        if self._sending is not None:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)
        await self._redis.aclose()

    async def __aenter__(self) -> Self:
        """Return it."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        await self.close()

    async def _send(self) -> None:
        """Ask for all who wait, until nobody does."""
        together: Sequence[_Asked] = ()
        failure = LimiterUnavailableError("the limiter was closed")
        try:
            while self._waiting:
                together = self._waiting[:_TOGETHER_MOST]
                del self._waiting[:_TOGETHER_MOST]
                for asked, answer in zip(together, await self._answers(together), strict=True):
                    _tell(asked, answer)
        except Exception as error:  # noqa: BLE001 - a client library may fail in its own way
            failure = LimiterUnavailableError(_why(error))
        finally:
            self._sending = None
            # Those behind would only wait for the same in vain.
            for asked in [*together, *self._waiting]:
                if not asked.verdict.done():
                    asked.verdict.set_exception(failure)
            self._waiting.clear()

    async def _answers(self, together: Sequence[_Asked]) -> Sequence[Any]:
        answers = await self._ask(together)
        # A script that the server does not have was not run: nothing is counted twice.
        again = [nth for nth, answer in enumerate(answers) if isinstance(answer, NoScriptError)]
        if again:
            await self._redis.script_load(_TAKE)
            newer = await self._ask([together[nth] for nth in again])
            for nth, answer in zip(again, newer, strict=True):
                answers[nth] = answer
        return answers

    async def _ask(self, together: Sequence[_Asked]) -> list[Any]:
        """Send all questions at once and read all answers; an error may be one of them.

        On the bare connection: what the client makes of a command costs more than all the rest.
        """
        pool = self._redis.connection_pool
        connection = await pool.get_connection()  # type: ignore[no-untyped-call]
        answers: list[Any] = []
        try:
            await connection.send_packed_command(
                connection.pack_commands(
                    ("EVALSHA", self._sha, 1, key, limit.interval_us, limit.burst)
                    for key, limit, _ in together
                )
            )
            for _ in together:
                try:
                    answers.append(await connection.read_response())
                except ResponseError as error:
                    answers.append(error)
        except BaseException:
            # What is still on its way must not be taken for the answer to another question.
            await connection.disconnect(nowait=True)
            raise
        finally:
            await pool.release(connection)
        return answers


def _tell(asked: _Asked, answer: Any) -> None:
    """Give one who waits what Redis said."""
    if asked.verdict.done():
        return  # Gone meanwhile.
    match answer:
        case [int(allowed), int(missing_us)]:
            told = bucket.verdict(asked.limit, missing_us, allowed=bool(allowed))
            asked.verdict.set_result(told)
        case _:
            asked.verdict.set_exception(LimiterUnavailableError(_why(answer)))


def _why(answer: Any) -> str:
    """Return an error's kind and sentence; Redis' own never repeat a password."""
    return f"{type(answer).__name__}: {answer}"[:200]
