"""What is remembered of a view that is final: enough to know a late copy from a new view.

A player that slept or lost its network may send old beacons again hours later. By its sequence
numbers a copy is known as one; what is new under the id of a final view is a new view, and gets
an id of its own: the player's, with a number behind it.

Law: pure; nothing is remembered for longer than `REMEMBERED_MS`.
"""

from collections.abc import Callable
from typing import Final

import msgspec

from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.sequence import SeenNumbers

REMEMBERED_MS: Final = 24 * 60 * 60_000


class Finished(msgspec.Struct, array_like=True, gc=False):
    """A final view: when it became so, how many views had its id before, the numbers it saw."""

    final_ms: int
    generation: int
    seen: SeenNumbers


FinishedOf = Callable[[tuple[str, str]], Finished | None]
"""Environment and view id to the last final view of that id, if one is remembered."""


def none_finished(_: tuple[str, str]) -> Finished | None:
    """Remember nothing."""
    return None


def follow(view: OpenView, before: Finished) -> None:
    """Make `view` the one after `before`: what that one saw is no news, and its id is taken."""
    view.generation = before.generation + 1
    view.seen = SeenNumbers(list(before.seen.starts), list(before.seen.ends))


def forget_old(finished: dict[tuple[str, str], Finished], now_ms: int) -> None:
    """Forget what is older than `REMEMBERED_MS`; `finished` is in the order of time."""
    while finished:
        key = next(iter(finished))
        if now_ms - finished[key].final_ms <= REMEMBERED_MS:
            return
        del finished[key]
