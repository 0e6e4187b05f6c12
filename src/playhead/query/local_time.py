"""Buckets of time as the clocks of a place show it: a day there begins at its own midnight.

Law: pure, but for the table of time zones, which is the same for everybody. Buckets lie side by
side from the one in which a window begins to the one in which it ends; where clocks are changed, a
day has 23 or 25 hours and still is one bucket.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from playhead.query.errors import InvalidParametersError
from playhead.query.plan import check_calendar
from playhead.query.question import Granularity, Timeframe
from playhead.query.question_table import TIME_LIMIT, TimeBuckets
from playhead.query.timeframe import GRANULARITY_MS


def starts_of(window: Timeframe, buckets: TimeBuckets) -> list[int]:
    """Return the starts of all buckets that a window touches in epoch milliseconds, oldest first.

    Raises:
        InvalidParametersError: there are too many.
        InvalidTimeframeError: no calendar reaches so far.
    """
    check_calendar(window)
    zone = ZoneInfo(buckets.zone)
    starts = [_start_of_bucket(window.start_ms, zone, buckets.granularity)]
    while (following := _after(starts[-1], zone, buckets.granularity)) < window.end_ms:
        if len(starts) == TIME_LIMIT:
            raise InvalidParametersError(
                f"group_by {buckets.granularity.value!r} gives more than {TIME_LIMIT} buckets over"
                " this timeframe: choose a larger one or a shorter timeframe"
            )
        starts.append(following)
    return starts


def _start_of_bucket(time_ms: int, zone: ZoneInfo, granularity: Granularity) -> int:
    local = dt.datetime.fromtimestamp(time_ms // 1000, zone)
    if granularity is Granularity.DAY:
        return _midnight(local.date(), zone)
    offset_ms = round((local.utcoffset() or dt.timedelta()).total_seconds()) * 1000
    step_ms = GRANULARITY_MS[granularity]
    return (time_ms + offset_ms) // step_ms * step_ms - offset_ms


def _after(start_ms: int, zone: ZoneInfo, granularity: Granularity) -> int:
    if granularity is not Granularity.DAY:
        return start_ms + GRANULARITY_MS[granularity]
    # Where midnight itself is skipped, the day begins later; so take the date well inside it.
    day = dt.datetime.fromtimestamp(start_ms // 1000 + 6 * 3600, zone).date()
    return _midnight(day + dt.timedelta(days=1), zone)


def _midnight(day: dt.date, zone: ZoneInfo) -> int:
    return round(dt.datetime.combine(day, dt.time(), zone).timestamp()) * 1000
