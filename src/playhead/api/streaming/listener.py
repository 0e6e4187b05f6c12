"""Somebody who listens: a mailbox with room for the newest event alone.

Law: who reads slowly misses ticks and is told the newest one next; nothing piles up for them.
"""

import asyncio
import contextlib


class Listener:
    """What waits for one listener. `caller` is whom they are counted against."""

    def __init__(self, caller: str) -> None:
        self.caller = caller
        self._event: bytes | None = None
        self._closed = False
        self._news = asyncio.Event()

    @property
    def is_closed(self) -> bool:
        """Whether nothing will come any more."""
        return self._closed

    def put(self, event: bytes) -> None:
        """Replace what waits."""
        self._event = event
        self._news.set()

    def close(self) -> None:
        """Let nothing more come: the listener left, or has to."""
        self._closed = True
        self._news.set()

    async def take(self, most_s: float) -> bytes | None:
        """Return the newest event; None where there was none within `most_s`, or will be none."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(most_s):
                await self._news.wait()
        if self._closed:
            return None
        self._news.clear()
        event, self._event = self._event, None
        return event
