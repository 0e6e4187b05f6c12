"""From the other texts of a request to the parts of a question.

Absent parameters are `None` or empty. Law: what cannot be understood is refused with the parameter,
the value and what is allowed; only a `limit` above the largest page is quietly the largest page,
since clients that ask for more work with less.
"""

import enum
import re
from collections.abc import Iterable
from typing import TypeVar

from playhead.catalog.dimension import Dimension, Shape
from playhead.catalog.index import DIMENSION_BY_ID, DIMENSIONS, METRIC_BY_ID
from playhead.catalog.metric import Measurement, Metric
from playhead.query.errors import InvalidParametersError, UnknownIdError, nearest, shown
from playhead.query.filters import read_filters
from playhead.query.question import (
    PAGE_LIMIT,
    PAGE_NUMBER_LIMIT,
    SEARCH_LIMIT,
    AnyError,
    BeyondOrder,
    BreakdownOrder,
    Direction,
    Filter,
    Granularity,
    Measured,
    Page,
)

Choice = TypeVar("Choice", bound=enum.StrEnum)
_INTEGER = re.compile(r"[0-9]{1,18}", re.ASCII)


def metric_named(name: str) -> Metric:
    """Return the metric with that id or alias.

    Raises:
        UnknownIdError: there is none.
    """
    found = METRIC_BY_ID.get(name)
    if found is None:
        raise UnknownIdError(f"There is no metric {shown(name)}.{nearest(name, METRIC_BY_ID)}")
    return found


def dimension_named(name: str) -> Dimension:
    """Return the dimension of a path with that id.

    Raises:
        UnknownIdError: there is none.
    """
    found = DIMENSION_BY_ID.get(name)
    if found is None:
        raise UnknownIdError(
            f"There is no dimension {shown(name)}.{nearest(name, DIMENSION_BY_ID)}"
        )
    return found


def read_dimension(parameter: str, text: str | None, *, default: str = "browser") -> Dimension:
    """Return the dimension that a parameter such as `group_by` names.

    Raises:
        InvalidParametersError: there is none of that name.
    """
    name = default if text is None else text
    found = DIMENSION_BY_ID.get(name)
    if found is None:
        raise InvalidParametersError(
            f"{parameter} {shown(name)} is no dimension.{nearest(name, DIMENSION_BY_ID)}"
        )
    return found


def read_measured(metric: Metric, text: str | None) -> Measured:
    """Return a metric with the measurement asked for, or its default one.

    Raises:
        InvalidParametersError: the metric has no such measurement.
    """
    if text is None:
        return Measured(metric, metric.default)
    if text not in metric.allowed:
        raise _not_among("measurement", text, metric.allowed, f" for {metric.id}")
    return Measured(metric, Measurement(text))


def read_page(limit: str | None, page: str | None) -> Page:
    """Return the page asked for; without a limit 25 rows, without a number the first.

    Raises:
        InvalidParametersError: one of the two is no positive integer, or the page is too far.
    """
    rows = _positive("limit", limit, default=25)
    number = _positive("page", page, default=1)
    if number > PAGE_NUMBER_LIMIT:
        raise InvalidParametersError(
            f"page {number} is beyond the last that can be asked for, {PAGE_NUMBER_LIMIT}: "
            "narrow the timeframe or the filters"
        )
    return Page(min(rows, PAGE_LIMIT), number)


def read_granularity(text: str | None, default: Granularity) -> Granularity:
    """Return the size of buckets that a timeseries' `group_by` names.

    Raises:
        InvalidParametersError: there is none of that name.
    """
    return default if text is None else _choice("group_by", text, Granularity)


def read_direction(text: str | None, default: Direction) -> Direction:
    """Return the `order_direction`.

    Raises:
        InvalidParametersError: it is neither.
    """
    return default if text is None else _choice("order_direction", text, Direction)


