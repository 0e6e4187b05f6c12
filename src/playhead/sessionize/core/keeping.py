"""What of an open view is worth keeping: so much that no column could tell the difference.

A client may send a megabyte under each name, numbers of a thousand digits, lists in lists. No
column is read from such values, but they fill memory, and a checkpoint that cannot hold them
would stop everything.

Law: what is dropped here changes no view: `values` would have read nothing from it, and no column
is longer than what remains of a text.
"""

from typing import Final

from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.values import LARGEST_WHOLE, Json

LONGEST_TEXT: Final = 16_384
"""The longest column, by characters."""
MOST_MEMBERS: Final = 64
"""Of an object: the response headers of one request."""


def trim(view: OpenView) -> None:
    """Drop what cannot be read from what `view` remembers and from the events it holds back."""
    _trim(view.sticky)
    for event in view.held:
        _trim(event.fields)


def _trim(fields: dict[str, Json]) -> None:
    odd = [name for name, value in fields.items() if not _is_plain(value)]
    for name in odd:
        fields[name] = _plain(fields[name])


def _is_plain(value: Json) -> bool:
    kind = type(value)
    if kind is str:
        return len(value) <= LONGEST_TEXT  # type: ignore[arg-type]
    if kind is int:
        return -LARGEST_WHOLE <= value <= LARGEST_WHOLE  # type: ignore[operator]
    return kind is float or kind is bool or value is None


def _plain(value: Json) -> Json:
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if isinstance(value, list):
        return _texts(value)
    if isinstance(value, dict):
        members = list(value.items())[:MOST_MEMBERS]
        return {
            name[:128]: part[:512] if isinstance(part, str) else part
            for name, part in members
            if _is_plain(part) or isinstance(part, str)
        }
    return None


def _texts(parts: list[Json]) -> list[str]:
    """Return the texts in a list, as many as a column holds: the played intervals of a Roku."""
    found: list[str] = []
    room = LONGEST_TEXT
    for part in parts:
        if isinstance(part, str):
            room -= len(part) + 3
            found.append(part[:LONGEST_TEXT])
            if room < 0:
                break
    return found
