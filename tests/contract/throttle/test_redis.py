"""What is Redis' own: what it keeps, whom it serves, and how it fails."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from redis import Redis

from playhead.throttle.guarded import GuardedLimiter
from playhead.throttle.interface import Limit, LimiterUnavailableError
from playhead.throttle.memory import MemoryLimiter
from playhead.throttle.redis import KEY_PREFIX, RedisLimiter
from tests.redis_server import RedisServer

pytestmark = pytest.mark.slow

SLOW = Limit(3_600_000_000, burst=4)
MOST_S = 20.0


async def until(look: Callable[[], object]) -> None:
    async with asyncio.timeout(MOST_S):
        while not look():  # noqa: ASYNC110 - Redis raises no event
            await asyncio.sleep(0.01)


def test_two_clients_share_one_bucket(redis_server: RedisServer) -> None:
    async def story() -> None:
        async with RedisLimiter(redis_server.url) as one, RedisLimiter(redis_server.url) as two:
            said = [await each.take("shared", SLOW) for each in (one, two, one, two, one, two)]
            assert [each.remaining for each in said] == [3, 2, 1, 0, 0, 0]
            assert [each.allowed for each in said] == [True] * 4 + [False] * 2

    asyncio.run(story())


def test_a_bucket_expires_when_it_is_full(redis_server: RedisServer) -> None:
    async def story() -> None:
        async with RedisLimiter(redis_server.url) as limiter:
            await limiter.take("expires", SLOW)
            await limiter.take("expires", SLOW)

    asyncio.run(story())
    with Redis.from_url(redis_server.url) as client:
        left_ms = client.pttl(KEY_PREFIX + "expires")
    assert 2 * 3_600_000 - 60_000 < left_ms <= 2 * 3_600_000


@pytest.mark.parametrize("value", ["", "nonsense", "{}"])
def test_what_is_no_bucket_is_taken_for_a_full_one(redis_server: RedisServer, value: str) -> None:
    with Redis.from_url(redis_server.url) as client:
        client.set(KEY_PREFIX + "odd", value)

    async def story() -> None:
        async with RedisLimiter(redis_server.url) as limiter:
            assert (await limiter.take("odd", SLOW)).remaining == 3
            assert (await limiter.take("odd", SLOW)).remaining == 2

    asyncio.run(story())


def test_a_script_that_was_flushed_is_sent_again(redis_server: RedisServer) -> None:
    async def story() -> None:
        async with RedisLimiter(redis_server.url) as limiter:
            await limiter.take("flushed", SLOW)
            with Redis.from_url(redis_server.url) as client:
                client.script_flush()
            assert (await limiter.take("flushed", SLOW)).remaining == 2

    asyncio.run(story())


def test_nobody_there(own_redis: RedisServer) -> None:
    own_redis.kill()
    _assert_unavailable(own_redis.url)


def test_one_that_hangs_costs_one_timeout(own_redis: RedisServer) -> None:
    own_redis.hold()
    began = time.monotonic()
    _assert_unavailable(own_redis.url)
    assert time.monotonic() - began < 5


def test_a_wrong_password_is_not_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("redis")
    with RedisServer(folder, "--requirepass", "right-one") as server:
        told = _assert_unavailable(server.url.replace("//", "//:wrong-one@"))
        assert "wrong-one" not in told


def test_one_that_may_not_write(own_redis: RedisServer) -> None:
    with Redis.from_url(own_redis.url) as client:
        client.replicaof("127.0.0.1", "1")
        _assert_unavailable(own_redis.url)


def _assert_unavailable(url: str) -> str:
    async def story() -> str:
        async with RedisLimiter(url) as limiter:
            with pytest.raises(LimiterUnavailableError) as caught:
                await limiter.take("k", SLOW)
            return str(caught.value)

    return asyncio.run(story())


class Guarded:
    """A guard over a real Redis, and what it told."""

    def __init__(self, url: str) -> None:
        self.told: list[str | None] = []
        self.own = MemoryLimiter(lambda: time.monotonic_ns() // 1_000)
        self.redis = RedisLimiter(url)
        self.guard = GuardedLimiter(
            self.redis, self.own, on_change=self.told.append, probe_every_s=0.02
        )

    async def close(self) -> None:
        await self.guard.close()
        await self.redis.close()


def _guarded(url: str, story: Callable[[Guarded], Awaitable[None]]) -> None:
    async def told() -> None:
        guarded = Guarded(url)
        try:
            await story(guarded)
        finally:
            await guarded.close()

    asyncio.run(told())


@pytest.mark.parametrize("how", ["killed", "hanging"])
def test_limits_hold_in_memory_while_redis_is_gone_and_come_back_by_themselves(
    own_redis: RedisServer, how: str
) -> None:
    async def story(guarded: Guarded) -> None:
        guard = guarded.guard
        assert (await guard.take("k", SLOW)).remaining == 3
        if how == "killed":
            own_redis.kill()
        else:
            own_redis.hold()
        said = await asyncio.gather(*(guard.take("k", SLOW) for _ in range(20)))
        # Neither open nor closed: the process gives out one burst of its own.
        assert sum(each.allowed for each in said) == SLOW.burst
        assert guard.status.problem is not None
        assert (guard.status.outages, guard.status.own_decisions) == (1, 20)
        assert len(guarded.told) == 1
        began = time.monotonic()
        await asyncio.gather(*(guard.take("other", SLOW) for _ in range(500)))
        assert time.monotonic() - began < 0.2, "who comes later waits for nothing"
        if how == "killed":
            own_redis.start()
        else:
            own_redis.go_on()
        await until(lambda: guard.status.problem is None)
        assert guarded.told[1:] == [None]
        said_after = await guard.take("k", SLOW)
        assert guard.status.own_decisions == 520
        # A killed Redis has forgotten. One that hung knows what was taken before, and may have
        # heard some of those that gave it up.
        assert said_after.remaining == 3 if how == "killed" else said_after.remaining < 3

    _guarded(own_redis.url, story)


def test_a_redis_that_was_never_there_is_told_before_anybody_asks(own_redis: RedisServer) -> None:
    own_redis.kill()

    async def story(guarded: Guarded) -> None:
        await guarded.guard.look()
        await guarded.guard.look()
        assert len(guarded.told) == 1
        assert (await guarded.guard.take("k", SLOW)).allowed
        own_redis.start()
        await until(lambda: guarded.guard.status.problem is None)
        assert guarded.told[1:] == [None]

    _guarded(own_redis.url, story)
