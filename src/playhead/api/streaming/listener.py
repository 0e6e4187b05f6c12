"""Somebody who listens: a mailbox with room for the newest event alone.

Law: who reads slowly misses ticks and is told the newest one next; nothing piles up for them.
"""

import asyncio
import contextlib

from playhead.api.streaming.tally import StreamEnding


class Listener:
    """What waits for one listener. `caller` is whom they are counted against."""

    def __init__(self, caller: str) -> None:
        self.caller = caller
        self._event: bytes | None = None
        self._ending: StreamEnding | None = None
        self._news = asyncio.Event()

    @property
    def is_closed(self) -> bool:
        """Whether nothing will come any more."""
        return self._ending is not None

    @property
    def ending(self) -> StreamEnding:
        """Why nothing will come any more."""
        return self._ending or StreamEnding.LEFT

    def put(self, event: bytes) -> bool:
        """Replace what waits; return whether anything did."""
        waited = self._event is not None
        self._event = event
        self._news.set()
        return waited

    def close(self, ending: StreamEnding) -> None:
        """Let nothing more come: the listener left, or has to. The first reason stands."""
        self._ending = self._ending or ending
        self._news.set()

    async def take(self, most_s: float) -> bytes | None:
        """Return the newest event; None where there was none within `most_s`, or will be none."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(most_s):
                await self._news.wait()
        if self.is_closed:
            return None
        self._news.clear()
        event, self._event = self._event, None
        return event
