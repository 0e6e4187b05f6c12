"""The counts' door: a bare ASGI application for browsers, who come often and for little.

`GET /counts?token=` answers from memory; `GET /counts/stream?token=` pushes the same as it changes.
Bare, as the collector is: a framework would cost as much as all of the work.

Law: open to every site's pages, since it knows no cookie; a token opens one number and nothing
else. Every answer is JSON in the API's envelopes, but for the events of a stream.
"""

import functools
import logging
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qsl

import msgspec
from starlette.types import Receive, Scope, Send

from playhead.api.caller import address_of
from playhead.api.counts.grants import Crowd, Grants
from playhead.api.counts.limits import CountsLimits
from playhead.api.counts.numbers import FailedError, KeptNumbers, counts_body
from playhead.api.counts.tally import CountsRefusal, CountsSource, CountsTally, RefusedError
from playhead.api.errors import (
    ApiError,
    body_of,
    busy,
    internal,
    invalid_parameters,
    method_not_allowed,
    too_many_requests,
)
from playhead.api.formats import Format
from playhead.api.streaming.events import event_of
from playhead.api.streaming.hub import Hub
from playhead.control.snapshot import ControlSnapshot
from playhead.query.errors import TooExpensiveError
from playhead.query.run import Query
from playhead.throttle.client import prefix_of
from playhead.throttle.memory import MemoryLimiter

PATH: Final = "/counts"
STREAM_PATH: Final = "/counts/stream"
_PATHS: Final = frozenset({PATH, STREAM_PATH})
_PREFIXES_REMEMBERED: Final = 10_000
_OPEN: Final = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "retry-after",
    "cross-origin-resource-policy": "cross-origin",
    "x-content-type-options": "nosniff",
}
_START: Final = tuple((name.encode(), value.encode()) for name, value in _OPEN.items())
_JSON: Final = (
    *_START,
    (b"content-type", Format.JSON.value.encode()),
)
_STALE: Final = (*_JSON, (b"cache-control", b"no-store"))
_PREFLIGHT: Final = (
    *_START,
    (b"access-control-allow-methods", b"GET, OPTIONS"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"86400"),
)


class CountsDoor:
    """Answers how many are watching.

    `clock` returns epoch milliseconds, `monotonic` seconds that never go back; `limiter` counts
    by network, in this process. `tally` tells what became of requests, `streams` has who listens.
    """

    def __init__(  # noqa: PLR0913 - what the wiring decides is told here and nowhere else
        self,
        query: Query,
        snapshot: Callable[[], ControlSnapshot],
        *,
        clock: Callable[[], int],
        monotonic: Callable[[], float],
        limiter: MemoryLimiter,
        logger: logging.Logger,
        limits: CountsLimits | None = None,
    ) -> None:
        self._limits = limits = limits or CountsLimits()
        fresh = f"private, max-age={int(limits.fresh_s)}".encode()
        self._fresh = (*_JSON, (b"cache-control", fresh))
        self.tally = CountsTally()
        self._passes = limiter.passes
        self._grants = Grants(snapshot, clock, limits)
        self._prefix_of = functools.lru_cache(_PREFIXES_REMEMBERED)(prefix_of)

        def ask(crowd: Crowd) -> bytes:
            return counts_body(query, crowd, clock())

        def event(crowd: Crowd, tick_ms: int) -> bytes:
            del tick_ms  # the newest, whichever that is by now
            return event_of("counts", ask(crowd))

        self._numbers = KeptNumbers(ask, monotonic, limits, logger)
        self.streams: Hub[Crowd] = Hub(query.newest_tick, event, limits.streams, logger)

    def has(self, scope: Scope) -> bool:
        """Tell whether a request is for this door."""
        return scope["type"] == "http" and scope["path"] in _PATHS

    @property
    def asked(self) -> int:
        """How many counts were asked of the store, but for those of streams."""
        return self._numbers.asked

    def end_streams(self) -> None:
        """Let go of all who listen, and take nobody on any more."""
        self.streams.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        method = scope["method"]
        if method == "OPTIONS":
            await _send(send, 204, _PREFLIGHT, b"")
            return
        try:
            if method not in {"GET", "HEAD"}:
                allowed = method_not_allowed(method, scope["path"], "GET, HEAD, OPTIONS")
                raise RefusedError(CountsRefusal.METHOD, allowed)
            prefix = self._prefix_of(address_of(scope))
            if not self._passes(prefix, self._limits.network):
                raise RefusedError(CountsRefusal.TOO_OFTEN, too_many_requests(1, {}))
            token = _token_in(scope["query_string"])
            crowd = self._grants.crowd_of(token)
            if scope["path"] == STREAM_PATH:
                may_listen = functools.partial(self._still_opens, token)
                stream = self.streams.stream(crowd, prefix, _OPEN, may_listen)
                await stream(scope, receive, send)
                return
            body = self._numbers.at_hand(crowd)
            source = CountsSource.MEMORY
            if body is None:
                source, body = CountsSource.STORE, await self._counted(crowd)
            self.tally.answered[source] += 1
        except ApiError as refusal:
            if isinstance(refusal, RefusedError):
                self.tally.refused[refusal.reason] += 1
            told = tuple((name.encode(), value.encode()) for name, value in refusal.headers.items())
            body = msgspec.json.encode(body_of(refusal))
            await _send(send, refusal.status, (*_STALE, *told), body, head=method == "HEAD")
            return
        await _send(send, 200, self._fresh, body, head=method == "HEAD")

    async def _counted(self, crowd: Crowd) -> bytes:
        try:
            return await self._numbers.of(crowd)
        except FailedError as failed:
            cause = failed.__cause__
            if isinstance(cause, ApiError | TooExpensiveError):
                raise RefusedError(CountsRefusal.BUSY, busy()) from failed
            raise RefusedError(CountsRefusal.FAILED, internal()) from failed

    def _still_opens(self, token: bytes) -> bool:
        try:
            self._grants.crowd_of(token)
        except ApiError:
            return False
        return True


def _token_in(query_string: bytes) -> bytes:
    """Return the token of a request; it is one word, so that most need not be decoded.

    Raises:
        ApiError: 400, there is none.
    """
    if query_string.startswith(b"token=") and not any(each in query_string for each in b"&%+"):
        token = query_string[6:]
    else:
        pairs = parse_qsl(query_string.decode("latin-1"), encoding="latin-1")
        given = [value for name, value in pairs if name in {"token", "TOKEN"}]
        token = given[-1].encode("latin-1") if given else b""
    if not token:
        missing = invalid_parameters("token is missing: give a JWT that the site signed")
        raise RefusedError(CountsRefusal.NO_TOKEN, missing)
    return token


async def _send(
    send: Send,
    status: int,
    headers: tuple[tuple[bytes, bytes], ...],
    body: bytes,
    *,
    head: bool = False,
) -> None:
    length = ((b"content-length", b"%d" % len(body)),) if status != 204 else ()
    await send({"type": "http.response.start", "status": status, "headers": (*headers, *length)})
    await send({"type": "http.response.body", "body": b"" if head else body})
