"""Reading the values of beacon fields: players send numbers as text, text as numbers, and worse.

Each function returns the value in the type asked for, or None where it is not that: absent,
empty, NaN, out of any sane range. Impossible values become unknown; they are never clamped.

Law: pure, and total: any JSON value may come in.
"""

import math

from playhead.model.column import Column

LARGEST_WHOLE = 2**53
LONGEST_TEXT_READ = 1 << 16

Json = object
Fields = dict[str, Json]


def number(value: Json) -> float | None:
    """Return a finite number."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        if len(value) > 64:
            return None
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, int):
        return float(value) if -LARGEST_WHOLE <= value <= LARGEST_WHOLE else None
    if isinstance(value, float) and math.isfinite(value):
        return value if -LARGEST_WHOLE <= value <= LARGEST_WHOLE else None
    return None


def whole(value: Json) -> int | None:
    """Return a whole number, rounded."""
    if type(value) is int:
        return value if -LARGEST_WHOLE <= value <= LARGEST_WHOLE else None
    found = number(value)
    return None if found is None else round(found)


def count(value: Json) -> int | None:
    """Return a whole number that is not negative."""
    found = whole(value)
    return None if found is None or found < 0 else found


def duration_ms(value: Json, *, longest_ms: int = LARGEST_WHOLE) -> int | None:
    """Return a duration in milliseconds: not negative, and not longer than `longest_ms`."""
    found = whole(value)
    return None if found is None or not 0 <= found <= longest_ms else found


def positive(value: Json) -> int | None:
    """Return a whole number above zero: a size, a bitrate. Players send 0 for "not yet known"."""
    found = whole(value)
    return None if found is None or found <= 0 else found


def amount(value: Json) -> float | None:
    """Return a number that is not negative."""
    found = number(value)
    return None if found is None or found < 0 else found


def truth(value: Json) -> bool | None:
    """Return a yes or no: true, "true", 1, "1" and their opposites."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"true": True, "1": True, "false": False, "0": False}.get(value.strip().lower())
    if isinstance(value, int | float) and value in (0, 1):
        return bool(value)
    return None


def text(value: Json, limit: int = 512) -> str | None:
    """Return text of at most `limit` code points, cut where longer; None where empty."""
    if type(value) is str:
        found = value
        if len(found) <= limit and "\x00" not in found:
            return found or None
    elif isinstance(value, bool):
        found = "true" if value else "false"
    elif isinstance(value, int):
        found = str(value) if -LARGEST_WHOLE <= value <= LARGEST_WHOLE else ""
    elif isinstance(value, float) and math.isfinite(value):
        found = str(int(value)) if value.is_integer() else repr(value)
    else:
        return None
    if "\x00" in found[: limit + 1]:
        found = found.replace("\x00", "")
    return found[:limit] or None


def text_for(column: Column, value: Json) -> str | None:
    """Return text cut to what `column` may hold."""
    return text(value, column.limit or LONGEST_TEXT_READ)


def preload(value: Json) -> bool:
    """Return whether preloading is on: the web sends the attribute's text as it is."""
    found = truth(value)
    if found is not None:
        return found
    return isinstance(value, str) and value not in ("", "none")
