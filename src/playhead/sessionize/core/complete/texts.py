"""The text columns of a family, and the fields they are read from: tables instead of calls.

Law: pure. A column is null where none of its fields is known.
"""

from typing import Any

import msgspec

from playhead.model.column import fields_of
from playhead.sessionize.core.values import Fields, text

TextColumns = tuple[tuple[str, int, str], ...]
"""Column, the most characters it may hold, a field it is read from; of two rows for one column
the later wins."""


def text_columns(struct: type[msgspec.Struct], **from_fields: str) -> TextColumns:
    """Return the text columns of `struct`, each with its limit and the fields it is read from.

    A column is read from the field of its own name unless `from_fields` names others, separated
    by spaces, the first known of which counts; a column named there with nothing is left out.
    """
    return tuple(
        (column.name, column.column.limit, field)
        for column in fields_of(struct, "")
        if column.column.limit is not None
        for field in reversed(from_fields.get(column.name, column.name).split())
    )


def texts(sticky: Fields, columns: TextColumns) -> dict[str, Any]:
    """Return the columns that are known, each cut to its limit."""
    found: dict[str, Any] = {}
    for column, limit, field in columns:
        value = sticky.get(field)
        if value is not None and value != "":
            found[column] = text(value, limit)
    return found
