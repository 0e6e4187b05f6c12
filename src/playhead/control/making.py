"""What a new row takes from outside: the moment, chance, and how many there may be.

Law: pure. Nothing that is drawn is used before it is known to be free.
"""

from collections.abc import Callable
from typing import TypeVar

import msgspec

from playhead.control.credentials import RandomBytes
from playhead.control.errors import ControlError, ControlErrorCode

Drawn = TypeVar("Drawn")
_DRAWS_MOST = 16


class Making(msgspec.Struct, frozen=True):
    """The circumstances under which one row is made; `most` is how many there may be."""

    now_ms: int
    random_bytes: RandomBytes
    most: int


def draw_free(draw: Callable[[], Drawn], is_taken: Callable[[Drawn], bool]) -> Drawn:
    """Draw until something comes that is not taken.

    Raises:
        ControlError: RANDOMNESS_REPEATS.
    """
    for _ in range(_DRAWS_MOST):
        drawn = draw()
        if not is_taken(drawn):
            return drawn
    raise ControlError(
        ControlErrorCode.RANDOMNESS_REPEATS,
        f"The random source gave {_DRAWS_MOST} identifiers in a row that are taken already, so it"
        " repeats itself. Give control a source such as os.urandom.",
    )
