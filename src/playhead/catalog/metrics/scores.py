"""The five scores; their formulas stand in `catalog/scores.py`."""

from playhead.catalog.measure import Number
from playhead.catalog.metric import Better, Measurement, Metric, TimeBasis, Unit

METRICS = (
    Metric(
        id="viewer_experience_score",
        label="Overall Viewer Experience Score",
        meaning="playback success x the mean trade-off between smoothness, startup and quality",
        counts="views with a playback success score",
        unit=Unit.SCORE,
        basis=TimeBasis.END,
        value=Number("viewer_experience_score"),
        default=Measurement.AVG,
        better=Better.HIGHER,
    ),
    Metric(
        id="playback_success_score",
        label="Playback Success Score",
        meaning="1 played, 0.5 left before the start after a second or more, 0 failed",
        counts="all views but those left within a second before the start",
        unit=Unit.SCORE,
        basis=TimeBasis.END,
        value=Number("playback_success_score"),
        default=Measurement.AVG,
        better=Better.HIGHER,
        aliases=("playback_failure_score",),
    ),
    Metric(
        id="startup_time_score",
        label="Startup Time Score",
        meaning="8 / (8 + video startup time in seconds)",
        counts="views that reached the first frame",
        unit=Unit.SCORE,
        basis=TimeBasis.END,
        value=Number("startup_time_score"),
        default=Measurement.AVG,
        better=Better.HIGHER,
    ),
    Metric(
        id="rebuffer_score",
        label="Smoothness Score",
        meaning="mean of 1 / sqrt(1 + (stalls / 2)^2) and e^(-10 x stall time / watch time)",
        counts="views not left before the start",
        unit=Unit.SCORE,
        basis=TimeBasis.END,
        value=Number("smoothness_score"),
        default=Measurement.AVG,
        better=Better.HIGHER,
        aliases=("smoothness_score",),
    ),
    Metric(
        id="video_quality_score",
        label="Video Quality Score",
        meaning="e^(-0.33 x (0.15 x largest upscale + 0.85 x mean upscale))",
        counts="views with a picture and known sizes, not left before the start",
        unit=Unit.SCORE,
        basis=TimeBasis.END,
        value=Number("video_quality_score"),
        default=Measurement.AVG,
        better=Better.HIGHER,
    ),
)
