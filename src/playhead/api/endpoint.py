"""What an endpoint is: a path, its parameters, the permission it needs, and who answers.

Endpoints are data, so that routing and the description of the API come from the same entries.
"""

from collections.abc import Callable, Mapping

import msgspec

from playhead.api.arguments import Arguments, Parameter
from playhead.control.snapshot import ControlSnapshot
from playhead.model.access import AccessToken, Environment, Permission
from playhead.query.run import Query


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

    @property
    def environment(self) -> Environment:
        """The one environment that the token may see."""
        return self.snapshot.environments_by_id[self.token.environment_id]


class Endpoint(msgspec.Struct, frozen=True):
    """One path that answers GET. Segments in braces are variable.

    `handler` runs in a worker thread. It raises `QueryError` or `ApiError` for what it refuses.
    """

    path: str
    summary: str
    permission: Permission | None
    parameters: tuple[Parameter, ...]
    handler: Callable[[Asked], msgspec.Struct]
