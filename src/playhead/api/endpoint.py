"""What an endpoint is: a method and a path, its parameters, whom it is for, who answers.

Endpoints are data, so that routing and the description of the API come from the same entries.
"""

import enum
import typing
from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from playhead.api.access import Need
from playhead.api.arguments import Arguments, Parameter
from playhead.api.caller import Caller
from playhead.api.door import Door
from playhead.api.identity import Identity, seen_environments
from playhead.api.limit_class import LimitClass
from playhead.api.request_body import Body, decode_body
from playhead.control import Control
from playhead.control.annotations import Annotations
from playhead.control.snapshot import ControlSnapshot
from playhead.model.access import Environment, Organization
from playhead.model.audit import Actor
from playhead.model.inspection import Inspect
from playhead.model.people import Person, Role, Session
from playhead.query.run import Query

Known = TypeVar("Known")


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
    MONITORING = "Monitoring"
    ANNOTATIONS = "Annotations"
    BEYOND = "Beyond Mux"
    SYSTEM = "System"
    SIGN_IN = "Signing in"
    OWN = "One's own account"
    ORGANIZATIONS = "Organizations"
    PEOPLE = "People"
    ENVIRONMENTS = "Environments"
    SAVED = "Filter sets, dashboards and notes"
    ACCESS_TOKENS = "Access tokens"


class Asked(msgspec.Struct, frozen=True):
    """One request as its handler sees it: read, but not yet understood.

    `path` holds the variable segments by name, `now_ms` the moment of asking. `control` is asked
    and changed in the handler's thread; what only needs to be known stands in `snapshot`.
    """

    query: Query
    control: Control
    snapshot: ControlSnapshot
    door: Door
    inspect: Inspect
    identity: Identity
    caller: Caller
    headers: Mapping[str, str]
    path: Mapping[str, str]
    arguments: Arguments
    now_ms: int
    retention_ms: int | None
    body: bytes = b""

    def read_body(self, kind: type[Body]) -> Body:
        """Return the body as what an endpoint takes.

        Raises:
            ApiError: 400, it cannot be.
        """
        return decode_body(self.body, kind)

    @property
    def annotations(self) -> Annotations:
        """Where annotations are kept."""
        return self.control.annotations

    @property
    def actor(self) -> Actor:
        """Who asks, for the audit log."""
        return _known(self.identity.actor)

    @property
    def environment(self) -> Environment:
        """The one environment that is asked about."""
        return _known(self.identity.environment)

    @property
    def organization(self) -> Organization:
        """The one organization that is asked about."""
        return _known(self.identity.organization)

    @property
    def person(self) -> Person:
        """Who is signed in."""
        return _known(self.identity.person)

    @property
    def role(self) -> Role:
        """What whoever asks is in the organization."""
        return _known(self.identity.role)

    def seen_environments(self) -> tuple[Environment, ...]:
        """Return those of the organization that whoever asks may look at."""
        place = self.snapshot.membership(self.person.id, self.organization.id)
        return seen_environments(_known(place), self.snapshot)

    @property
    def session(self) -> Session:
        """By which session they are."""
        return _known(self.identity.session)


def _known(what: Known | None) -> Known:
    """Return what an endpoint's need makes sure of.

    Raises:
        LookupError: the endpoint asks for what its need does not promise.
    """
    if what is None:
        raise LookupError("the endpoint's need does not promise what its handler asks for")
    return what


class Reply(msgspec.Struct, frozen=True):
    """An answer that sets cookies, or sends a browser elsewhere."""

    body: msgspec.Struct | None
    cookies: tuple[str, ...] = ()
    location: str | None = None


class Endpoint(msgspec.Struct, frozen=True):
    """One method at one path. Segments in braces are variable.

    `handler` runs in a worker thread. It raises `QueryError` or `ApiError` for what it refuses.
    `name` is the endpoint's own, for generated clients; `answers` is the type of what comes back
    where the handler's annotation cannot say it. `need` is what is asked of the caller.
    """

    name: str
    tag: Tag
    path: str
    summary: str
    need: Need
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
    pushes: bool = False
    """Whether the handler returns what is to be told again and again, as server-sent events."""

    @property
    def answer_type(self) -> typing.Any:
        """The type of the body that comes back."""
        return self.answers or typing.get_type_hints(self.handler)["return"]
