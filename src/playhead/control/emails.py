"""Email addresses as names of people: what one may hold, and when two are the same.

Nothing is sent to them here, but a mail or a page may be made of them one day: so there is no
space, no control character and nothing of a header's syntax in one.

Law: pure. An address is kept as given, in Unicode's normal form KC; only its folded form is
compared. Folding what is folded changes nothing.
"""

import unicodedata

from playhead.control import names
from playhead.control.errors import ControlError, ControlErrorCode

EMAIL_BYTES_MOST = 254
_LOCAL_BYTES_MOST = 64
_LABEL_CHARS_MOST = 63
_FOLDINGS_MOST = 8
_REFUSED = frozenset("()<>[]\\,;:\"'`%|")
_REFUSED_FIRST_CATEGORIES = frozenset("CZ")  # controls, formats, surrogates, unassigned; spaces


def folded_email(email: str) -> str:
    """Return what two addresses that are the same have in common, whatever was given.

    One folding is not always enough: some characters fold to what folds again.
    """
    found = email.strip()
    for _ in range(_FOLDINGS_MOST):
        again = names.folded(found).strip()
        if again == found:
            break
        found = again
    return found


def checked_email(email: str) -> str:
    """Return the address as it is kept.

    Raises:
        ControlError: EMAIL_INVALID.
    """
    stripped = email.strip()
    short = len(stripped) <= EMAIL_BYTES_MOST
    kept = unicodedata.normalize("NFKC", stripped) if short else stripped
    problem = _problem_of(kept) or _problem_of(folded_email(kept))
    if problem is not None:
        raise ControlError(
            ControlErrorCode.EMAIL_INVALID,
            f"The email address {names.shown(email)} {problem}. Give one such as"
            " somebody@example.org.",
        )
    return kept


def _problem_of(email: str) -> str | None:
    if len(email) > EMAIL_BYTES_MOST:
        return f"is longer than {EMAIL_BYTES_MOST} bytes"
    for at, character in enumerate(email):
        if character in _REFUSED or unicodedata.category(character)[0] in _REFUSED_FIRST_CATEGORIES:
            return f"has the character U+{ord(character):04X} at position {at + 1}"
    if len(email.encode()) > EMAIL_BYTES_MOST:
        return f"is longer than {EMAIL_BYTES_MOST} bytes"
    local, at_sign, domain = email.partition("@")
    if not at_sign or "@" in domain:
        return "has not exactly one @"
    if not local or len(local.encode()) > _LOCAL_BYTES_MOST or "" in local.split("."):
        return "has no name before the @ that a mail server would take"
    labels = domain.split(".")
    if not all(_is_label(label) for label in labels):
        return "has no host name after the @"
    return None


def _is_label(label: str) -> bool:
    within = 0 < len(label) <= _LABEL_CHARS_MOST and not {label[0], label[-1]} & {"-"}
    return within and all(each.isalnum() or each == "-" or _is_mark(each) for each in label)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"
