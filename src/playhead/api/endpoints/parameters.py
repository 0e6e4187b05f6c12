"""The parameters that several endpoints share, each with its type as generated clients see it.

The types are looser than what is accepted where clients rely on it: a `limit` above the largest
page is quietly the largest page.
"""

import enum
from typing import Annotated, Final

from msgspec import Meta

from playhead.api.arguments import Parameter
from playhead.api.subview_bodies import SubviewMetric
from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID, METRICS
from playhead.catalog.metric import Measurement
from playhead.catalog.monitoring.metrics import LIVE_METRICS
from playhead.query.question import PAGE_NUMBER_LIMIT, BeyondOrder, BreakdownOrder, Direction
from playhead.query.question_subview import Subview

# Made from the catalog, so that no second place names a metric or a dimension.
MetricId = enum.StrEnum("MetricId", {name: name for name in METRIC_BY_ID})  # type: ignore[misc]
DimensionId = enum.StrEnum("DimensionId", {name: name for name in DIMENSION_BY_ID})  # type: ignore[misc]
LiveMetricId = enum.StrEnum("LiveMetricId", {each.id: each.id for each in LIVE_METRICS})  # type: ignore[misc]
RealtimeMetricId = enum.StrEnum(  # type: ignore[misc]
    "RealtimeMetricId", {each.id: each.id for each in LIVE_METRICS if each.in_realtime}
)
LiveHistogramId = enum.StrEnum(  # type: ignore[misc]
    "LiveHistogramId", {each.id: each.id for each in LIVE_METRICS if each.in_histogram}
)
BeyondOrderId = enum.StrEnum(  # type: ignore[misc]
    "BeyondOrderId", {each.name: each.value for each in (*BreakdownOrder, *BeyondOrder)}
)

TIMEFRAME: Final = Parameter(
    "timeframe",
    "two epoch seconds, start first, or one text such as 24:hours, which is meant without it",
    many=True,
    example="7:days",
)
ALL_TIME: Final = Parameter(
    "timeframe",
    "two epoch seconds, start first, or one text such as 7:days; else as long as views are kept",
    many=True,
    example="7:days",
)
FILTERS: Final = Parameter(
    "filters",
    "dimension:value, !dimension:value; on traces +dimension:value, -dimension:value and [a,b]",
    many=True,
    example="country:NO",
)
METRIC_FILTERS: Final = Parameter(
    "metric_filters",
    "a metric, a comparison and a number: rebuffer_count>=2; one of "
    + ", ".join(metric.id for metric in METRICS if metric.filterable),
    many=True,
    example="rebuffer_count>=0",
)
SCOPE: Final = (TIMEFRAME, FILTERS, METRIC_FILTERS)

NUMBER: Final = Annotated[int, Meta(ge=1)]
PAGE: Final = (
    Parameter("limit", "rows per page, 25 unless told, 100 at most", NUMBER),
    Parameter(
        "page",
        "number of the page, from 1",
        Annotated[int, Meta(ge=1, le=PAGE_NUMBER_LIMIT)],
    ),
)
LONG_LIMIT: Final = Parameter("limit", "rows per page, 100 unless told, 1000 at most", NUMBER)
MEASUREMENT: Final = Parameter(
    "measurement", "how the values of many views become one; else the metric's own", Measurement
)
DIRECTION: Final = Parameter("order_direction", "which end comes first", Direction)
ORDER_BY: Final = Parameter("order_by", "what rows are sorted by", BreakdownOrder)

PATH_KINDS: Final = {
    "METRIC_ID": MetricId,
    "DIMENSION_ID": DimensionId,
    "FILTER_ID": DimensionId,
    "SUBVIEW_METRIC_ID": SubviewMetric,
    "SUBVIEW_TYPE": Subview,
    "MONITORING_METRIC_ID": LiveMetricId,
    "MONITORING_HISTOGRAM_METRIC_ID": LiveHistogramId,
    "REALTIME_METRIC_ID": RealtimeMetricId,
    "REALTIME_HISTOGRAM_METRIC_ID": LiveHistogramId,
}
"""The types of variable segments, where one is known; else it is text."""
EXAMPLES: Final = {
    "METRIC_ID": "video_startup_time",
    "DIMENSION_ID": "country",
    "FILTER_ID": "country",
    "SUBVIEW_METRIC_ID": "playing_time",
    "SUBVIEW_TYPE": "rendition",
    "MONITORING_METRIC_ID": "current-concurrent-viewers",
    "MONITORING_HISTOGRAM_METRIC_ID": "video-startup-time",
    "REALTIME_METRIC_ID": "current-concurrent-viewers",
    "REALTIME_HISTOGRAM_METRIC_ID": "video-startup-time",
    "DIMENSION_NAME": "video_source_height",
    "ASSET_ID": "my-asset",
    "PLAYBACK_ID": "my-playback",
    "VIDEO_ID": "my-video",
    "INCIDENT_ID": "b7K2m9Qx",
    "SIGNING_KEY_ID": "Zq8vT2nRbYw5ZsA1cFg7HmU9eXo4iK3jdP0qLxWsEtQa",
    "ANNOTATION_ID": "5a0f8e2e-52e3-4f0e-9f15-2f3a7e6f1a10",
    "VIDEO_VIEW_ID": "8f0a4c1e-0000-4000-8000-000000000001",
    "ORGANIZATION_ID": "abcd2345",
    "ENVIRONMENT_ID": "efgh6722",
    "TOKEN_ID": "3d0b5f7a-6a52-4c86-9a39-0e3b7a2c9f10",
    "PERSON_ID": "1f4e2d3c-5b6a-4789-8c9d-0a1b2c3d4e5f",
    "SESSION_ID": "7a6b5c4d-3e2f-4a1b-9c8d-7e6f5a4b3c2d",
    "INVITATION_ID": "9e8d7c6b-5a49-4382-8171-605f4e3d2c1b",
    "RECOMPUTATION_ID": "1",
    "SLOT": "custom_1",
    "ERROR_ID": "957",
    "FILTER_SET_ID": "2b4c6d8e-1a3b-4c5d-8e7f-0a1b2c3d4e5f",
    "DASHBOARD_ID": "6d8e0f1a-3b4c-4d5e-9f7a-1b2c3d4e5f60",
}
"""A value of each variable segment, for example requests."""
