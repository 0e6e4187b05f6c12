"""What a metric is: its name, its meaning, the value it takes from a view, how it is summed up.

The entries stand in `catalog/metrics/<family>.py`, one literal each. Law: the id carries no unit,
since the unit is a field.
"""

import enum

import msgspec

from playhead.catalog.measure import Distinct, One, PerDistinct, Ratio, Value


class Unit(enum.StrEnum):
    """What the numbers of a metric are."""

    NUMBER = "number"
    MILLISECONDS = "milliseconds"
    PERCENTAGE = "percentage"
    """A fraction: 0.25 is 25 %."""
    SCORE = "score"
    """A fraction from 0 (bad) to 1 (good)."""
    PER_MINUTE = "per_minute"
    BITS_PER_SECOND = "bits_per_second"


class TimeBasis(enum.StrEnum):
    """Which end of a view decides the interval it belongs to."""

    START = "view_start"
    END = "view_end"


class Measurement(enum.StrEnum):
    """How the values of many views become one number."""

    P95 = "95th"
    MEDIAN = "median"
    AVG = "avg"
    COUNT = "count"
    SUM = "sum"


class Better(enum.StrEnum):
    """Which way is good. Groups are ranked by harm only where there is a good way."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """One metric. `filterable`: it may stand in `metric_filters[]`."""

    id: str
    label: str
    meaning: str
    counts: str
    """Which views have a value."""
    unit: Unit
    basis: TimeBasis
    value: Value
    default: Measurement
    better: Better
    aliases: tuple[str, ...] = ()
    filterable: bool = True
    since: str = "0.1.0"

    @property
    def allowed(self) -> tuple[Measurement, ...]:
        """The measurements that have a meaning."""
        match self.value:
            case One() | Distinct():
                return (Measurement.COUNT,)
            case PerDistinct():
                return (Measurement.AVG,)
            case _:
                return tuple(Measurement)

    @property
    def ranked(self) -> bool:
        """Whether each view has a number of its own, so that there are percentiles."""
        return not isinstance(self.value, One | Distinct | PerDistinct)

    @property
    def pooled(self) -> bool:
        """Whether the average is the ratio of the sums instead of the mean over views."""
        return isinstance(self.value, Ratio)
