"""The other end of a connection, as far as the API wants to know it.

Who it is, and whether HTTPS is spoken with them, is found out once, in the wiring, where a proxy's
word is believed or not.

Law: never a whole address.
"""

from collections.abc import Mapping

import msgspec
from starlette.types import Scope

from playhead.throttle.client import prefix_of

USER_AGENT_CHARS_MOST = 256


class Caller(msgspec.Struct, frozen=True):
    """`client_prefix` is a network; `secure`: HTTPS is spoken with the client."""

    client_prefix: str
    secure: bool


def caller_of(scope: Scope) -> Caller:
    """Return who is at the other end."""
    return Caller(prefix_of(address_of(scope)), scope.get("scheme") == "https")


def address_of(scope: Scope) -> str | None:
    """Return where a request comes from: to count it, and for nothing else."""
    client = scope.get("client")
    return client[0] if client else None


def user_agent_of(headers: Mapping[str, str]) -> str:
    """Return what a browser calls itself: printable, and not long."""
    text = headers.get("user-agent", "")[:USER_AGENT_CHARS_MOST]
    return "".join(each if each.isprintable() else "?" for each in text)
