"""Endpoints about this moment: Mux's, their deprecated predecessors, and ours."""

import enum
from typing import Annotated, Final

from msgspec import Meta

from playhead.api.arguments import Parameter
from playhead.api.endpoint import Endpoint, Tag
from playhead.api.endpoints.parameters import DIRECTION, NUMBER, PAGE
from playhead.api.limit_class import LimitClass
from playhead.api.monitoring import answers
from playhead.api.monitoring.bodies import (
    HistogramEnvelope,
    HistogramMinute,
    LiveTick,
)
from playhead.api.monitoring.edition import MONITORING, REALTIME
from playhead.api.monitoring.live_table import live_table
from playhead.api.monitoring.push import ROWS_MOST, read_push
from playhead.catalog.monitoring.dimensions import LIVE_DIMENSIONS
from playhead.catalog.monitoring.metrics import LIVE_METRICS
from playhead.model.access import Permission
from playhead.query.question import BreakdownOrder
from playhead.query.question_table import DIMENSION_LIMIT, MEASURE_LIMIT

LiveDimensionId = enum.StrEnum(  # type: ignore[misc]
    "LiveDimensionId", {each.id: each.id for each in LIVE_DIMENSIONS}
)
RealtimeDimensionId = enum.StrEnum(  # type: ignore[misc]
    "RealtimeDimensionId", {each.id: each.id for each in REALTIME.dimensions}
)
_SAMPLED = next(each for each in LIVE_METRICS if each.in_histogram)
LiveMeasurement = enum.StrEnum(  # type: ignore[misc]
    "LiveMeasurement", {each.name: each.value for each in _SAMPLED.allowed}
)

_FILTERS = Parameter(
    "filters", "dimension:value or !dimension:value", many=True, example="country:NO"
)
_MOMENT = Annotated[int, Meta(ge=0)]
_AT = Parameter(
    "timestamp", "the epoch second asked about, of the last 24 hours; else now", _MOMENT
)
_FROM = Parameter(
    "timestamp", "the epoch second to start at, of the last 24 hours; else 30 minutes ago", _MOMENT
)
_ORDER = Parameter("order_by", "what rows are sorted by, views unless told", BreakdownOrder)
_MEASUREMENT = Parameter(
    "measurement",
    f"how startup times become one number (ours): without it {_SAMPLED.id} is not found here",
    LiveMeasurement,
)
_DIMENSION = Parameter("dimension", "what to break down by, country unless told", LiveDimensionId)
_OLD_DIMENSION = Parameter(
    "dimension", "what to break down by, country unless told", RealtimeDimensionId
)
_DATA_READ, _REALTIME = Permission.DATA_READ, LimitClass.REALTIME

