"""What the endpoints at the door work with: keys, counters, and where this server is found.

Law: keys come from control, so that all processes have the same; none is ever answered.
"""

from collections.abc import Callable

import msgspec

from playhead.api.attempts import Attempts
from playhead.api.identity import Gate
from playhead.api.single_sign_on.provider import Provider

HOUR_S = 60 * 60
DAY_S = 24 * HOUR_S


class Lasting(msgspec.Struct, frozen=True):
    """How long what is given out at the door is good for.

    A session ends at a fixed time after signing in, whatever is done in it: `session_s`, or
    `kept_session_s` where the browser is told to stay signed in.
    """

    session_s: int = 12 * HOUR_S
    kept_session_s: int = 30 * DAY_S
    invitation_s: int = 7 * DAY_S
    reset_s: int = DAY_S


class Door(msgspec.Struct, frozen=True):
    """What signing in takes."""

    gate: Gate
    device_key: bytes
    attempts: Attempts
    random_bytes: Callable[[int], bytes]
    lasting: Lasting
    version: str
    sign_on_key: bytes = b""
    provider: Provider | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        """How somebody who is known can sign in."""
        return ("password",) if self.provider is None else ("password", "oidc")

    @property
    def public_url(self) -> str | None:
        """Where browsers find this server, without a slash at its end."""
        return self.gate.public_url
