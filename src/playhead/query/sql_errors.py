"""The list of errors as SQL.

A kind of error is a code and a message, and its id is made of both. Fatal errors are listed,
business exceptions among them; warnings are not. Law: as in `sql`.
"""

from playhead.catalog.metric import TimeBasis
from playhead.query.conditions import Bound
from playhead.query.question import ErrorsList
from playhead.query.statement import GROUP_SETTINGS, Statement, where

# The answer has no pages. A player that writes a number into every message makes as many kinds.
ROW_LIMIT = 1000


def errors(question: ErrorsList) -> Statement:
    """Return a row for each of the most frequent kinds, with the views and the kinds in all."""
    bound = Bound()
    views = where(question.scope, TimeBasis.END, bound)
    # Made of the catalog's words, like everything here; the linter only sees a SELECT.
    kinds = (
        "SELECT\n    error_type_id AS id,\n    player_error_code,\n"
        "    player_error_message AS message,\n    count() AS found,\n"
        "    toUnixTimestamp64Milli(max(view_end_ms)) AS last_seen_ms\n"
        f"FROM views\nWHERE {views}\n    AND isNotNull(error_type_id)\n"
        "    AND player_error_severity = 'fatal'\n"
        f"GROUP BY id, player_error_code, message\n{GROUP_SETTINGS}"
    )
    text = (
        "SELECT\n    *,\n    count() OVER () AS total_row_count,\n"  # noqa: S608
        f"    (SELECT count() FROM views WHERE {views}) AS total_views\n"
        f"FROM\n(\n{kinds}\n)\n"
        "ORDER BY found DESC, id, isNull(player_error_code), player_error_code, "
        f"isNull(message), message\nLIMIT {ROW_LIMIT}"
    )
    return Statement(text, bound.parameters)
