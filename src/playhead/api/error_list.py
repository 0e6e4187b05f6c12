"""The list of errors: how often each kind came, and when last.

Law: the window is rounded out to whole minutes and no more, as for views: people look here for an
error that has just come.
"""

import msgspec

from playhead.api.bodies import Envelope, seconds_of
from playhead.api.endpoint import Asked
from playhead.api.scope import minutes_of, scope_of
from playhead.api.spelling import iso_seconds
from playhead.model.saved import ErrorNote
from playhead.query.question import ErrorsList


class ErrorListRow(msgspec.Struct, frozen=True):
    """One kind of error. `description` and `notes` are what people wrote about it.

    `code` is the player's own where that is a number; `percentage` is a fraction of all views.
    """

    id: int
    code: int | None
    player_error_code: str | None
    message: str | None
    description: str | None
    notes: str | None
    count: int
    percentage: float
    last_seen: str


def list_errors(asked: Asked) -> Envelope[list[ErrorListRow]]:
    """Answer `/errors`."""
    scope = scope_of(asked, minutes_of(asked))
    answer = asked.query.errors(ErrorsList(scope))
    known = asked.control.error_notes.about(scope.environment_id, [row.id for row in answer.rows])
    rows = [
        ErrorListRow(
            id=row.id,
            code=row.code,
            player_error_code=row.player_error_code,
            message=row.message,
            description=note.description,
            notes=note.notes,
            count=row.count,
            percentage=row.percentage,
            last_seen=iso_seconds(row.last_seen_ms),
        )
        for row in answer.rows
        for note in (known.get(row.id, ErrorNote(scope.environment_id, row.id)),)
    ]
    return Envelope(total_row_count=None, timeframe=seconds_of(scope.timeframe), data=rows)
