"""The questions that the answers are compared for."""

import pytest

from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID, METRICS
from playhead.catalog.metric import Measurement
from playhead.query.question import (
    Measured,
    Scope,
    Timeframe,
)
from tests.oracle import made

SCOPE = Scope(made.ENVIRONMENT, Timeframe(made.START_MS, made.END_MS))
ALL_MEASURED = [
    Measured(metric, measurement) for metric in METRICS for measurement in metric.allowed
]
SAMPLE = [
    Measured(METRIC_BY_ID[name], measurement)
    for name, measurement in [
        ("views", Measurement.COUNT),
        ("unique_viewers", Measurement.COUNT),
        ("views_per_viewer", Measurement.AVG),
        ("playing_time", Measurement.SUM),
        ("video_startup_time", Measurement.MEDIAN),
        ("video_startup_time", Measurement.P95),
        ("video_startup_time", Measurement.COUNT),
        ("rebuffer_percentage", Measurement.AVG),
        ("seek_latency", Measurement.AVG),
        ("viewer_experience_score", Measurement.AVG),
        ("weighted_average_bitrate", Measurement.MEDIAN),
        ("exits_before_video_start", Measurement.AVG),
        ("ad_playback_failure_percentage", Measurement.AVG),
        ("ad_error_count", Measurement.SUM),
        ("rendition_change_count", Measurement.AVG),
    ]
]
DIMENSIONS = [
    DIMENSION_BY_ID[name]
    for name in [
        "browser",
        "browser_version",
        "asn",
        "video_source_fps",
        "preroll_played",
        "view_dropped",
        "video_cdn_trace",
        "page_url",
    ]
]


def name_of(case: object) -> str:
    if isinstance(case, Measured):
        return f"{case.metric.id}-{case.measurement.value}"
    return str(getattr(case, "id", case))


def close(number: float | None) -> object:
    return None if number is None else pytest.approx(number, rel=1e-9, abs=1e-12)
