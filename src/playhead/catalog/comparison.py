"""The metrics by which values of a dimension are compared: seven groups, in the order shown.

Labels and ids are those that the official API answers with, one older id among them
(`playback_failure_score`). Law: as everywhere in the catalog; every id is a metric's id or alias.
"""

from typing import Final

import msgspec

from playhead.catalog.index import METRIC_BY_ID
from playhead.catalog.metric import Measurement, Metric, Unit

_TYPE_OF: Final = {
    Unit.NUMBER: "number",
    Unit.MILLISECONDS: "milliseconds",
    Unit.PERCENTAGE: "percentage",
    Unit.SCORE: "score",
    Unit.PER_MINUTE: "per_minute",
    # A label: the number is in bits per second.
    Unit.BITS_PER_SECOND: "mbps",
}
_SUFFIX: Final = {
    Measurement.MEDIAN: " (median)",
    Measurement.P95: " (95th %)",
    Measurement.AVG: " (average)",
    Measurement.SUM: " (total)",
}


class Compared(msgspec.Struct, frozen=True):
    """One number. Without `measurement` it is the metric's default one and none is named."""

    name: str
    metric_id: str
    measurement: Measurement | None = None

    @property
    def metric(self) -> Metric:
        """The entry of the catalog."""
        return METRIC_BY_ID[self.metric_id]

    @property
    def measured_by(self) -> Measurement:
        """How the number is made."""
        return self.measurement or self.metric.default

    @property
    def type(self) -> str:
        """The wire's word for the unit."""
        return _TYPE_OF[self.metric.unit]


class ComparedGroup(msgspec.Struct, frozen=True):
    """One number, and those that explain it; `items` is null where nothing does."""

    head: Compared
    items: tuple[Compared, ...] | None


def _each(name: str, metric_id: str, *measurements: Measurement) -> tuple[Compared, ...]:
    return tuple(Compared(name + _SUFFIX[each], metric_id, each) for each in measurements)


_MEDIAN_95TH: Final = (Measurement.MEDIAN, Measurement.P95)
_MEDIAN_95TH_AVG: Final = (*_MEDIAN_95TH, Measurement.AVG)
_SUM_AVG: Final = (Measurement.SUM, Measurement.AVG)
_AVG: Final = Measurement.AVG

GROUPS: Final = (
    ComparedGroup(
        Compared("Views", "views"),
        (
            Compared("Unique Viewers", "unique_viewers"),
            Compared("Playing Time", "playing_time"),
            *_each("Ad Attempts", "ad_attempt_count", *_SUM_AVG),
            *_each("Ad Breaks", "ad_break_count", *_SUM_AVG),
            *_each("Ad Impressions", "ad_impression_count", *_SUM_AVG),
        ),
    ),
    ComparedGroup(Compared("Overall Score", "viewer_experience_score"), None),
    ComparedGroup(
        Compared("Playback Failure Score", "playback_failure_score"),
        (
            Compared("Playback Failure Percentage", "playback_failure_percentage"),
            Compared("Video Startup Failure Percentage", "video_startup_failure_percentage"),
            Compared("Exits Before Video Start", "exits_before_video_start"),
            Compared("View Dropped Percentage", "view_dropped_percentage"),
            *_each("Ad Errors", "ad_error_count", *_SUM_AVG),
            *_each("Ad Error Percentage", "ad_error_percentage", _AVG),
            *_each("Ad Break Errors", "ad_break_error_count", *_SUM_AVG),
            *_each("Ad Break Error Percentage", "ad_break_error_percentage", _AVG),
            *_each("Ad Startup Error Percentage", "ad_startup_error_percentage", _AVG),
            *_each("Ad Exit Before Start Percentage", "ad_exit_before_start_percentage", _AVG),
            *_each(
                "Playback Business Exception Percentage",
                "playback_business_exception_percentage",
                _AVG,
            ),
            *_each(
                "Video Startup Business Exception Percentage",
                "video_startup_business_exception_percentage",
                _AVG,
            ),
        ),
    ),
    ComparedGroup(
        Compared("Startup Time Score", "startup_time_score"),
        (
            *_each("Video Startup Time", "video_startup_time", *_MEDIAN_95TH),
            *_each("Player Startup Time", "player_startup_time", *_MEDIAN_95TH),
            *_each("Page Load Time", "page_load_time", *_MEDIAN_95TH),
            *_each("Aggregate Startup Time", "aggregate_startup_time", *_MEDIAN_95TH),
            Compared("Seek Latency", "seek_latency"),
            *_each("Content Startup Time", "view_content_startup_time", *_MEDIAN_95TH),
            *_each("Ad Preroll Startup Time", "ad_preroll_startup_time", *_MEDIAN_95TH),
        ),
    ),
    ComparedGroup(
        Compared("Rebuffer Score", "rebuffer_score"),
        (
            Compared("Rebuffer Percentage", "rebuffer_percentage"),
            Compared("Rebuffer Frequency", "rebuffer_frequency"),
            *_each("Rebuffer Duration", "rebuffer_duration", *_MEDIAN_95TH),
            *_each("Rebuffer Count", "rebuffer_count", *_MEDIAN_95TH),
        ),
    ),
    ComparedGroup(
        Compared("Video Quality Score", "video_quality_score"),
        (
            *_each("Upscale Percentage", "upscale_percentage", *_MEDIAN_95TH_AVG),
            *_each("Downscale Percentage", "downscale_percentage", *_MEDIAN_95TH_AVG),
            *_each("Max Upscale Percentage", "max_upscale_percentage", *_MEDIAN_95TH),
            *_each("Max Downscale Percentage", "max_downscale_percentage", *_MEDIAN_95TH),
            *_each("Weighted Average Bitrate", "weighted_average_bitrate", *_MEDIAN_95TH),
            *_each("Live Stream Latency", "live_stream_latency", *_MEDIAN_95TH),
        ),
    ),
)
