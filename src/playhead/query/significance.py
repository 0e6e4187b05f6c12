"""Whether two numbers differ by more than chance: intervals, p-values, and many of them at once.

Every estimate has bounds at any level, given as the standard normal deviate `z` of the level:

- a mean, or a ratio of sums, is `value ± t * error`, with `t` of Student's distribution at the
  level of `z`;
- a share has Wilson's bounds, for as many views as are worth independent ones;
- a percentile has two of the views' own values, at the ranks around it.

The difference `d = b - a` has bounds by the distances of both estimates from theirs (Newcombe 1998
for shares, Zou and Donner 2008 for all): the lower is `d - sqrt((b - low_b)² + (high_a - a)²)`. For
means of many views it is Welch's interval. The p-value is that of the level at which zero is just
outside, so that interval and p-value cannot disagree.

Law: pure, and two-sided throughout.
"""

import math
import statistics
from collections.abc import Sequence

import msgspec

LEVEL = 0.05
NORMAL = statistics.NormalDist()
Z = NORMAL.inv_cdf(1 - LEVEL / 2)
_FARTHEST_Z = 8.0
_HALVINGS = 48


class Mean(msgspec.Struct, frozen=True, tag=True):
    """A mean or a ratio of sums with its standard error and its degrees of freedom."""

    value: float
    error: float
    freedom: float


class Share(msgspec.Struct, frozen=True, tag=True):
    """A share of views; `views` is how many independent ones they are worth."""

    value: float
    views: float


class Step(msgspec.Struct, frozen=True):
    """The bounds of a percentile at one level; null where no view has such a rank."""

    z: float
    low: float | None
    high: float | None


class Ranked(msgspec.Struct, frozen=True, tag=True):
    """A percentile; between its steps bounds are interpolated, beyond the last there are none."""

    value: float
    steps: tuple[Step, ...]


Estimate = Mean | Share | Ranked


class Difference(msgspec.Struct, frozen=True):
    """What the second estimate has more than the first, with its 95 % interval."""

    value: float
    low: float
    high: float
    p_value: float


def difference(first: Estimate, second: Estimate) -> Difference:
    """Return how the second differs from the first."""
    found = second.value - first.value
    below, above = _distances(first, second, Z)
    return Difference(found, found - below, found + above, _p_value(first, second))


def bounds(estimate: Estimate, z: float) -> tuple[float, float]:
    """Return between what the true number lies, at the level of `z`."""
    match estimate:
        case Mean(value, error, freedom):
            width = 0.0 if error == 0 else student(z, freedom) * error
            return value - width, value + width
        case Share(value, views):
            return _wilson(value, views, z)
        case Ranked(value, steps):
            return _between(value, steps, z)


def student(z: float, freedom: float) -> float:
    """Return the deviate of Student's distribution at the level of `z`.

    The Cornish-Fisher expansion (Abramowitz and Stegun, 26.7.5), to the third order: from 10
    degrees of freedom on and up to `z` of 4 it is off by less than a hundredth.
    """
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for their number (Holm 1979), in the same order.

    To call those below a level significant is wrong at all, even once, in at most that share of
    cases, whatever depends on what.
    """
    adjusted = [1.0] * len(p_values)
    highest = 0.0
    for place, nth in enumerate(sorted(range(len(p_values)), key=lambda each: p_values[each])):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[nth]))
        adjusted[nth] = highest
    return adjusted


def _distances(first: Estimate, second: Estimate, z: float) -> tuple[float, float]:
    """Return how far below and above the difference of the two its bounds lie."""
    first_low, first_high = bounds(first, z)
    second_low, second_high = bounds(second, z)
    below = math.hypot(second.value - second_low, first_high - first.value)
    return below, math.hypot(second_high - second.value, first.value - first_low)


def _p_value(first: Estimate, second: Estimate) -> float:
    found = second.value - first.value
    if found == 0:
        return 1.0
    low, high = 0.0, _FARTHEST_Z
    for _ in range(_HALVINGS):
        z = (low + high) / 2
        below, above = _distances(first, second, z)
        if abs(found) > (below if found > 0 else above):
            low = z
        else:
            high = z
    return 2 * NORMAL.cdf(-low)


def _wilson(share: float, views: float, z: float) -> tuple[float, float]:
    centre = share + z * z / (2 * views)
    width = z * math.sqrt(share * (1 - share) / views + z * z / (4 * views * views))
    scale = 1 + z * z / views
    # Rounding must not put the share itself outside.
    low, high = (centre - width) / scale, (centre + width) / scale
    return min(share, max(0.0, low)), max(share, min(1.0, high))


def _between(value: float, steps: Sequence[Step], z: float) -> tuple[float, float]:
    before = Step(0.0, value, value)
    for step in steps:
        if z <= step.z:
            part = (z - before.z) / (step.z - before.z)
            return (
                -math.inf if step.low is None else _along(before.low, step.low, part),
                math.inf if step.high is None else _along(before.high, step.high, part),
            )
        before = step
    return -math.inf, math.inf


def _along(start: float | None, end: float, part: float) -> float:
    return end if start is None else start + part * (end - start)
