"""Dimensions: which there are, and which values each has; under the older name of filters too.

Law: the two lists are those that Mux names; what the catalog has beyond them can be asked for, but
is not listed. The older lists name the advertising dimensions as well.
"""

from collections.abc import Iterable
from typing import Final

from playhead.api.bodies import DimensionLists, DimensionValueRow, Envelope, seconds_of
from playhead.api.choices import read_choice
from playhead.api.endpoint import Asked
from playhead.api.errors import invalid_parameters
from playhead.api.scope import last_day, scope_of
from playhead.catalog.dimension import Dimension, Level, Shape
from playhead.catalog.index import DIMENSIONS
from playhead.query.answer import DimensionValuesAnswer
from playhead.query.parameters import dimension_named, read_direction, read_page
from playhead.query.question import (
    BreakdownOrder,
    DimensionValues,
    Direction,
    Page,
    Scope,
    TraceElements,
)


def _ids(dimensions: Iterable[Dimension], *levels: Level) -> tuple[str, ...]:
    return tuple(sorted(each.id for each in dimensions if each.level in levels))


DIMENSION_LISTS: Final = DimensionLists(
    basic=_ids(DIMENSIONS, Level.BASIC), advanced=_ids(DIMENSIONS, Level.ADVANCED)
)
FILTER_LISTS: Final = DimensionLists(
    basic=_ids(DIMENSIONS, Level.BASIC), advanced=_ids(DIMENSIONS, Level.ADVANCED, Level.NONE)
)


def list_dimensions(asked: Asked) -> Envelope[DimensionLists]:
    """Answer `/dimensions`."""
    return _lists(asked, DIMENSION_LISTS)


def list_filters(asked: Asked) -> Envelope[DimensionLists]:
    """Answer `/filters`."""
    return _lists(asked, FILTER_LISTS)


def dimension_values(asked: Asked) -> Envelope[list[DimensionValueRow]]:
    """Answer `/dimensions/{DIMENSION_ID}`."""
    return _values(asked, asked.path["DIMENSION_ID"])


def filter_values(asked: Asked) -> Envelope[list[DimensionValueRow]]:
    """Answer `/filters/{FILTER_ID}`."""
    return _values(asked, asked.path["FILTER_ID"])


def trace_elements(asked: Asked) -> Envelope[list[DimensionValueRow]]:
    """Answer `/dimensions/{DIMENSION_ID}/elements`."""
    dimension = dimension_named(asked.path["DIMENSION_ID"])
    if dimension.shape is not Shape.TRACE:
        traces = ", ".join(each.id for each in DIMENSIONS if each.shape is Shape.TRACE)
        raise invalid_parameters(f"{dimension.id} has no elements: only {traces} has")
    order = read_choice(
        "order_by", asked.arguments.last_of("order_by") or BreakdownOrder.VIEWS, BreakdownOrder
    )
    direction = read_direction(asked.arguments.last_of("order_direction"), Direction.DESCENDING)
    scope, page = scope_of(asked), _page(asked)
    return _listed(
        scope, asked.query.trace_elements(TraceElements(scope, dimension, order, direction, page))
    )


def _values(asked: Asked, dimension_id: str) -> Envelope[list[DimensionValueRow]]:
    dimension = dimension_named(dimension_id)
    scope, page = scope_of(asked), _page(asked)
    return _listed(scope, asked.query.dimension_values(DimensionValues(scope, dimension, page)))


def _lists(asked: Asked, lists: DimensionLists) -> Envelope[DimensionLists]:
    return Envelope(total_row_count=None, timeframe=seconds_of(last_day(asked)), data=lists)


def _page(asked: Asked) -> Page:
    return read_page(asked.arguments.last_of("limit"), asked.arguments.last_of("page"))


def _listed(scope: Scope, answer: DimensionValuesAnswer) -> Envelope[list[DimensionValueRow]]:
    return Envelope(
        total_row_count=answer.total_row_count,
        timeframe=seconds_of(scope.timeframe),
        data=[DimensionValueRow(row.value, row.total_count) for row in answer.rows],
    )
