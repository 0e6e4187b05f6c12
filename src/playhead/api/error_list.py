"""The list of errors: how often each kind came, and when last.

Law: the window is rounded out to whole minutes and no more, as for views: people look here for an
error that has just come.
"""

import msgspec

from playhead.api.bodies import Envelope, seconds_of
from playhead.api.endpoint import Asked
from playhead.api.scope import minutes_of, scope_of
from playhead.api.spelling import iso_seconds
from playhead.query.question import ErrorsList


class ErrorListRow(msgspec.Struct, frozen=True):
    """One kind of error. `description` and `notes` are for people, and nobody writes any.

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
    rows = [
        ErrorListRow(
            id=row.id,
            code=row.code,
            player_error_code=row.player_error_code,
            message=row.message,
            description=None,
            notes=None,
            count=row.count,
            percentage=row.percentage,
            last_seen=iso_seconds(row.last_seen_ms),
        )
        for row in answer.rows
    ]
    return Envelope(total_row_count=None, timeframe=seconds_of(scope.timeframe), data=rows)
