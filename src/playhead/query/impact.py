"""How much a group of views harms a metric, in SQL: what the metric would gain without the harm.

    impact(g) = n_g / N * max(0, loss(v_g) - loss(v_rest))

with `n_g` of `N` views in the group and `v_rest` the metric over the views not in it; loss grows
as the metric gets worse. Groups are ranked by impact divided by the metric over all views; the rank
is dense, 1 is the worst, and groups that do no harm share the last.

A sum is ranked by what its views add on average, since the sum of a large group exceeds that of
the rest by size alone. Of a percentile the rest is not known from the groups; it is taken to mix
as a mean does, `N v_all = n_g v_g + (N - n_g) v_rest`. Counts harm nothing.

Law: pure. Names of the rows it reads: `views`, `value`, `part_sum` and `whole_sum` of each group,
and `value_of_all` where `needs_all`.
"""

import msgspec

from playhead.catalog.measure import PerDistinct, Ratio
from playhead.catalog.metric import Better, Measurement
from playhead.query.question import Measured


class Impact(msgspec.Struct, frozen=True):
    """SQL of what a group must sum up, and of the impact that follows."""

    part_sum: str
    whole_sum: str
    impact: str
    needs_all: bool = False


_NONE = Impact(part_sum="0", whole_sum="0", impact="0")
# Sums of the same values in another order differ in their last digits; equal harm is equal rank.
_DIGITS = 9


def impact_of(measured: Measured) -> Impact:
    """Return how the harm of a group is computed."""
    metric, measurement = measured.metric, measured.measurement
    if metric.better is Better.NEITHER or isinstance(metric.value, PerDistinct):
        return _NONE
    sign = "" if metric.better is Better.LOWER else "-"
    match measurement:
        case Measurement.COUNT:
            return _NONE
        case Measurement.MEDIAN | Measurement.P95:
            others = "nullIf(sum(views) OVER () - views, 0)"
            harm = f"{sign}(value - value_of_all) * views / {others}"
            return Impact("0", "0", _relative(harm, "value_of_all"), needs_all=True)
        case Measurement.AVG if isinstance(metric.value, Ratio):
            return _of_means("sum(part)", "sum(whole)", sign, metric.value.scale)
        case Measurement.AVG | Measurement.SUM:
            return _of_means("sum(x)", "toFloat64(count())", sign, 1.0)


def _of_means(part_sum: str, whole_sum: str, sign: str, scale: float) -> Impact:
    parts, wholes = "sum(part_sum) OVER ()", "sum(whole_sum) OVER ()"
    rest = f"({parts} - part_sum) / nullIf({wholes} - whole_sum, 0)"
    harm = f"{sign}{scale!r} * (part_sum / whole_sum - {rest}) * views / sum(views) OVER ()"
    return Impact(part_sum, whole_sum, _relative(harm, f"{scale!r} * {parts} / {wholes}"))


def _relative(harm: str, of_all: str) -> str:
    per = f"if({of_all} = 0, 1, abs({of_all}))"
    return f"round(greatest(0, ifNull({harm}, 0)) / {per}, {_DIGITS})"
