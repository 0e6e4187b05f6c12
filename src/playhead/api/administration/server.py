"""What people need to know of the server they are signed in to."""

import msgspec

from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.settings import DAY_MS


class ServerBody(msgspec.Struct, frozen=True):
    """`public_url` is where players and browsers find it; null: it was not told.

    `view_retention_days` holds for environments without days of their own; null: for ever.
    """

    version: str
    public_url: str | None
    view_retention_days: int | None


def read_server(asked: Asked) -> SystemEnvelope[ServerBody]:
    """Answer `GET /server`."""
    kept_ms = asked.retention_ms
    return SystemEnvelope(
        ServerBody(
            version=asked.door.version,
            public_url=asked.door.public_url,
            view_retention_days=None if kept_ms is None else kept_ms // DAY_MS,
        )
    )
