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
_ENVIRONMENT = operator.attrgetter("identity.environment_id")


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
    groups = [group for tick in ticks for group in _by_environment(tick.pulses)]
    pulses = list(itertools.chain.from_iterable(groups))
    values = transposed(PULSE_COLUMNS, pulses)
    columns = filled_columns(PULSE_COLUMNS, values)
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
        totals=_totals(list(map(len, groups)), values),
        audiences=audiences,
        ticks=told if ticks else {},
    )


def _by_environment(pulses: Sequence[Pulse]) -> Sequence[Sequence[Pulse]]:
    environments = list(map(_ENVIRONMENT, pulses))
    if len(set(environments)) == 1:
        return [pulses]
    groups: dict[str, list[Pulse]] = {}
    for environment, pulse in zip(environments, pulses, strict=True):
        groups.setdefault(environment, []).append(pulse)
    return [groups[environment] for environment in sorted(groups)]


def _totals(sizes: Sequence[int], values: Sequence[list[Any]]) -> Mapping[str, list[Any]]:
    """Return a row for each of the groups of pulses, which are so large."""
    ends = itertools.accumulate(sizes)
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
