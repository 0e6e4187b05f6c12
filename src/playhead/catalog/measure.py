"""Values of one view, as a small closed algebra with two readings: SQL, and plain Python.

A metric says what it measures with one of these values, never with a string of SQL, so that the
same declaration can be read twice and the two readings compared (the oracle test).

Law: a value is null where any column it needs is null; a ratio is also null where its denominator
is zero. The average of a ratio is the ratio of the sums, of everything else the plain mean.
"""

import msgspec

from playhead.model.column import FieldOfView, Kind
from playhead.model.view import VIEW_COLUMNS, View

COLUMNS = {field.name: field for field in VIEW_COLUMNS}
NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL})


def column_named(name: str, kinds: frozenset[Kind]) -> FieldOfView:
    """Return the view's column `name`.

    Raises:
        ValueError: the view has no such column, or it is of another kind.
    """
    if name not in COLUMNS:
        raise ValueError(f"the view has no column {name!r}: see playhead.model.view")
    field = COLUMNS[name]
    if field.column.kind not in kinds:
        wanted = " or ".join(sorted(kinds))
        raise ValueError(f"column {name!r} holds {field.column.kind}, not {wanted}")
    return field


class One(msgspec.Struct, frozen=True, tag=True):
    """Each view is one."""


class Number(msgspec.Struct, frozen=True, tag=True):
    """A numeric column."""

    column: str

    def __post_init__(self) -> None:
        column_named(self.column, NUMBERS)


class Flag(msgspec.Struct, frozen=True, tag=True):
    """A yes-or-no column as 1 or 0; where the column `among` says no, there is no value."""

    column: str
    among: str | None = None

    def __post_init__(self) -> None:
        for name in filter(None, (self.column, self.among)):
            column_named(name, frozenset({Kind.FLAG}))


class Ratio(msgspec.Struct, frozen=True, tag=True):
    """One numeric column per another, times `scale`."""

    numerator: str
    denominator: str
    scale: float = 1.0

    def __post_init__(self) -> None:
        for name in (self.numerator, self.denominator):
            column_named(name, NUMBERS)


class Distinct(msgspec.Struct, frozen=True, tag=True):
    """How many different texts stand in a column. Only a count over views has a meaning."""

    column: str

    def __post_init__(self) -> None:
        column_named(self.column, frozenset({Kind.TEXT, Kind.LABEL}))


class PerDistinct(msgspec.Struct, frozen=True, tag=True):
    """Views per different text in a column. Only an average over views has a meaning."""

    column: str

    def __post_init__(self) -> None:
        column_named(self.column, frozenset({Kind.TEXT, Kind.LABEL}))


Value = One | Number | Flag | Ratio | Distinct | PerDistinct


def sql_of(value: Value) -> str:
    """Return the SQL of a value of one view; its names are columns of the view's table."""
    match value:
        case One() | Distinct() | PerDistinct():
            return "1"
        case Number(column):
            return column
        case Flag(column, None):
            return f"toFloat64({column})"
        case Flag(column, among):
            return f"if({among}, toFloat64({column}), NULL)"
        case Ratio(numerator, denominator, scale):
            return f"{scale!r} * {numerator} / nullIf({denominator}, 0)"


def read(value: Value, view: View) -> float | None:
    """Return a value of one view."""
    match value:
        case One() | Distinct() | PerDistinct():
            return 1.0
        case Number(column):
            return _number(view, column)
        case Flag(column, among):
            return _number(view, column) if among is None or _number(view, among) else None
        case Ratio(numerator, denominator, scale):
            top, bottom = _number(view, numerator), _number(view, denominator)
            return None if top is None or not bottom else scale * top / bottom


def read_column(view: View, name: str) -> object:
    """Return what stands in a view's column."""
    found: object = getattr(getattr(view, COLUMNS[name].family), name)
    return found


def _number(view: View, name: str) -> float | None:
    found = read_column(view, name)
    return float(found) if isinstance(found, int | float) else None
