"""What the other parameters of a request mean."""

from collections.abc import Callable

import pytest

from playhead.catalog.index import METRIC_BY_ID
from playhead.catalog.metric import Measurement
from playhead.query import parameters
from playhead.query.errors import InvalidParametersError, UnknownIdError
from playhead.query.question import (
    AnyError,
    BreakdownOrder,
    Direction,
    Granularity,
    Page,
)

STARTUP = METRIC_BY_ID["video_startup_time"]
VIEWS = METRIC_BY_ID["views"]


def test_ids_and_aliases_name_a_metric() -> None:
    assert parameters.metric_named("started_views") is VIEWS
    with pytest.raises(UnknownIdError, match=r"no metric 'veiws'\. Did you mean 'views'"):
        parameters.metric_named("veiws")


def test_an_unknown_dimension_is_not_found_in_a_path_and_invalid_in_a_parameter() -> None:
    assert parameters.dimension_named("cdn").id == "cdn"
    with pytest.raises(UnknownIdError, match="no dimension 'cnd'"):
        parameters.dimension_named("cnd")
    assert parameters.read_dimension("group_by", None).id == "browser"
    with pytest.raises(InvalidParametersError, match=r"'contry' is no dimension\. Did you"):
        parameters.read_dimension("group_by", "contry")


def test_a_metric_has_a_default_measurement_and_others() -> None:
    assert parameters.read_measured(STARTUP, None).measurement is Measurement.MEDIAN
    assert parameters.read_measured(STARTUP, "95th").measurement is Measurement.P95
    assert parameters.read_measured(VIEWS, None).measurement is Measurement.COUNT


@pytest.mark.parametrize(
    ("given", "page"),
    [
        ((None, None), Page(25, 1)),
        (("1", "1"), Page(1, 1)),
        (("100", "7"), Page(100, 7)),
        (("1000", "2"), Page(100, 2)),
    ],
)
def test_pages(given: tuple[str | None, str | None], page: Page) -> None:
    assert parameters.read_page(*given) == page


def test_the_rows_of_a_page_follow_those_of_the_page_before() -> None:
    assert [Page(10, number).offset for number in (1, 2, 3)] == [0, 10, 20]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((None, None), (BreakdownOrder.NEGATIVE_IMPACT, Direction.DESCENDING)),
        (("value", None), (BreakdownOrder.VALUE, Direction.DESCENDING)),
        (("field", None), (BreakdownOrder.FIELD, Direction.ASCENDING)),
        (("field", "desc"), (BreakdownOrder.FIELD, Direction.DESCENDING)),
        (("views", "asc"), (BreakdownOrder.VIEWS, Direction.ASCENDING)),
    ],
)
def test_numbers_descend_and_names_ascend_unless_asked_otherwise(
    given: tuple[str | None, str | None], expected: tuple[BreakdownOrder, Direction]
) -> None:
    assert parameters.read_breakdown_order(*given) == expected


def test_error_ids() -> None:
    assert parameters.read_error_id(None) is None
    assert parameters.read_error_id("any") is AnyError.ANY
    assert parameters.read_error_id("17") == 17


def test_granularity_falls_back_to_the_default() -> None:
    assert parameters.read_granularity(None, Granularity.HOUR) is Granularity.HOUR
    assert parameters.read_granularity("day", Granularity.HOUR) is Granularity.DAY


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda: parameters.read_measured(STARTUP, "p99"), "measurement 'p99' is not among those"),
        (lambda: parameters.read_measured(VIEWS, "median"), "allowed for views (count)"),
        (lambda: parameters.read_page("0", None), "limit '0': give an integer of 1 or more"),
        (lambda: parameters.read_page("ten", None), "limit 'ten'"),
        (lambda: parameters.read_page(None, "-1"), "page '-1'"),
        (lambda: parameters.read_page(None, "1.0"), "page '1.0'"),
        (lambda: parameters.read_page(None, "100001"), "page 100001 is beyond the last"),
        (lambda: parameters.read_page("9" * 5000, None), "limit '99"),
        (lambda: parameters.read_breakdown_order("view", None), "Did you mean 'views'?"),
        (lambda: parameters.read_breakdown_order(None, "up"), "order_direction 'up' is not among"),
        (lambda: parameters.read_granularity("year", Granularity.HOUR), "group_by 'year'"),
        (lambda: parameters.read_error_id("x"), "error_id 'x': give an error's number, or 'any'"),
    ],
)
def test_what_cannot_be_understood_is_refused(read: Callable[[], object], message: str) -> None:
    with pytest.raises(InvalidParametersError) as caught:
        read()
    assert message in str(caught.value)
    assert len(str(caught.value)) < 500
