"""What a question looks at, decided before any SQL is written.

Law: pure. Filters on different dimensions must all hold. On one dimension, one of the positive
filters must hold, and none of the negated may be struck by.
"""

from collections.abc import Sequence

import msgspec

from playhead.catalog.measure import Value
from playhead.catalog.metric import TimeBasis
from playhead.query.errors import InvalidParametersError, InvalidTimeframeError
from playhead.query.question import (
    FILTER_LIMIT,
    Direction,
    Filter,
    FilterOperator,
    Granularity,
    MetricFilter,
    Scope,
    Timeframe,
    Timeseries,
)
from playhead.query.timeframe import GRANULARITY_MS

POINT_LIMIT = 10_000
# A bucket is told as a date, and dates have four digits of years: the first day of the last year,
# since a window may be rounded out, and clocks be ahead.
CALENDAR_END_MS = 253_370_764_800_000

_POSITIVE = frozenset({FilterOperator.IS, FilterOperator.IS_NULL, FilterOperator.CONTAINS})


class Selection(msgspec.Struct, frozen=True):
    """The views a question looks at: those that match one filter of each of `groups`.

    With a `value`, only the views that have one.
    """

    environment_id: str
    basis: TimeBasis
    timeframe: Timeframe
    groups: tuple[tuple[Filter, ...], ...]
    metric_filters: tuple[MetricFilter, ...]
    value: Value | None = None


def select_views(scope: Scope, basis: TimeBasis, value: Value | None = None) -> Selection:
    """Return the views that a scope means.

    Raises:
        InvalidParametersError: there are too many filters.
    """
    for parameter, filters in (
        ("filters[]", scope.filters),
        ("metric_filters[]", scope.metric_filters),
    ):
        if len(filters) > FILTER_LIMIT:
            raise InvalidParametersError(
                f"{parameter} holds {len(filters)} filters: give at most {FILTER_LIMIT}"
            )
    return Selection(
        environment_id=scope.environment_id,
        basis=basis,
        timeframe=scope.timeframe,
        groups=group_filters(scope.filters),
        metric_filters=scope.metric_filters,
        value=value,
    )


def group_filters(filters: Sequence[Filter]) -> tuple[tuple[Filter, ...], ...]:
    """Return filters as groups of which each must be matched, by any one of its filters."""
    together: dict[str, tuple[Filter, ...]] = {}
    for wanted in filters:
        positive = wanted.operator in _POSITIVE
        key = wanted.dimension.id if positive else f"{len(together)} {wanted.dimension.id}"
        together[key] = (*together.get(key, ()), wanted)
    return tuple(together.values())


def buckets_of(question: Timeseries) -> range:
    """Return the starts of all buckets of a timeseries in epoch milliseconds, in its direction.

    The last bucket is the one in which the timeframe ends, so one that would begin at the very
    end is left out.

    Raises:
        InvalidParametersError: there are too many.
    """
    ascending = bucket_starts(question.scope.timeframe, question.granularity, "group_by")
    return ascending if question.direction is Direction.ASCENDING else ascending[::-1]


def bucket_starts(window: Timeframe, granularity: Granularity, parameter: str) -> range:
    """Return the starts of all buckets that a timeframe touches, oldest first.

    Raises:
        InvalidParametersError: there are too many; `parameter` is what to change.
        InvalidTimeframeError: no calendar reaches so far.
    """
    check_calendar(window)
    step = GRANULARITY_MS[granularity]
    ascending = range(window.start_ms // step * step, window.end_ms, step)
    if len(ascending) > POINT_LIMIT:
        raise InvalidParametersError(
            f"{parameter} {granularity.value!r} gives {len(ascending)} points over this "
            f"timeframe, and at most {POINT_LIMIT} are given: choose a larger one or a shorter "
            "timeframe"
        )
    return ascending


def check_calendar(window: Timeframe) -> None:
    """Refuse a window with buckets that have no date.

    Raises:
        InvalidTimeframeError: it begins after the year 9998.
    """
    if window.start_ms >= CALENDAR_END_MS:
        raise InvalidTimeframeError(
            f"timeframe[] starts at {window.start_ms // 1000}, after the year 9998: give epoch"
            " seconds, not milliseconds"
        )
