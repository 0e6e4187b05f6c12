"""The live metrics: those of the official API in its order, then ours."""

from types import MappingProxyType
from typing import Final

from playhead.catalog.metric import Better, Unit
from playhead.catalog.monitoring.live_metric import LiveMetric
from playhead.catalog.monitoring.live_value import (
    ATTEMPTS,
    CONCURRENT,
    LiveRatio,
    LiveSamples,
    LiveSum,
)

_WATCHED_MS = ("startup_ms", "playing_ms", "rebuffering_ms")

LIVE_METRICS: Final = (
    LiveMetric(
        id="current-average-bitrate",
        label="Current Average Bitrate",
        meaning="average bitrate of the renditions shown, by time played",
        unit=Unit.BITS_PER_SECOND,
        better=Better.HIGHER,
        value=LiveRatio(("bitrate_bits",), ("bitrate_ms",), 1000.0),
        weight=("bitrate_ms",),
    ),
    LiveMetric(
        id="current-concurrent-viewers",
        label="Current Concurrent Viewers (CCV)",
        meaning=(
            "who starts up, plays, seeks, has been stalled for at most five minutes, or just"
            " failed; not who has paused"
        ),
        unit=Unit.NUMBER,
        better=Better.NEITHER,
        value=LiveSum(CONCURRENT),
        weight=CONCURRENT,
    ),
    LiveMetric(
        id="current-rebuffering-percentage",
        label="Current Rebuffering Percentage",
        meaning="time stalled of the time spent starting up, playing and stalled",
        unit=Unit.PERCENTAGE,
        better=Better.LOWER,
        value=LiveRatio(("rebuffering_ms",), _WATCHED_MS),
        weight=_WATCHED_MS,
    ),
    LiveMetric(
        id="exits-before-video-start",
        label="Exits Before Video Start",
        meaning=(
            "viewers who just left after waiting for at least a second, of those who wait for the"
            " first frame or just stopped to"
        ),
        unit=Unit.PERCENTAGE,
        better=Better.LOWER,
        value=LiveRatio(("exits_before_start",), ATTEMPTS),
        weight=ATTEMPTS,
    ),
    LiveMetric(
        id="playback-failure-percentage",
        label="Playback Failure Percentage",
        meaning="viewers whose playback just failed, of the concurrent viewers",
        unit=Unit.PERCENTAGE,
        better=Better.LOWER,
        value=LiveRatio(("failed",), CONCURRENT),
        weight=CONCURRENT,
    ),
    LiveMetric(
        id="video-startup-failure-percentage",
        label="Video Startup Failure Percentage",
        meaning=(
            "viewers whose playback just failed before the first frame, of those who wait for it"
            " or just stopped to"
        ),
        unit=Unit.PERCENTAGE,
        better=Better.LOWER,
        value=LiveRatio(("startup_failures",), ATTEMPTS),
        weight=ATTEMPTS,
        in_realtime=False,
    ),
    LiveMetric(
        id="video-startup-time",
        label="Video Startup Time",
        meaning="from asking to play to the first frame, of the viewers who just saw it",
        unit=Unit.MILLISECONDS,
        better=Better.LOWER,
        value=LiveSamples("startup_samples_ms"),
        weight=("starts",),
    ),
    LiveMetric(
        id="live_stream_latency",
        label="Live Stream Latency",
        meaning="how far behind the live stream its viewers are",
        unit=Unit.MILLISECONDS,
        better=Better.LOWER,
        value=LiveRatio(("latency_sum_ms",), ("latency_samples",)),
        weight=("latency_samples",),
        official=False,
        in_realtime=False,
    ),
)

LIVE_METRIC_BY_ID: Final = MappingProxyType({metric.id: metric for metric in LIVE_METRICS})
