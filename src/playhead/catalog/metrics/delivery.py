"""How the requests for media went."""

from playhead.catalog.measure import Number, Ratio
from playhead.catalog.metric import Better, Measurement, Metric, TimeBasis, Unit

METRICS = (
    Metric(
        id="request_throughput",
        label="Request Throughput",
        meaning="bits / seconds of requests; parallel requests add up",
        counts="views whose player reports requests",
        unit=Unit.BITS_PER_SECOND,
        basis=TimeBasis.END,
        value=Ratio("request_bits", "request_transfer_ms", scale=1_000.0),
        default=Measurement.MEDIAN,
        better=Better.HIGHER,
        aliases=("view_average_request_throughput",),
    ),
    Metric(
        id="request_latency",
        label="Request Latency",
        meaning="mean time to the first byte of a request",
        counts="views whose player reports requests",
        unit=Unit.MILLISECONDS,
        basis=TimeBasis.END,
        value=Number("request_latency_ms"),
        default=Measurement.MEDIAN,
        better=Better.LOWER,
        aliases=("view_average_request_latency",),
    ),
    Metric(
        id="max_request_latency",
        label="Max Request Latency",
        meaning="largest time to the first byte of a request",
        counts="views whose player reports requests",
        unit=Unit.MILLISECONDS,
        basis=TimeBasis.END,
        value=Number("max_request_latency_ms"),
        default=Measurement.MEDIAN,
        better=Better.LOWER,
        aliases=("view_max_request_latency",),
    ),
)
