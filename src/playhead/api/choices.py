"""Reading a parameter that names one of a few things. Law: as in `query.parameters`."""

import enum
import re
from typing import TypeVar

from playhead.api.errors import invalid_parameters
from playhead.query.errors import nearest, shown

Choice = TypeVar("Choice", bound=enum.StrEnum)
_INTEGER = re.compile(r"[0-9]{1,9}", re.ASCII)


def read_choice(parameter: str, text: str, choices: type[Choice]) -> Choice:
    """Return the one that a text names.

    Raises:
        ApiError: 400, it names none.
    """
    known = [choice.value for choice in choices]
    if text not in known:
        raise invalid_parameters(
            f"{parameter} {shown(text)} is not among those allowed ({', '.join(known)})."
            f"{nearest(text, known)}"
        )
    return choices(text)


def read_number(parameter: str, text: str, *, most: int) -> int:
    """Return the integer, from 1 on, that a text is; one above the most is quietly the most.

    Raises:
        ApiError: 400, it is none.
    """
    if not _INTEGER.fullmatch(text) or int(text) < 1:
        raise invalid_parameters(f"{parameter} {shown(text)}: give an integer of 1 or more")
    return min(int(text), most)
