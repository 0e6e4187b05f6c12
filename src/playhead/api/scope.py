"""What all questions about views have in common: the environment, the window of time, filters.

Law: the window is rounded out to the buckets that suit its length, and the rounded one is asked
and echoed, so that the answer says exactly which time it is about.
"""

from playhead.api.endpoint import Asked
from playhead.query.filters import read_filters, read_metric_filters
from playhead.query.question import Granularity, Scope, Timeframe
from playhead.query.timeframe import granularity_for, read_timeframe, round_timeframe


def window_of(asked: Asked) -> Timeframe:
    """Return the request's timeframe, rounded out to the buckets that suit its length."""
    window = _unrounded(asked)
    return round_timeframe(window, granularity_for(window))


def all_or_window_of(asked: Asked) -> Timeframe:
    """Return the request's timeframe; without one, all the time that views are kept."""
    if asked.arguments.all_of("timeframe"):
        return window_of(asked)
    kept_ms = asked.now_ms if asked.retention_ms is None else asked.retention_ms
    window = Timeframe(max(0, asked.now_ms - kept_ms), asked.now_ms)
    return round_timeframe(window, granularity_for(window))


def minutes_of(asked: Asked) -> Timeframe:
    """Return the request's timeframe, rounded out to minutes: for what has just happened."""
    return round_timeframe(_unrounded(asked), Granularity.MINUTE)


def suitable_granularity(asked: Asked) -> Granularity:
    """Return the buckets that suit the length of the request's timeframe."""
    return granularity_for(_unrounded(asked))


def last_day(asked: Asked) -> Timeframe:
    """Return what is echoed where no timeframe can be given."""
    window = read_timeframe((), now_ms=asked.now_ms)
    return round_timeframe(window, granularity_for(window))


def scope_of(asked: Asked, timeframe: Timeframe | None = None) -> Scope:
    """Return which views a request asks about; without a timeframe, those of `window_of`."""
    return Scope(
        environment_id=asked.environment.id,
        timeframe=timeframe or window_of(asked),
        filters=read_filters(asked.arguments.all_of("filters")),
        metric_filters=read_metric_filters(asked.arguments.all_of("metric_filters")),
    )


def _unrounded(asked: Asked) -> Timeframe:
    return read_timeframe(
        asked.arguments.all_of("timeframe"), now_ms=asked.now_ms, retention_ms=asked.retention_ms
    )
