"""Endpoints about metrics."""

from typing import Final

from playhead.api import comparison, insights, metrics
from playhead.api.arguments import Parameter
from playhead.api.endpoint import Endpoint, Tag
from playhead.api.endpoints.parameters import (
    DIRECTION,
    MEASUREMENT,
    ORDER_BY,
    PAGE,
    SCOPE,
    DimensionId,
)
from playhead.model.access import Permission
from playhead.query.question import Granularity

ENDPOINTS: Final = (
    Endpoint(
        "list_all_metric_values",
        Tag.METRICS,
        "/data/v1/metrics/comparison",
        "All metrics, for the views with one value of a dimension or for all views",
        Permission.DATA_READ,
        (
            *SCOPE,
            Parameter("dimension", "whose value is looked at; else all views", DimensionId),
            Parameter("value", "the value; empty: the views without one", empty=True),
        ),
        comparison.comparison,
    ),
    Endpoint(
        "get_overall_values",
        Tag.METRICS,
        "/data/v1/metrics/{METRIC_ID}/overall",
        "One number for all views",
        Permission.DATA_READ,
        (*SCOPE, MEASUREMENT),
        metrics.overall,
    ),
    Endpoint(
        "get_metric_timeseries_data",
        Tag.METRICS,
        "/data/v1/metrics/{METRIC_ID}/timeseries",
        "One number for each bucket of time",
        Permission.DATA_READ,
        (
            *SCOPE,
            MEASUREMENT,
            Parameter("group_by", "size of the buckets; else by the timeframe", Granularity),
            DIRECTION,
        ),
        metrics.timeseries,
    ),
    Endpoint(
        "list_breakdown_values",
        Tag.METRICS,
        "/data/v1/metrics/{METRIC_ID}/breakdown",
        "One number for each value of a dimension",
        Permission.DATA_READ,
        (
            *SCOPE,
            MEASUREMENT,
            Parameter("group_by", "a dimension, browser unless told", DimensionId),
            ORDER_BY,
            DIRECTION,
            *PAGE,
        ),
        metrics.breakdown,
    ),
    Endpoint(
        "list_insights",
        Tag.METRICS,
        "/data/v1/metrics/{METRIC_ID}/insights",
        "The groups of views that harm the metric most, over all dimensions",
        Permission.DATA_READ,
        (*SCOPE, MEASUREMENT, DIRECTION),
        insights.insights,
    ),
)
