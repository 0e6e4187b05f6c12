"""The API's door: an ASGI application over the endpoints.

Law: every answer, errors included, is JSON in its envelope, with the same headers and a request id
of its own; none carries CORS headers, since a token does not belong into a browser. Who asks too
often, or in the clear, is refused before any work. Whoever changed something reads it with their
next request. A mistake of ours is logged whole and told as nothing more than itself.
"""

import functools
import logging
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

import msgspec
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from playhead.api.access import Access
from playhead.api.admission import bucket_of
from playhead.api.answering import (
    Answer,
    Wishes,
    answer_of,
    described,
    refused_with,
    wishes_of,
)
from playhead.api.arguments import read_arguments
from playhead.api.caller import address_of, caller_of
from playhead.api.description import DESCRIPTIONS
from playhead.api.endpoint import Asked, Endpoint
from playhead.api.endpoints import ENDPOINTS
from playhead.api.errors import (
    ApiError,
    from_control,
    from_query,
    internal,
    not_found,
)
from playhead.api.identity import Identity, Presented, admitted, recognize
from playhead.api.in_the_clear import refuse_in_the_clear
from playhead.api.keeping import ASKED_ANEW, cache_control_of
from playhead.api.leaving import unless_left
from playhead.api.monitoring.push import PushQuestion, push_event
from playhead.api.refusal_log import tell_refusal
from playhead.api.request_body import receive_body
from playhead.api.rooms import Rooms
from playhead.api.routing import Route, find_route
from playhead.api.safe_headers import SAFE_HEADERS
from playhead.api.same_origin import SAFE_METHODS, check_content_type
from playhead.api.settings import ApiSettings
from playhead.api.streaming.events import EventStream
from playhead.api.streaming.hub import Hub
from playhead.api.workers import Workers
from playhead.control import ControlError
from playhead.control.snapshot import ControlSnapshot
from playhead.model.people import Role
from playhead.query.errors import QueryError

_HEADERS: Final = {
    **SAFE_HEADERS,
    "cache-control": ASKED_ANEW,
    "vary": "Accept, Accept-Encoding",
}


def create_api(
    rooms: Rooms,
    *,
    clock: Callable[[], int],
    new_request_id: Callable[[], str],
    logger: logging.Logger,
    settings: ApiSettings | None = None,
) -> "Api":
    """Return the application.

    Args:
        rooms: what it asks.
        clock: returns epoch milliseconds.
        new_request_id: returns a text that was not returned before.
        logger: gets what a client is not told.
        settings: what an operator may set.
    """
    return Api(
        rooms,
        clock=clock,
        new_request_id=new_request_id,
        logger=logger,
        settings=settings or ApiSettings(),
    )


