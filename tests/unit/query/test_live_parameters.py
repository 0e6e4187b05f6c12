"""What requests for monitoring say, and what they are told where they say it wrongly."""

import pytest

from playhead.catalog.metric import Measurement
from playhead.catalog.monitoring.dimensions import LIVE_DIMENSION_BY_ID
from playhead.catalog.monitoring.metrics import LIVE_METRIC_BY_ID
from playhead.query.errors import InvalidParametersError, InvalidTimeframeError, UnknownIdError
from playhead.query.live_parameters import (
    live_metric_named,
    read_live_dimension,
    read_live_filters,
    read_live_limit,
    read_live_measured,
    read_live_order,
    read_live_timeframe,
    read_moment,
)
from playhead.query.question import BreakdownOrder, Direction, FilterOperator, Timeframe
from playhead.query.question_live import (
    LiveAudience,
    LiveBreakdown,
    LiveBreakdownSeries,
    LiveFilter,
    LiveHistogram,
    LiveMeasured,
    LiveScope,
    LiveTable,
)

NOW_S = 1_770_076_800
NOW_MS = NOW_S * 1000
DAY_S = 86_400
COUNTRY, ASN = LIVE_DIMENSION_BY_ID["country"], LIVE_DIMENSION_BY_ID["asn"]
STARTUP = LIVE_METRIC_BY_ID["video-startup-time"]
VIEWERS = LiveMeasured(LIVE_METRIC_BY_ID["current-concurrent-viewers"])
SCOPE = LiveScope("env")


@pytest.mark.parametrize(
    ("text", "operator", "value"),
    [
        ("country:NO", FilterOperator.IS, "NO"),
        ("!country:NO", FilterOperator.IS_NOT, "NO"),
        ("country:", FilterOperator.IS_NULL, None),
        ("!country:__empty__", FilterOperator.IS_NOT_NULL, None),
        ("asn:AS64500", FilterOperator.IS, "AS64500"),
        ("asn:64500", FilterOperator.IS, "64500"),
        ("view_has_ad:true", FilterOperator.IS, "true"),
        ("video_title:a:b", FilterOperator.IS, "a:b"),
    ],
)
def test_a_filter_is_read(text: str, operator: FilterOperator, value: str | None) -> None:
    dimension = LIVE_DIMENSION_BY_ID[text.partition(":")[0].removeprefix("!")]
    assert read_live_filters([text]) == (LiveFilter(dimension, operator, value),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("country", "no colon"),
        (":NO", "no dimension ''"),
        ("browser:Chrome", "no dimension 'browser'"),
        ("+country:NO", "no dimension '\\+country'"),
        ("view_has_ad:yes", "'true' or 'false'"),
        ("asn:Telenor", "a number"),
        ("asn:-1", "a number"),
        ("asn:" + "9" * 19, "at most 18 digits"),
        ("asn:٣", "a number"),
        ("video_title:" + "x" * 2049, "longer than 2048"),
        ("video_title:\ud800", "half a character"),
    ],
)
def test_a_filter_that_says_nothing_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InvalidParametersError, match=reason):
        read_live_filters([text])


def test_filters_are_counted() -> None:
    with pytest.raises(InvalidParametersError, match="at most 50"):
        read_live_filters(["country:NO"] * 51)


def test_names() -> None:
    assert live_metric_named("video-startup-time") is STARTUP
    assert read_live_dimension(None) is COUNTRY
    assert read_live_dimension("asn") is ASN
    with pytest.raises(UnknownIdError, match="Did you mean 'video-startup-time'"):
        live_metric_named("video-startup-tim")
    with pytest.raises(InvalidParametersError, match="'browser' is none of monitoring"):
        read_live_dimension("browser")


def test_how_a_distribution_becomes_a_number() -> None:
    assert read_live_measured(STARTUP).measurement is Measurement.MEDIAN
    assert read_live_measured(STARTUP, "95th").measurement is Measurement.P95
    assert read_live_measured(VIEWERS.metric) == VIEWERS
    for metric in (STARTUP, VIEWERS.metric):
        with pytest.raises(InvalidParametersError, match="measurement 'sum'"):
            read_live_measured(metric, "sum")


def test_a_moment_lies_within_a_day() -> None:
    assert read_moment(None, now_ms=NOW_MS) is None
    assert read_moment(str(NOW_S - DAY_S), now_ms=NOW_MS) == NOW_MS - DAY_S * 1000
    with pytest.raises(InvalidTimeframeError, match=f"start at {NOW_S - DAY_S} or later"):
        read_moment(str(NOW_S - DAY_S - 1), now_ms=NOW_MS)
    for text in ("", "-1", "1.5", "now", "9" * 13, "٣"):
        with pytest.raises(InvalidParametersError, match="no epoch second"):
            read_moment(text, now_ms=NOW_MS)


def test_a_window_is_short_and_lies_within_a_day() -> None:
    assert read_live_timeframe([], now_ms=NOW_MS) is None
    assert read_live_timeframe(["10:minutes"], now_ms=NOW_MS) == Timeframe(NOW_MS - 600_000, NOW_MS)
    with pytest.raises(InvalidTimeframeError, match="601 seconds long"):
        read_live_timeframe([str(NOW_S - 601), str(NOW_S)], now_ms=NOW_MS)
    with pytest.raises(InvalidTimeframeError, match="24 hours ago"):
        read_live_timeframe([str(NOW_S - DAY_S - 1), str(NOW_S - DAY_S + 9)], now_ms=NOW_MS)


def test_orders_and_limits() -> None:
    assert read_live_order(None, None) == (BreakdownOrder.VIEWS, Direction.DESCENDING)
    assert read_live_order("field", None) == (BreakdownOrder.FIELD, Direction.ASCENDING)
    assert [read_live_limit(text) for text in (None, "1", "100", "500")] == [10, 1, 100, 100]
    for text in ("0", "-1", "x"):
        with pytest.raises(InvalidParametersError, match="limit"):
            read_live_limit(text)


def test_questions_that_cannot_be_built() -> None:
    long = Timeframe(NOW_MS, NOW_MS + 600_001)
    for build in (
        lambda: LiveScope(""),
        lambda: LiveScope("env", (LiveFilter(COUNTRY, FilterOperator.IS, "NO"),) * 51),
        lambda: LiveFilter(COUNTRY, FilterOperator.CONTAINS, "NO"),
        lambda: LiveFilter(COUNTRY, FilterOperator.IS_NULL, "NO"),
        lambda: LiveFilter(COUNTRY, FilterOperator.IS),
        lambda: LiveMeasured(STARTUP),
        lambda: LiveMeasured(VIEWERS.metric, Measurement.AVG),
        lambda: LiveHistogram(SCOPE, VIEWERS.metric),
        lambda: LiveBreakdown(SCOPE, VIEWERS, COUNTRY, limit=1001),
        lambda: LiveBreakdownSeries(SCOPE, VIEWERS, COUNTRY, limit=0),
        lambda: LiveBreakdownSeries(SCOPE, VIEWERS, COUNTRY, long),
        lambda: LiveTable(SCOPE, ()),
        lambda: LiveTable(SCOPE, (VIEWERS,), (COUNTRY, COUNTRY)),
        lambda: LiveTable(SCOPE, (VIEWERS,), tuple(LIVE_DIMENSION_BY_ID.values())[:5]),
        lambda: LiveTable(SCOPE, (VIEWERS,), order_by=1),
        lambda: LiveAudience("", "video_id", "a"),
        lambda: LiveAudience("env", "country", "a"),
    ):
        with pytest.raises(ValueError, match=r"."):
            build()
