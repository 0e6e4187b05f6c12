"""Ticks turned into columns: their pulses, their audiences.

A tick of thousands of pulses comes every five seconds, so nothing here works per value.

Law: what these columns hold can be stored: a value that cannot is found before anything is sent.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from playhead.model.column import Kind
from playhead.model.pulse import PULSE_COLUMNS, Audience, Tick
from playhead.store.columnar import filled_columns, transposed

AUDIENCE_NAMES = Audience.__struct_fields__

_BITS: Mapping[Kind, int] = {Kind.COUNT: 31, Kind.INTEGER: 63, Kind.INTEGER_LIST: 63, Kind.TIME: 63}


class TickColumns(msgspec.Struct, frozen=True):
    """A sequence of values for each column; tables without rows have none."""

    pulses: Mapping[str, Sequence[Any]]
    audiences: Mapping[str, Sequence[Any]]
    ticks: Mapping[str, Sequence[Any]]


def tick_columns(ticks: Sequence[Tick]) -> TickColumns:
    """Return the columns of all tables that hold ticks.

    Raises:
        ValueError, OverflowError: a number has too many bits, or a text holds half a character.
        TypeError: a value is of the wrong kind.
    """
    pulses = [pulse for tick in ticks for pulse in tick.pulses]
    columns = filled_columns(PULSE_COLUMNS, transposed(PULSE_COLUMNS, pulses))
    for field in PULSE_COLUMNS:
        if field.name in columns:
            values_there = columns[field.name]
            if field.nullable and field.column.kind is not Kind.LABEL:
                values_there = [each for each in values_there if each is not None]
            _check(field.name, field.column.kind, values_there)
    audiences = _audience_columns([each for tick in ticks for each in tick.audiences])
    told = {
        "tick_ms": [tick.tick_ms for tick in ticks],
        "checkpoint_number": [tick.checkpoint_number for tick in ticks],
    }
    return TickColumns(
        pulses=columns,
        audiences=audiences,
        ticks=told if ticks else {},
    )


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
        "".join(filter(None, column)).encode()
        return
    if kind is Kind.DECIMAL:
        float(sum(column))
        return
    bits = _BITS.get(kind)
    if bits is None:
        return
    if kind is Kind.INTEGER_LIST:
        column = list(itertools.chain.from_iterable(column))
    if column and not -(2**bits) <= min(column) <= max(column) < 2**bits:
        raise ValueError(f"{name} lies outside {bits} bits: {min(column)}, {max(column)}")
