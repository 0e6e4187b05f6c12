"""The lists that the official monitoring API has, in its order, and the lints on every entry."""

import pytest

from playhead.catalog.metric import Better, Measurement
from playhead.catalog.monitoring.dimensions import LIVE_DIMENSIONS
from playhead.catalog.monitoring.live_dimension import LiveDimension
from playhead.catalog.monitoring.live_metric import LiveMetric
from playhead.catalog.monitoring.live_value import LiveRatio, LiveSamples, LiveSum
from playhead.catalog.monitoring.metrics import LIVE_METRICS
from playhead.model.pulse import AUDIENCE_KINDS

OFFICIAL = """
current-average-bitrate current-concurrent-viewers current-rebuffering-percentage
exits-before-video-start playback-failure-percentage video-startup-failure-percentage
video-startup-time
""".split()
LISTED = """
asn cdn country operating_system player_name region stream_type sub_property_id video_series
video_title view_has_ad video_id asset_id live_stream_id playback_id
""".split()


def test_the_metrics_are_those_of_the_official_api_and_ours() -> None:
    assert [metric.id for metric in LIVE_METRICS if metric.official] == OFFICIAL
    assert [metric.id for metric in LIVE_METRICS if not metric.official] == ["live_stream_latency"]
    assert [metric.id for metric in LIVE_METRICS if metric.in_realtime] == [
        name for name in OFFICIAL if name != "video-startup-failure-percentage"
    ]


def test_the_dimensions_are_those_of_the_official_api_and_of_its_guide() -> None:
    assert [dimension.id for dimension in LIVE_DIMENSIONS] == LISTED
    assert [dimension.id for dimension in LIVE_DIMENSIONS if dimension.in_realtime] == LISTED[:10]
    assert set(AUDIENCE_KINDS) <= set(LISTED)


def test_only_the_startup_time_is_a_distribution() -> None:
    (startup,) = (metric for metric in LIVE_METRICS if metric.in_histogram)
    assert (startup.id, startup.allowed[0]) == ("video-startup-time", Measurement.MEDIAN)


@pytest.mark.parametrize("metric", LIVE_METRICS, ids=lambda metric: metric.id)
def test_a_group_weighs_what_its_number_is_made_of(metric: LiveMetric) -> None:
    match metric.value:
        case LiveRatio(_, denominator):
            assert metric.weight == denominator
        case LiveSum(columns):
            assert (metric.weight, metric.better) == (columns, Better.NEITHER)
        case LiveSamples():
            assert metric.weight == ("starts",)
    assert metric.label.strip()
    assert metric.meaning.strip()


def test_what_no_pulse_has_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match="no column 'stalls'"):
        LiveSum(("stalls",))
    with pytest.raises(ValueError, match="'country' holds label"):
        LiveRatio(("country",), ("playing",))
    with pytest.raises(ValueError, match="'playing' holds count"):
        LiveSamples("playing")
    with pytest.raises(ValueError, match="'bitrate_bits' holds decimal"):
        LiveDimension(id="bits", label="Bits", meaning="bits", column="bitrate_bits")
