"""What people write about the errors of their environments: a line for lists, and notes.

Law: no row means that nothing is known. Errors are named by the id that views have, and nothing
here asks whether a view with it exists: notes may outlive the views.
"""

from collections.abc import Collection, Mapping

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from playhead.control import audit, names
from playhead.control.environments import check_environment_is_here
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.saved_tables import ErrorNoteRow
from playhead.control.transactions import Transactions
from playhead.model.audit import SYSTEM_ACTOR, Actor
from playhead.model.saved import (
    DESCRIPTION_CHARS_MOST,
    ERROR_ID_MOST,
    NOTES_CHARS_MOST,
    ErrorNote,
)


class NoteChanges(msgspec.Struct, frozen=True):
    """What becomes different; what is unset stays, None and the empty text take it away."""

    description: str | UnsetType | None = UNSET
    notes: str | UnsetType | None = UNSET


class ErrorNotes:
    """`Control.error_notes`."""

    def __init__(self, transactions: Transactions, *, most: int) -> None:
        """Let each environment have notes on up to `most` errors."""
        self._transactions = transactions
        self._most = most

    def write(
        self,
        environment_id: str,
        error_id: int,
        changes: NoteChanges,
        *,
        by: Actor = SYSTEM_ACTOR,
    ) -> ErrorNote:
        """Change what is given and return the whole; one that says nothing is forgotten.

        Raises:
            ControlError: ERROR_NOTE_INVALID, ERROR_NOTE_LIMIT, ENVIRONMENT_NOT_FOUND.
        """
        _check(error_id, changes)
        with self._transactions.writing() as session:
            check_environment_is_here(session, environment_id, "note")
            row = session.get(ErrorNoteRow, (environment_id, error_id))
            is_new = row is None
            if row is None:
                row = ErrorNoteRow(environment_id=environment_id, error_id=error_id)
            if changes.description is not UNSET:
                row.description = changes.description or None
            if changes.notes is not UNSET:
                row.notes = changes.notes or None
            row.changed_at_ms = self._transactions.clock()
            note = _note(row)
            self._keep(session, row, is_new=is_new)
            change = audit.Change(
                "error_note.changed",
                environment_id=environment_id,
                target_id=str(error_id),
                detail={"description": note.description or "", "notes": note.notes or ""},
            )
            audit.record(session, row.changed_at_ms, by, change)
            return note

    def _keep(self, session: Session, row: ErrorNoteRow, *, is_new: bool) -> None:
        says_something = row.description is not None or row.notes is not None
        if is_new and says_something:
            self._check_room(session, row)
            session.add(row)
        elif not is_new and not says_something:
            session.delete(row)

    def about(self, environment_id: str, error_ids: Collection[int]) -> Mapping[int, ErrorNote]:
        """Return what is known of these errors, by their ids."""
        if not error_ids:
            return {}
        wanted = set(error_ids)
        asked = select(ErrorNoteRow).where(ErrorNoteRow.environment_id == environment_id)
        # An environment has few notes, and may list more errors than a statement takes parameters.
        with self._transactions.reading() as session:
            rows = [row for row in session.scalars(asked) if row.error_id in wanted]
            return {row.error_id: _note(row) for row in rows}

    def _check_room(self, session: Session, row: ErrorNoteRow) -> None:
        count = session.scalar(
            select(func.count())
            .select_from(ErrorNoteRow)
            .where(ErrorNoteRow.environment_id == row.environment_id)
        )
        if (count or 0) >= self._most:
            raise ControlError(
                ControlErrorCode.ERROR_NOTE_LIMIT,
                f"The note on error {row.error_id} cannot be kept: this environment has {count},"
                f" and {self._most} is the most. Empty some that nobody needs.",
            )


def _note(row: ErrorNoteRow) -> ErrorNote:
    return ErrorNote(row.environment_id, row.error_id, row.description, row.notes)


def _check(error_id: int, changes: NoteChanges) -> None:
    if not 0 < error_id <= ERROR_ID_MOST:
        raise _invalid(f"error id {error_id}: give one from 1 to {ERROR_ID_MOST}")
    for name, text, most in (
        ("description", changes.description, DESCRIPTION_CHARS_MOST),
        ("notes", changes.notes, NOTES_CHARS_MOST),
    ):
        if text is UNSET or text is None:
            continue
        if len(text) > most or not names.is_storable(text):
            raise _invalid(f"{name} {names.shown(text)}: give up to {most} characters, or null")


def _invalid(sentence: str) -> ControlError:
    return ControlError(ControlErrorCode.ERROR_NOTE_INVALID, sentence)
