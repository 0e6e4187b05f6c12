"""A figure, its baseline and its bar.

Law: the ratio is the median of the turns' own ratios, never that of two medians: a turn's two
halves lie next to each other in time.
"""

import statistics
from collections.abc import Sequence

import msgspec


class Bar(msgspec.Struct, frozen=True):
    """What has to be reached: `of` is "ratio" or "value"."""

    of: str
    at_least: float | None = None
    at_most: float | None = None

    def met_by(self, value: float) -> bool:
        """Return whether `value` reaches it."""
        if self.at_least is not None and value < self.at_least:
            return False
        return self.at_most is None or value <= self.at_most

    def __str__(self) -> str:
        """Return it as the report shows it."""
        if self.at_least is not None:
            return f"{self.of} ≥ {self.at_least:g}"
        return f"{self.of} ≤ {self.at_most:g}"


class Figure(msgspec.Struct, frozen=True):
    """One measured thing: the median of the turns and the best of them."""

    name: str
    unit: str
    median: float
    best: float
    baseline_name: str | None = None
    baseline_median: float | None = None
    baseline_best: float | None = None
    ratio: float | None = None
    bar: str | None = None
    met: bool | None = None


def alone(name: str, unit: str, values: Sequence[float], bar: Bar | None = None) -> Figure:
    """Return a figure that has no baseline; less of it is better."""
    median = statistics.median(values)
    return Figure(
        name,
        unit,
        median,
        min(values),
        bar=None if bar is None else str(bar),
        met=None if bar is None else bar.met_by(median),
    )


def against(  # noqa: PLR0913 - two series, their names and the bar
    name: str,
    unit: str,
    values: Sequence[float],
    baseline_name: str,
    baseline: Sequence[float],
    bar: Bar | None = None,
    *,
    more_is_better: bool = True,
) -> Figure:
    """Return a figure next to its baseline, both measured in the same turns."""
    best = max if more_is_better else min
    ratio = statistics.median(a / b for a, b in zip(values, baseline, strict=True))
    median = statistics.median(values)
    judged = ratio if bar is not None and bar.of == "ratio" else median
    return Figure(
        name,
        unit,
        median,
        best(values),
        baseline_name,
        statistics.median(baseline),
        best(baseline),
        ratio,
        None if bar is None else str(bar),
        None if bar is None else bar.met_by(judged),
    )


def shown(figure: Figure) -> str:
    """Return a figure as lines of the report."""
    lines = [
        f"  {figure.name}: {_number(figure.median)} {figure.unit} (best {_number(figure.best)})"
    ]
    if figure.baseline_median is not None and figure.baseline_best is not None:
        lines.append(
            f"    next to {figure.baseline_name}: {_number(figure.baseline_median)} {figure.unit}"
            f" (best {_number(figure.baseline_best)}); ratio {figure.ratio:.3f}"
        )
    if figure.bar is not None:
        lines.append(f"    bar: {figure.bar}: {'met' if figure.met else 'NOT MET'}")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:,.3g}"
