"""What an endpoint is: a method and a path, its parameters, the permission it needs, who answers.

Endpoints are data, so that routing and the description of the API come from the same entries.
"""

import enum
import typing
from collections.abc import Callable, Mapping

import msgspec

from playhead.api.arguments import Arguments, Parameter
from playhead.api.limit_class import LimitClass
from playhead.api.request_body import Body, decode_body
from playhead.control.annotations import Annotations
from playhead.control.snapshot import ControlSnapshot
from playhead.model.access import AccessToken, Environment, Permission
from playhead.query.run import Query


class Method(enum.StrEnum):
    """What is done at a path. `HEAD` is answered wherever `GET` is."""

    GET = "GET"
    POST = "POST"
    PATCH = "PATCH"
    DELETE = "DELETE"


class Tag(enum.StrEnum):
    """What an endpoint is about: the chapters of the description."""

    METRICS = "Metrics"
    DIMENSIONS = "Dimensions"
    VIEWS = "Video views"
    ENGAGEMENT = "Engagement"
    SUBVIEWS = "Subviews"
    ERRORS = "Errors"
    EXPORTS = "Exports"
    INCIDENTS = "Incidents"
    ANNOTATIONS = "Annotations"
    BEYOND = "Beyond Mux"
    SYSTEM = "System"


class Asked(msgspec.Struct, frozen=True):
    """One request as its handler sees it: read, but not yet understood.

    `path` holds the variable segments by name, `now_ms` the moment of asking.
    """

    query: Query
    snapshot: ControlSnapshot
    token: AccessToken
    path: Mapping[str, str]
    arguments: Arguments
    now_ms: int
    retention_ms: int | None
    annotations: Annotations
    body: bytes = b""

    def read_body(self, kind: type[Body]) -> Body:
        """Return the body as what an endpoint takes.

        Raises:
            ApiError: 400, it cannot be.
        """
        return decode_body(self.body, kind)

    @property
    def environment(self) -> Environment:
        """The one environment that the token may see."""
        return self.snapshot.environments_by_id[self.token.environment_id]


class Endpoint(msgspec.Struct, frozen=True):
    """One method at one path. Segments in braces are variable.

    `handler` runs in a worker thread. It raises `QueryError` or `ApiError` for what it refuses.
    `name` is the endpoint's own, for generated clients; `answers` is the type of what comes back
    where the handler's annotation cannot say it. Without a `permission`, any token may ask.
    """

    name: str
    tag: Tag
    path: str
    summary: str
    permission: Permission | None
    parameters: tuple[Parameter, ...]
    handler: Callable[[Asked], msgspec.Struct | None]
    method: Method = Method.GET
    deprecated: bool = False
    status: int = 200
    answers: typing.Any = None
    body: type[msgspec.Struct] | None = None
    body_example: str = ""
    limit: LimitClass = LimitClass.STANDARD
    """Which rate limit holds for requests by token."""

    @property
    def answer_type(self) -> typing.Any:
        """The type of the body that comes back."""
        return self.answers or typing.get_type_hints(self.handler)["return"]
