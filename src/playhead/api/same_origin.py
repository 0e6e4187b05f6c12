"""Is it our own page that asks? Against requests that other sites make a browser send.

A browser says where a request comes from (`Sec-Fetch-Site`, `Origin`), and a page of another site
cannot make it say otherwise. What changes something must come from our own page, and carry a
token besides that only our own page can have read: an HMAC of the session's id, under a key that
never leaves the server.

Law: pure. What a browser says is enough to refuse, and never alone enough to change something.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from playhead.api.errors import forbidden, wrong_content_type

CSRF_HEADER: Final = "x-playhead-csrf"
SAFE_METHODS: Final = frozenset({"GET", "HEAD"})
_OWN: Final = frozenset({"same-origin", "none"})


def csrf_token_of(session_id: str, key: bytes) -> str:
    """Return the token that requests of this session carry."""
    digest = hmac.digest(key, f"csrf:{session_id}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def check_origin(headers: Mapping[str, str], public_url: str | None) -> bool:
    """Refuse what another site made the browser send; tell whether the browser said anything.

    Raises:
        ApiError: 403.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site not in _OWN:
        raise forbidden(
            "This request comes from a page of another site, which may not use your session"
        )
    origin = headers.get("origin")
    if origin is not None and not _is_ours(origin, headers.get("host", ""), public_url):
        raise forbidden(
            "This request comes from a page of another site, which may not use your session."
            " If this is the dashboard behind a proxy, set public_url, or let the proxy pass Host"
        )
    return site is not None or origin is not None


def check_change(
    headers: Mapping[str, str], session_id: str, key: bytes, public_url: str | None
) -> None:
    """Let a change by cookie pass that our own page asks for.

    Raises:
        ApiError: 403.
    """
    if not check_origin(headers, public_url):
        raise forbidden("A change by cookie needs the header Origin, as browsers send it")
    given = headers.get(CSRF_HEADER, "").encode("utf-8", "replace")
    if not hmac.compare_digest(given, csrf_token_of(session_id, key).encode()):
        raise forbidden(
            "A change by cookie needs the header X-Playhead-CSRF with the token that"
            " GET /api/v1/session tells"
        )


def check_content_type(headers: Mapping[str, str]) -> None:
    """Refuse a body that a form of another site could have sent.

    Raises:
        ApiError: 415.
    """
    given = headers.get("content-type", "")
    if given.partition(";")[0].strip().lower() != "application/json":
        raise wrong_content_type(given)


def _is_ours(origin: str, host: str, public_url: str | None) -> bool:
    try:
        asked = urlsplit(origin)
        public = urlsplit(public_url or "")
    except ValueError:
        return False
    if asked.scheme not in ("http", "https") or not asked.netloc:
        return False
    own = {host.lower()} | ({public.netloc.lower()} if public.netloc else set())
    return asked.netloc.lower() in own
