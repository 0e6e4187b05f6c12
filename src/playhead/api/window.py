"""The window of time that an answer is about, read from a request and echoed."""

from playhead.api.endpoint import Asked
from playhead.query.question import Timeframe
from playhead.query.timeframe import granularity_for, read_timeframe, round_timeframe


def window_of(asked: Asked) -> Timeframe:
    """Return the request's timeframe, rounded out to the buckets that suit its length."""
    window = read_timeframe(
        asked.arguments.all_of("timeframe"), now_ms=asked.now_ms, retention_ms=asked.retention_ms
    )
    return round_timeframe(window, granularity_for(window))


def last_day(asked: Asked) -> Timeframe:
    """Return what is echoed where no timeframe can be given."""
    window = read_timeframe((), now_ms=asked.now_ms)
    return round_timeframe(window, granularity_for(window))
