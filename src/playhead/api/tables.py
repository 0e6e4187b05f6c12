"""Rows of an answer as CSV, for spreadsheets, and as one JSON object a line, for programs.

Law: a CSV text that a spreadsheet would take for a formula gets an apostrophe before it, since
viewers choose what stands in a title; numbers stay as they are. A nested value is JSON in its cell.
"""

import csv
import io
import typing
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

# What makes a spreadsheet compute: OWASP's list.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


class Rows(msgspec.Struct, frozen=True):
    """A table: its columns, and in each row as many values."""

    columns: tuple[str, ...]
    values: Sequence[Sequence[Any]]


def rows_of(data: Any, answer_type: Any) -> Rows | None:
    """Return the data of an envelope as a table; None where it is no list of rows.

    The columns come from the declared type, so that a table without rows has them too.
    """
    if not isinstance(data, list):
        return None
    kinds = _row_types(answer_type)
    if all(issubclass(kind, msgspec.Struct) for kind in kinds):
        columns = tuple(dict.fromkeys(name for kind in kinds for name in kind.__struct_fields__))
        return Rows(
            columns, [[getattr(row, name, msgspec.UNSET) for name in columns] for row in data]
        )
    if len(kinds) == 1 and hasattr(kinds[0], "_fields"):
        return Rows(kinds[0]._fields, data)
    return Rows(("value",), [[each] for each in data])


def _row_types(answer_type: Any) -> tuple[Any, ...]:
    """Return `A` and `B` of `Envelope[list[A | B]]`; what is about them may stand before."""
    (row,) = typing.get_args(typing.get_args(answer_type)[-1])
    return typing.get_args(row) or (row,)


def csv_of(rows: Rows) -> bytes:
    """Return a table as CSV with a header line (RFC 4180)."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(rows.columns)
    writer.writerows([_cell(value) for value in row] for row in rows.values)
    return written.getvalue().encode("utf-8", "replace")


def ndjson_of(rows: Rows) -> bytes:
    """Return a table as JSON objects, each on a line of its own."""
    encoder = msgspec.json.Encoder()
    return encoder.encode_lines([_object(rows.columns, values) for values in rows.values])


def _object(columns: Sequence[str], values: Sequence[Any]) -> Mapping[str, Any]:
    return {
        name: value
        for name, value in zip(columns, values, strict=True)
        if value is not msgspec.UNSET
    }


def _cell(value: Any) -> str:
    if value is None or value is msgspec.UNSET:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    # Numbers and flags are written as in JSON, nested values too.
    return msgspec.json.encode(value).decode()
