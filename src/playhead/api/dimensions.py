"""Dimensions: which there are, and which values each has; under the older name of filters too.

Law: the two lists are those that Mux names; what the catalog has beyond them can be asked for, but
is not listed. The older lists name the advertising dimensions as well.
"""

from collections.abc import Iterable
from typing import Final

from playhead.api.bodies import DimensionLists, DimensionValueRow, Envelope, seconds_of
from playhead.api.endpoint import Asked
from playhead.api.window import last_day, window_of
from playhead.catalog.dimension import Dimension, Level
from playhead.catalog.index import DIMENSIONS
from playhead.query.filters import read_filters, read_metric_filters
from playhead.query.parameters import dimension_named, read_page
from playhead.query.question import DimensionValues, Scope


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


def _lists(asked: Asked, lists: DimensionLists) -> Envelope[DimensionLists]:
    return Envelope(total_row_count=None, timeframe=seconds_of(last_day(asked)), data=lists)


def _values(asked: Asked, dimension_id: str) -> Envelope[list[DimensionValueRow]]:
    dimension = dimension_named(dimension_id)
    arguments = asked.arguments
    scope = Scope(
        environment_id=asked.token.environment_id,
        timeframe=window_of(asked),
        filters=read_filters(arguments.all_of("filters")),
        metric_filters=read_metric_filters(arguments.all_of("metric_filters")),
    )
    page = read_page(arguments.last_of("limit"), arguments.last_of("page"))
    answer = asked.query.dimension_values(DimensionValues(scope, dimension, page))
    return Envelope(
        total_row_count=answer.total_row_count,
        timeframe=seconds_of(scope.timeframe),
        data=[DimensionValueRow(row.value, row.total_count) for row in answer.rows],
    )
