"""What a live dimension is: something by which viewers of this moment are grouped and filtered."""

import msgspec

from playhead.catalog.dimension import Shape
from playhead.catalog.monitoring.live_value import COLUMNS, check_columns
from playhead.model.column import Kind

_KINDS = frozenset({Kind.LABEL, Kind.TEXT, Kind.INTEGER, Kind.FLAG})


class LiveDimension(msgspec.Struct, frozen=True, kw_only=True):
    """One live dimension.

    `prefix` stands before the value where it is shown, and may stand there in a filter.
    `name_column` holds what people call the value; `names_country`: its English name does.
    `in_realtime`: the deprecated predecessor of monitoring has it.
    """

    id: str
    label: str
    meaning: str
    column: str
    prefix: str = ""
    name_column: str | None = None
    names_country: bool = False
    in_realtime: bool = True
    since: str = "0.1.0"

    def __post_init__(self) -> None:
        check_columns((self.column,), _KINDS)
        if self.name_column is not None:
            check_columns((self.name_column,), frozenset({Kind.LABEL}))

    @property
    def shape(self) -> Shape:
        """The shape of its values, which its column's kind decides."""
        match COLUMNS[self.column].column.kind:
            case Kind.FLAG:
                return Shape.FLAG
            case Kind.INTEGER:
                return Shape.NUMBER
            case _:
                return Shape.TEXT
