"""How much can be asked at once, and what of the newer questions means nothing."""

from collections.abc import Callable

import pytest

from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID
from playhead.catalog.metric import Measurement
from playhead.query import parameters
from playhead.query.confidence import bounds_of
from playhead.query.errors import InvalidParametersError, UnknownIdError
from playhead.query.filters import read_metric_filters
from playhead.query.question import (
    SEARCH_LIMIT,
    Breakdown,
    Filter,
    FilterOperator,
    Granularity,
    Measured,
    Scope,
    Timeframe,
)
from playhead.query.question_content import Content, ContentKind, Hotspots
from playhead.query.question_subview import (
    Subview,
    SubviewAttribute,
    SubviewComparison,
    Subviews,
    SubviewTimeseries,
    SubviewValues,
)
from playhead.query.question_table import (
    Histogram,
    LongPage,
    Percentile,
    Rank,
    Table,
    TimeBuckets,
)
from playhead.query.table_rows import Bars, Extent, bars_of

SCOPE = Scope("env", Timeframe(0, 1000))
STARTUP, VIEWS = METRIC_BY_ID["video_startup_time"], METRIC_BY_ID["views"]
MEASURED = Measured(STARTUP, Measurement.AVG)
BROWSER, TRACE = DIMENSION_BY_ID["browser"], DIMENSION_BY_ID["video_cdn_trace"]
MODES = Subviews(SCOPE, Subview.PLAYBACK_MODE, (SubviewAttribute.MODE,))
FAILED = Measured(METRIC_BY_ID["playback_failure_percentage"], Measurement.AVG)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Percentile(VIEWS, Rank.P50), "views has no percentiles"),
        (lambda: Histogram(SCOPE, VIEWS), "views has no distribution"),
        (lambda: Histogram(SCOPE, STARTUP, 101), "101 buckets: 1 to 100"),
        (
            lambda: Breakdown(SCOPE, MEASURED, BROWSER, search="a" * (SEARCH_LIMIT + 1)),
            "a search of 257 characters is out of bounds",
        ),
        (lambda: Breakdown(SCOPE, MEASURED, BROWSER, search=""), "a search of 0 characters"),
        (lambda: Table(SCOPE, ()), "0 measures: 1 to 12"),
        (lambda: Table(SCOPE, (MEASURED,) * 13), "13 measures: 1 to 12"),
        (lambda: Table(SCOPE, (MEASURED,), (BROWSER, BROWSER)), "a dimension stands twice"),
        (lambda: Table(SCOPE, (MEASURED,), (BROWSER,) * 5), "5 dimensions: at most 4"),
        (lambda: Table(SCOPE, (MEASURED,), order_by=1), "there is no measure 1 to sort by"),
        (lambda: LongPage(1001), "page 1 of 1001 rows is out of bounds"),
        (lambda: LongPage(1, 100_001), "page 100001 of 1 rows is out of bounds"),
        (lambda: TimeBuckets(Granularity.DAY, "Mars/Base"), "there is no time zone 'Mars/Base'"),
        (lambda: Content("", SCOPE.timeframe, ContentKind.VIDEO, "a"), "needs an environment"),
        (
            lambda: Hotspots(Content("env", SCOPE.timeframe, ContentKind.VIDEO, "a"), limit=0),
            "0 hotspots are out of bounds",
        ),
        (lambda: Subviews(SCOPE, Subview.RENDITION, ()), "one attribute or several different"),
        (
            lambda: Subviews(
                Scope("env", SCOPE.timeframe, (), read_metric_filters(["rebuffer_count>0"])),
                Subview.PLAYBACK_MODE,
                (SubviewAttribute.MODE,),
            ),
            "cannot be filtered by metrics",
        ),
        (lambda: SubviewComparison(MODES, BROWSER, ()), "one to 4 different values"),
        (lambda: SubviewComparison(MODES, BROWSER, ("a", "a")), "one to 4 different values"),
        (lambda: SubviewComparison(MODES, BROWSER, tuple("abcde")), "one to 4 different values"),
        (lambda: SubviewComparison(MODES, TRACE, ("a",)), "video_cdn_trace is a trace"),
        (lambda: SubviewComparison(MODES, BROWSER, ("a",), 101), "101 rows are out of bounds"),
        (lambda: SubviewTimeseries(MODES, Granularity.MINUTE), "not given by minute"),
        (lambda: SubviewValues(SCOPE, Subview.RENDITION, TRACE), "video_cdn_trace is a trace"),
        (
            lambda: SubviewValues(SCOPE, Subview.RENDITION, SubviewAttribute.MODE),
            "no attribute of a rendition",
        ),
        (
            lambda: SubviewValues(SCOPE, Subview.RENDITION, BROWSER, "a" * 513),
            "query holds 513 characters",
        ),
    ],
)
def test_what_means_nothing_or_asks_too_much_cannot_be_built(
    build: Callable[[], object], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        build()


@pytest.mark.parametrize(
    ("rank", "per_mille"), [(Rank.P1, 10), (Rank.P50, 500), (Rank.P99, 990), (Rank.P99_9, 999)]
)
def test_ranks_are_exact_in_thousandths(rank: Rank, per_mille: int) -> None:
    assert rank.per_mille == per_mille


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((None, None), None),
        (("browser", "a:b"), Filter(BROWSER, FilterOperator.IS, ("a:b",))),
        (("browser", ""), Filter(BROWSER, FilterOperator.IS_NULL)),
        (("video_cdn_trace", "[a,b]"), Filter(TRACE, FilterOperator.IS, ("a", "b"))),
        (("video_cdn_trace", "a"), Filter(TRACE, FilterOperator.IS, ("a",))),
    ],
)
def test_a_compared_value(given: tuple[str | None, str | None], expected: Filter | None) -> None:
    assert parameters.read_compared(*given) == expected


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("browser", None), "dimension was given without value: give both or neither"),
        ((None, "a"), "value was given without dimension"),
        (("brwser", "a"), "dimension 'brwser' is no dimension. Did you mean 'browser'?"),
        (("asn", "AS1"), "asn is a number"),
    ],
)
def test_a_compared_value_that_says_nothing_is_refused(
    given: tuple[str | None, str | None], message: str
) -> None:
    with pytest.raises(InvalidParametersError) as caught:
        parameters.read_compared(*given)
    assert message in str(caught.value)


