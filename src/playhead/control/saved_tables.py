"""The tables of what people keep of their reading: notes on errors, sets of filters, dashboards.

Law: as in `tables`. Filters and definitions are JSON, decoded into the structs of `model.saved`.
"""

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from playhead.control.tables import Table


class ErrorNoteRow(Table):
    """What people know of one kind of error. No row: nothing."""

    __tablename__ = "error_notes"

    environment_id: Mapped[str] = mapped_column(
        String(16), ForeignKey("environments.id"), primary_key=True
    )
    error_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    description: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str | None] = mapped_column(Text)
    changed_at_ms: Mapped[int] = mapped_column(BigInteger)


class KeptRow(Table):
    """What filter sets and dashboards have in common: whose they are, and who finds them."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    environment_id: Mapped[str] = mapped_column(String(16), ForeignKey("environments.id"))
    owner_id: Mapped[str] = mapped_column(String(36), ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(128))
    visibility: Mapped[str] = mapped_column(String(16))
    created_at_ms: Mapped[int] = mapped_column(BigInteger)
    changed_at_ms: Mapped[int] = mapped_column(BigInteger)


class FilterSetRow(KeptRow):
    """Conditions with a name. Both lists are JSON."""

    __tablename__ = "filter_sets"
    __table_args__ = (Index(None, "environment_id", "visibility"),)

    filters: Mapped[str] = mapped_column(Text)
    metric_filters: Mapped[str] = mapped_column(Text)


class BoardRow(KeptRow):
    """A dashboard. `definition` is JSON."""

    __tablename__ = "boards"
    __table_args__ = (Index(None, "environment_id", "visibility"),)

    definition: Mapped[str] = mapped_column(Text)


class FavouriteRow(Table):
    """A dashboard that somebody wants to find first."""

    __tablename__ = "favourite_boards"

    person_id: Mapped[str] = mapped_column(String(36), ForeignKey("people.id"), primary_key=True)
    board_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("boards.id"), primary_key=True, index=True
    )
