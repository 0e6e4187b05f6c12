"""What a rate limit is, and what is said to somebody who asks to pass it.

A limit is a token bucket: it holds `burst` tokens, each request takes one, and one comes back
every `interval_us` until it is full again.

Law: a limiter decides about one key at a time and at once; what it allowed is already taken.
"""

from typing import Protocol, Self

import msgspec

US_PER_S = 1_000_000
RATE_MOST_PER_S = 100_000.0
BURST_MOST = 10_000_000


class LimiterUnavailableError(Exception):
    """The limiter could not be asked, so nothing was decided and perhaps nothing taken."""


class Limit(msgspec.Struct, frozen=True):
    """How often: `burst` at once, and one more every `interval_us`."""

    interval_us: int
    burst: int

    @classmethod
    def per_second(cls, rate_per_s: float, burst: int) -> Self:
        """Return the limit of this sustained rate, rounded to whole microseconds a token.

        Raises:
            ValueError: no bucket can have this rate or burst.
        """
        if not 0 < rate_per_s <= RATE_MOST_PER_S:
            raise ValueError(
                f"a rate of {rate_per_s} a second cannot be kept: give more than 0 and at most"
                f" {RATE_MOST_PER_S:.0f}"
            )
        if not 1 <= burst <= BURST_MOST:
            raise ValueError(f"a burst of {burst} cannot be kept: give 1 to {BURST_MOST}")
        return cls(round(US_PER_S / rate_per_s), burst)

    @property
    def full_us(self) -> int:
        """How long an empty bucket takes to be full."""
        return self.interval_us * self.burst


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """What became of one request to pass.

    `remaining` may follow at once, the bucket is full again after `reset_us`, and who was not
    allowed may try again after `retry_after_us`.
    """

    allowed: bool
    remaining: int
    reset_us: int
    retry_after_us: int

    @property
    def reset_s(self) -> int:
        """Whole seconds, never too few."""
        return -(-self.reset_us // US_PER_S)

    @property
    def retry_after_s(self) -> int:
        """Whole seconds, never too few."""
        return -(-self.retry_after_us // US_PER_S)


class Limiter(Protocol):
    """Keeps the buckets of many keys."""

    async def take(self, key: str, limit: Limit) -> Verdict:
        """Take one token out of a key's bucket, if one is in it.

        Raises:
            LimiterUnavailableError: it could not be asked.
        """
        ...
