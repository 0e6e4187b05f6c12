"""The arithmetic of a token bucket, kept as one number: when it will be full again.

This is the generic cell rate algorithm: a bucket that is full at `full_at_us` lacks, now, as many
tokens as come back until then. Nothing has to be refilled, and a bucket that is full need not be
kept at all.

Law: pure, in whole microseconds, so that each implementation gets the same answer to the token.
"""

from playhead.throttle.interface import Limit, Verdict


def take(full_at_us: int, now_us: int, limit: Limit) -> tuple[int, Verdict]:
    """Take a token at `now_us`; return when the bucket is full after that, and what to say.

    A bucket never lacks more than it holds: after a clock was set back, or a limit lowered,
    nobody waits longer than an empty bucket takes.
    """
    full_at_us, allowed = count(full_at_us, now_us, limit)
    return full_at_us, verdict(limit, full_at_us - now_us, allowed=allowed)


def count(full_at_us: int, now_us: int, limit: Limit) -> tuple[int, bool]:
    """Take a token as `take` does; return only whether there was one, for who asks all the time."""
    interval_us = limit.interval_us
    room_us = interval_us * limit.burst
    missing_us = full_at_us - now_us
    if missing_us < 0:
        missing_us = 0
    elif missing_us > room_us:
        missing_us = room_us
    if missing_us + interval_us > room_us:
        return now_us + missing_us, False
    return now_us + missing_us + interval_us, True


def verdict(limit: Limit, missing_us: int, *, allowed: bool) -> Verdict:
    """Return what to say of a bucket that is full `missing_us` after the request."""
    left_us = limit.full_us - missing_us
    return Verdict(
        allowed,
        left_us // limit.interval_us,
        missing_us,
        0 if allowed else limit.interval_us - left_us,
    )
