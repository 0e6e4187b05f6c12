"""Words read back from a table: a value that nobody here writes is reported, never guessed at."""

import enum
from typing import TypeVar

from playhead.control import names
from playhead.control.errors import ControlError, ControlErrorCode

Word = TypeVar("Word", bound=enum.StrEnum)


def written(words: type[Word], value: str, where: str) -> Word:
    """Return the word that `value` is; `where` says in which row it stands.

    Raises:
        ControlError: DATA_UNREADABLE.
    """
    try:
        return words(value)
    except ValueError as unreadable:
        allowed = ", ".join(word.value for word in words)
        raise ControlError(
            ControlErrorCode.DATA_UNREADABLE,
            f"The {where} holds {names.shown(value)}, which this Playhead did not write (it writes"
            f" {allowed}). Correct it in the database, or restore a copy.",
        ) from unreadable
