"""What every limiter does. Tokens come back so slowly that the test's own time does not count."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from playhead.throttle.interface import Limit, Limiter, Verdict
from tests.contract.throttle.shelves import Shelf

HOUR_US = 3_600 * 1_000_000
SLOW = Limit(HOUR_US, burst=3)
SECOND_US = 1_000_000
SLACK_US = 60 * SECOND_US
"""The test itself takes less."""

Story = Callable[[Limiter], Awaitable[None]]


def tell(shelf: Shelf, story: Story) -> None:
    async def told() -> None:
        try:
            await story(await shelf.open())
        finally:
            await shelf.close()

    asyncio.run(told())


async def allowed(limiter: Limiter, times: int, key: str = "k", limit: Limit = SLOW) -> list[bool]:
    return [(await limiter.take(key, limit)).allowed for _ in range(times)]


def test_a_burst_passes_and_no_more(shelf: Shelf) -> None:
    async def story(limiter: Limiter) -> None:
        said = [await limiter.take("k", SLOW) for _ in range(5)]
        assert [each.allowed for each in said] == [True, True, True, False, False]
        assert [each.remaining for each in said] == [2, 1, 0, 0, 0]
        for each, tokens in zip(said, [1, 2, 3, 3, 3], strict=True):
            assert abs(each.reset_us - tokens * HOUR_US) < SLACK_US
        assert [each.retry_after_us for each in said[:3]] == [0, 0, 0]
        assert all(HOUR_US - SLACK_US < each.retry_after_us <= HOUR_US for each in said[3:])

    tell(shelf, story)


def test_tokens_come_back_one_at_a_time(shelf: Shelf) -> None:
    async def story(limiter: Limiter) -> None:
        await allowed(limiter, 3)
        shelf.let_pass(HOUR_US - SLACK_US)
        assert await allowed(limiter, 1) == [False]
        shelf.let_pass(SLACK_US)
        assert await allowed(limiter, 2) == [True, False]
        shelf.let_pass(2 * HOUR_US)
        assert await allowed(limiter, 3) == [True, True, False]

    tell(shelf, story)


def test_who_waits_as_long_as_told_passes(shelf: Shelf) -> None:
    async def story(limiter: Limiter) -> None:
        await allowed(limiter, 3)
        shelf.let_pass(12_345_678)
        shelf.let_pass((await limiter.take("k", SLOW)).retry_after_us)
        assert await allowed(limiter, 2) == [True, False]

    tell(shelf, story)


def test_being_refused_costs_nothing(shelf: Shelf) -> None:
    async def story(limiter: Limiter) -> None:
        assert await allowed(limiter, 40) == [True] * 3 + [False] * 37
        shelf.let_pass(HOUR_US)
        assert await allowed(limiter, 2) == [True, False]

    tell(shelf, story)


def test_a_bucket_never_holds_more_than_its_burst(shelf: Shelf) -> None:
    async def story(limiter: Limiter) -> None:
        await allowed(limiter, 2)
        shelf.let_pass(1_000 * HOUR_US)
        assert await allowed(limiter, 5) == [True] * 3 + [False] * 2

    tell(shelf, story)


def test_keys_have_buckets_of_their_own(shelf: Shelf) -> None:
    async def story(limiter: Limiter) -> None:
        for key in ("a", "b", "a:b", "ä ", ""):
            assert await allowed(limiter, 4, key) == [True] * 3 + [False], key

    tell(shelf, story)


def test_a_limit_that_was_lowered_holds_at_once_and_waits_no_longer_than_itself(
    shelf: Shelf,
) -> None:
    fast = Limit(SECOND_US * 100, burst=1)

    async def story(limiter: Limiter) -> None:
        await allowed(limiter, 3)
        told = await limiter.take("k", fast)
        assert (told.allowed, told.retry_after_us) == (False, fast.interval_us)

    tell(shelf, story)


def test_a_clock_that_was_set_back_keeps_nobody_out_for_longer_than_a_full_bucket_takes(
    shelf: Shelf,
) -> None:
    async def story(limiter: Limiter) -> None:
        await allowed(limiter, 1)
        shelf.let_pass(-1_000 * HOUR_US)
        said = await limiter.take("k", SLOW)
        assert (said.allowed, said.reset_us) == (False, SLOW.full_us)

    tell(shelf, story)


@pytest.mark.parametrize("clients", [200])
def test_many_at_once_get_exactly_the_burst(shelf: Shelf, clients: int) -> None:
    limit = Limit(HOUR_US, burst=50)

    async def story(limiter: Limiter) -> None:
        said: list[Verdict] = await asyncio.gather(
            *(limiter.take("k", limit) for _ in range(clients))
        )
        assert sum(each.allowed for each in said) == 50
        assert sorted(each.remaining for each in said if each.allowed) == list(range(50))

    tell(shelf, story)


def test_the_largest_limits_stay_exact(shelf: Shelf) -> None:
    huge = Limit.per_second(0.001, 10_000_000)

    async def story(limiter: Limiter) -> None:
        said = await limiter.take("k", huge)
        assert (said.allowed, said.remaining) == (True, 9_999_999)
        assert (await limiter.take("k", huge)).remaining == 9_999_998

    tell(shelf, story)
