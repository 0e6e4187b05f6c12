"""Ticks turned into columns: their pulses, the totals of those, their audiences.

A tick of thousands of pulses comes every five seconds, so nothing here works per value.

Law: what these columns hold can be stored: a value that cannot is found before anything is sent.
"""

import itertools
import operator
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from playhead.model.column import FieldOfView, Kind
from playhead.model.pulse import PULSE_COLUMNS, Audience, Pulse, Tick
from playhead.store.columnar import filled_columns, transposed
from playhead.store.ddl import TOTAL_FIELDS

AUDIENCE_NAMES = Audience.__struct_fields__

_BITS: Mapping[Kind, int] = {Kind.COUNT: 31, Kind.INTEGER: 63, Kind.INTEGER_LIST: 63, Kind.TIME: 63}
_KEY = operator.attrgetter("identity.tick_ms", "identity.environment_id")


class TickColumns(msgspec.Struct, frozen=True):
    """A sequence of values for each column; tables without rows have none."""

    pulses: Mapping[str, Sequence[Any]]
    totals: Mapping[str, Sequence[Any]]
    audiences: Mapping[str, Sequence[Any]]
    ticks: Mapping[str, Sequence[Any]]


def tick_columns(ticks: Sequence[Tick]) -> TickColumns:
    """Return the columns of all tables that hold ticks.

    Raises:
        ValueError, OverflowError: a number has too many bits, or a text holds half a character.
        TypeError: a value is of the wrong kind.
    """
    # Sorting what is sorted already costs next to nothing, and the engine wants it sorted too.
    pulses = sorted((pulse for tick in ticks for pulse in tick.pulses), key=_KEY)
    values = transposed(PULSE_COLUMNS, pulses)
    columns = filled_columns(PULSE_COLUMNS, values)
    for field in PULSE_COLUMNS:
        if field.name in columns:
            _check(field.name, field.column.kind, columns[field.name])
    audiences = _audience_columns([each for tick in ticks for each in tick.audiences])
    told = {
        "tick_ms": [tick.tick_ms for tick in ticks],
        "checkpoint_number": [tick.checkpoint_number for tick in ticks],
    }
    return TickColumns(
        pulses=columns,
        totals=_totals(pulses, values),
        audiences=audiences,
        ticks=told if ticks else {},
    )


def _totals(pulses: Sequence[Pulse], values: Sequence[list[Any]]) -> Mapping[str, list[Any]]:
    """Return a row for each environment at each tick."""
    ends = list(
        itertools.accumulate(len(list(group)) for _, group in itertools.groupby(pulses, _KEY))
    )
    spans = list(itertools.pairwise((0, *ends)))
    summed = [
        [_sum_of(field, column[begin:end]) for begin, end in spans]
        for field, column in zip(PULSE_COLUMNS, values, strict=True)
        if field in TOTAL_FIELDS
    ]
    return filled_columns(TOTAL_FIELDS, summed)


def _sum_of(field: FieldOfView, some: list[Any]) -> Any:
    if field.family == "identity":
        return some[0]
    if field.column.kind is Kind.INTEGER_LIST:
        return list(itertools.chain.from_iterable(some))
    return sum(some)


def _audience_columns(audiences: Sequence[Audience]) -> Mapping[str, Sequence[Any]]:
    if not audiences:
        return {}
    columns = dict(
        zip(AUDIENCE_NAMES, zip(*map(msgspec.structs.astuple, audiences), strict=True), strict=True)
    )
    for name, column in columns.items():
        kind = Kind.LABEL if isinstance(column[0], str) else Kind.INTEGER
        _check(name, Kind.COUNT if name in {"views", "viewers"} else kind, column)
    return columns


def _check(name: str, kind: Kind, column: Sequence[Any]) -> None:
    if kind is Kind.LABEL:
        "".join(filter(None, set(column))).encode()
        return
    if kind is Kind.DECIMAL:
        float(sum(column))
        return
    bits = _BITS.get(kind)
    if bits is None:
        return
    if kind is Kind.INTEGER_LIST:
        column = list(itertools.chain.from_iterable(column))
    numbers = [each for each in column if each is not None] if None in column else column
    if numbers and not -(2**bits) <= min(numbers) <= max(numbers) < 2**bits:
        raise ValueError(f"{name} lies outside {bits} bits: {min(numbers)}, {max(numbers)}")
