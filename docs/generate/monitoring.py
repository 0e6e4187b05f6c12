"""The reference of live metrics and live dimensions, from the catalog."""

from docs.generate.markdown import code, codes, page, table
from playhead.catalog.monitoring.dimensions import LIVE_DIMENSIONS
from playhead.catalog.monitoring.live_dimension import LiveDimension
from playhead.catalog.monitoring.live_metric import LiveMetric
from playhead.catalog.monitoring.live_value import (
    ATTEMPTS,
    CONCURRENT,
    LiveRatio,
    LiveSamples,
    LiveSum,
    LiveValue,
)
from playhead.catalog.monitoring.metrics import LIVE_METRICS
from playhead.model.pulse import PULSE_COLUMNS

_INTRO = f"""\
What the viewers of this moment are asked for: {len(LIVE_METRICS)} metrics and
{len(LIVE_DIMENSIONS)} dimensions, in *ticks* of five seconds of the server's clock, kept for two
days and told for one. They are not those of [finished views](metrics.md): another population, other
definitions.

At each tick there is a *pulse* for each set of values of the dimensions that has viewers. A metric
follows from the sums over pulses of the [columns](#columns-of-a-pulse) named under *From*; a ratio
has no value where its denominator is zero.

- **Concurrent viewers** are {" + ".join(codes([each]) for each in CONCURRENT)}.
- **Start attempts** are {" + ".join(codes([each]) for each in ATTEMPTS)}: who waits for the first
  frame, and who just stopped to.
- A tick that passed while the server was down has no value, and is not told as one without viewers.
- A viewer of whom nothing comes for 60 seconds is gone.

Filters are `country:DE`, `!country:DE` and, for no value, `country:`. Those on one dimension are
alternatives, unless they negate.
"""


def monitoring_page() -> str:
    """Return the reference of what is monitored."""
    heads = ("id", "label", "meaning", "unit", "from", "better", "official", "in `/realtime`")
    dimension_heads = ("id", "label", "meaning", "column", "in `/realtime`")
    columns = ((code(field.name), field.column.meaning) for field in PULSE_COLUMNS)
    return page(
        "Monitoring",
        "src/playhead/catalog/monitoring/",
        _INTRO,
        "## Metrics\n\n" + table(heads, map(_metric_row, LIVE_METRICS)),
        "## Dimensions\n\n" + table(dimension_heads, map(_dimension_row, LIVE_DIMENSIONS)),
        "## Columns of a pulse\n\n" + table(("column", "meaning"), columns),
    )


def _metric_row(metric: LiveMetric) -> tuple[str, ...]:
    return (
        code(metric.id),
        metric.label,
        metric.meaning,
        code(metric.unit),
        _value_text(metric.value),
        metric.better.value,
        "yes" if metric.official else "ours",
        _yes(told=metric.in_realtime),
    )


def _value_text(value: LiveValue) -> str:
    match value:
        case LiveSum(columns):
            return _sum_text(columns)
        case LiveRatio(numerator, denominator, scale):
            times = "" if scale == 1 else f" * {scale:,g}"
            return f"{_sum_text(numerator)} / ({_sum_text(denominator)}){times}"
        case LiveSamples(column):
            return f"median, 95th percentile and average of {code(column)}"


def _sum_text(columns: tuple[str, ...]) -> str:
    return " + ".join(map(code, columns))


def _dimension_row(dimension: LiveDimension) -> tuple[str, ...]:
    return (
        code(dimension.id),
        dimension.label,
        dimension.meaning,
        code(dimension.column),
        _yes(told=dimension.in_realtime),
    )


def _yes(*, told: bool) -> str:
    return "yes" if told else "no"
