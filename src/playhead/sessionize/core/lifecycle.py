"""The life of a view, as a table.

A view is *waiting* from its first event until playback is attempted; such a view may come to
nothing and is then no view at all. From `viewstart` on it is *open*. Sixty seconds of silence
make it *complete*, an explicit end makes it *ended*: both are written to the store. Further
events open it again (or, after an end, only mend it), and a newer version replaces the older one.
Sixty minutes of silence make any view *final*: it is forgotten here, and what comes later under
the same id is a new view.

Law: every transition stands in `TRANSITIONS`; the diagram in the docs is drawn from it.
"""

import enum
from typing import Final

COMPLETE_AFTER_MS: Final = 60_000
"""Silence after which a view is complete, and readable."""
FINAL_AFTER_MS: Final = 60 * 60_000
"""Silence after which a view is final."""


class State(enum.IntEnum):
    """Where a view stands."""

    WAITING = 0
    OPEN = 1
    COMPLETE = 2
    ENDED = 3
    FINAL = 4


class Input(enum.Enum):
    """What can happen to a view."""

    START = "viewstart"
    EVENT = "any other event"
    END = "viewend"
    SHORT_SILENCE = "60 s of silence"
    LONG_SILENCE = "60 min of silence"


class Effect(enum.Enum):
    """What has to be done on a transition."""

    NONE = "nothing"
    WRITE = "write the view"
    FORGET = "forget it"


TRANSITIONS: Final[dict[State, dict[Input, tuple[State, Effect]]]] = {
    State.WAITING: {
        Input.START: (State.OPEN, Effect.NONE),
        Input.EVENT: (State.WAITING, Effect.NONE),
        Input.END: (State.WAITING, Effect.NONE),
        Input.SHORT_SILENCE: (State.WAITING, Effect.NONE),
        Input.LONG_SILENCE: (State.FINAL, Effect.FORGET),
    },
    State.OPEN: {
        Input.START: (State.OPEN, Effect.NONE),
        Input.EVENT: (State.OPEN, Effect.NONE),
        Input.END: (State.ENDED, Effect.WRITE),
        Input.SHORT_SILENCE: (State.COMPLETE, Effect.WRITE),
        Input.LONG_SILENCE: (State.FINAL, Effect.WRITE),
    },
    State.COMPLETE: {
        Input.START: (State.OPEN, Effect.NONE),
        Input.EVENT: (State.OPEN, Effect.NONE),
        Input.END: (State.ENDED, Effect.WRITE),
        Input.SHORT_SILENCE: (State.COMPLETE, Effect.NONE),
        Input.LONG_SILENCE: (State.FINAL, Effect.FORGET),
    },
    State.ENDED: {
        Input.START: (State.ENDED, Effect.WRITE),
        Input.EVENT: (State.ENDED, Effect.WRITE),
        Input.END: (State.ENDED, Effect.WRITE),
        Input.SHORT_SILENCE: (State.ENDED, Effect.NONE),
        Input.LONG_SILENCE: (State.FINAL, Effect.FORGET),
    },
}
