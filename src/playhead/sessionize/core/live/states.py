"""The life of a viewer, as a table.

A viewer is *loading* from the moment play is asked until the first frame, of an ad or of the
content; then *playing*, *rebuffering*, *seeking* or *paused* as the player says. A stall of more
than five minutes makes it *stuck*. *Failed*, *ended* and *exited* viewers do not watch; only a
frame brings a failed or an exited one back.

Law: every transition stands in `MOVES`; where a state is not listed under an input, it stays. The
table in the docs is this one.
"""

import enum
from typing import Final

GONE_AFTER_MS: Final = 60_000
"""Silence after which a viewer is taken to have left."""
STUCK_AFTER_MS: Final = 300_000
"""A longer stall is no longer waited for."""


class LiveState(enum.IntEnum):
    """Where a viewer stands. The number is the place of its count in a tally."""

    LOADING = 0
    PLAYING = 1
    REBUFFERING = 2
    SEEKING = 3
    PAUSED = 4
    STUCK = 5
    FAILED = 6
    ENDED = 7
    EXITED = 8
    IDLE = 9

    # An enum's own hash is several times slower, and every transition needs a few.
    __hash__ = int.__hash__


WATCHING: Final = frozenset(
    {LiveState.LOADING, LiveState.PLAYING, LiveState.REBUFFERING, LiveState.SEEKING}
)
"""Those who are concurrent viewers."""
COUNTED: Final = WATCHING | {LiveState.PAUSED, LiveState.STUCK}
"""Those whose number is told; they are gone after a silence."""


class LiveInput(enum.Enum):
    """What can happen to a viewer."""

    BEAT = "nothing but a sign of life"
    ASK = "play is asked, before the first frame"
    RESUME = "play is asked, after the first frame"
    FRAME = "frames are moving"
    PAUSE = "paused"
    SEEK = "a seek begins"
    STALL = "a stall begins"
    GO_ON = "a seek or stall is over, and it plays"
    GO_ON_PAUSED = "a seek or stall is over, and it is paused"
    FAIL = "a fatal error that is no business exception"
    END = "the end of the content, or a business exception"
    EXIT = "the view is over"
    LONG_STALL = "five minutes in a stall"
    FOUND_PLAYING = "a sign of life of a player that is known to play"

    __hash__ = object.__hash__


_ALL: Final = frozenset(LiveState)
_NO_MORE: Final = frozenset({LiveState.FAILED, LiveState.EXITED})
_ASKED: Final = _ALL - {LiveState.IDLE}


def _from(states: frozenset[LiveState], to: LiveState) -> dict[LiveState, LiveState]:
    return dict.fromkeys(states, to)


MOVES: Final[dict[LiveInput, dict[LiveState, LiveState]]] = {
    LiveInput.BEAT: {},
    LiveInput.ASK: _from(
        frozenset({LiveState.IDLE, LiveState.PAUSED, LiveState.ENDED}), LiveState.LOADING
    ),
    LiveInput.RESUME: _from(frozenset({LiveState.PAUSED, LiveState.ENDED}), LiveState.PLAYING),
    LiveInput.FRAME: _from(_ALL, LiveState.PLAYING),
    LiveInput.PAUSE: _from(COUNTED, LiveState.PAUSED),
    LiveInput.SEEK: _from(
        frozenset(
            {
                LiveState.PLAYING,
                LiveState.REBUFFERING,
                LiveState.STUCK,
                LiveState.PAUSED,
                LiveState.ENDED,
            }
        ),
        LiveState.SEEKING,
    ),
    LiveInput.STALL: _from(
        frozenset({LiveState.PLAYING, LiveState.SEEKING}), LiveState.REBUFFERING
    ),
    LiveInput.GO_ON: _from(
        frozenset({LiveState.SEEKING, LiveState.REBUFFERING, LiveState.STUCK}), LiveState.PLAYING
    ),
    LiveInput.GO_ON_PAUSED: _from(
        frozenset({LiveState.SEEKING, LiveState.REBUFFERING, LiveState.STUCK}), LiveState.PAUSED
    ),
    LiveInput.FAIL: _from(_ASKED - _NO_MORE, LiveState.FAILED),
    LiveInput.END: _from(COUNTED, LiveState.ENDED),
    LiveInput.EXIT: _from(_ASKED, LiveState.EXITED),
    LiveInput.LONG_STALL: {LiveState.REBUFFERING: LiveState.STUCK},
    LiveInput.FOUND_PLAYING: {LiveState.IDLE: LiveState.PLAYING},
}


def moved(state: LiveState, what: LiveInput) -> LiveState:
    """Return the state after `what`."""
    return MOVES[what].get(state, state)


class Sign(enum.Enum):
    """What an event's name says; what it means depends on the view."""

    BEAT = enum.auto()
    ASK = enum.auto()
    FRAME = enum.auto()
    PAUSE = enum.auto()
    SEEK = enum.auto()
    SOUGHT = enum.auto()
    STALL = enum.auto()
    STALL_ENDS = enum.auto()
    BREAK_ENDS = enum.auto()
    ERROR = enum.auto()
    END = enum.auto()
    EXIT = enum.auto()

    __hash__ = object.__hash__


SIGNS: Final[dict[str, Sign]] = {
    "hb": Sign.BEAT,
    # `viewstart` is sent once playback is attempted, by a click or by a script, before its own
    # `play`; with an ad in front, the break begins before it.
    "viewstart": Sign.ASK,
    "play": Sign.ASK,
    "adbreakstart": Sign.ASK,
    "adplay": Sign.ASK,
    "playing": Sign.FRAME,
    "adplaying": Sign.FRAME,
    "pause": Sign.PAUSE,
    "adpause": Sign.PAUSE,
    "seeking": Sign.SEEK,
    "seeked": Sign.SOUGHT,
    "rebufferstart": Sign.STALL,
    "rebufferend": Sign.STALL_ENDS,
    "adbreakend": Sign.BREAK_ENDS,
    "error": Sign.ERROR,
    "ended": Sign.END,
    "viewend": Sign.EXIT,
}
"""Event name to what it says; all others are nothing but a sign of life."""


PLAIN: Final = {
    Sign.BEAT: LiveInput.BEAT,
    Sign.FRAME: LiveInput.FRAME,
    Sign.PAUSE: LiveInput.PAUSE,
    Sign.END: LiveInput.END,
    Sign.EXIT: LiveInput.EXIT,
}
"""Signs that mean the same to every viewer."""


def meaning(sign: Sign, *, started: bool, paused: bool) -> LiveInput:
    """Return what any other sign but an error means, to who has or has not seen a frame.

    `paused` is the player's own word. Before the first frame there is nothing to seek or stall.
    """
    if sign is Sign.ASK:
        return LiveInput.RESUME if started else LiveInput.ASK
    if not started:
        return LiveInput.BEAT
    if sign is Sign.SEEK:
        return LiveInput.SEEK
    if sign is Sign.STALL:
        return LiveInput.STALL
    if sign is Sign.BREAK_ENDS:
        # The content goes on, or waits until it is played again.
        return LiveInput.PAUSE if paused else LiveInput.BEAT
    return LiveInput.GO_ON_PAUSED if paused else LiveInput.GO_ON


def meaning_of_error(*, fatal: bool, business: bool) -> LiveInput:
    """Return what an error means: playback went on, failed, or ended as the site wanted it."""
    if not fatal:
        return LiveInput.BEAT
    return LiveInput.END if business else LiveInput.FAIL
