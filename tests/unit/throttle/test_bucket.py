"""The arithmetic of a bucket against a bucket that is really counted."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead.throttle import bucket
from playhead.throttle.interface import Limit


@given(
    limit=st.builds(Limit, st.integers(1, 1_000), st.integers(1, 12)),
    steps_us=st.lists(st.integers(0, 3_000), max_size=60),
)
def test_it_counts_as_a_bucket_of_tokens_does(limit: Limit, steps_us: list[int]) -> None:
    now_us = full_at_us = 1_000_000
    tokens = Fraction(limit.burst)
    for step_us in steps_us:
        now_us += step_us
        tokens = min(tokens + Fraction(step_us, limit.interval_us), Fraction(limit.burst))
        full_at_us, said = bucket.take(full_at_us, now_us, limit)
        assert said.allowed == (tokens >= 1)
        if said.allowed:
            tokens -= 1
            assert said.retry_after_us == 0
        else:
            assert said.retry_after_us == (1 - tokens) * limit.interval_us
        assert said.remaining == int(tokens)
        assert said.reset_us == (limit.burst - tokens) * limit.interval_us
        assert full_at_us == now_us + said.reset_us


@pytest.mark.parametrize(
    ("rate_per_s", "interval_us"), [(1, 1_000_000), (5, 200_000), (0.5, 2_000_000), (3, 333_333)]
)
def test_a_rate_becomes_an_interval(rate_per_s: float, interval_us: int) -> None:
    assert Limit.per_second(rate_per_s, 10) == Limit(interval_us, 10)


@pytest.mark.parametrize(
    ("rate_per_s", "burst"),
    [(0, 1), (-1, 1), (float("nan"), 1), (float("inf"), 1), (100_001, 1), (1, 0), (1, 10**9)],
)
def test_what_no_bucket_can_keep_is_refused(rate_per_s: float, burst: int) -> None:
    with pytest.raises(ValueError, match="cannot be kept"):
        Limit.per_second(rate_per_s, burst)


def test_seconds_are_told_whole_and_never_too_few() -> None:
    _, said = bucket.take(10_000_001, 0, Limit(1_000_000, 11))
    assert (said.allowed, said.reset_s, said.retry_after_s) == (False, 11, 1) or said.allowed
    said = bucket.verdict(Limit(1_500_000, 2), 3_000_000, allowed=False)
    assert (said.reset_s, said.retry_after_s) == (3, 2)
