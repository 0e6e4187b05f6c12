"""From the rows of the errors' statement to the answer. Law: pure."""

import re

import msgspec

from playhead.query.answer import ErrorRow, ErrorsAnswer
from playhead.query.decode import decoded
from playhead.store.interface import Rows

# A 64-bit number at most: clients read it into one.
_NUMBER = re.compile(r"-?[0-9]{1,18}", re.ASCII)


class _Kind(msgspec.Struct, frozen=True):
    id: int
    player_error_code: str | None
    message: str | None
    found: int
    last_seen_ms: int
    total_views: int
    total_row_count: int


def errors_answer(rows: Rows) -> ErrorsAnswer:
    """Return the list of errors."""
    kinds = decoded(rows, _Kind)
    return ErrorsAnswer(
        rows=tuple(
            ErrorRow(
                id=kind.id,
                code=_number(kind.player_error_code),
                player_error_code=kind.player_error_code,
                message=kind.message,
                count=kind.found,
                percentage=kind.found / kind.total_views,
                last_seen_ms=kind.last_seen_ms,
            )
            for kind in kinds
        ),
        total_row_count=kinds[0].total_row_count if kinds else 0,
    )


def _number(code: str | None) -> int | None:
    return int(code) if code is not None and _NUMBER.fullmatch(code) else None
