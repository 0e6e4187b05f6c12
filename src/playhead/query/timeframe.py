"""From the texts of `timeframe[]` to a window of time, and which buckets suit it.

Law: pure; now is an argument.
"""

import re
from collections.abc import Sequence

from playhead.query.errors import InvalidTimeframeError, shown
from playhead.query.question import Granularity, Timeframe

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

GRANULARITY_MS = {
    Granularity.MINUTE: MINUTE_MS,
    Granularity.TEN_MINUTES: 10 * MINUTE_MS,
    Granularity.HOUR: HOUR_MS,
    Granularity.DAY: DAY_MS,
}

_UNIT_MS = {
    "second": 1000,
    "minute": MINUTE_MS,
    "hour": HOUR_MS,
    "day": DAY_MS,
    "week": 7 * DAY_MS,
    "month": 30 * DAY_MS,
}
# Twelve digits of seconds reach far beyond any calendar in use, and stay exact in every client.
_RELATIVE = re.compile(r"([0-9]{1,9}):([a-z]{1,8})", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)
_ALLOWED = "give two epoch seconds, start first, or one text such as '24:hours'"


def read_timeframe(
    values: Sequence[str], *, now_ms: int, retention_ms: int | None = None
) -> Timeframe:
    """Return the window that the values of `timeframe[]` mean, unrounded; none: 24 hours.

    Raises:
        InvalidTimeframeError: they cannot be read, hold no time, or begin before the retention.
    """
    match list(values):
        case []:
            window = Timeframe(now_ms - DAY_MS, now_ms)
        case [relative]:
            window = Timeframe(now_ms - read_length("timeframe[]", relative, now_ms), now_ms)
        case [start, end]:
            window = _absolute(start, end)
        case _:
            raise InvalidTimeframeError(f"timeframe[] was given {len(values)} times: {_ALLOWED}")
    if retention_ms is not None and window.start_ms < now_ms - retention_ms:
        oldest = (now_ms - retention_ms) // 1000
        raise InvalidTimeframeError(
            f"timeframe[] starts at {window.start_ms // 1000}, but views are kept for "
            f"{retention_ms // DAY_MS} days: start at {oldest} or later"
        )
    return window


def granularity_for(window: Timeframe) -> Granularity:
    """Return the size of buckets that suits a window."""
    length = window.length_ms
    if length < 90 * MINUTE_MS:
        return Granularity.MINUTE
    if length <= 6 * HOUR_MS:
        return Granularity.TEN_MINUTES
    return Granularity.HOUR if length <= 15 * DAY_MS else Granularity.DAY


def round_timeframe(window: Timeframe, granularity: Granularity) -> Timeframe:
    """Return the smallest window of whole buckets around a window."""
    step = GRANULARITY_MS[granularity]
    return Timeframe(window.start_ms // step * step, -(-window.end_ms // step) * step)


def read_length(parameter: str, text: str, most_ms: int, allowed: str = _ALLOWED) -> int:
    """Return how long a text such as '24:hours' is, in milliseconds.

    Raises:
        InvalidTimeframeError: it cannot be read, or is longer than `most_ms`.
    """
    found = _RELATIVE.fullmatch(text)
    if found is None:
        raise InvalidTimeframeError(f"{parameter} {shown(text)} cannot be read: {allowed}")
    unit = _UNIT_MS.get(found[2].removesuffix("s"))
    if unit is None:
        known = ", ".join(f"{name}s" for name in _UNIT_MS)
        raise InvalidTimeframeError(
            f"{parameter} {shown(text)} has an unknown unit: use one of {known}"
        )
    length = int(found[1]) * unit
    if not 0 < length <= most_ms:
        raise InvalidTimeframeError(f"{parameter} {shown(text)} is no length of time: {allowed}")
    return length


def _absolute(start: str, end: str) -> Timeframe:
    for text in (start, end):
        if not _SECONDS.fullmatch(text):
            raise InvalidTimeframeError(f"timeframe[] {shown(text)} is no epoch second: {_ALLOWED}")
    if int(start) >= int(end):
        raise InvalidTimeframeError(
            f"timeframe[] ends at {end}, not after its start {start}: give the start first"
        )
    return Timeframe(int(start) * 1000, int(end) * 1000)