def test_only_traces_have_elements() -> None:
    assert parameters.read_trace("video_cdn_trace") is TRACE
    with pytest.raises(InvalidParametersError, match="only video_cdn_trace has"):
        parameters.read_trace("browser")
    with pytest.raises(UnknownIdError, match="no dimension 'cdn_trace'"):
        parameters.read_trace("cdn_trace")


@pytest.mark.parametrize(("share", "bounds"), [(0.0, (0.0, 0.2775)), (1.0, (0.7225, 1.0))])
def test_a_share_of_none_or_all_is_still_uncertain(
    share: float, bounds: tuple[float, float]
) -> None:
    """Of ten views: z² / (10 + z²) is 0.2775."""
    assert bounds_of(FAILED, share, 10, (None, None)) == pytest.approx(bounds, abs=1e-4)


def test_of_one_view_nothing_is_known() -> None:
    assert bounds_of(MEASURED, 5.0, 1, (float("nan"), None)) is None


@pytest.mark.parametrize(
    ("extent", "about", "bars"),
    [
        (Extent(3, 5.0, 5.0, 5.03), 20, Bars((5.0,), 6.0)),
        (
            Extent(3, 0.0, 1.0, 0.95),
            10,
            Bars((0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0), None),
        ),
        (Extent(3, 120.0, 90_000.0, 980.0), 4, Bars((0.0, 500.0, 1000.0), None)),
        (Extent(3, -7.0, 3.0, 3.0), 2, Bars((-10.0, -5.0, 0.0), 5.0)),
    ],
)
def test_bars_begin_at_round_numbers_and_the_last_is_open_where_some_are_far_above(
    extent: Extent, about: int, bars: Bars
) -> None:
    assert bars_of(extent, about) == bars
