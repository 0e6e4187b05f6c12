"""What comes over plain HTTP is refused where a credential could be seen on its way.

Whether a connection is HTTPS, and where it begins, is found out once, in the wiring: a proxy's word
is believed there or not. A client is on this machine only if it dialled us itself.

Law: refused before the credential is looked at, so that the answer tells nothing of it.
"""

import ipaddress
from collections.abc import Mapping

from starlette.types import Scope

from playhead.api.admission import AdmissionCounts
from playhead.api.errors import ApiError

_HOW = (
    "The API is served over HTTPS alone, and this request came over plain HTTP. Ask https:// at"
    " the server's public name. Who runs the server: behind a proxy, let it send X-Forwarded-Proto"
    " and name it in trusted_proxies; on a network of your own, set allow_plain_http."
)
_SEEN = (
    "The credential was sent in the clear, and others may have seen it: revoke it, and make a new"
    " one."
)


def refuse_in_the_clear(scope: Scope, headers: Mapping[str, str], counts: AdmissionCounts) -> None:
    """Let pass what nobody on the way can have read; count the rest.

    Raises:
        ApiError: 403.
    """
    if scope.get("scheme") == "https" or _is_from_here(scope.get("client")):
        return
    counts.plain_http += 1
    shown = "authorization" in headers or "cookie" in headers
    raise ApiError(403, "forbidden", _HOW, *([_SEEN] if shown else []))


def _is_from_here(client: tuple[str, int] | None) -> bool:
    try:
        return client is not None and ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False
