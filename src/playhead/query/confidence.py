"""How far chance alone may have moved a number: bounds that hold 95 times of 100.

- Of a share of views, Wilson's interval; of a mean, the normal one; of a ratio of sums, the
  normal one of its linear approximation; of a sum, that of its mean, for as many views.
- Of a percentile, two values at the ranks around it (which needs no shape of the distribution);
  none where there are too few views for such ranks. From `EXACT_BELOW` views on, the ranks are
  those of `EXACT_BELOW` views: a little too wide rather than too narrow.
- Of counts and of views per viewer none is known.

Law: pure. The SQL and its reading stand here together.
"""

import math
import statistics

from playhead.catalog.measure import Distinct, Flag, One, PerDistinct, Ratio
from playhead.catalog.metric import Measurement
from playhead.query.aggregate import EXACT_BELOW, PERCENT_OF_RANK, RELATIVE_ERROR, aggregate
from playhead.query.question import Measured

Z = statistics.NormalDist().inv_cdf(0.975)

_NONE = "CAST(NULL AS Nullable(Float64))"


def number_and_spread(measured: Measured) -> tuple[str, str, str]:
    """Return the SQL of a group's number, and of the two that `bounds_of` reads.

    Of a percentile these are the bounds themselves, and all three come from one sketch; of other
    numbers the first is the standard error.
    """
    if measured.measurement in PERCENT_OF_RANK:
        return _around(PERCENT_OF_RANK[measured.measurement])
    return aggregate(measured), *_error(measured)


def _error(measured: Measured) -> tuple[str, str]:
    match measured.measurement, measured.metric.value:
        case (Measurement.COUNT, _) | (_, One() | Distinct() | PerDistinct() | Flag()):
            return _NONE, _NONE
        case Measurement.AVG, Ratio(_, _, scale):
            off = (
                "varSamp(part) - 2 * sum(part) / sum(whole) * covarSamp(part, whole)"
                " + pow(sum(part) / sum(whole), 2) * varSamp(whole)"
            )
            return f"{scale!r} * sqrt(greatest(0, {off}) / count()) / avg(whole)", _NONE
        case Measurement.SUM, _:
            return "sqrt(varSamp(x) * count())", _NONE
        case _:
            return "sqrt(varSamp(x) / count())", _NONE


def bounds_of(
    measured: Measured, value: float, views: int, spread: tuple[float | None, float | None]
) -> tuple[float, float] | None:
    """Return the two bounds of a group's number, or nothing where none is known."""
    first, second = (None if each is None or not math.isfinite(each) else each for each in spread)
    match measured.measurement, measured.metric.value:
        case ((Measurement.MEDIAN | Measurement.P95), _):
            return None if first is None or second is None else (first, second)
        case Measurement.AVG, Flag():
            return _wilson(value, views)
        case Measurement.SUM, Flag():
            low, high = _wilson(value / views, views)
            return low * views, high * views
        case _:
            return None if first is None else (value - Z * first, value + Z * first)


def _wilson(share: float, views: int) -> tuple[float, float]:
    centre = share + Z * Z / (2 * views)
    width = Z * math.sqrt(share * (1 - share) / views + Z * Z / (4 * views * views))
    scale = 1 + Z * Z / views
    return max(0.0, (centre - width) / scale), min(1.0, (centre + width) / scale)


def _around(percent: int) -> tuple[str, str, str]:
    share = percent / 100
    width = f"{Z!r} * sqrt(count() * {share * (1 - share):.4f})"
    step = Z * math.sqrt(share * (1 - share) / EXACT_BELOW)
    ranks = (
        f"intDiv(count() * {percent} + 99, 100)",
        f"toInt64(floor(count() * {share} - {width}))",
        f"toInt64(ceil(count() * {share} + {width})) + 1",
    )
    levels = ", ".join(f"{level:.6f}" for level in (share, share - step, share + step))
    sketch = f"quantilesDD({RELATIVE_ERROR}, {levels})(x)"
    sorted_values = f"arraySort(groupArray({EXACT_BELOW})(x))"
    value, low, high = (
        f"if(count() < {EXACT_BELOW}, "
        f"if({rank} BETWEEN 1 AND count(), {sorted_values}[{rank}], NULL), {sketch}[{nth}])"
        for nth, rank in enumerate(ranks, start=1)
    )
    return value, low, high
