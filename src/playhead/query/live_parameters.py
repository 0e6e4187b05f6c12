"""From the texts of a request for monitoring to the parts of a question.

Absent parameters are `None` or empty. Filters are `dimension:value` and `!dimension:value`; an
empty value or `__empty__` means no value. Law: as in `parameters`; now is an argument.
"""

import re
from collections.abc import Sequence

from playhead.catalog.metric import Measurement
from playhead.catalog.monitoring.dimensions import LIVE_DIMENSION_BY_ID
from playhead.catalog.monitoring.live_dimension import LiveDimension
from playhead.catalog.monitoring.live_metric import LiveMetric
from playhead.catalog.monitoring.metrics import LIVE_METRIC_BY_ID
from playhead.query.errors import (
    InvalidParametersError,
    InvalidTimeframeError,
    UnknownIdError,
    nearest,
    shown,
)
from playhead.query.filters import VALUE_LIMIT
from playhead.query.parameters import read_breakdown_order
from playhead.query.question import (
    FILTER_LIMIT,
    BreakdownOrder,
    Direction,
    FilterOperator,
    Timeframe,
)
from playhead.query.question_live import (
    SHORT_SERIES_LIMIT_MS,
    SHORT_SERIES_ROW_LIMIT,
    LiveFilter,
    LiveMeasured,
)
from playhead.query.timeframe import DAY_MS, read_timeframe

LOOK_BACK_MS = DAY_MS
_EMPTY = frozenset({"", "__empty__"})
_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)
_INTEGER = re.compile(r"[0-9]{1,18}", re.ASCII)


def live_metric_named(name: str) -> LiveMetric:
    """Return the live metric with that id.

    Raises:
        UnknownIdError: there is none.
    """
    found = LIVE_METRIC_BY_ID.get(name)
    if found is None:
        raise UnknownIdError(
            f"There is no live metric {shown(name)}.{nearest(name, LIVE_METRIC_BY_ID)}"
        )
    return found


def read_live_measured(metric: LiveMetric, text: str | None = None) -> LiveMeasured:
    """Return a live metric with the measurement asked for, or its first one.

    Raises:
        InvalidParametersError: the metric has no such measurement.
    """
    allowed = metric.allowed
    if text is None:
        return LiveMeasured(metric, allowed[0] if allowed else None)
    if text not in allowed:
        known = f"one of {', '.join(allowed)}" if allowed else "none"
        raise InvalidParametersError(f"measurement {shown(text)}: {metric.id} takes {known}")
    return LiveMeasured(metric, Measurement(text))


def read_live_dimension(text: str | None, *, default: str = "country") -> LiveDimension:
    """Return the dimension that `dimension` names.

    Raises:
        InvalidParametersError: monitoring has none of that name.
    """
    name = default if text is None else text
    found = LIVE_DIMENSION_BY_ID.get(name)
    if found is None:
        raise InvalidParametersError(
            f"dimension {shown(name)} is none of monitoring.{nearest(name, LIVE_DIMENSION_BY_ID)}"
        )
    return found


def read_moment(text: str | None, *, now_ms: int) -> int | None:
    """Return the instant that `timestamp`, in epoch seconds, names.

    Raises:
        InvalidParametersError: it is no number.
        InvalidTimeframeError: it is older than what monitoring looks back.
    """
    if text is None:
        return None
    if not _SECONDS.fullmatch(text):
        raise InvalidParametersError(f"timestamp {shown(text)} is no epoch second")
    _check_age("timestamp", int(text) * 1000, now_ms)
    return int(text) * 1000


def read_live_timeframe(values: Sequence[str], *, now_ms: int) -> Timeframe | None:
    """Return the window that `timeframe[]` means; none is given: nothing.

    Raises:
        InvalidTimeframeError: it cannot be read, is too long, or begins too early.
    """
    if not values:
        return None
    window = read_timeframe(values, now_ms=now_ms)
    if window.length_ms > SHORT_SERIES_LIMIT_MS:
        raise InvalidTimeframeError(
            f"timeframe[] is {window.length_ms // 1000} seconds long: ask for at most"
            f" {SHORT_SERIES_LIMIT_MS // 1000}"
        )
    _check_age("timeframe[]", window.start_ms, now_ms)
    return window


def _check_age(parameter: str, start_ms: int, now_ms: int) -> None:
    if start_ms < now_ms - LOOK_BACK_MS:
        raise InvalidTimeframeError(
            f"{parameter} {start_ms // 1000} is more than 24 hours ago, and monitoring looks back"
            f" no further: start at {-(-(now_ms - LOOK_BACK_MS) // 1000)} or later"
        )


def read_live_order(
    order_by: str | None, direction: str | None
) -> tuple[BreakdownOrder, Direction]:
    """Return what a live breakdown is sorted by; without a wish the most viewers stand first.

    Raises:
        InvalidParametersError: there is none of that name.
    """
    return read_breakdown_order(BreakdownOrder.VIEWS if order_by is None else order_by, direction)


def read_live_limit(text: str | None) -> int:
    """Return how many values are told at each tick: 10, or as asked, and at most 100.

    Raises:
        InvalidParametersError: it is no positive integer.
    """
    if text is None:
        return 10
    if not _INTEGER.fullmatch(text) or int(text) < 1:
        raise InvalidParametersError(f"limit {shown(text)}: give an integer of 1 or more")
    return min(int(text), SHORT_SERIES_ROW_LIMIT)


def read_live_filters(values: Sequence[str]) -> tuple[LiveFilter, ...]:
    """Return the conditions that the values of `filters[]` mean.

    Raises:
        InvalidParametersError: one cannot be read, or they are too many.
    """
    if len(values) > FILTER_LIMIT:
        raise InvalidParametersError(
            f"filters[] was given {len(values)} times: give at most {FILTER_LIMIT}"
        )
    return tuple(_read_filter(text) for text in values)


def _read_filter(text: str) -> LiveFilter:
    name, colon, value = text.partition(":")
    if not colon:
        raise _refused(text, "it has no colon: write 'dimension:value'")
    if len(value) > VALUE_LIMIT:
        raise _refused(text, f"its value is longer than {VALUE_LIMIT} characters")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise _refused(text, "its value is no text: it holds half a character")
    negated = name.startswith("!")
    name = name.removeprefix("!")
    dimension = LIVE_DIMENSION_BY_ID.get(name)
    if dimension is None:
        known = nearest(name, LIVE_DIMENSION_BY_ID)
        raise _refused(text, f"monitoring has no dimension {shown(name)}.{known}")
    if value in _EMPTY:
        null = FilterOperator.IS_NOT_NULL if negated else FilterOperator.IS_NULL
        return LiveFilter(dimension, null)
    try:
        return LiveFilter(dimension, FilterOperator.IS_NOT if negated else FilterOperator.IS, value)
    except ValueError as error:
        raise _refused(text, str(error)) from error


def _refused(text: str, reason: str) -> InvalidParametersError:
    return InvalidParametersError(f"filters[] {shown(text)}: {reason}")
