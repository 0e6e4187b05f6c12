"""The site that the lab's browser visits: the page, the SDKs, the media, and the faults on demand.

Why: stalls, missing files and CDN changes have to be real, so they are made where they happen in
life: at the server. A scenario turns the knobs of `Faults` while the page plays.

Law: reads files only; every fault is a field of `Faults` and off unless a scenario turns it on.
"""

import asyncio
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lab import places
from lab.errors import LabError
from lab.serving import Message, Receive, Send

CHUNK = 32 * 1024
HOLD_POLL_SECONDS = 0.02

OLD_SDKS = ("4.9", "4.30", "5.1", "5.9", "5.18")
PACKAGES = {
    "mux.js": "mux-embed/dist/mux.js",
    **{f"mux-{version}.js": f"mux-embed-{version}/dist/mux.js" for version in OLD_SDKS},
    "hls.js": "hls.js/dist/hls.min.js",
    "video.js": "video.js/dist/video.min.js",
    "videojs-mux.js": "videojs-mux/dist/videojs-mux.js",
    "dash.js": "dashjs/dist/modern/umd/dash.all.min.js",
    "mux-player.js": "@mux/mux-player/dist/mux-player.js",
}
SDKS = {f"/sdk/{name}": places.MODULES / file for name, file in PACKAGES.items()}
TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
    ".mpd": "application/dash+xml",
}


@dataclass(slots=True)
class Faults:
    """What goes wrong now; patterns are regular expressions on the request's path."""

    missing: str | None = None
    held: str | None = None
    cdn: str | None = None

    def is_missing(self, path: str) -> bool:
        """Say whether the path is to be answered with 404."""
        return self.missing is not None and re.search(self.missing, path) is not None

    def is_held(self, path: str) -> bool:
        """Say whether the bytes of the path are to be kept back."""
        return self.held is not None and re.search(self.held, path) is not None


class Site:
    """The ASGI application; `faults` are its knobs."""

    def __init__(self, media: Path) -> None:
        for file in SDKS.values():
            if not file.exists():
                raise LabError(
                    f"The player file {file.relative_to(places.MODULES)} is missing: "
                    "run `npm ci` in the folder web/."
                )
        self.faults = Faults()
        self._media = media

    async def __call__(self, scope: Message, _receive: Receive, send: Send) -> None:
        """Answer one request."""
        path: str = scope["path"]
        file = self._locate(path)
        if file is None or self.faults.is_missing(path):
            await _answer(send, 404, [], b"not here")
            return
        length = file.stat().st_size
        first, last = _range(dict(scope["headers"]).get(b"range", b"").decode(), length)
        partial = (first, last) != (0, length - 1)
        headers = [
            ("content-type", TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or ""),
            ("content-length", str(last - first + 1)),
            ("accept-ranges", "bytes"),
            ("cache-control", "no-store"),
            ("access-control-allow-origin", "*"),
            ("access-control-expose-headers", "x-cdn"),
        ]
        if partial:
            headers.append(("content-range", f"bytes {first}-{last}/{length}"))
        if self.faults.cdn and path.startswith("/media/"):
            headers.append(("x-cdn", self.faults.cdn))
        await self._let_go(path)
        await send(_start(206 if partial else 200, headers))
        for chunk in _chunks(file, first, last):
            await self._let_go(path)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _let_go(self, path: str) -> None:
        # The knob is turned from another thread, so it is looked at, not waited for.
        while self.faults.is_held(path):  # noqa: ASYNC110
            await asyncio.sleep(HOLD_POLL_SECONDS)

    def _locate(self, path: str) -> Path | None:
        if path in SDKS:
            return SDKS[path]
        if path.startswith("/media/"):
            folder, name = self._media, path.removeprefix("/media/")
        else:
            folder, name = places.PAGE, path.removeprefix("/") or "index.html"
        file = (folder / name).resolve()
        return file if file.is_file() and file.is_relative_to(folder.resolve()) else None


def _range(header: str, length: int) -> tuple[int, int]:
    asked = re.fullmatch(r"bytes=(\d+)-(\d*)", header)
    if asked is None or int(asked[1]) >= length:
        return 0, length - 1
    return int(asked[1]), min(int(asked[2] or length), length - 1)


def _chunks(file: Path, first: int, last: int) -> Iterator[bytes]:
    with file.open("rb") as stream:
        stream.seek(first)
        for position in range(first, last + 1, CHUNK):
            yield stream.read(min(CHUNK, last + 1 - position))


def _start(status: int, headers: list[tuple[str, str]]) -> Message:
    raw = [(name.encode(), value.encode()) for name, value in headers]
    return {"type": "http.response.start", "status": status, "headers": raw}


async def _answer(send: Send, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
    await send(_start(status, [*headers, ("content-length", str(len(body)))]))
    await send({"type": "http.response.body", "body": body})
