"""How the values of many views become one number, in SQL.

Percentiles are nearest-rank: the smallest value that at least that share of the views do not
exceed. They are exact below 10,000 values; from there on a DDSketch (`quantileDD`) gives a number
within 1 % of the value at that rank or the rank beside it, so that memory stays small however many
views there are.

Law: pure. Per view, `x` is the value; of a ratio, `part` and `whole` are its two columns.
"""

from playhead.catalog.measure import Distinct, PerDistinct, Ratio
from playhead.catalog.metric import Measurement
from playhead.query.question import Measured

EXACT_BELOW = 10_000
RELATIVE_ERROR = 0.01

PERCENT_OF_RANK = {Measurement.MEDIAN: 50, Measurement.P95: 95}


def aggregate(measured: Measured) -> str:
    """Return the SQL of the number over rows that each have a value."""
    value, measurement = measured.metric.value, measured.measurement
    match measurement:
        case Measurement.COUNT if isinstance(value, Distinct):
            return f"toFloat64(uniqExact({value.column}))"
        case Measurement.COUNT:
            return "toFloat64(count())"
        case Measurement.SUM:
            return "sum(x)"
        case Measurement.AVG:
            return _average(measured)
        case Measurement.MEDIAN | Measurement.P95:
            return _percentile(PERCENT_OF_RANK[measurement])


def _average(measured: Measured) -> str:
    match measured.metric.value:
        case PerDistinct(column):
            return f"count() / uniqExact({column})"
        case Ratio(_, _, scale):
            return f"{scale!r} * sum(part) / sum(whole)"
        case _:
            return "avg(x)"


def _percentile(percent: int) -> str:
    # The array is cut at the limit, and is read only while it holds all values.
    return (
        f"if(count() < {EXACT_BELOW}, "
        f"arraySort(groupArray({EXACT_BELOW})(x))[intDiv(count() * {percent} + 99, 100)], "
        f"quantileDD({RELATIVE_ERROR}, {percent / 100})(x))"
    )
