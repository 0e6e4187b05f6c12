"""Endpoints about subviews. The lists of dimensions stand first, since their paths are special."""

import enum
from typing import Final

from playhead.api import subviews
from playhead.api.arguments import Parameter
from playhead.api.endpoint import Endpoint, Tag
from playhead.api.endpoints.parameters import (
    DIRECTION,
    FILTERS,
    NUMBER,
    PAGE,
    TIMEFRAME,
    DimensionId,
)
from playhead.model.access import Permission
from playhead.query.question_subview import SubviewAttribute, SubviewOrder

_PATH: Final = "/data/v1/subview-metrics"
_ONE: Final = f"{_PATH}/{{SUBVIEW_METRIC_ID}}/{{SUBVIEW_TYPE}}"
_SCOPE: Final = (TIMEFRAME, FILTERS)


class TimeGranularity(enum.StrEnum):
    """The buckets that subviews are given by."""

    HOUR = "hour"
    DAY = "day"


_GROUP_BY: Final = Parameter(
    "group_by",
    "attributes of a rendition, by which it is told apart; all unless told",
    SubviewAttribute,
    many=True,
    example="video_source_height",
)
_ROWS: Final = Parameter("breakdown_value_limit", "groups in each, 10 unless told", NUMBER)

ENDPOINTS: Final = (
    Endpoint(
        "list_subview_dimensions",
        Tag.SUBVIEWS,
        f"{_PATH}/{{SUBVIEW_TYPE}}/dimensions",
        "The dimensions of views and the attributes of subviews",
        Permission.DATA_READ,
        (),
        subviews.subview_dimensions,
    ),
    Endpoint(
        "list_subview_dimension_values",
        Tag.SUBVIEWS,
        f"{_PATH}/{{SUBVIEW_TYPE}}/dimensions/{{DIMENSION_NAME}}",
        "The values of a dimension or an attribute with their playing time",
        Permission.DATA_READ,
        (
            *_SCOPE,
            Parameter("query", "only values that contain this text, whatever its case"),
            Parameter("order_by", "what rows are sorted by", SubviewOrder),
            DIRECTION,
            *PAGE,
        ),
        subviews.subview_dimension_values,
    ),
    Endpoint(
        "get_subview_overall_values",
        Tag.SUBVIEWS,
        f"{_ONE}/overall",
        "The playing time of all subviews",
        Permission.DATA_READ,
        _SCOPE,
        subviews.subview_overall,
    ),
    Endpoint(
        "list_subview_breakdown_values",
        Tag.SUBVIEWS,
        f"{_ONE}/breakdown",
        "The playing time of each group of subviews, longest first",
        Permission.DATA_READ,
        (*_SCOPE, _GROUP_BY, *PAGE),
        subviews.subview_breakdown,
    ),
    Endpoint(
        "list_subview_comparison_values",
        Tag.SUBVIEWS,
        f"{_ONE}/comparison",
        "The playing time of the longest groups for each of a few values of a dimension",
        Permission.DATA_READ,
        (
            *_SCOPE,
            _GROUP_BY,
            Parameter(
                "dimension",
                "whose values are compared",
                DimensionId,
                required=True,
                example="country",
            ),
            Parameter(
                "values",
                "one to four values; __empty__: the views without one",
                many=True,
                required=True,
                empty=True,
                example="NO",
            ),
            _ROWS,
        ),
        subviews.subview_comparison,
    ),
    Endpoint(
        "get_subview_breakdown_timeseries",
        Tag.SUBVIEWS,
        f"{_ONE}/breakdown-timeseries",
        "The playing time of the longest groups in each bucket of time",
        Permission.DATA_READ,
        (
            *_SCOPE,
            _GROUP_BY,
            Parameter("time_granularity", "hour unless longer than 15 days", TimeGranularity),
            _ROWS,
        ),
        subviews.subview_timeseries,
    ),
)
