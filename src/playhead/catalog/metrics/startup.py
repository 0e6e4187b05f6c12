"""How fast it began."""

from playhead.catalog.measure import Number
from playhead.catalog.metric import Better, Measurement, Metric, TimeBasis, Unit

METRICS = (
    Metric(
        id="video_startup_time",
        label="Video Startup Time",
        meaning="from asking to play to the first frame, of an ad or the content",
        counts="views that reached the first frame",
        unit=Unit.MILLISECONDS,
        basis=TimeBasis.END,
        value=Number("video_startup_time_ms"),
        default=Measurement.MEDIAN,
        better=Better.LOWER,
    ),
    Metric(
        id="view_content_startup_time",
        label="Content Startup Time",
        meaning=(
            "from asking to play to the first content frame, without loading and watching a"
            " pre-roll"
        ),
        counts="views that reached a content frame",
        unit=Unit.MILLISECONDS,
        basis=TimeBasis.END,
        value=Number("content_startup_time_ms"),
        default=Measurement.MEDIAN,
        better=Better.LOWER,
        aliases=("content_startup_time",),
    ),
    Metric(
        id="player_startup_time",
        label="Player Startup Time",
        meaning="from the init of the player to its being ready",
        counts="views whose site tells when the player was initialised",
        unit=Unit.MILLISECONDS,
        basis=TimeBasis.END,
        value=Number("player_startup_time_ms"),
        default=Measurement.MEDIAN,
        better=Better.LOWER,
    ),
    Metric(
        id="page_load_time",
        label="Page Load Time",
        meaning="from the request of the page to the init of the player",
        counts="the first view of a page",
        unit=Unit.MILLISECONDS,
        basis=TimeBasis.END,
        value=Number("page_load_time_ms"),
        default=Measurement.MEDIAN,
        better=Better.LOWER,
    ),
    Metric(
        id="aggregate_startup_time",
        label="Aggregate Startup Time",
        meaning="page load + player startup + video startup",
        counts="the first view of a page",
        unit=Unit.MILLISECONDS,
        basis=TimeBasis.END,
        value=Number("aggregate_startup_time_ms"),
        default=Measurement.MEDIAN,
        better=Better.LOWER,
    ),
)
