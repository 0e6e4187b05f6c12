"""How a field of a view becomes a column: its kind, its length limit and what it means.

Each field of the view structs carries one `Column` in its annotation. The DDL, the insert, the
row decoding and the reference pages are all derived from these, so a column is declared once.

Law: a column's unit stands last in its name (`_ms`, `_px`, `_bps`); fractions and counts have none.
"""

import enum
import functools
import types
import typing
from collections.abc import Sequence

import msgspec


class Kind(enum.StrEnum):
    """What a column holds. The store decides how its engine spells it."""

    LABEL = "label"
    """Text of few distinct values."""
    TEXT = "text"
    """Text of many distinct values."""
    TIME = "time"
    """An instant in epoch milliseconds."""
    INTEGER = "integer"
    COUNT = "count"
    """A whole number from 0 up to 2 thousand million: half as wide as others, so read faster."""
    DECIMAL = "decimal"
    FLAG = "flag"
    TEXT_LIST = "text_list"
    INTEGER_LIST = "integer_list"
    TEXT_MAP = "text_map"
    """Text to text."""
    TOTALS = "totals"
    """Text to a whole number."""


class Column(msgspec.Struct, frozen=True):
    """What is said of a field beside its type. `limit` counts code points; longer text is cut."""

    kind: Kind
    meaning: str
    limit: int | None = None


def label(meaning: str, limit: int = 512) -> Column:
    """Declare text that few values share: a title, a country, a version."""
    return Column(Kind.LABEL, meaning, limit)


def text(meaning: str, limit: int = 128) -> Column:
    """Declare text that is mostly unique: an id, a URL, a message."""
    return Column(Kind.TEXT, meaning, limit)


def time(meaning: str) -> Column:
    """Declare an instant in epoch milliseconds."""
    return Column(Kind.TIME, meaning)


def integer(meaning: str) -> Column:
    """Declare a whole number."""
    return Column(Kind.INTEGER, meaning)


def count(meaning: str) -> Column:
    """Declare how many of something there are: a few, or all the people of a country."""
    return Column(Kind.COUNT, meaning)


def integers(meaning: str) -> Column:
    """Declare a list of whole numbers."""
    return Column(Kind.INTEGER_LIST, meaning)


def decimal(meaning: str) -> Column:
    """Declare a number with decimals."""
    return Column(Kind.DECIMAL, meaning)


def flag(meaning: str) -> Column:
    """Declare a yes or no."""
    return Column(Kind.FLAG, meaning)


class FieldOfView(msgspec.Struct, frozen=True):
    """One column with its place: `family.name` in the struct, `name` in the table."""

    family: str
    name: str
    column: Column
    nullable: bool


def fields_of(struct: type[msgspec.Struct], family: str) -> Sequence[FieldOfView]:
    """Return the columns that `struct` declares, in order.

    Raises:
        TypeError: a field carries no `Column`.
    """
    hints = typing.get_type_hints(struct, include_extras=True)
    return [_field(struct, family, name, hints[name]) for name in struct.__struct_fields__]


def _field(struct: type[msgspec.Struct], family: str, name: str, hint: object) -> FieldOfView:
    column = next((m for m in getattr(hint, "__metadata__", ()) if isinstance(m, Column)), None)
    if column is None:
        msg = f"field {name!r} of {struct.__name__} has no Column: annotate it with one"
        raise TypeError(msg)
    return FieldOfView(family, name, column, nullable=_nullable(typing.get_args(hint)[0]))


def _nullable(hint: object) -> bool:
    return isinstance(hint, types.UnionType) and types.NoneType in typing.get_args(hint)


@functools.cache
def columns_of(struct: type[msgspec.Struct]) -> tuple[FieldOfView, ...]:
    """Return all columns of a struct whose fields are families of columns, in order.

    Raises:
        TypeError: two families declare a column of the same name.
    """
    found: dict[str, FieldOfView] = {}
    for family, hint in typing.get_type_hints(struct).items():
        for field in fields_of(hint, family):
            if field.name in found:
                msg = f"column {field.name!r} stands in {found[field.name].family} and {family}"
                raise TypeError(msg)
            found[field.name] = field
    return tuple(found.values())
