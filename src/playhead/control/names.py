"""Names that people give: what they may hold, when two are the same, which one was meant.

Law: pure. A name is kept as given; only its folded form is compared.
"""

import difflib
import unicodedata
from collections.abc import Iterable, Sequence

from playhead.control.errors import ControlError, ControlErrorCode
from playhead.model.access import Permission

NAME_CHARS_MOST = 128
_NEAREST_SHOWN = 10
_VALUE_CHARS_SHOWN = 80
# Control characters, lone surrogates (no database can keep them) and line breaks.
_REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
# Direction overrides make a name read as another one.
_REFUSED_CHARACTERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shown(value: str) -> str:
    """Return a value for an error's sentence: quoted, escaped, and never long."""
    if len(value) > _VALUE_CHARS_SHOWN:
        return f"{value[:_VALUE_CHARS_SHOWN]!a}… ({len(value)} characters)"
    return repr(value) if value.isprintable() else ascii(value)


def folded(name: str) -> str:
    """Return what two names that look alike, whatever their case, have in common."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def check_name(what: str, name: str) -> None:
    """Refuse a name that is empty, too long, or holds what could not be read back.

    Raises:
        ControlError: NAME_INVALID; the sentence begins with `what` the name is for.
    """
    problem = _problem_of(name)
    if problem is not None:
        raise ControlError(
            ControlErrorCode.NAME_INVALID,
            f"The {what} name {shown(name)} {problem}. Give 1 to {NAME_CHARS_MOST} characters"
            " without control characters, and no space at either end.",
        )


def _problem_of(name: str) -> str | None:
    if not name:
        return "is empty"
    if len(name) > NAME_CHARS_MOST:
        return f"has {len(name)} characters, which is too long"
    for at, character in enumerate(name):
        refused = unicodedata.category(character) in _REFUSED_CATEGORIES
        if refused or character in _REFUSED_CHARACTERS:
            return f"has the character U+{ord(character):04X} at position {at + 1}"
    if name != name.strip():
        return "begins or ends with a space"
    return None


def is_storable(text: str) -> bool:
    """Return whether a database can hold it: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= each <= "\udfff" for each in text)


def check_permissions(permissions: Iterable[str]) -> tuple[Permission, ...]:
    """Return the permissions, each once and in the order of `Permission`.

    Raises:
        ControlError: PERMISSION_UNKNOWN or PERMISSIONS_EMPTY.
    """
    asked = {permissions} if isinstance(permissions, str) else set(permissions)
    allowed = [permission.value for permission in Permission]
    unknown = sorted(asked.difference(allowed))
    if unknown:
        nearest = difflib.get_close_matches(unknown[0].lower(), allowed, n=1)
        meant = f" Did you mean {nearest[0]}?" if nearest else ""
        raise ControlError(
            ControlErrorCode.PERMISSION_UNKNOWN,
            f"There is no permission {', '.join(shown(each) for each in unknown)}.{meant}"
            f" Allowed are {', '.join(allowed)}.",
        )
    if not asked:
        raise ControlError(
            ControlErrorCode.PERMISSIONS_EMPTY,
            "The token was given no permission, so it could do nothing."
            f" Give at least one of {', '.join(allowed)}.",
        )
    return tuple(permission for permission in Permission if permission.value in asked)


def not_found(
    code: ControlErrorCode, what: str, asked: str, existing: Sequence[tuple[str, str]]
) -> ControlError:
    """Return the error for a name or id that nothing has; of the names and ids, the nearest first.

    Those that are equally near stay in the order that they come in.
    """
    ranked = sorted(existing, key=lambda each: -_likeness(asked, each))
    if not ranked:
        there_is = f"There is no {what} yet; create one first."
    else:
        listed = ", ".join(f"{name} ({its_id})" for name, its_id in ranked[:_NEAREST_SHOWN])
        more = len(ranked) - _NEAREST_SHOWN
        there_is = f"There are: {listed}{f' and {more} more' if more > 0 else ''}. Use one of them."
    return ControlError(code, f"No {what} has the name or id {shown(asked)}. {there_is}")


def _likeness(asked: str, existing: tuple[str, str]) -> float:
    wanted = folded(asked[:NAME_CHARS_MOST])
    return max(difflib.SequenceMatcher(None, wanted, folded(each)).ratio() for each in existing)
