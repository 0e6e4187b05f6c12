"""What a live metric takes from pulses, as a small closed algebra with two readings.

Law: the SQL reading and the plain one give the same number over the same pulses (the oracle test).
A ratio is null where its denominator is zero, and samples where there are none; a sum is never
null.
"""

import math
from collections.abc import Sequence

import msgspec

from playhead.catalog.metric import Measurement
from playhead.model.column import Kind
from playhead.model.pulse import PULSE_COLUMNS, Pulse

COLUMNS = {field.name: field for field in PULSE_COLUMNS}

CONCURRENT = ("loading", "playing", "rebuffering", "seeking", "failed")
"""Who counts as watching."""
STARTING_UP = ("loading",)
ATTEMPTS = ("loading", "starts", "startup_failures", "exits_loading")
"""Who waits for the first frame, and who just stopped to."""

RANKS = {Measurement.MEDIAN: 50, Measurement.P95: 95}

# The engine takes the value at place `floor(level * samples)`, counted from 0; where the share of
# the samples is whole that is one too far, unless the level falls short by next to nothing.
_NEXT_TO_NOTHING = 1e-12
_NUMBERS = frozenset({Kind.INTEGER, Kind.COUNT, Kind.DECIMAL})


def check_columns(names: Sequence[str], kinds: frozenset[Kind] = _NUMBERS) -> None:
    """Refuse names that are no columns of a pulse, or columns of another kind.

    Raises:
        ValueError: there is no such column, or it is of another kind.
    """
    for name in names:
        if name not in COLUMNS:
            raise ValueError(f"a pulse has no column {name!r}: see playhead.model.pulse")
        if COLUMNS[name].column.kind not in kinds:
            wanted = " or ".join(sorted(kinds))
            raise ValueError(f"column {name!r} holds {COLUMNS[name].column.kind}, not {wanted}")


class LiveSum(msgspec.Struct, frozen=True, tag=True):
    """The sum of some columns."""

    columns: tuple[str, ...]

    def __post_init__(self) -> None:
        check_columns(self.columns)


class LiveRatio(msgspec.Struct, frozen=True, tag=True):
    """The sum of some columns per the sum of others, times `scale`."""

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    scale: float = 1.0

    def __post_init__(self) -> None:
        check_columns((*self.numerator, *self.denominator))


class LiveSamples(msgspec.Struct, frozen=True, tag=True):
    """The samples in a list, each viewer's own."""

    column: str

    def __post_init__(self) -> None:
        check_columns((self.column,), frozenset({Kind.INTEGER_LIST}))


LiveValue = LiveSum | LiveRatio | LiveSamples


def sum_of(columns: Sequence[str]) -> str:
    """Return the SQL of the sum of some columns over pulses."""
    return " + ".join(f"sum({column})" for column in columns)


def live_sql_of(value: LiveValue, measurement: Measurement | None) -> str:
    """Return the SQL of a value over pulses; its names are columns of the pulses' table."""
    match value:
        case LiveSum(columns):
            return f"toFloat64({sum_of(columns)})"
        case LiveRatio(numerator, denominator, scale):
            return f"{scale!r} * ({sum_of(numerator)}) / nullIf({sum_of(denominator)}, 0)"
        case LiveSamples(column):
            return _of_samples(column, measurement)


def _of_samples(column: str, measurement: Measurement | None) -> str:
    if measurement in RANKS:
        level = f"{RANKS[measurement] / 100 - _NEXT_TO_NOTHING:.12f}"
        number = f"toFloat64(quantileExactArray({level})({column}))"
    else:
        number = f"avgArray({column})"
    return f"if(sum(length({column})) = 0, NULL, {number})"


def read_live(
    value: LiveValue, measurement: Measurement | None, pulses: Sequence[Pulse]
) -> float | None:
    """Return a value over pulses."""
    match value:
        case LiveSum(columns):
            return read_sum(columns, pulses)
        case LiveRatio(numerator, denominator, scale):
            bottom = read_sum(denominator, pulses)
            return scale * read_sum(numerator, pulses) / bottom if bottom else None
        case LiveSamples(column):
            return _read_samples(sorted(_samples(pulses, column)), measurement)


def _read_samples(samples: Sequence[int], measurement: Measurement | None) -> float | None:
    if not samples:
        return None
    if measurement in RANKS:
        return float(samples[math.ceil(len(samples) * RANKS[measurement] / 100) - 1])
    return sum(samples) / len(samples)


def read_sum(columns: Sequence[str], pulses: Sequence[Pulse]) -> float:
    """Return the sum of some columns over pulses."""
    found = [read_pulse(pulse, name) for pulse in pulses for name in columns]
    return float(sum(each for each in found if isinstance(each, int | float)))


def read_pulse(pulse: Pulse, name: str) -> object:
    """Return what stands in a pulse's column."""
    found: object = getattr(getattr(pulse, COLUMNS[name].family), name)
    return found


def _samples(pulses: Sequence[Pulse], column: str) -> list[int]:
    lists = [read_pulse(pulse, column) for pulse in pulses]
    return [each for some in lists if isinstance(some, tuple) for each in some]
