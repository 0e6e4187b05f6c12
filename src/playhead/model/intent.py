"""What people ask of the server, other than questions: it rests in control until it is done.

Law: plain words. What asks for them and what carries them out know nothing of each other.
"""

import enum
from collections.abc import Callable
from typing import Final, TypeAlias

import msgspec

CUSTOM_SLOTS: Final = tuple(f"custom_{number}" for number in range(1, 21))
"""The slots of a site's own dimensions, as the API and exports name them."""
DEFAULT_CATEGORY: Final = "Custom"


class ErrorCategory(enum.StrEnum):
    """What an error with a certain code means, whatever the player says of its severity."""

    FATAL = "fatal"
    """Playback failed."""
    WARNING = "warning"
    """Playback went on: no failure, and not shown as the view's error if a fatal one is."""
    BUSINESS_EXCEPTION = "business_exception"
    """Playback ended as the site wanted it, such as for want of a subscription: no failure."""


CategoryOf: TypeAlias = Callable[[str, str], ErrorCategory | None]
"""Returns what an environment (by id) decided on an error code; None where it decided nothing."""


def undecided(_environment_id: str, _code: str) -> None:
    """Return that nothing was decided: the `CategoryOf` where nobody decides."""


class CategorizedError(msgspec.Struct, frozen=True, gc=False):
    """An environment's word on one error code."""

    environment_id: str
    player_error_code: str
    category: ErrorCategory


class CustomDimension(msgspec.Struct, frozen=True, gc=False):
    """How an environment shows one of its own dimensions.

    `display_name` and `category` are for people; answers keep `slot`. One that is not `enabled`
    is hidden from people, and collected all the same.
    """

    environment_id: str
    slot: str
    display_name: str
    category: str = DEFAULT_CATEGORY
    enabled: bool = True


class RecomputationState(enum.StrEnum):
    """How far a recomputation came."""

    REQUESTED = "requested"
    RUNNING = "running"
    """An attempt has begun. After a crash, the next start makes another one."""
    DONE = "done"
    FAILED = "failed"

    @property
    def is_end(self) -> bool:
        """Whether nothing more will happen."""
        return self in {RecomputationState.DONE, RecomputationState.FAILED}


class Recomputation(msgspec.Struct, frozen=True, gc=False):
    """The wish to build views anew from raw beacons: those that end in [`from_ms`, `to_ms`).

    Times are epoch milliseconds; without `environment_id` it is for all environments. Once it is
    running, `attempt` is higher than that of any attempt before, whatever it was for; `tries`
    counts those of this recomputation. `failure` is a sentence for people, where it failed.
    """

    id: int
    from_ms: int
    to_ms: int
    environment_id: str | None
    requested_at_ms: int
    state: RecomputationState = RecomputationState.REQUESTED
    attempt: int = 0
    tries: int = 0
    records_read: int = 0
    records_total: int = 0
    views_replaced: int = 0
    ended_at_ms: int | None = None
    failure: str | None = None
