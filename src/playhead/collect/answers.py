"""Everything the collector ever says, made once.

Players need a 200 with `Access-Control-Allow-Origin` even for what is dropped: after anything
else a web player sends the same batch again for ever. 503 and 429 mean "keep it, come again".

Law: no answer depends on what the request said, so nothing can be reflected.
"""

import base64

from playhead.collect.asgi import Message, Send

_ANY_ORIGIN = (b"access-control-allow-origin", b"*")
_NO_STORE = (b"cache-control", b"no-store")
_AS_IT_SAYS = (b"x-content-type-options", b"nosniff")
_EMPTY = (b"content-length", b"0")
# Without a type, an old Firefox tries to read the empty answer of an XHR as XML and complains.
_PLAIN = (b"content-type", b"text/plain")
_CLOSE = (b"connection", b"close")

_PIXEL_BYTES = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


class Answer:
    """One whole response: the two messages an ASGI server wants."""

    __slots__ = ("_body", "_start", "status")

    def __init__(
        self, status: int, *headers: tuple[bytes, bytes], body: bytes | None = None
    ) -> None:
        self.status = status
        every = (_ANY_ORIGIN, _NO_STORE, _AS_IT_SAYS, *headers)
        self._start: Message = {"type": "http.response.start", "status": status, "headers": every}
        self._body: Message = {"type": "http.response.body", "body": body or b""}

    async def to(self, send: Send) -> None:
        """Send it. A client that left meanwhile is no fault of ours."""
        try:
            await send(self._start)
            await send(self._body)
        except OSError:
            return


TAKEN = Answer(200, _PLAIN, _EMPTY)
"""Durable, or dropped and counted: the player may forget it."""

TAKEN_AND_CLOSED = Answer(200, _PLAIN, _EMPTY, _CLOSE)
"""The same, where the rest of the body is still on its way."""

PIXEL = Answer(
    200,
    (b"content-type", b"image/gif"),
    (b"content-length", str(len(_PIXEL_BYTES)).encode()),
    # A page that isolates itself loads no image that does not say this.
    (b"cross-origin-resource-policy", b"cross-origin"),
    body=_PIXEL_BYTES,
)

COME_AGAIN = Answer(503, _PLAIN, _EMPTY, (b"retry-after", b"10"))
"""Not durable: the player keeps it and backs off."""

SLOW_DOWN = Answer(429, _PLAIN, _EMPTY, (b"retry-after", b"10"))
"""Too many came from there: the player keeps it and backs off."""

PREFLIGHT = Answer(
    204,
    (b"access-control-allow-methods", b"POST, GET, OPTIONS"),
    (b"access-control-allow-headers", b"content-type, content-encoding"),
    (b"access-control-max-age", b"86400"),
)

NOT_A_BEACON = Answer(405, _PLAIN, _EMPTY, (b"allow", b"POST, GET, OPTIONS"))
"""For what the wiring should not have sent here."""
