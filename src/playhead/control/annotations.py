"""Notes that people pin to a moment, to be shown on the charts of an environment.

Law: an annotation is found through its environment alone, so that nobody reads another's.
"""

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from playhead.control import audit, names
from playhead.control.credentials import draw_token_id
from playhead.control.environments import check_environment_is_here
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.making import draw_free
from playhead.control.tables import AnnotationRow
from playhead.control.transactions import Transactions
from playhead.model.audit import SYSTEM_ACTOR, Actor

NOTE_CHARS_MOST = 2_000
SUB_PROPERTY_CHARS_MOST = 512
DATE_S_MOST = 253_402_300_799
"""The last second of the year 9999, which every client can spell."""


class Annotation(msgspec.Struct, frozen=True, gc=False):
    """A note at a moment, in epoch seconds; with `sub_property_id`, for that part alone."""

    id: str
    environment_id: str
    note: str
    date_s: int
    sub_property_id: str | None = None


class Changes(msgspec.Struct, frozen=True):
    """What becomes different; what is unset stays."""

    note: str | UnsetType = UNSET
    date_s: int | UnsetType = UNSET
    sub_property_id: str | UnsetType | None = UNSET


class AnnotationList(msgspec.Struct, frozen=True):
    """One page, and how many there are in all."""

    rows: tuple[Annotation, ...]
    total_row_count: int


class Annotations:
    """`Control.annotations`."""

    def __init__(self, transactions: Transactions, *, most: int) -> None:
        """Let each environment have up to `most`."""
        self._transactions = transactions
        self._most = most

    def create(
        self,
        environment_id: str,
        note: str,
        date_s: int,
        sub_property_id: str | None = None,
        *,
        by: Actor = SYSTEM_ACTOR,
    ) -> Annotation:
        """Keep a new one.

        Raises:
            ControlError: ANNOTATION_INVALID, ANNOTATION_LIMIT, ENVIRONMENT_NOT_FOUND.
        """
        _check(note, date_s, sub_property_id)
        with self._transactions.writing() as session:
            check_environment_is_here(session, environment_id, "annotation")
            making = self._transactions.making(self._most)
            self._check_room(session, environment_id)
            row = AnnotationRow(
                id=draw_free(
                    lambda: draw_token_id(making.random_bytes),
                    lambda drawn: session.get(AnnotationRow, drawn) is not None,
                ),
                environment_id=environment_id,
                note=note,
                date_s=date_s,
                sub_property_id=sub_property_id,
                created_at_ms=making.now_ms,
            )
            session.add(row)
            self._record(session, by, "annotation.created", row)
            return _annotation(row)

    def find(self, environment_id: str, annotation_id: str) -> Annotation | None:
        """Return the one with this id, if the environment has it."""
        with self._transactions.reading() as session:
            row = _row(session, environment_id, annotation_id)
            return None if row is None else _annotation(row)

    def listed(
        self,
        environment_id: str,
        from_s: int,
        to_s: int,
        *,
        oldest_first: bool = False,
        limit: int = 100,
        offset: int = 0,
    ) -> AnnotationList:
        """Return those of the moments from `from_s` up to and without `to_s`."""
        within = (
            AnnotationRow.environment_id == environment_id,
            AnnotationRow.date_s >= from_s,
            AnnotationRow.date_s < to_s,
        )
        keys = (AnnotationRow.date_s, AnnotationRow.id)
        order = [key.asc() if oldest_first else key.desc() for key in keys]
        with self._transactions.reading() as session:
            total = session.scalar(select(func.count()).select_from(AnnotationRow).where(*within))
            found = session.scalars(
                select(AnnotationRow).where(*within).order_by(*order).limit(limit).offset(offset)
            )
            return AnnotationList(tuple(_annotation(row) for row in found), total or 0)

    def change(
        self,
        environment_id: str,
        annotation_id: str,
        changes: Changes,
        *,
        by: Actor = SYSTEM_ACTOR,
    ) -> Annotation | None:
        """Change what is given and return the whole; None where there is no such one.

        Raises:
            ControlError: ANNOTATION_INVALID.
        """
        with self._transactions.writing() as session:
            row = _row(session, environment_id, annotation_id)
            if row is None:
                return None
            for name in changes.__struct_fields__:
                value = getattr(changes, name)
                if value is not UNSET:
                    setattr(row, name, value)
            _check(row.note, row.date_s, row.sub_property_id)
            self._record(session, by, "annotation.changed", row)
            return _annotation(row)

    def delete(self, environment_id: str, annotation_id: str, *, by: Actor = SYSTEM_ACTOR) -> bool:
        """Forget one for good; tell whether there was one."""
        with self._transactions.writing() as session:
            row = _row(session, environment_id, annotation_id)
            if row is not None:
                self._record(session, by, "annotation.deleted", row)
                session.delete(row)
            return row is not None

    def _record(self, session: Session, by: Actor, action: str, row: AnnotationRow) -> None:
        detail = {"note": row.note, "date": str(row.date_s)}
        if row.sub_property_id is not None:
            detail["sub_property_id"] = row.sub_property_id
        change = audit.Change(
            action, environment_id=row.environment_id, target_id=row.id, detail=detail
        )
        audit.record(session, self._transactions.clock(), by, change)

    def _check_room(self, session: Session, environment_id: str) -> None:
        count = session.scalar(
            select(func.count())
            .select_from(AnnotationRow)
            .where(AnnotationRow.environment_id == environment_id)
        )
        if (count or 0) >= self._most:
            raise ControlError(
                ControlErrorCode.ANNOTATION_LIMIT,
                f"The annotation cannot be kept: this environment has {count}, and {self._most} is"
                " the most. Delete some that nobody needs.",
            )


def _row(session: Session, environment_id: str, annotation_id: str) -> AnnotationRow | None:
    row = session.get(AnnotationRow, annotation_id)
    return row if row is not None and row.environment_id == environment_id else None


def _annotation(row: AnnotationRow) -> Annotation:
    return Annotation(row.id, row.environment_id, row.note, row.date_s, row.sub_property_id)


def _check(note: str, date_s: int, sub_property_id: str | None) -> None:
    if not (0 < len(note) <= NOTE_CHARS_MOST and names.is_storable(note)):
        raise _invalid(f"note {names.shown(note)}: give 1 to {NOTE_CHARS_MOST} characters")
    if not 0 <= date_s <= DATE_S_MOST:
        raise _invalid(f"date {date_s}: give epoch seconds from 0 to {DATE_S_MOST}")
    named = sub_property_id
    if named is not None and not (
        0 < len(named) <= SUB_PROPERTY_CHARS_MOST and names.is_storable(named)
    ):
        raise _invalid(
            f"sub_property_id {names.shown(named)}: give 1 to {SUB_PROPERTY_CHARS_MOST}"
            " characters, or null"
        )


def _invalid(sentence: str) -> ControlError:
    return ControlError(ControlErrorCode.ANNOTATION_INVALID, sentence)
