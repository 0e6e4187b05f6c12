"""The few pages that are neither beacons nor the API: health, readiness, metrics, a front page."""

import base64
import hashlib
import ipaddress
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import msgspec

from playhead import __version__
from playhead.api.safe_headers import SAFE_HEADERS
from playhead.dashboard.site import NotBuiltError, Site, load_site

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

RESERVED_PREFIXES = (
    "/data/",
    "/system/",
    "/video/v1/",
    "/api/",
    "/counts",
    "/metrics",
    "/healthz",
    "/readyz",
)
"""Paths that are no beacons, whatever their method and query."""

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:4rem auto;padding:0 1rem}"
    "code{background:#8882;padding:.1em .3em;border-radius:.2em}"
)
_FRONT = f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Playhead</title>
<style>{_STYLE}</style>
<h1>Playhead {__version__}</h1>
<p>Self-hosted video analytics. This server is running.</p>
<ul>
<li>Players report to this host: set <code>beaconCollectionDomain</code> to its name.</li>
<li>API clients read from it: replace the base URL; the Data API is at <code>/data/v1</code>
and described at <a href="/api/docs">/api/docs</a>.</li>
<li><a href="/healthz">/healthz</a> says whether it lives,
<a href="/readyz">/readyz</a> whether it works.</li>
</ul>
</html>
""".encode()

_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_SECURE = tuple(
    (name.encode(), value.encode())
    for name, value in {
        **SAFE_HEADERS,
        "content-security-policy": _POLICY,
        "cache-control": "no-store",
    }.items()
)


def open_site(log: Any) -> Site | None:
    """Return the dashboard; without its built files the plain front page stands in for it."""
    try:
        return load_site()
    except NotBuiltError as error:
        log.warning("there is no dashboard", what=str(error))
        return None


class Pages:
    """Answers GET and HEAD for its own paths."""

    def __init__(
        self,
        *,
        metrics: Callable[[], bytes],
        metrics_type: str,
        problems: Callable[[], Mapping[str, str]],
        metrics_for_all: bool,
        degraded: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        """Show `metrics`; be ready while `problems` names none, whatever is `degraded`."""
        self._metrics = metrics
        self._metrics_type = metrics_type
        self._problems = problems
        self._degraded = degraded
        self._metrics_for_all = metrics_for_all
        self._pages = {
            "/": self._front,
            "/healthz": self._health,
            "/readyz": self._ready,
            "/metrics": self._show_metrics,
        }

    def has(self, scope: Scope) -> bool:
        """Return whether a request is for one of these pages."""
        return (
            scope["type"] == "http"
            and scope["method"] in {"GET", "HEAD"}
            and scope["path"] in self._pages
            and not scope["query_string"]
        )

    async def __call__(self, scope: Scope, send: Send) -> None:
        """Answer one request."""
        status, kind, body = self._pages[scope["path"]](scope)
        headers = [
            (b"content-type", kind.encode()),
            (b"content-length", str(len(body)).encode()),
            *_SECURE,
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send(
            {
                "type": "http.response.body",
                "body": b"" if scope["method"] == "HEAD" else body,
            }
        )

    def _front(self, _: Scope) -> tuple[int, str, bytes]:
        return 200, "text/html; charset=utf-8", _FRONT

    def _health(self, _: Scope) -> tuple[int, str, bytes]:
        return 200, "application/json", b'{"status":"alive"}\n'

    def _ready(self, _: Scope) -> tuple[int, str, bytes]:
        problems = self._problems()
        answer: dict[str, object] = {
            "status": "not ready" if problems else "ready",
            "problems": problems,
        }
        if degraded := self._degraded():
            answer["degraded"] = degraded
        return 503 if problems else 200, "application/json", msgspec.json.encode(answer) + b"\n"

    def _show_metrics(self, scope: Scope) -> tuple[int, str, bytes]:
        if not (self._metrics_for_all or _is_local(scope)):
            text = b"metrics are shown to this machine alone; set metrics_for_all to change that\n"
            return 403, "text/plain; charset=utf-8", text
        return 200, self._metrics_type, self._metrics()


def _is_local(scope: Scope) -> bool:
    """Return whether the request began on this machine, not at a proxy that runs on it."""
    client = scope.get("client")
    try:
        return client is not None and ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False
