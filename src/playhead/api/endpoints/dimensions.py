"""Endpoints about dimensions, under their current and their deprecated name."""

from typing import Final

from playhead.api import dimensions
from playhead.api.endpoint import Endpoint, Tag
from playhead.api.endpoints.parameters import (
    DIRECTION,
    FILTERS,
    ORDER_BY,
    PAGE,
    SCOPE,
    TIMEFRAME,
)
from playhead.model.access import Permission

ENDPOINTS: Final = (
    Endpoint(
        "list_dimensions",
        Tag.DIMENSIONS,
        "/data/v1/dimensions",
        "All dimensions by which views are grouped and filtered",
        Permission.DATA_READ,
        (),
        dimensions.list_dimensions,
    ),
    Endpoint(
        "list_dimension_values",
        Tag.DIMENSIONS,
        "/data/v1/dimensions/{DIMENSION_ID}",
        "The values of a dimension with their number of views, most frequent first",
        Permission.DATA_READ,
        (*SCOPE, *PAGE),
        dimensions.dimension_values,
    ),
    Endpoint(
        "list_dimension_elements",
        Tag.DIMENSIONS,
        "/data/v1/dimensions/{DIMENSION_ID}/elements",
        "The elements of a trace with their number of views",
        Permission.DATA_READ,
        (*SCOPE, ORDER_BY, DIRECTION, *PAGE),
        dimensions.trace_elements,
    ),
    Endpoint(
        "list_filters",
        Tag.DIMENSIONS,
        "/data/v1/filters",
        "The older name of the list of dimensions",
        Permission.DATA_READ,
        (),
        dimensions.list_filters,
        deprecated=True,
    ),
    Endpoint(
        "list_filter_values",
        Tag.DIMENSIONS,
        "/data/v1/filters/{FILTER_ID}",
        "The older name of the values of a dimension",
        Permission.DATA_READ,
        (TIMEFRAME, FILTERS, *PAGE),
        dimensions.filter_values,
        deprecated=True,
    ),
)
