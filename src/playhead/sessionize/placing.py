"""Putting rows into the store, whatever single values in them cannot be stored.

Law: a row that cannot be stored costs that row and no other; it is logged, and counted.
"""

from typing import Protocol

import msgspec

from playhead.sessionize.core.written import Written
from playhead.store.interface import StoreWriter, UnstorableValueError


class Log(Protocol):
    """What the sessionizer needs of a structured logger."""

    def info(self, event: str, **values: object) -> object:
        """Log what is worth knowing."""
        ...

    def error(self, event: str, **values: object) -> object:
        """Log what somebody should look at."""
        ...

    def exception(self, event: str, **values: object) -> object:
        """Log a mistake of ours, with where it happened."""
        ...


class Placed(msgspec.Struct, frozen=True):
    """How many rows stand in the store now, and how many were left out."""

    views: int = 0
    events: int = 0
    ticks: int = 0
    left_out: int = 0


def put(store: StoreWriter, written: Written, log: Log) -> Placed:
    """Write all of it that can be stored.

    Raises:
        StoreError: the write failed for a reason that may pass.
    """
    views, events, ticks = len(written.views), len(written.events), len(written.ticks)
    if not views + events + ticks:
        return Placed()
    try:
        store.write(views=written.views, events=written.events, ticks=written.ticks)
    except UnstorableValueError as error:
        if views + events + ticks > 1:
            return _put_halves(store, written, log)
        log.error("a row cannot be stored and was left out", error=str(error))  # noqa: TRY400
        return Placed(left_out=1)
    return Placed(views, events, ticks)


def _put_halves(store: StoreWriter, written: Written, log: Log) -> Placed:
    one, other = (put(store, half, log) for half in _halves(written))
    return Placed(
        one.views + other.views,
        one.events + other.events,
        one.ticks + other.ticks,
        one.left_out + other.left_out,
    )


def _halves(written: Written) -> tuple[Written, Written]:
    views, events, ticks = written.views, written.events, written.ticks
    if ticks and (views or events):
        return Written(views, events), Written([], [], ticks)
    if ticks:
        middle = len(ticks) // 2
        return Written([], [], ticks[:middle]), Written([], [], ticks[middle:])
    # The halves of a view and an event are the view and the event, never nothing and both.
    at, to = (len(views) + 1) // 2, len(events) // 2
    return Written(views[:at], events[:to]), Written(views[at:], events[to:])
