"""How a request is put on the wire again: which headers, which URL, which encoding, which client.

Law: headers that belong to the old connection stay behind. A body is zipped exactly if the
recorded one was; what cannot be unzipped is sent as it is.
"""

import gzip
import zlib
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

import httpx

MOST_UNZIPPED_BYTES: Final = 64 << 20
ANSWER_WITHIN_S: Final = 30.0
IDLE_CONNECTION_S: Final = 2.0
"""Shorter than the patience of any usual server, so that no request meets a closing connection."""

_HEADERS: Final = frozenset(
    "content-type content-encoding user-agent accept-language origin referer x-forwarded-for "
    "forwarded access-control-request-method access-control-request-headers "
    "sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform".split()
)


def headers_to_send(recorded: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that tell of the player, not of its connection."""
    return {name: value for name, value in recorded.items() if name in _HEADERS}


def checked_url(url: str) -> str:
    """Return `url` without a slash at its end.

    Raises:
        ValueError: it is not the address of an HTTP server.
    """
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        valid = False
    if not valid or parts.query or parts.fragment:
        raise ValueError(f"{url!r} is no server's URL; give one like http://127.0.0.1:8000")
    return url.rstrip("/")


def open_client(*, connections: int, insecure: bool) -> httpx.AsyncClient:
    """Return a client that keeps connections alive, and asks no proxy of the environment."""
    return httpx.AsyncClient(
        limits=httpx.Limits(
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=IDLE_CONNECTION_S,
        ),
        timeout=httpx.Timeout(ANSWER_WITHIN_S),
        verify=not insecure,
        trust_env=False,
    )


def unzipped(body: bytes, headers: Mapping[str, str]) -> bytes | None:
    """Return the plain body, or None where it is in an encoding that cannot be undone."""
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in {"", "identity"}:
        return body
    if encoding != "gzip":
        return None
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = unzip.decompress(body, MOST_UNZIPPED_BYTES)
    except zlib.error:
        return None
    return plain if unzip.eof and not unzip.unused_data else None


def zipped(body: bytes, headers: Mapping[str, str]) -> bytes:
    """Return the body in the encoding that `headers` name: gzip or none."""
    if headers.get("content-encoding", "").strip().lower() == "gzip":
        return gzip.compress(body, mtime=0)
    return body
