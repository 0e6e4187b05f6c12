"""Why a question cannot be answered: the caller's fault, in words the caller can act upon.

Law: each message names what was given, its value, and what would be accepted.
"""

import difflib
from collections.abc import Iterable
from typing import ClassVar


class QueryError(Exception):
    """A question that has no answer. `code` is stable; surfaces map it to their own status."""

    code: ClassVar[str]


class InvalidParametersError(QueryError):
    """A parameter does not say anything that can be asked."""

    code = "invalid_parameters"


class InvalidTimeframeError(QueryError):
    """The timeframe cannot be read, is empty, or is too old."""

    code = "invalid_timeframe"


class UnknownIdError(QueryError):
    """The metric, dimension or view asked for does not exist."""

    code = "not_found"


class TooExpensiveError(QueryError):
    """The store cut the query off at its limits."""

    code = "query_too_expensive"


class AbandonedError(QueryError):
    """Whoever asked has gone; the store was told to stop."""

    code = "abandoned"


# What a caller sent comes back to him cut: long enough to know it by.
SHOWN_CHARACTERS = 100


def shown(text: str) -> str:
    """Return what a caller sent, quoted and cut."""
    return repr(text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a sentence with the known name nearest to `name`, or nothing if none is near."""
    found = difflib.get_close_matches(name[:SHOWN_CHARACTERS], list(known), n=1)
    return f" Did you mean {found[0]!r}?" if found else ""
