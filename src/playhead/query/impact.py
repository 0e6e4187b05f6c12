"""How much a group of views harms a metric, in SQL: what the metric would gain without the harm.

    impact(g) = n_g / N * max(0, loss(v_g) - loss(v_rest))

with `n_g` of `N` views in the group and `v_rest` the metric over the views not in it; loss grows
as the metric gets worse. Groups are ranked by impact divided by the metric over all views; the rank
is dense, 1 is the worst, and groups that do no harm share the last.

A sum is ranked by what its views add on average, since the sum of a large group exceeds that of
the rest by size alone. Of a percentile the rest is not known from the groups; it is taken to mix
as a mean does, `N v_all = n_g v_g + (N - n_g) v_rest`. Counts harm nothing.

A group's score, which insights show, is its impact as a share of the loss over all views: of the
number itself, of what a score lacks to 1; at most 1.

Law: pure. Names of the rows it reads: `views`, `value`, `part_sum` and `whole_sum` of each group,
`value_of_all` where `needs_all`, and what `Whole` says.
"""

import msgspec

from playhead.catalog.measure import PerDistinct, Ratio
from playhead.catalog.metric import Better, Measurement, Unit
from playhead.query.question import Measured


class Whole(msgspec.Struct, frozen=True):
    """SQL of the sums over all groups of one dimension, beside each group."""

    views: str = "sum(views) OVER ()"
    parts: str = "sum(part_sum) OVER ()"
    wholes: str = "sum(whole_sum) OVER ()"


class Impact(msgspec.Struct, frozen=True):
    """SQL of what a group must sum up, and of what follows from it.

    `rest`: the number over the views that are not in the group, null where there are none; of a
    sum, what the group would add if its views were like them.
    """

    part_sum: str
    whole_sum: str
    impact: str
    score: str
    rest: str
    needs_all: bool = False


_NONE = Impact(part_sum="0", whole_sum="0", impact="0", score="0", rest="NULL")
# Sums of the same values in another order differ in their last digits; equal harm is equal rank.
_DIGITS = 9
_ALL_OVER_WHOLE = Whole()


def impact_of(measured: Measured, whole: Whole = _ALL_OVER_WHOLE) -> Impact:
    """Return how the harm of a group is computed."""
    metric, measurement = measured.metric, measured.measurement
    if metric.better is Better.NEITHER or isinstance(metric.value, PerDistinct):
        return _NONE
    match measurement:
        case Measurement.COUNT:
            return _NONE
        case Measurement.MEDIAN | Measurement.P95:
            return _of_ranks(measured, whole)
        case Measurement.AVG if isinstance(metric.value, Ratio):
            return _of_means(measured, "sum(part)", "sum(whole)", metric.value.scale, whole)
        case Measurement.AVG | Measurement.SUM:
            return _of_means(measured, "sum(x)", "toFloat64(count())", 1.0, whole)


def _of_ranks(measured: Measured, whole: Whole) -> Impact:
    others = f"nullIf({whole.views} - views, 0)"
    harm = f"{_sign(measured)}(value - value_of_all) * views / {others}"
    return Impact(
        "0",
        "0",
        impact=_relative(harm, _size("value_of_all")),
        score=_score(measured, harm, "value_of_all"),
        rest=f"({whole.views} * value_of_all - views * value) / {others}",
        needs_all=True,
    )


def _of_means(
    measured: Measured, part_sum: str, whole_sum: str, scale: float, whole: Whole
) -> Impact:
    parts, wholes = whole.parts, whole.wholes
    rest = f"({parts} - part_sum) / nullIf({wholes} - whole_sum, 0)"
    harm = f"{_sign(measured)}{scale!r} * (part_sum / whole_sum - {rest}) * views / {whole.views}"
    of_all = f"{scale!r} * {parts} / {wholes}"
    times = " * views" if measured.measurement is Measurement.SUM else ""
    return Impact(
        part_sum,
        whole_sum,
        impact=_relative(harm, _size(of_all)),
        score=_score(measured, harm, of_all),
        rest=f"{scale!r} * {rest}{times}",
    )


def _sign(measured: Measured) -> str:
    return "" if measured.metric.better is Better.LOWER else "-"


def _score(measured: Measured, harm: str, of_all: str) -> str:
    fraction = measured.metric.unit is Unit.SCORE and measured.measurement is not Measurement.SUM
    loss = f"greatest(1 - {of_all}, 1e-9)" if fraction else _size(of_all)
    return f"least(1, {_relative(harm, loss)})"


def _size(of_all: str) -> str:
    return f"if({of_all} = 0, 1, abs({of_all}))"


def _relative(harm: str, per: str) -> str:
    return f"round(greatest(0, ifNull({harm}, 0)) / {per}, {_DIGITS})"
