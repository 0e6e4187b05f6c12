"""The API's door: an ASGI application over the endpoints.

Law: every answer, errors included, is JSON in its envelope, with the same headers and a request id
of its own; none carries CORS headers, since a token does not belong into a browser. Who asks too
often, or in the clear, is refused before any work. A mistake of ours is logged whole and told as
nothing more than itself.
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

from playhead.api.admission import Admission, bucket_of_token
from playhead.api.answering import Answer, Wishes, answer_of, wishes_of
from playhead.api.arguments import Arguments, read_arguments
from playhead.api.credential import authenticate, authorize
from playhead.api.description import DESCRIPTIONS, Description
from playhead.api.endpoint import Asked
from playhead.api.endpoints import ENDPOINTS
from playhead.api.errors import (
    ApiError,
    body_of,
    from_control,
    from_query,
    internal,
    method_not_allowed,
    not_found,
)
from playhead.api.formats import Format
from playhead.api.in_the_clear import refuse_in_the_clear
from playhead.api.request_body import receive_body
from playhead.api.routing import Route, find_route
from playhead.api.safe_headers import SAFE_HEADERS
from playhead.api.settings import ApiSettings
from playhead.api.workers import Workers
from playhead.control import ControlError
from playhead.control.annotations import Annotations
from playhead.control.snapshot import ControlSnapshot
from playhead.model.access import AccessToken
from playhead.query.errors import QueryError
from playhead.query.run import Query

_HEADERS: Final = {
    **SAFE_HEADERS,
    "cache-control": "max-age=0, private, must-revalidate",
    "vary": "Accept, Accept-Encoding",
}
_JSON: Final = {"content-type": Format.JSON.value}


def create_api(  # noqa: PLR0913 - every engine and every door is an argument
    *,
    query: Query,
    control: Callable[[], ControlSnapshot],
    annotations: Annotations,
    admission: Admission,
    clock: Callable[[], int],
    new_request_id: Callable[[], str],
    logger: logging.Logger,
    settings: ApiSettings | None = None,
) -> ASGIApp:
    """Return the application.

    Args:
        query: answers questions; called from several threads at once.
        control: returns the newest snapshot at hand; called on the event loop, it must not block.
        annotations: where they are kept; called from several threads at once.
        admission: keeps the rate limits; called on the event loop.
        clock: returns epoch milliseconds.
        new_request_id: returns a text that was not returned before.
        logger: gets what a client is not told.
        settings: what an operator may set.
    """
    return _Api(
        query=query,
        control=control,
        annotations=annotations,
        admission=admission,
        clock=clock,
        new_request_id=new_request_id,
        logger=logger,
        settings=settings or ApiSettings(),
    )


class _Api:
    def __init__(  # noqa: PLR0913 - as for create_api
        self,
        *,
        query: Query,
        control: Callable[[], ControlSnapshot],
        annotations: Annotations,
        admission: Admission,
        clock: Callable[[], int],
        new_request_id: Callable[[], str],
        logger: logging.Logger,
        settings: ApiSettings,
    ) -> None:
        self._query = query
        self._control = control
        self._annotations = annotations
        self._admission = admission
        self._clock = clock
        self._new_request_id = new_request_id
        self._logger = logger
        self._settings = settings
        self._workers = Workers(
            threads=settings.threads,
            waiting_most=settings.waiting_most,
            wait_most_s=settings.wait_most_s,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["type"] == "http":
            response = await self._respond(scope, receive, self._new_request_id())
            await response(scope, receive, send)

    async def _respond(self, scope: Scope, receive: Receive, request_id: str) -> Response:
        headers = {**_HEADERS, "x-request-id": request_id}
        try:
            answer = await self._answer(scope, receive, headers)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets an envelope
            answer = _refused(self._refusal(error, scope, request_id))
        response = Response(answer.body, answer.status, {**headers, **answer.headers})
        if scope["method"] == "HEAD":
            response.body = b""
        return response

    async def _answer(self, scope: Scope, receive: Receive, told: dict[str, str]) -> Answer:
        """Return the answer; `told` gets the headers that an error is to have as well."""
        raw_path: bytes = scope.get("raw_path") or quote(scope["path"]).encode("ascii")
        method: str = scope["method"]
        page = DESCRIPTIONS.get(raw_path)
        if page is not None:
            return await self._workers.run(functools.partial(_described, page, method))
        route = find_route(raw_path, ENDPOINTS, method)
        if route is None:
            raise not_found()
        headers = Headers(scope=scope)
        self._refuse_in_the_clear(scope, headers)
        snapshot = self._control()
        token = await self._authenticated(scope, headers, snapshot)
        told |= await self._admission.admit(bucket_of_token(token, snapshot, route.endpoint))
        authorize(token, route.endpoint.permission)
        arguments = read_arguments(
            scope["query_string"],
            route.endpoint.parameters,
            bytes_most=self._settings.query_string_bytes_most,
            parameters_most=self._settings.parameters_most,
        )
        body = b""
        if route.endpoint.body is not None:
            body = await receive_body(receive, self._settings.body_bytes_most)
        asked = self._asked(route, snapshot, token, arguments, body)
        return await self._workers.run(
            functools.partial(
                _answered, route, asked, wishes_of(headers), self._settings.gzip_from_bytes
            )
        )

    def _refuse_in_the_clear(self, scope: Scope, headers: Headers) -> None:
        if not self._settings.allow_plain_http:
            try:
                refuse_in_the_clear(scope, headers)
            except ApiError:
                self._admission.counts.plain_http += 1
                raise

    async def _authenticated(
        self, scope: Scope, headers: Headers, snapshot: ControlSnapshot
    ) -> AccessToken:
        """Return whose credential it is; one that is wrong is counted where it comes from."""
        try:
            return authenticate(headers.get("authorization"), snapshot)
        except ApiError:
            client = scope.get("client")
            await self._admission.count_failure(client[0] if client else None)
            raise

    def _asked(
        self,
        route: Route,
        snapshot: ControlSnapshot,
        token: AccessToken,
        arguments: Arguments,
        body: bytes,
    ) -> Asked:
        return Asked(
            query=self._query,
            snapshot=snapshot,
            token=token,
            path=route.path,
            arguments=arguments,
            now_ms=self._clock(),
            retention_ms=self._settings.retention_ms,
            annotations=self._annotations,
            body=body,
        )

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


def _described(page: Description, method: str) -> Answer:
    if method not in ("GET", "HEAD"):
        raise method_not_allowed(method, page.path, "GET, HEAD")
    return Answer(200, page.body(), page.headers)


def _refused(refusal: ApiError) -> Answer:
    body = msgspec.json.encode(body_of(refusal))
    return Answer(refusal.status, body, {**_JSON, **refusal.headers})