class Api:
    """The application. `streams` has who listens; `end_streams` is for the server that stops."""

    def __init__(
        self,
        rooms: Rooms,
        *,
        clock: Callable[[], int],
        new_request_id: Callable[[], str],
        logger: logging.Logger,
        settings: ApiSettings,
    ) -> None:
        self._rooms = rooms
        self._clock = clock
        self._new_request_id = new_request_id
        self._logger = logger
        self._settings = settings
        self._asking = self._workers(settings.threads)
        # Threads of their own, so that neither a flood of sign-ins, each of which costs a slow
        # hash, nor slow questions keep anybody from changing a setting.
        self._changing = self._workers(settings.control_threads)
        self._at_the_door = self._workers(settings.door_threads)
        self.streams: Hub[PushQuestion] = Hub(
            rooms.query.newest_tick,
            functools.partial(push_event, rooms.query),
            settings.streams,
            logger,
        )

    def end_streams(self) -> None:
        """Let go of all who listen, and take nobody on any more."""
        self.streams.close()

    def _workers(self, threads: int) -> Workers:
        return Workers(
            threads=threads,
            waiting_most=self._settings.waiting_most,
            wait_most_s=self._settings.wait_most_s,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["type"] == "http":
            response = await self._respond(scope, receive, self._new_request_id())
            await response(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive, request_id: str) -> ASGIApp:
        headers = {**_HEADERS, "x-request-id": request_id}
        try:
            answer = await self._answer(scope, receive, headers)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an envelope
            refusal = self._refusal(error, scope, request_id)
            tell_refusal(self._logger, refusal, scope, headers, request_id)
            answer = refused_with(refusal)
        if isinstance(answer, EventStream):
            return answer
        response = Response(answer.body, answer.status, {**headers, **answer.headers})
        for cookie in answer.cookies:
            response.headers.append("set-cookie", cookie)
        if scope["method"] == "HEAD":
            response.body = b""
        return response

    async def _answer(
        self, scope: Scope, receive: Receive, told: dict[str, str]
    ) -> Answer | EventStream:
        """Return the answer; `told` gets the headers that an error is to have as well."""
        raw_path: bytes = scope.get("raw_path") or quote(scope["path"]).encode("ascii")
        method: str = scope["method"]
        page = DESCRIPTIONS.get(raw_path)
        if page is not None:
            return await self._asking.run(functools.partial(described, page, method))
        route = find_route(raw_path, ENDPOINTS, method)
        if route is None:
            raise not_found()
        endpoint = route.endpoint
        told["cache-control"] = cache_control_of(endpoint)
        shown = Presented(
            method=method,
            headers=Headers(scope=scope),
            path=route.path,
            caller=caller_of(scope),
            now_ms=self._clock(),
        )
        if not self._settings.allow_plain_http:
            refuse_in_the_clear(scope, shown.headers, self._rooms.admission.counts)
        snapshot = self._rooms.snapshot()
        known = await self._recognized(scope, shown, endpoint, snapshot)
        bucket = bucket_of(known, address_of(scope), endpoint, snapshot)
        told |= await self._rooms.admission.admit(bucket)
        if known.token is not None:
            self._rooms.note_use(known.token.id, shown.now_ms)
        identity = admitted(known, shown, endpoint.need, snapshot)
        query, leave = self._rooms.query.leavable()
        asked = Asked(
            query=query,
            control=self._rooms.control,
            snapshot=snapshot,
            door=self._rooms.door,
            inspect=self._rooms.inspect,
            identity=identity,
            caller=shown.caller,
            headers=shown.headers,
            path=route.path,
            arguments=read_arguments(
                scope["query_string"],
                endpoint.parameters,
                bytes_most=self._settings.query_string_bytes_most,
                parameters_most=self._settings.parameters_most,
            ),
            now_ms=shown.now_ms,
            retention_ms=self._settings.retention_of(identity.environment),
            body=await self._body(endpoint, shown, identity, receive),
        )
        if endpoint.pushes:
            question = await self._asking.run(functools.partial(_question, endpoint, asked))
            may_listen = functools.partial(self._is_admitted, shown, endpoint)
            return self.streams.stream(question, ":".join(bucket), told, may_listen)
        work = functools.partial(
            _answered, route, asked, wishes_of(shown.headers), self._settings.gzip_from_bytes
        )
        answer = await unless_left(self._threads_for(endpoint).run(work), receive, leave)
        if method not in SAFE_METHODS or answer.cookies:
            await self._take_up()
        return answer

    async def _recognized(
        self, scope: Scope, shown: Presented, endpoint: Endpoint, snapshot: ControlSnapshot
    ) -> Identity:
        """Return who asks; a credential that is wrong is counted where it comes from."""
        try:
            return recognize(shown, endpoint.need, snapshot, self._rooms.door.gate)
        except ApiError as refusal:
            if refusal.status == 401:
                await self._rooms.admission.count_failure(address_of(scope))
            raise

    def _is_admitted(self, shown: Presented, endpoint: Endpoint) -> bool:
        """Tell whether who was let in once still would be."""
        again = msgspec.structs.replace(shown, now_ms=self._clock())
        snapshot = self._rooms.snapshot()
        try:
            known = recognize(again, endpoint.need, snapshot, self._rooms.door.gate)
            admitted(known, again, endpoint.need, snapshot)
        except ApiError:
            return False
        return True

    async def _take_up(self) -> None:
        """See what was just changed; if that fails it is seen a moment later, as always."""
        try:
            await self._rooms.refresh()
        except ControlError as error:
            self._logger.warning("a change is not taken up yet: %s", error)

    async def _body(
        self, endpoint: Endpoint, shown: Presented, identity: Identity, receive: Receive
    ) -> bytes:
        if endpoint.body is None:
            return b""
        if identity.token is None:
            check_content_type(shown.headers)
        return await receive_body(receive, self._settings.body_bytes_most)

    def _threads_for(self, endpoint: Endpoint) -> Workers:
        if endpoint.need is Access.OPEN:
            return self._at_the_door
        if isinstance(endpoint.need, Role) or endpoint.need is Access.SIGNED_IN:
            return self._changing
        return self._asking

    def _refusal(self, error: Exception, scope: Scope, request_id: str) -> ApiError:
        if isinstance(error, ApiError):
            return error
        if isinstance(error, QueryError):
            return from_query(error)
        refused = from_control(error) if isinstance(error, ControlError) else None
        if refused is not None:
            return refused
        self._logger.error(
            "request %s failed: %s %r",
            request_id,
            scope["method"],
            scope["path"],
            exc_info=error,
            extra={"request_id": request_id},
        )
        return internal()


def _answered(route: Route, asked: Asked, wishes: Wishes, gzip_from_bytes: int) -> Answer:
    """Ask, shape, encode and compress: all that takes time, in the worker's thread."""
    endpoint = route.endpoint
    return answer_of(endpoint.handler(asked), endpoint, wishes, gzip_from_bytes)


def _question(endpoint: Endpoint, asked: Asked) -> PushQuestion:
    question = endpoint.handler(asked)
    if not isinstance(question, PushQuestion):
        raise TypeError(f"{endpoint.name} pushes, but its handler returned {question!r}")
    return question
