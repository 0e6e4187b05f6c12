"""Stalls and seeks."""

from playhead.catalog.measure import Number, Ratio
from playhead.catalog.metric import Better, Measurement, Metric, TimeBasis, Unit

METRICS = (
    Metric(
        id="seek_latency",
        label="Seek Latency",
        meaning="time waiting on seeks / seeks",
        counts="views with a seek",
        unit=Unit.MILLISECONDS,
        basis=TimeBasis.END,
        value=Ratio("seek_duration_ms", "seek_count"),
        default=Measurement.AVG,
        better=Better.LOWER,
    ),
    Metric(
        id="rebuffer_percentage",
        label="Rebuffer Percentage",
        meaning="stall time / watch time",
        counts="views that started",
        unit=Unit.PERCENTAGE,
        basis=TimeBasis.END,
        value=Ratio("rebuffer_duration_ms", "watch_time_ms"),
        default=Measurement.AVG,
        better=Better.LOWER,
    ),
    Metric(
        id="rebuffer_frequency",
        label="Rebuffer Frequency",
        meaning="stalls / minutes of watch time",
        counts="views that started",
        unit=Unit.PER_MINUTE,
        basis=TimeBasis.END,
        value=Ratio("rebuffer_count", "watch_time_ms", scale=60_000),
        default=Measurement.AVG,
        better=Better.LOWER,
    ),
    Metric(
        id="rebuffer_duration",
        label="Rebuffer Duration",
        meaning="stall time of a view",
        counts="views that started",
        unit=Unit.MILLISECONDS,
        basis=TimeBasis.END,
        value=Number("rebuffer_duration_ms"),
        default=Measurement.MEDIAN,
        better=Better.LOWER,
    ),
    Metric(
        id="rebuffer_count",
        label="Rebuffer Count",
        meaning="stalls of a view",
        counts="views that started",
        unit=Unit.NUMBER,
        basis=TimeBasis.END,
        value=Number("rebuffer_count"),
        default=Measurement.MEDIAN,
        better=Better.LOWER,
    ),
)
