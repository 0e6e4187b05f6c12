"""Strict-Transport-Security on whatever is answered over HTTPS, by whichever room.

Law: never over plain HTTP, where a browser would have to ignore it (RFC 6797, 7.2).
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def with_hsts(send: Send, header: tuple[bytes, bytes]) -> Send:
    """Return a `send` that puts the header on an answer's start."""

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            # Answers that are made once are sent by many: each start is a new message.
            message = {**message, "headers": [*message["headers"], header]}
        await send(message)

    return sending
