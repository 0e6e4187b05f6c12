"""Summing pulses up: the same ticks with fewer dimensions, for whoever does not ask for them.

The engine does it from what was just written, since a tick may have tens of thousands of pulses.

Law: the sums of a tick are those of its pulses, in every environment; they are written under the
same checkpoint, so that they are forgotten with them.
"""

from typing import Final

from playhead.model.column import FieldOfView, Kind
from playhead.model.pulse import PULSE_COLUMNS
from playhead.store.ddl import PULSE_SURROUNDINGS, PULSE_TOTALS, PULSES, Table

SUMS: Final = ((PULSE_SURROUNDINGS, PULSES), (PULSE_TOTALS, PULSE_SURROUNDINGS))
"""Each table that is a sum, and what it sums up, in the order in which they are filled."""

_FIELDS: Final = {field.name: field for field in PULSE_COLUMNS}


def sum_up(table: Table, source: Table) -> str:
    """Return the statement that fills `table` from the rows of `source` of some ticks.

    Bound are `environments`, `ticks` (begin, epoch milliseconds) and `checkpoints`.
    """
    fields = [_FIELDS[column.name] for column in table.columns]
    keys = [field.name for field in fields if _is_key(field)]
    return (
        f"INSERT INTO {table.name} ({', '.join(field.name for field in fields)})\n"
        f"SELECT {', '.join(map(_summed, fields))}\n"
        f"FROM {source.name}\n"
        "WHERE environment_id IN {environments:Array(String)}\n"
        "    AND tick_ms IN arrayMap(at -> fromUnixTimestamp64Milli(at, 'UTC'),"
        " {ticks:Array(Int64)})\n"
        "    AND checkpoint_number IN {checkpoints:Array(Int64)}\n"
        f"GROUP BY {', '.join(keys)}"
    )


def _is_key(field: FieldOfView) -> bool:
    return field.family in ("identity", "dimensions")


def _summed(field: FieldOfView) -> str:
    if _is_key(field):
        return field.name
    if field.column.kind is Kind.INTEGER_LIST:
        return f"groupArrayArray({field.name})"
    return f"sum({field.name})"
