"""Questions that mean nothing cannot be built."""

from collections.abc import Callable

import pytest

from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID
from playhead.catalog.metric import Measurement
from playhead.query.errors import InvalidParametersError
from playhead.query.plan import buckets_of, group_filters
from playhead.query.question import (
    Comparison,
    Direction,
    Filter,
    FilterOperator,
    Granularity,
    Measured,
    MetricFilter,
    OneView,
    Page,
    Scope,
    Timeframe,
    Timeseries,
)
from playhead.query.timeframe import DAY_MS, HOUR_MS, MINUTE_MS

VIEWS = METRIC_BY_ID["views"]
BROWSER, TRACE = DIMENSION_BY_ID["browser"], DIMENSION_BY_ID["video_cdn_trace"]
HOUR = Timeframe(0, HOUR_MS)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Scope("", HOUR), "needs an environment"),
        (lambda: OneView("", "view"), "needs an environment"),
        (lambda: Measured(VIEWS, Measurement.MEDIAN), "views has no median"),
        (lambda: MetricFilter(VIEWS, Comparison.MORE, 1), "cannot be filtered by views"),
        (lambda: Filter(BROWSER, FilterOperator.CONTAINS, ("a",)), "browser is no trace"),
        (lambda: Filter(BROWSER, FilterOperator.IS, ()), "is on browser with 0 values"),
        (lambda: Filter(BROWSER, FilterOperator.IS_NULL, ("a",)), "with 1 values"),
        (lambda: Filter(TRACE, FilterOperator.OMITS, ("a", "b")), "with 2 values"),
        (lambda: Page(limit=101), "out of bounds"),
        (lambda: Page(limit=0), "out of bounds"),
        (lambda: Page(number=0), "out of bounds"),
    ],
)
def test_a_question_without_a_meaning_cannot_be_built(
    build: Callable[[], object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        build()


def timeseries(start_ms: int, end_ms: int, granularity: Granularity) -> Timeseries:
    scope = Scope("env", Timeframe(start_ms, end_ms))
    return Timeseries(scope, Measured(VIEWS, Measurement.COUNT), granularity)


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "granularity", "count", "first"),
    [
        (0, DAY_MS, Granularity.HOUR, 24, 0),
        (HOUR_MS // 2, DAY_MS + HOUR_MS // 2, Granularity.HOUR, 25, 0),
        (DAY_MS - 1, DAY_MS, Granularity.DAY, 1, 0),
        (DAY_MS - 1, DAY_MS + 1, Granularity.DAY, 2, 0),
        (90_000, 150_000, Granularity.MINUTE, 2, MINUTE_MS),
        (0, 10_000 * MINUTE_MS, Granularity.MINUTE, 10_000, 0),
    ],
)
def test_buckets_cover_the_timeframe(
    start_ms: int, end_ms: int, granularity: Granularity, count: int, first: int
) -> None:
    buckets = buckets_of(timeseries(start_ms, end_ms, granularity))
    assert (len(buckets), buckets[0]) == (count, first)


def test_too_many_buckets_are_refused() -> None:
    with pytest.raises(InvalidParametersError, match="gives 10001 points"):
        buckets_of(timeseries(0, 10_000 * MINUTE_MS + 1, Granularity.MINUTE))


def test_the_newest_bucket_comes_first_where_asked() -> None:
    question = timeseries(0, 3 * HOUR_MS, Granularity.HOUR)
    backwards = Timeseries(
        question.scope, question.measured, question.granularity, Direction.DESCENDING
    )
    assert list(buckets_of(backwards)) == [2 * HOUR_MS, HOUR_MS, 0]


def test_positive_filters_of_a_dimension_stand_together_and_negated_ones_alone() -> None:
    def browser(operator: FilterOperator, value: str) -> Filter:
        return Filter(BROWSER, operator, (value,))

    a, b = browser(FilterOperator.IS, "a"), browser(FilterOperator.IS, "b")
    c, d = browser(FilterOperator.IS_NOT, "c"), browser(FilterOperator.IS_NOT, "d")
    cdn = Filter(DIMENSION_BY_ID["cdn"], FilterOperator.IS, ("x",))
    assert group_filters([a, c, cdn, d, b]) == ((a, b), (c,), (cdn,), (d,))
