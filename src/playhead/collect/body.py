"""Reads a request's body, with an end to its size and to the patience.

Law: at most `body_bytes` are held, whatever comes; what is too large is read on only to be
thrown away, and no further than `drain_bytes`.

A timer for each request costs more than all else that the collector does to a small beacon, so
one timer watches over all readings and cancels those that take too long.
"""

import asyncio
from typing import Any

from playhead.collect.asgi import Message, Receive
from playhead.collect.limits import Limits
from playhead.collect.refusal import RefusedError
from playhead.model.outcome import BeaconOutcome


class BodyReader:
    """Reads bodies within limits. One for each event loop."""

    def __init__(self, limits: Limits) -> None:
        self._most = limits.body_bytes
        self._drain = limits.drain_bytes
        self._timeout_s = limits.read_timeout_s
        # Dictionaries keep the order of insertion, so the oldest reading comes first.
        self._since: dict[asyncio.Task[Any], float] = {}
        self._expired: set[asyncio.Task[Any]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def read(self, receive: Receive) -> bytes:
        """Return the body as sent.

        Raises:
            RefusedError: too large, too slow, or the client went away.
        """
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a body can only be read inside an asyncio task")
        loop = task.get_loop()
        self._since[task] = loop.time()
        if self._timer is None:
            self._timer = loop.call_later(self._timeout_s / 4, self._sweep, loop)
        try:
            message = await receive()
            if message.get("more_body", False) or message["type"] == "http.disconnect":
                return await self._read_in_parts(message, receive)
        except asyncio.CancelledError:
            # Somebody else's cancellation, as at shutdown, goes on its way.
            if task in self._expired and task.uncancel() == 0:
                raise RefusedError(BeaconOutcome.INCOMPLETE, close=True) from None
            raise
        finally:
            del self._since[task]
            self._expired.discard(task)
        body: bytes = message.get("body", b"")
        if len(body) > self._most:
            raise RefusedError(BeaconOutcome.TOO_LARGE)
        return body

    async def _read_in_parts(self, message: Message, receive: Receive) -> bytes:
        size = 0
        held = bytearray()
        while True:
            if message["type"] == "http.disconnect":
                raise RefusedError(BeaconOutcome.INCOMPLETE, gone=True)
            part: bytes = message.get("body", b"")
            size += len(part)
            if size <= self._most:
                held += part
            else:
                held.clear()
            if not message.get("more_body", False):
                if size > self._most:
                    raise RefusedError(BeaconOutcome.TOO_LARGE)
                return bytes(held)
            if size > self._most + self._drain:
                raise RefusedError(BeaconOutcome.TOO_LARGE, close=True)
            message = await receive()

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        latest = loop.time() - self._timeout_s
        for task, began in self._since.items():
            if began > latest:
                break
            if task not in self._expired:
                self._expired.add(task)
                task.cancel()
        self._timer = (
            loop.call_later(self._timeout_s / 4, self._sweep, loop) if self._since else None
        )
