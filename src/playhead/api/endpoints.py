"""Everything that the API serves: one entry per path, from which requests are routed.

Law: an endpoint exists by standing here; its description can be derived from its entry.
"""

from typing import Final

from playhead.api import metrics, views, whoami
from playhead.api.arguments import Parameter
from playhead.api.endpoint import Endpoint
from playhead.model.access import Permission

_TIMEFRAME = Parameter(
    "timeframe", "two epoch seconds, start first, or one text such as 24:hours", many=True
)
_FILTERS = Parameter(
    "filters",
    "dimension:value, !dimension:value; on traces +dimension:value, -dimension:value and [a,b]",
    many=True,
)
_METRIC_FILTERS = Parameter(
    "metric_filters", "a metric, a comparison and a number: rebuffer_count>=2", many=True
)
_SCOPE = (_TIMEFRAME, _FILTERS, _METRIC_FILTERS)
_PAGE = (
    Parameter("limit", "rows per page, 25 unless told, 100 at most"),
    Parameter("page", "number of the page, from 1"),
)
_MEASUREMENT = Parameter("measurement", "95th, median, avg, count or sum; else the metric's own")
_DIRECTION = Parameter("order_direction", "asc or desc")

ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    Endpoint(
        "/data/v1/metrics/{METRIC_ID}/overall",
        "One number for all views",
        Permission.DATA_READ,
        (*_SCOPE, _MEASUREMENT),
        metrics.overall,
    ),
    Endpoint(
        "/data/v1/metrics/{METRIC_ID}/timeseries",
        "One number for each bucket of time",
        Permission.DATA_READ,
        (
            *_SCOPE,
            _MEASUREMENT,
            Parameter("group_by", "minute, ten_minutes, hour or day; else by the timeframe"),
            _DIRECTION,
        ),
        metrics.timeseries,
    ),
    Endpoint(
        "/data/v1/metrics/{METRIC_ID}/breakdown",
        "One number for each value of a dimension",
        Permission.DATA_READ,
        (
            *_SCOPE,
            _MEASUREMENT,
            Parameter("group_by", "a dimension, browser unless told"),
            Parameter("order_by", "negative_impact, value, views or field"),
            _DIRECTION,
            *_PAGE,
        ),
        metrics.breakdown,
    ),
    Endpoint(
        "/data/v1/video-views",
        "The views that ended in a timeframe",
        Permission.DATA_READ,
        (
            *_SCOPE,
            Parameter("viewer_id", "the site's id of the viewer, or the player's"),
            Parameter("error_id", "number of an error, or any"),
            _DIRECTION,
            *_PAGE,
        ),
        views.list_views,
    ),
    Endpoint(
        "/data/v1/video-views/{VIDEO_VIEW_ID}",
        "One view with everything known of it, and its events",
        Permission.DATA_READ,
        (),
        views.one_view,
    ),
    Endpoint(
        "/system/v1/whoami",
        "The asking token and its environment",
        None,
        (),
        whoami.whoami,
    ),
)