ENDPOINTS: Final = (
    Endpoint(
        "list_monitoring_dimensions",
        Tag.MONITORING,
        "/data/v1/monitoring/dimensions",
        "The dimensions of monitoring",
        _DATA_READ,
        (),
        answers.list_dimensions(MONITORING),
        limit=_REALTIME,
    ),
    Endpoint(
        "list_monitoring_metrics",
        Tag.MONITORING,
        "/data/v1/monitoring/metrics",
        "The metrics of monitoring",
        _DATA_READ,
        (),
        answers.list_metrics(MONITORING),
        limit=_REALTIME,
    ),
    Endpoint(
        "get_monitoring_breakdown",
        Tag.MONITORING,
        "/data/v1/monitoring/metrics/{MONITORING_METRIC_ID}/breakdown",
        "One number for each value of a dimension, of five seconds",
        _DATA_READ,
        (_DIMENSION, _AT, _FILTERS, _ORDER, DIRECTION, _MEASUREMENT),
        answers.breakdown(MONITORING),
        limit=_REALTIME,
    ),
    Endpoint(
        "get_monitoring_breakdown_timeseries",
        Tag.MONITORING,
        "/data/v1/monitoring/metrics/{MONITORING_METRIC_ID}/breakdown-timeseries",
        "One number for each of the first values of a dimension, every five seconds",
        _DATA_READ,
        (
            _DIMENSION,
            Parameter(
                "timeframe",
                "two epoch seconds or one text such as 5:minutes, at most ten minutes of the last"
                " 24 hours; else the newest minute",
                many=True,
                example="5:minutes",
            ),
            _FILTERS,
            Parameter("limit", "rows every five seconds, 10 unless told, 100 at most", NUMBER),
            _ORDER,
            DIRECTION,
            _MEASUREMENT,
        ),
        answers.breakdown_timeseries,
        limit=_REALTIME,
    ),
    Endpoint(
        "get_monitoring_timeseries",
        Tag.MONITORING,
        "/data/v1/monitoring/metrics/{MONITORING_METRIC_ID}/timeseries",
        "One number every five seconds of half an hour",
        _DATA_READ,
        (_FILTERS, _FROM, _MEASUREMENT),
        answers.timeseries(MONITORING),
        limit=_REALTIME,
    ),
    Endpoint(
        "get_monitoring_histogram_timeseries",
        Tag.MONITORING,
        "/data/v1/monitoring/metrics/{MONITORING_HISTOGRAM_METRIC_ID}/histogram-timeseries",
        "How startup times spread, every minute of half an hour",
        _DATA_READ,
        (_FILTERS,),
        answers.histogram(MONITORING),
        answers=HistogramEnvelope[list[HistogramMinute]],
        limit=_REALTIME,
    ),
    Endpoint(
        "list_realtime_dimensions",
        Tag.MONITORING,
        "/data/v1/realtime/dimensions",
        "As for monitoring",
        _DATA_READ,
        (),
        answers.list_dimensions(REALTIME),
        deprecated=True,
        limit=_REALTIME,
    ),
    Endpoint(
        "list_realtime_metrics",
        Tag.MONITORING,
        "/data/v1/realtime/metrics",
        "As for monitoring",
        _DATA_READ,
        (),
        answers.list_metrics(REALTIME),
        deprecated=True,
        limit=_REALTIME,
    ),
    Endpoint(
        "get_realtime_breakdown",
        Tag.MONITORING,
        "/data/v1/realtime/metrics/{REALTIME_METRIC_ID}/breakdown",
        "As for monitoring",
        _DATA_READ,
        (_OLD_DIMENSION, _AT, _FILTERS, _ORDER, DIRECTION),
        answers.breakdown(REALTIME),
        deprecated=True,
        limit=_REALTIME,
    ),
    Endpoint(
        "get_realtime_timeseries",
        Tag.MONITORING,
        "/data/v1/realtime/metrics/{REALTIME_METRIC_ID}/timeseries",
        "As for monitoring",
        _DATA_READ,
        (_FILTERS, _FROM),
        answers.timeseries(REALTIME),
        deprecated=True,
        limit=_REALTIME,
    ),
    Endpoint(
        "get_realtime_histogram_timeseries",
        Tag.MONITORING,
        "/data/v1/realtime/metrics/{REALTIME_HISTOGRAM_METRIC_ID}/histogram-timeseries",
        "As for monitoring",
        _DATA_READ,
        (_FILTERS,),
        answers.histogram(REALTIME),
        deprecated=True,
        limit=_REALTIME,
    ),
    Endpoint(
        "get_live_table",
        Tag.BEYOND,
        "/api/v1/monitoring/table",
        "Several metrics of five seconds by several dimensions",
        _DATA_READ,
        (
            Parameter(
                "metrics",
                f"1 to {MEASURE_LIMIT}: a live metric, or {_SAMPLED.id}, a colon and median, 95th"
                " or avg",
                many=True,
                required=True,
                example="current-concurrent-viewers",
            ),
            Parameter(
                "dimensions",
                f"by what viewers are told apart, at most {DIMENSION_LIMIT}; none: all together",
                LiveDimensionId,
                many=True,
                example="country",
            ),
            _AT,
            _FILTERS,
            Parameter(
                "order_by",
                "one of metrics[], the first unless told; or field, the dimensions' values",
                example="current-concurrent-viewers",
            ),
            DIRECTION,
            Parameter("limit", "rows per page, 100 unless told, 1000 at most", NUMBER),
            PAGE[1],
        ),
        live_table,
        limit=_REALTIME,
    ),
    Endpoint(
        "stream_monitoring",
        Tag.BEYOND,
        "/api/v1/monitoring/stream",
        "Every five seconds, pushed as they are told: all metrics, and breakdowns",
        _DATA_READ,
        (
            _FILTERS,
            Parameter(
                "dimensions",
                f"what to break down by, at most {DIMENSION_LIMIT}, each by its {ROWS_MOST} most"
                " watched values",
                LiveDimensionId,
                many=True,
                example="country",
            ),
            Parameter(
                "metric",
                "the metric that breakdowns tell, current-concurrent-viewers unless told",
                example="current-rebuffering-percentage",
            ),
        ),
        read_push,
        answers=LiveTick,
        limit=_REALTIME,
        pushes=True,
    ),
)
