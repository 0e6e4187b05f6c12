"""HTTP connections as uvicorn keeps them, with an end to what a stranger may make them hold.

uvicorn and its parser hold a request's head until it is whole, however large it is and however
long it takes; nothing behind them can see it before. So the end has to be here.

Law: a connection holds at most `MOST_HEAD_BYTES` and one read of what is not a body; it gets
`HEAD_WITHIN_S` for the head of a request; and there are never so many connections that the
shelves are left without file descriptors.
"""

import asyncio
import contextlib
import resource
from collections.abc import Collection, Iterator
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from playhead.api.streaming.events import HANG_UP

MOST_HEAD_BYTES: Final = 64 * 1024
HEAD_WITHIN_S: Final = 30.0
SWEEP_S: Final = 5.0
MOST_CONNECTIONS: Final = 60_000
DESCRIPTORS_FOR_SHELVES: Final = 512
FEWEST_CONNECTIONS: Final = 64


class BoundedConnection(HttpToolsProtocol):
    """A connection of uvicorn's that does not listen for ever.

    `waiting_since_s` is when it began to wait for a request, by the loop's clock; None while one
    is being answered.
    """

    def __init__(self, *arguments: Any, most_connections: int, **named: Any) -> None:
        """Be one of at most so many connections."""
        super().__init__(*arguments, **named)
        self.waiting_since_s: float | None = self.loop.time()
        self._most_connections = most_connections
        self._bytes_outside_body = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, or hang up where there are too many."""
        super().connection_made(transport)  # type: ignore[arg-type]
        if len(self.connections) > self._most_connections:
            self.transport.abort()

    def on_message_begin(self) -> None:
        """Let whoever answers hang up on a client that does not take what it is sent."""
        super().on_message_begin()
        self.scope["extensions"] = {HANG_UP: {"abort": self.transport.abort}}

    def data_received(self, data: bytes) -> None:
        """Parse what came, and hang up on what never becomes a request."""
        self._bytes_outside_body += len(data)
        super().data_received(data)
        if self._bytes_outside_body > MOST_HEAD_BYTES and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def on_body(self, body: bytes) -> None:
        """Count anew: how much of a body is read is for the application to say."""
        self._bytes_outside_body = 0
        super().on_body(body)

    def on_headers_complete(self) -> None:
        """Note that a request is here."""
        self._bytes_outside_body = 0
        self.waiting_since_s = None
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Note that the next request is waited for, if none is here already."""
        self.waiting_since_s = None if self.pipeline else self.loop.time()
        super().on_response_complete()


def room_for_connections() -> int:
    """Raise the limit of open files as far as it goes; return how many may be connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard == resource.RLIM_INFINITY:
        hard = MOST_CONNECTIONS
    return max(FEWEST_CONNECTIONS, min(MOST_CONNECTIONS, hard) - DESCRIPTORS_FOR_SHELVES)


async def hang_up_on_the_silent(connections: Collection[object]) -> None:
    """Close, for ever, whatever among `connections` does not come out with its request."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(SWEEP_S)
        latest_s = loop.time() - HEAD_WITHIN_S
        for connection in list(connections):
            if not isinstance(connection, BoundedConnection):
                continue
            since_s = connection.waiting_since_s
            if since_s is not None and since_s < latest_s:
                connection.transport.abort()


class QuietServer(uvicorn.Server):
    """A uvicorn that leaves the signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    def ask_to_stop(self) -> None:
        """Stop gracefully; at once when asked a second time."""
        self.force_exit = self.should_exit
        self.should_exit = True


def loop_factory() -> Any:
    """Return what makes the event loops of the server."""
    import uvloop  # noqa: PLC0415 - absent on platforms without it

    return uvloop.new_event_loop
