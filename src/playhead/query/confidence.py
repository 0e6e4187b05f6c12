"""How far chance alone may have moved a number: bounds that hold 95 times of 100.

- Of a share of views, Wilson's interval; of a mean, the normal one; of a ratio of sums, the
  normal one of its linear approximation; of a sum, that of its mean, for as many views.
- Of a percentile, two values at the ranks around it (which needs no shape of the distribution);
  none where there are too few views for such ranks. From `RANKS_BELOW` views on, the ranks are
  those of `RANKS_BELOW` views: a little too wide rather than too narrow.
- Of counts and of views per viewer none is known.

Law: pure. The SQL and its reading stand here together.
"""

import math
import statistics

import msgspec

from playhead.catalog.measure import Distinct, Flag, One, PerDistinct, Ratio
from playhead.catalog.metric import Measurement
from playhead.query.aggregate import PERCENT_OF_RANK, aggregate, level
from playhead.query.question import Measured

RANKS_BELOW = 10_000
Z = statistics.NormalDist().inv_cdf(0.975)

_NONE = "CAST(NULL AS Nullable(Float64))"


class Taken(msgspec.Struct, frozen=True):
    """SQL of what is taken of each group, `value` among it, and of its two spreads.

    The spreads read the columns `kept` and `views`, and are worked out for the groups shown alone.
    """

    of_group: tuple[str, ...]
    kept: tuple[str, ...]
    spread: tuple[str, str]


def taken(measured: Measured) -> Taken:
    """Return how a group's number is taken, and the two that `bounds_of` reads.

    Of a percentile these are the bounds themselves; of other numbers the first is the standard
    error. Percentiles are taken of numbers of 24 bits, which halves what is kept in memory: exact
    for whole numbers below 16.7 million, and to seven digits for all.
    """
    if measured.measurement in PERCENT_OF_RANK:
        return _around(PERCENT_OF_RANK[measured.measurement])
    return Taken(
        of_group=(f"{aggregate(measured)} AS value", f"{_error(measured)} AS error"),
        kept=("error",),
        spread=("error", "NULL"),
    )


def _error(measured: Measured) -> str:
    match measured.measurement, measured.metric.value:
        case (Measurement.COUNT, _) | (_, One() | Distinct() | PerDistinct() | Flag()):
            return _NONE
        case Measurement.AVG, Ratio(_, _, scale):
            off = (
                "varSamp(part) - 2 * sum(part) / sum(whole) * covarSamp(part, whole)"
                " + pow(sum(part) / sum(whole), 2) * varSamp(whole)"
            )
            return f"{scale!r} * sqrt(greatest(0, {off}) / count()) / avg(whole)"
        case Measurement.SUM, _:
            return "sqrt(varSamp(x) * count())"
        case _:
            return "sqrt(varSamp(x) / count())"


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


def _around(percent: int) -> Taken:
    share = percent / 100
    width = f"{Z!r} * sqrt(views * {share * (1 - share):.4f})"
    step = Z * math.sqrt(share * (1 - share) / RANKS_BELOW)
    levels = ", ".join(level(each) for each in (share, share - step, share + step))
    low, high = (
        f"if(views < {RANKS_BELOW}, if({rank} BETWEEN 1 AND views,"
        f" {_whole(f'arraySort(finalizeAggregation(few))[{rank}]')}, NULL),"
        f" {_whole(f'ranks[{nth}]')})"
        for nth, rank in (
            (2, f"toInt64(floor(views * {share} - {width}))"),
            (3, f"toInt64(ceil(views * {share} + {width})) + 1"),
        )
    )
    return Taken(
        of_group=(
            f"quantilesExact({levels})(toFloat32(x)) AS ranks",
            f"groupArrayState({RANKS_BELOW})(toFloat32(x)) AS few",
            f"{_whole('ranks[1]')} AS value",
        ),
        kept=("ranks", "few"),
        spread=(low, high),
    )


def _whole(number: str) -> str:
    # By way of its digits 29.97 stays 29.97; of 24 bits taken for 53 it becomes 29.969999.
    return f"toFloat64(toString({number}))"
