"""Serves an ASGI application from a thread, on a free port of this machine.

Why: the page's site and the capture server live beside the browser's event loop, not in it, so a
scenario that waits never keeps a beacon waiting.

Law: loopback only; `with Served(...)` stops the server again.
"""

import socket
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn

from lab.errors import LabError

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

START_SECONDS = 10.0


class Served:
    """A running server; `port` says where."""

    def __init__(
        self,
        application: Application,
        *,
        port: int = 0,
        certificate: tuple[Path, Path] | None = None,
    ) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            application,
            lifespan="off",
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        if certificate is not None:
            config.ssl_certfile, config.ssl_keyfile = certificate
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def __enter__(self) -> Self:
        """Answer only when requests are taken."""
        self._thread.start()
        give_up = time.monotonic() + START_SECONDS
        while not self._server.started:
            if time.monotonic() > give_up or not self._thread.is_alive():
                raise LabError(f"The local server on port {self.port} did not start; try again.")
            time.sleep(0.01)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop and wait until the port is free."""
        self._server.should_exit = True
        self._thread.join(START_SECONDS)
        self._socket.close()
