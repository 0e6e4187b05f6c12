"""The dashboard's files, as an ASGI application.

All of them are read at the start and answered from memory, compressed once. A file's name holds a
hash of its content, so browsers keep it for ever; the page that names the files is asked for anew
each time. Pages have addresses of their own, which all lead to that one page.

Law: nothing but the files that were read can be answered, whatever a path says. Scripts and styles
come from these files alone: the content security policy has no exception.
"""

import gzip
import mimetypes
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, Final

import msgspec

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BUILT: Final = Path(__file__).parent / "built"
PAGE: Final = "index.html"
_FOLDERS_OF_PAGES: Final = ("/organizations/",)
_PAGES: Final = frozenset({"/", "/sign-in", "/setup", "/invitation", "/reset"})
_COMPRESSED_FROM_BYTES: Final = 1_000
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types svelte-trusted-html"
)
_SECURE: Final = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_KEEP: Final = b"public, max-age=31536000, immutable"
_ASK_AGAIN: Final = b"no-cache"


class NotBuiltError(Exception):
    """The package was installed without its built dashboard; the sentence says what to do."""


class _File(msgspec.Struct, frozen=True):
    """One file with what is said of it; `compressed` None: it would not pay."""

    body: bytes
    compressed: bytes | None
    kind: bytes
    cache: bytes


class Site:
    """Answers GET and HEAD for the dashboard's pages and files."""

    def __init__(self, files: Mapping[str, _File]) -> None:
        """Hand out these, by path."""
        self._files = files
        self._page = files[f"/{PAGE}"]

    def has(self, scope: Scope) -> bool:
        """Return whether a request is for the dashboard."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            return False
        path = scope["path"]
        return path in _PAGES or path in self._files or path.startswith(_FOLDERS_OF_PAGES)

    async def __call__(self, scope: Scope, send: Send) -> None:
        """Answer one request."""
        file = self._files.get(scope["path"], self._page)
        accepted = next((v for k, v in scope["headers"] if k == b"accept-encoding"), b"")
        compressed = file.compressed if b"gzip" in accepted else None
        body = file.body if compressed is None else compressed
        headers = [
            (b"content-type", file.kind),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", file.cache),
            (b"vary", b"Accept-Encoding"),
            *([] if compressed is None else [(b"content-encoding", b"gzip")]),
            *_SECURE,
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        shown = b"" if scope["method"] == "HEAD" else body
        await send({"type": "http.response.body", "body": shown})


def load_site(folder: Path = BUILT) -> Site:
    """Read the built dashboard.

    Raises:
        NotBuiltError: there is none.
    """
    if not (folder / PAGE).is_file():
        raise NotBuiltError(
            f"the dashboard is not built: {folder} has no {PAGE}; in a checkout, `make dashboard`"
            " builds it"
        )
    return Site(
        {
            f"/{path.relative_to(folder).as_posix()}": _read(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    )


def _read(path: Path) -> _File:
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
    return _File(
        body=body,
        compressed=gzip.compress(body, 9, mtime=0)
        if is_text and len(body) >= _COMPRESSED_FROM_BYTES
        else None,
        kind=f"{kind}; charset=utf-8".encode() if is_text else kind.encode(),
        cache=_ASK_AGAIN if path.name == PAGE else _KEEP,
    )
