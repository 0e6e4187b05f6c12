"""How much a limiter in memory remembers."""

from playhead.throttle.interface import Limit
from playhead.throttle.memory import MemoryLimiter

SECOND_US = 1_000_000
LIMIT = Limit(SECOND_US, 2)


class Clock:
    now_us = 0

    def __call__(self) -> int:
        return self.now_us


def test_full_buckets_are_forgotten() -> None:
    clock = Clock()
    limiter = MemoryLimiter(clock)
    for number in range(10_000):
        limiter.take_now(f"k{number}", LIMIT)
        clock.now_us += 1_000
    # Each is full again after a second, in which a thousand others come.
    assert len(limiter) < 2_000
    assert limiter.forgotten_early == 0


def test_there_are_never_more_than_so_many() -> None:
    clock = Clock()
    limiter = MemoryLimiter(clock, keys_most=100)
    for number in range(1_000):
        assert limiter.take_now(f"k{number}", LIMIT).allowed
        assert len(limiter) <= 100
    assert limiter.forgotten_early == 900


def test_one_that_stays_empty_keeps_no_other_from_being_forgotten() -> None:
    clock = Clock()
    limiter = MemoryLimiter(clock)
    slow = Limit(1_000_000 * SECOND_US, 1)
    limiter.take_now("slow", slow)
    for number in range(5_000):
        limiter.take_now(f"k{number}", LIMIT)
        clock.now_us += 10_000
    assert len(limiter) < 200 * 2
    assert not limiter.take_now("slow", slow).allowed


def test_asking_in_short_counts_the_same() -> None:
    clock = Clock()
    long, short = MemoryLimiter(clock), MemoryLimiter(clock)
    for number in range(200):
        key = f"k{number % 3}"
        assert short.passes(key, LIMIT) == long.take_now(key, LIMIT).allowed
        clock.now_us += 150_000
