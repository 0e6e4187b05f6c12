"""Server-sent events, as an answer over ASGI (WHATWG HTML, section 9.2).

Law: no task outlives its answer: a client that left, a listener who may not listen any more and a
server that stops each end it at once. Who does not take what is sent is hung up on.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from starlette.types import Receive, Scope, Send

from playhead.api.streaming.limits import StreamLimits
from playhead.api.streaming.listener import Listener
from playhead.api.streaming.tally import StreamEnding

CONTENT_TYPE: Final = "text/event-stream; charset=utf-8"
HANG_UP: Final = "playhead.hang_up"
"""The extension in a request's scope that drops its connection with all that waits in it."""
HEARTBEAT: Final = b":\n\n"
HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "content-type": CONTENT_TYPE,
        "cache-control": "no-store, no-transform",
        # nginx would else keep events back until it has some kilobytes of them.
        "x-accel-buffering": "no",
    }
)


def event_of(name: str, data: bytes) -> bytes:
    """Return an event; `data` is JSON on one line."""
    return b"event: " + name.encode("ascii") + b"\ndata: " + data + b"\n\n"


class EventStream:
    """An ASGI application that sends what comes to a listener.

    `may_listen` is asked again and again; `on_end` is called whatever ends the stream.
    """

    def __init__(
        self,
        listener: Listener,
        headers: Mapping[str, str],
        limits: StreamLimits,
        *,
        may_listen: Callable[[], bool],
        on_end: Callable[[], None],
    ) -> None:
        self._listener = listener
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]
        self._limits = limits
        self._may_listen = may_listen
        self._on_end = on_end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until it ends."""
        leaving = asyncio.create_task(self._close_when_gone(receive))
        try:
            start = {"type": "http.response.start", "status": 200, "headers": self._headers}
            await send(start)
            if scope["method"] != "HEAD":
                await self._push(send)
            await self._send(send, b"", more=False)
        except OSError as error:
            # Left, or too slow; of the latter the connection would wait for ever.
            slow = isinstance(error, TimeoutError)
            self._listener.close(StreamEnding.SLOW if slow else StreamEnding.LEFT)
            extension = (scope.get("extensions") or {}).get(HANG_UP)
            if extension is not None:
                extension["abort"]()
        finally:
            leaving.cancel()
            self._on_end()

    async def _push(self, send: Send) -> None:
        listener, limits = self._listener, self._limits
        # The headers go out with the first bytes of the body.
        await self._send(send, HEARTBEAT)
        sent_s = time.monotonic()
        while not listener.is_closed:
            event = await listener.take(limits.recheck_s)
            if listener.is_closed:
                return
            if not self._may_listen():
                listener.close(StreamEnding.NOT_ALLOWED)
                return
            now_s = time.monotonic()
            if event is None and now_s - sent_s < limits.heartbeat_s:
                continue
            await self._send(send, HEARTBEAT if event is None else event)
            sent_s = now_s

    async def _send(self, send: Send, body: bytes, *, more: bool = True) -> None:
        """Send, if the connection takes it in time.

        Raises:
            TimeoutError: it did not.
        """
        async with asyncio.timeout(self._limits.send_most_s):
            await send({"type": "http.response.body", "body": body, "more_body": more})

    async def _close_when_gone(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._listener.close(StreamEnding.LEFT)
