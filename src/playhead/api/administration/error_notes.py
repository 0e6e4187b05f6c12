"""What people write about the errors of an environment; lists of errors show it."""

import re

import msgspec
from msgspec import UNSET, UnsetType

from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.errors import not_found
from playhead.control.error_notes import NoteChanges

_ID = re.compile(r"[0-9]{1,10}", re.ASCII)


class ErrorNoteBody(msgspec.Struct, frozen=True):
    """What is known of an error; null: nothing."""

    id: int
    description: str | None
    notes: str | None


class ErrorNoteChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes different; members that are left out stay. Null: taken away."""

    description: str | UnsetType | None = UNSET
    notes: str | UnsetType | None = UNSET


def change_error_note(asked: Asked) -> SystemEnvelope[ErrorNoteBody]:
    """Answer `PATCH …/error-notes/{ERROR_ID}`."""
    text = asked.path["ERROR_ID"]
    if not _ID.fullmatch(text):
        raise not_found()
    given = asked.read_body(ErrorNoteChanges)
    note = asked.control.error_notes.write(
        asked.environment.id,
        int(text),
        NoteChanges(given.description, given.notes),
        by=asked.actor,
    )
    return SystemEnvelope(ErrorNoteBody(note.error_id, note.description, note.notes))
