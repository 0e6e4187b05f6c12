"""Somebody who listens to a stream, message by message, and may read slowly or leave."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

import msgspec
from starlette.types import ASGIApp, Message, Scope

from tests.unit.api.asking import READING

MOST_S = 5.0


class Listening:
    """One stream over ASGI. Use as an async context manager: leaving it hangs up."""

    def __init__(
        self,
        app: ASGIApp,
        target: str,
        *,
        method: str = "GET",
        client: str = "192.0.2.7",
        reads: bool = True,
        **headers: str | None,
    ) -> None:
        path, _, query = target.partition("?")
        given = {"authorization": READING, **headers}
        self.hung_up = False
        self.scope: Scope = {
            "type": "http",
            "scheme": "https",
            "client": (client, 50_000),
            "method": method,
            "path": unquote(path),
            "raw_path": path.encode("latin-1"),
            "query_string": query.encode(),
            "headers": [
                (name.replace("_", "-").encode(), value.encode())
                for name, value in given.items()
                if value is not None
            ],
            "extensions": {"playhead.hang_up": {"abort": self._abort}},
        }
        self._app = app
        self._reads = reads
        self._left = asyncio.Event()
        self._messages: asyncio.Queue[Message] = asyncio.Queue()
        self._text = b""
        self.task: asyncio.Task[None] | None = None

    def _abort(self) -> None:
        self.hung_up = True

    async def _receive(self) -> Message:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if not self._reads and message.get("body"):
            await asyncio.Event().wait()
        self._messages.put_nowait(message)

    async def __aenter__(self) -> Self:
        self.task = asyncio.create_task(self._run())
        start = await self._next()
        self.status: int = start["status"]
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return self

    async def _run(self) -> None:
        await self._app(self.scope, self._receive, self._send)

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _failed: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.leave()
        assert self.task is not None
        await asyncio.wait_for(self.task, MOST_S)

    def leave(self) -> None:
        self._left.set()

    async def _next(self) -> Message:
        return await asyncio.wait_for(self._messages.get(), MOST_S)

    async def event(self) -> Any:
        """The data of the next event, comments passed over; None: the stream ended."""
        while True:
            while b"\n\n" in self._text:
                text, _, self._text = self._text.partition(b"\n\n")
                data = [
                    line.removeprefix(b"data: ")
                    for line in text.split(b"\n")
                    if line.startswith(b"data: ")
                ]
                if data:
                    return msgspec.json.decode(data[0])
            message = await self._next()
            self._text += message["body"]
            if not message.get("more_body"):
                return None

    async def ended(self) -> None:
        """Wait for the end, whatever comes before."""
        while await self.event() is not None:
            pass


async def until(look: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(MOST_S):
        while not look():  # noqa: ASYNC110 - whatever is looked at sets no event
            await asyncio.sleep(0.001)
