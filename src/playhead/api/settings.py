"""What an operator may set about the API, and how much one request may ask for."""

import msgspec

from playhead.api.streaming.limits import StreamLimits
from playhead.model.access import Environment

DAY_MS = 24 * 60 * 60 * 1000


class ApiSettings(msgspec.Struct, frozen=True):
    """Settings with their defaults.

    `retention_ms`: a timeframe that starts earlier is refused; None: none is.
    `allow_plain_http`: credentials are taken over plain HTTP from other machines as well.
    `threads` questions run at once, `control_threads` requests to the control API and
    `door_threads` to sign in; of each kind `waiting_most` may wait for their turn, each for
    `wait_most_s`; whoever comes beyond is told to come again.
    """

    retention_ms: int | None = 100 * DAY_MS
    allow_plain_http: bool = False
    threads: int = 4
    control_threads: int = 4
    door_threads: int = 4
    waiting_most: int = 64
    wait_most_s: float = 20.0
    query_string_bytes_most: int = 32_768
    body_bytes_most: int = 65_536
    parameters_most: int = 300
    gzip_from_bytes: int = 1_000
    streams: StreamLimits = StreamLimits()

    def retention_of(self, environment: Environment | None) -> int | None:
        """Return how far back may be asked: as the environment says, else as the server does."""
        own = None if environment is None else environment.view_retention_days
        return self.retention_ms if own is None else own * DAY_MS
