"""What a dimension is: something by which views are grouped and filtered.

The entries stand in `catalog/dimensions/<family>.py`, one literal each.
"""

import enum

import msgspec

from playhead.catalog.measure import column_named
from playhead.model.column import Kind

_NAMES = frozenset({Kind.LABEL})
_KINDS = frozenset({Kind.LABEL, Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.FLAG, Kind.TEXT_LIST})


class Shape(enum.StrEnum):
    """What the values of a dimension are. On the wire they are text, whatever their shape."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "boolean"
    TRACE = "trace"
    """A sequence of texts, written `[a,b]`."""


class Level(enum.StrEnum):
    """In which of the two lists of dimensions an id is shown; `NONE` for neither."""

    BASIC = "basic"
    ADVANCED = "advanced"
    NONE = "none"


class Dimension(msgspec.Struct, frozen=True, kw_only=True):
    """One dimension.

    `prefix_column`: the value shown is that column's text, a space, and this column's: a version
    alone tells nothing (`Safari 7.x`). A filter may name the composite or the bare version.
    `name_column`: what people call a value that is a code or a number; searching finds either.
    A dimension that `names_country` has the names of the catalog: reading a column of them from
    5 million views took 40 ms.
    `in_group_by` and `in_comparison` tell what the official clients' enums list; every dimension
    is accepted in both places. `tells_causes`: besides the basic dimensions and the versions,
    insights look for causes in it.
    """

    id: str
    label: str
    meaning: str
    column: str
    level: Level
    prefix_column: str | None = None
    name_column: str | None = None
    names_country: bool = False
    in_group_by: bool = True
    in_comparison: bool = True
    tells_causes: bool = False
    since: str = "0.1.0"

    def __post_init__(self) -> None:
        for name in filter(None, (self.column, self.prefix_column)):
            column_named(name, _KINDS)
        if self.name_column is not None:
            column_named(self.name_column, _NAMES)

    @property
    def in_insights(self) -> bool:
        """Whether insights look for harm in its groups."""
        named = self.tells_causes or self.prefix_column is not None
        return named or self.level is Level.BASIC

    @property
    def shape(self) -> Shape:
        """The shape of its values, which its column's kind decides."""
        match column_named(self.column, _KINDS).column.kind:
            case Kind.FLAG:
                return Shape.FLAG
            case Kind.INTEGER | Kind.DECIMAL:
                return Shape.NUMBER
            case Kind.TEXT_LIST:
                return Shape.TRACE
            case _:
                return Shape.TEXT
