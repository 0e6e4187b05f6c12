"""Rows of the store as structs: the names of the columns are those of the fields."""

from typing import TypeVar

import msgspec

from playhead.store.interface import Rows

Row = TypeVar("Row", bound=msgspec.Struct)


def decoded(found: Rows, kind: type[Row]) -> tuple[Row, ...]:
    """Return rows as structs; columns that the struct does not have are passed over."""
    names = found.names
    return tuple(msgspec.convert(dict(zip(names, row, strict=True)), kind) for row in found.rows)
