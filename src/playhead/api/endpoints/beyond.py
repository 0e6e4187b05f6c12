"""Endpoints that Mux has not. Their paths lie beside Mux's, so that none of its own can collide."""

from typing import Final

from playhead.api import breakdown, contrast, course, distribution, metric_table, vocabulary
from playhead.api.arguments import Parameter
from playhead.api.contrast_arguments import YesNo
from playhead.api.endpoint import Endpoint, Tag
from playhead.api.endpoints.parameters import (
    DIRECTION,
    LONG_LIMIT,
    MEASUREMENT,
    NUMBER,
    PAGE,
    SCOPE,
    BeyondOrderId,
    DimensionId,
)
from playhead.model.access import Permission
from playhead.query.question import SEARCH_LIMIT, Granularity
from playhead.query.question_contrast import COLUMN_LIMIT, COLUMNS_LEAST, CONTRASTED_LIMIT
from playhead.query.question_table import BUCKET_LIMIT, DIMENSION_LIMIT, MEASURE_LIMIT

ENDPOINTS: Final = (
    Endpoint(
        "search_breakdown",
        Tag.BEYOND,
        "/api/v1/metrics/{METRIC_ID}/breakdown",
        "One number for each value of a dimension, with its name, searched by value or name",
        Permission.DATA_READ,
        (
            *SCOPE,
            MEASUREMENT,
            Parameter("group_by", "a dimension, browser unless told", DimensionId),
            Parameter(
                "search",
                "a part of the values or names that are listed, in any case; at most"
                f" {SEARCH_LIMIT} characters",
                example="nor",
            ),
            Parameter("order_by", "what rows are sorted by", BeyondOrderId),
            DIRECTION,
            LONG_LIMIT,
            PAGE[1],
        ),
        breakdown.breakdown,
    ),
    Endpoint(
        "get_distribution",
        Tag.BEYOND,
        "/api/v1/metrics/{METRIC_ID}/distribution",
        "How the views spread over the values of a metric",
        Permission.DATA_READ,
        (
            *SCOPE,
            Parameter("buckets", f"about how many, 20 unless told, {BUCKET_LIMIT} at most", NUMBER),
        ),
        distribution.distribution,
    ),
    Endpoint(
        "get_percentiles",
        Tag.BEYOND,
        "/api/v1/metrics/{METRIC_ID}/percentiles",
        "The percentiles of a metric, from p1 to p99.9",
        Permission.DATA_READ,
        SCOPE,
        distribution.percentiles,
    ),
    Endpoint(
        "get_course",
        Tag.BEYOND,
        "/api/v1/metrics/{METRIC_ID}/course",
        "One number for all views, that of the time before, and one for each bucket",
        Permission.DATA_READ,
        (*SCOPE, MEASUREMENT),
        course.course,
    ),
    Endpoint(
        "get_metric_groups",
        Tag.BEYOND,
        "/api/v1/metrics/{METRIC_ID}/groups",
        "The number of each group of metrics, and those in the group of this metric",
        Permission.DATA_READ,
        SCOPE,
        course.metric_groups,
    ),
    Endpoint(
        "get_table",
        Tag.BEYOND,
        "/api/v1/table",
        "Several metrics by several dimensions and by time",
        Permission.DATA_READ,
        (
            Parameter(
                "metrics",
                f"1 to {MEASURE_LIMIT}: a metric, or a metric, a colon and a measurement or a"
                " percentile from p1 to p99.9",
                many=True,
                required=True,
                example="video_startup_time:p95",
            ),
            Parameter(
                "dimensions",
                f"by what views are told apart, at most {DIMENSION_LIMIT}; none: all together",
                DimensionId,
                many=True,
                example="country",
            ),
            Parameter("group_by", "size of the buckets, to tell times apart too", Granularity),
            Parameter(
                "timezone",
                "where the buckets' hours and days begin, UTC unless told",
                example="Europe/Oslo",
            ),
            *SCOPE,
            Parameter(
                "order_by",
                "one of metrics[]; time, with group_by; or else field, the dimensions' values",
                example="video_startup_time:p95",
            ),
            DIRECTION,
            LONG_LIMIT,
            PAGE[1],
        ),
        metric_table.table,
    ),
    Endpoint(
        "get_comparison",
        Tag.BEYOND,
        "/api/v1/comparison",
        "Metrics of two to five sets of views, and whether they differ by more than chance",
        Permission.DATA_READ,
        (
            Parameter(
                "columns",
                f"{COLUMNS_LEAST} to {COLUMN_LIMIT} JSON objects with filters, metric_filters,"
                " timeframe or earlier; the first is what the others are held against",
                many=True,
                required=True,
                example='{"filters":["country:NO"]}',
            ),
            Parameter(
                "metrics",
                f"at most {CONTRASTED_LIMIT}: a metric, or a metric, a colon and a measurement;"
                " none: all that values of a dimension are compared by",
                many=True,
                example="video_startup_time:median",
            ),
            Parameter("verdicts", "false: the numbers alone, which takes less time", YesNo),
            *SCOPE,
        ),
        contrast.contrast,
    ),
    Endpoint(
        "get_catalog",
        Tag.BEYOND,
        "/api/v1/catalog",
        "Every metric and dimension, with its name, meaning and unit",
        Permission.DATA_READ,
        (),
        vocabulary.vocabulary,
    ),
)
