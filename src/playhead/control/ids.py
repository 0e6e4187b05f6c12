"""Ids that come from outside: what may be looked up in the database, and what is nobody's.

Law: pure. What a database would refuse to compare, such as NUL, is never asked for.
"""

import re

_KNOWN_FORM = re.compile(r"[0-9a-z-]{1,36}")


def looked_up(given: str) -> str:
    """Return an id as it may be asked for: itself, or the empty one, which nothing has."""
    return given if _KNOWN_FORM.fullmatch(given) else ""