def read_breakdown_order(
    order_by: str | None, direction: str | None
) -> tuple[BreakdownOrder, Direction]:
    """Return what a breakdown is sorted by, and which end first; text ascends, numbers descend.

    Raises:
        InvalidParametersError: there is none of that name.
    """
    order = (
        BreakdownOrder.NEGATIVE_IMPACT
        if order_by is None
        else _choice("order_by", order_by, BreakdownOrder)
    )
    by_field = order is BreakdownOrder.FIELD
    return order, read_direction(
        direction, Direction.ASCENDING if by_field else Direction.DESCENDING
    )


def read_beyond_order(
    order_by: str | None, direction: str | None
) -> tuple[BreakdownOrder | BeyondOrder, Direction]:
    """Return the same for a breakdown of ours, which may be sorted by more.

    Raises:
        InvalidParametersError: there is none of that name.
    """
    if order_by in {each.value for each in BeyondOrder}:
        return BeyondOrder(order_by), read_direction(direction, Direction.DESCENDING)
    if order_by is not None and order_by not in {each.value for each in BreakdownOrder}:
        raise _not_among("order_by", order_by, (*BreakdownOrder, *BeyondOrder))
    return read_breakdown_order(order_by, direction)


def read_search(text: str | None) -> str | None:
    """Return the `search`, every character of which stands for itself.

    Raises:
        InvalidParametersError: it is too long.
    """
    if text is not None and len(text) > SEARCH_LIMIT:
        raise InvalidParametersError(
            f"search {shown(text)} has {len(text)} characters: give at most {SEARCH_LIMIT}"
        )
    return text


def read_error_id(text: str | None) -> int | AnyError | None:
    """Return the `error_id`.

    Raises:
        InvalidParametersError: it is neither a number nor `any`.
    """
    if text is None or text == AnyError.ANY.value:
        return None if text is None else AnyError.ANY
    if not _INTEGER.fullmatch(text):
        raise InvalidParametersError(f"error_id {shown(text)}: give an error's number, or 'any'")
    return int(text)


def read_compared(dimension: str | None, value: str | None) -> Filter | None:
    """Return the value of a dimension that a comparison is about; neither given: all views.

    An empty value means the views without one.

    Raises:
        InvalidParametersError: one is given without the other, or the dimension has no such value.
    """
    if dimension is None and value is None:
        return None
    if dimension is None or value is None:
        given, missing = ("value", "dimension") if dimension is None else ("dimension", "value")
        raise InvalidParametersError(f"{given} was given without {missing}: give both or neither")
    found = read_dimension("dimension", dimension)
    if found.shape is Shape.TRACE and not value.startswith("["):
        value = f"[{value}]"
    try:
        (wanted,) = read_filters([f"{found.id}:{value}"])
    except InvalidParametersError as error:
        raise InvalidParametersError(f"value {shown(value)}: {error}") from error
    return wanted


def read_trace(name: str) -> Dimension:
    """Return the trace of a path with that id.

    Raises:
        UnknownIdError: there is no such dimension.
        InvalidParametersError: it is no trace.
    """
    found = dimension_named(name)
    if found.shape is not Shape.TRACE:
        traces = ", ".join(each.id for each in DIMENSIONS if each.shape is Shape.TRACE)
        raise InvalidParametersError(
            f"{found.id} has one value a view, so it has no elements: only {traces} has"
        )
    return found


def _positive(parameter: str, text: str | None, *, default: int) -> int:
    if text is None:
        return default
    if not _INTEGER.fullmatch(text) or int(text) < 1:
        raise InvalidParametersError(f"{parameter} {shown(text)}: give an integer of 1 or more")
    return int(text)


def _choice(parameter: str, text: str, choices: type[Choice]) -> Choice:
    if text not in {choice.value for choice in choices}:
        raise _not_among(parameter, text, choices)
    return choices(text)


def _not_among(
    parameter: str, text: str, allowed: Iterable[str], where: str = ""
) -> InvalidParametersError:
    known = [str(choice) for choice in allowed]
    return InvalidParametersError(
        f"{parameter} {shown(text)} is not among those allowed{where} ({', '.join(known)})."
        f"{nearest(text, known)}"
    )
