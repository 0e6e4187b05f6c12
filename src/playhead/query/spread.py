"""How well a number is known: from sums over parts of the viewers to an estimate.

Views of one viewer are alike, so they are not independent. Viewers are, so they are put into
`PARTS` parts by a hash of their id, and what the parts differ by tells how far chance moves the
whole: the variance of a ratio of sums over clusters (Cochran, Sampling Techniques, 6.5 and 9A.8),

    var(R) = G / (G - 1) * sum((numerator_g - R * denominator_g)²) / (sum(denominator_g))²

over the G parts that have views. A mean is such a ratio, of the sum to the number of views.

Law: pure. What test fits a number follows from what its metric declares.
"""

import enum
import math
from collections.abc import Sequence

import msgspec

from playhead.catalog.measure import Flag, PerDistinct, Ratio
from playhead.catalog.metric import Measurement
from playhead.query.aggregate import PERCENT_OF_RANK
from playhead.query.question import Measured
from playhead.query.significance import Mean, Ranked, Share, Step

PARTS = 256
VIEWS_LEAST = 100
"""Views that each of two columns must have for a verdict."""
VIEWERS_LEAST = 50
"""Parts of the viewers that must have views; so at least as many viewers."""
BEYOND_LEAST = 10
"""Independent views that must lie on either side of a percentile."""
EXPECTED_LEAST = 5
"""Independent views with and without that a share must be of, were both columns alike."""
STEADY_LEAST = 10.0
"""So many parts must make up the variance of one column at least."""
STEADY_FROM = 40.0
"""From so many parts on that make it up, a variance stands for itself."""
STEPS_Z = (1.0, 2.0, 3.0, 4.0)


class Kind(enum.StrEnum):
    """What a number is to statistics."""

    MEAN = "mean"
    SHARE = "share"
    RATIO = "ratio"
    PERCENTILE = "percentile"


class Part(msgspec.Struct, frozen=True):
    """Sums over the views of some viewers; of a mean, the denominator is the number of views."""

    views: int
    numerator: float
    denominator: float


class Clustered(msgspec.Struct, frozen=True):
    """A ratio of sums over parts; `steady` is how many parts make up its variance."""

    views: int
    value: float
    variance: float
    steady: float
    parts: int


def kind_of(measured: Measured) -> Kind | None:
    """Return what a number is; nothing where it grows with the traffic, as counts and sums do."""
    match measured.measurement, measured.metric.value:
        case ((Measurement.COUNT | Measurement.SUM), _) | (_, PerDistinct()):
            return None
        case ((Measurement.MEDIAN | Measurement.P95), _):
            return Kind.PERCENTILE
        case _, Flag():
            return Kind.SHARE
        case _, Ratio():
            return Kind.RATIO
        case _:
            return Kind.MEAN


def share_of(measured: Measured) -> float:
    """Return of which share of the views a percentile is told."""
    return PERCENT_OF_RANK[measured.measurement] / 100


def clustered(parts: Sequence[Part]) -> Clustered | None:
    """Return a ratio of sums, or nothing where too few views or viewers have a value."""
    known = [each for each in parts if each.views]
    views = sum(each.views for each in known)
    whole = math.fsum(each.denominator for each in known)
    if views < VIEWS_LEAST or len(known) < VIEWERS_LEAST or whole == 0:
        return None
    value = math.fsum(each.numerator for each in known) / whole
    squares = [(each.numerator - value * each.denominator) ** 2 for each in known]
    total = math.fsum(squares)
    # Of n parts that are alike this is n; of normally distributed ones a third of it.
    steady = total**2 / math.fsum(each**2 for each in squares) if total else 0.0
    groups = len(known)
    return Clustered(views, value, groups / (groups - 1) * total / whole**2, steady, groups)


def means(first: Clustered, second: Clustered, scale: float) -> tuple[Mean, Mean] | None:
    """Return two means to hold against each other, or nothing where both hardly vary.

    One whose variance a few parts make up, as of what is rare or has a long tail, may not have seen
    its tail yet: it is taken to vary by view at least as much as the other one.
    """
    if max(first.steady, second.steady) < STEADY_LEAST:
        return None
    return _mean(first, second, scale), _mean(second, first, scale)


def shares(first: Clustered, second: Clustered) -> tuple[Share, Share] | None:
    """Return two shares of views, or nothing where one has too few views for what is so rare.

    If both had the share of all, each would have to hold `EXPECTED_LEAST` views with and without.
    """
    one, two = (Share(each.value, each.views / design_effect(each)) for each in (first, second))
    together = (one.value * one.views + two.value * two.views) / (one.views + two.views)
    rarer = min(together, 1 - together) * min(one.views, two.views)
    return (one, two) if rarer >= EXPECTED_LEAST or one.value == two.value else None


def design_effect(found: Clustered) -> float:
    """Return how many views are worth one independent view, of a share; one at least."""
    alone = found.value * (1 - found.value) / found.views
    return max(1.0, found.variance / alone) if alone > 0 else 1.0


def ranks_around(percent: float, found: Clustered) -> tuple[int | None, ...] | None:
    """Return the ranks of a percentile's bounds at each of `STEPS_Z`, a lower and a higher one.

    `found` is the share of the views that do not exceed the percentile (Woodruff 1952). Nothing
    where too few views lie beyond it; null for a bound that no view is.
    """
    effect = design_effect(found)
    if found.views * min(percent, 1 - percent) / effect < BEYOND_LEAST:
        return None
    width = math.sqrt(found.views * percent * (1 - percent) * effect)
    ranks: list[int | None] = []
    for z in STEPS_Z:
        low = math.floor(found.views * percent - z * width)
        high = math.ceil(found.views * percent + z * width) + 1
        ranks += [low if low >= 1 else None, high if high <= found.views else None]
    return tuple(ranks)


def ranked(value: float, found: Sequence[float | None]) -> Ranked:
    """Return a percentile with the values at the ranks that `ranks_around` told.

    What was inserted between two statements may have moved a value past its bound.
    """
    lows, highs = found[0::2], found[1::2]
    return Ranked(
        value,
        tuple(
            Step(
                z,
                None if low is None else min(value, low),
                None if high is None else max(value, high),
            )
            for z, low, high in zip(STEPS_Z, lows, highs, strict=True)
        ),
    )


def _mean(own: Clustered, other: Clustered, scale: float) -> Mean:
    borrowed = other.variance * other.views / own.views
    alone = own.steady >= STEADY_FROM or own.variance >= borrowed
    variance, freedom = (own.variance, _freedom(own)) if alone else (borrowed, _freedom(other))
    return Mean(own.value * scale, math.sqrt(variance) * abs(scale), freedom)


def _freedom(found: Clustered) -> float:
    """Return the degrees of freedom of the variance, by the kurtosis of the parts."""
    kurtosis = found.parts / max(1.0, found.steady)
    free = found.parts - 1.0
    return max(1.0, free if kurtosis <= 1 else min(free, 2 * found.parts / (kurtosis - 1)))
