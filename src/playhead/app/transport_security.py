"""What HTTPS is spoken with, and Strict-Transport-Security on all that is answered over it.

Law: the header never over plain HTTP, where a browser would have to ignore it (RFC 6797, 7.2).
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

CIPHERS: Final = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""For TLS 1.2: forward secrecy and authenticated encryption alone. TLS 1.3 has its own suites.

Python would also speak older ones, whose ciphertexts are not authenticated as a whole."""

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def with_hsts(send: Send, header: tuple[bytes, bytes]) -> Send:
    """Return a `send` that puts the header on an answer's start."""

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            # Answers that are made once are sent by many: each start is a new message.
            message = {**message, "headers": [*message["headers"], header]}
        await send(message)

    return sending
