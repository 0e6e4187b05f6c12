"""Columns of views side by side: the same numbers of each, and whether they differ.

Law: as in `question`; what can be asked at once is bounded here.
"""

import msgspec

from playhead.query.question import Filter, Measured, Scope

COLUMNS_LEAST = 2
COLUMN_LIMIT = 5
CONTRASTED_LIMIT = 80


class Column(msgspec.Struct, frozen=True):
    """The views of a scope that match `only` as well.

    Filters of one dimension are joined by "or" within the scope and within `only`; between the two
    both must hold.
    """

    scope: Scope
    only: tuple[Filter, ...] = ()


class Contrast(msgspec.Struct, frozen=True):
    """Several numbers of several columns; the first column is what the others are held against.

    Without `judged` only the numbers are told, which takes one pass over the views of a column.
    """

    columns: tuple[Column, ...]
    measures: tuple[Measured, ...]
    judged: bool = True

    def __post_init__(self) -> None:
        if not COLUMNS_LEAST <= len(self.columns) <= COLUMN_LIMIT:
            raise ValueError(f"{len(self.columns)} columns: {COLUMNS_LEAST} to {COLUMN_LIMIT}")
        if not 1 <= len(self.measures) <= CONTRASTED_LIMIT:
            raise ValueError(f"{len(self.measures)} measures: 1 to {CONTRASTED_LIMIT} at once")
        if len({column.scope.environment_id for column in self.columns}) != 1:
            raise ValueError("the columns are of different environments")
