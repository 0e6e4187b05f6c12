"""Streams over real connections: who leaves, who does not read, and a server that stops."""

import asyncio
import contextlib
import itertools
import logging
import socket
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import uvicorn

from playhead.api.streaming.hub import Hub
from playhead.api.streaming.limits import StreamLimits
from playhead.app.connections import BoundedConnection, QuietServer

MOST_S = 10.0
EVENT_BYTES = 400_000
LIMITS = StreamLimits(poll_s=0.01, recheck_s=0.01, send_most_s=0.3)
ASK = b"GET / HTTP/1.1\r\nhost: a\r\n\r\n"


class Pushing:
    """A server that pushes a large event all the time, and how many listen to it."""

    def __init__(self, limits: StreamLimits = LIMITS) -> None:
        ticks = itertools.count(1)
        event = b"data: " + b"x" * EVENT_BYTES + b"\n\n"
        self.hub: Hub[str] = Hub(
            lambda: next(ticks), lambda _question, _tick: event, limits, logging.getLogger("tests")
        )
        config = uvicorn.Config(
            self,
            http=partial(BoundedConnection, most_connections=100),  # type: ignore[arg-type]
            lifespan="off",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=30,
        )
        self.server = QuietServer(config)
        self.listener = socket.create_server(("127.0.0.1", 0))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        stream = self.hub.stream("question", "caller", {}, lambda: True)
        await stream(scope, receive, send)

    @property
    def address(self) -> tuple[str, int]:
        host, port = self.listener.getsockname()[:2]
        return host, port

    async def until(self, *, listeners: int) -> None:
        async with asyncio.timeout(MOST_S):
            while self.hub.listeners != listeners:  # noqa: ASYNC110 - the hub sets no event
                await asyncio.sleep(0.01)

    async def until_nothing_is_left(self) -> None:
        state = self.server.server_state
        async with asyncio.timeout(MOST_S):
            while state.tasks or state.connections or self.hub.questions:  # noqa: ASYNC110
                await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def pushing() -> AsyncIterator[Pushing]:
    running = Pushing()
    serving = asyncio.create_task(running.server.serve([running.listener]))
    try:
        yield running
    finally:
        running.hub.close()
        running.server.ask_to_stop()
        await asyncio.wait_for(serving, MOST_S)


def test_a_client_that_leaves_leaves_nothing_behind() -> None:
    async def story() -> None:
        async with pushing() as running:
            for _ in range(3):
                reader, writer = await asyncio.open_connection(*running.address)
                writer.write(ASK)
                head = await reader.readuntil(b"\r\n\r\n")
                assert b"text/event-stream" in head
                await reader.readexactly(EVENT_BYTES)
                writer.close()
            await running.until(listeners=0)
            await running.until_nothing_is_left()

    asyncio.run(story())


def test_a_client_that_does_not_read_is_hung_up_on() -> None:
    async def story() -> None:
        async with pushing() as running:
            with socket.socket() as silent:
                silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
                silent.connect(running.address)
                silent.sendall(ASK)
                await running.until(listeners=1)
                # Its connection is dropped with all that waits in it, though the client is there.
                await running.until(listeners=0)
                await running.until_nothing_is_left()

    asyncio.run(story())


def test_a_server_that_stops_does_not_wait_for_streams() -> None:
    async def story() -> None:
        loop = asyncio.get_running_loop()
        async with pushing() as running:
            reader, writer = await asyncio.open_connection(*running.address)
            writer.write(ASK)
            await reader.readexactly(1_000)
            began_s = loop.time()
            running.hub.close()
            running.server.ask_to_stop()
            while await reader.read(65_536):
                pass
            writer.close()
            await running.until_nothing_is_left()
            assert loop.time() - began_s < MOST_S / 2

    asyncio.run(story())
