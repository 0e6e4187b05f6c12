"""What a member of the view on the wire is: its type, and the column or reading it comes from.

Law: a member that names a column is checked against it at import, so a renamed column is found
before the first request.
"""

import enum
import math
from collections.abc import Callable, Sequence
from typing import Any, cast

import msgspec

from playhead.api.spelling import decimal_text, iso_milliseconds
from playhead.catalog.measure import column_named, read_column
from playhead.model.access import Environment
from playhead.model.column import Kind
from playhead.model.view import View


class WireType(enum.StrEnum):
    """How a member is written in JSON."""

    TEXT = "text"
    INTEGER = "integer"
    """Never with a decimal point: fractions are rounded."""
    NUMBER = "number"
    DECIMAL_TEXT = "decimal_text"
    """A number as text: the shortest decimal, without exponent."""
    BOOLEAN = "boolean"
    TIME = "time"
    """ISO 8601 in UTC with milliseconds."""
    TEXT_LIST = "text_list"


_NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL})
KINDS = {
    WireType.TEXT: frozenset({Kind.LABEL, Kind.TEXT}),
    WireType.INTEGER: _NUMBERS,
    WireType.NUMBER: _NUMBERS,
    WireType.DECIMAL_TEXT: _NUMBERS,
    WireType.BOOLEAN: frozenset({Kind.FLAG}),
    WireType.TIME: frozenset({Kind.TIME}),
    WireType.TEXT_LIST: frozenset({Kind.TEXT_LIST}),
}
JSON_TYPES: dict[WireType, Any] = {
    WireType.TEXT: str,
    WireType.INTEGER: int,
    WireType.NUMBER: float,
    WireType.DECIMAL_TEXT: str,
    WireType.BOOLEAN: bool,
    WireType.TIME: str,
    WireType.TEXT_LIST: tuple[str, ...],
}

Reading = Callable[[View, Environment], object]


class Member(msgspec.Struct, frozen=True):
    """One member of the view.

    `source` is the name of a column, or a function where none holds the value. `never_null` is
    what clients rely on; where the source may be missing, `instead` stands for it then.
    """

    type: WireType
    name: str
    source: str | Reading
    never_null: bool
    instead: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.source, str):
            return
        column = column_named(self.source, KINDS[self.type])
        if self.never_null and column.nullable and self.instead is None:
            raise ValueError(f"{self.name} may not be null, but its column {self.source} may be")

    def read(self, view: View, environment: Environment) -> object:
        """Return what the member holds for a view, as it is written."""
        if isinstance(self.source, str):
            found = read_column(view, self.source)
        else:
            found = self.source(view, environment)
        # JSON has no word for what is infinite or undefined.
        if found is None or (isinstance(found, float) and not math.isfinite(found)):
            return self.instead
        return _written(self.type, found)


def members(
    wire_type: WireType, names: str, *, never_null: bool = False, instead: str | None = None
) -> Sequence[Member]:
    """Return the members of one type, from words `member` or `member=column`.

    Where no column is named it has the member's own name.
    """
    pairs = (word.partition("=") for word in names.split())
    return [
        Member(wire_type, name, column or name, never_null, instead) for name, _, column in pairs
    ]


def _written(wire_type: WireType, found: object) -> object:
    match wire_type:
        case WireType.INTEGER:
            return round(cast("float", found))
        case WireType.DECIMAL_TEXT:
            return decimal_text(cast("float", found))
        case WireType.TIME:
            return iso_milliseconds(cast("int", found))
        case _:
            return found
