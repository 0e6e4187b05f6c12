"""The device cookie: a browser's proof that somebody signed in from it before.

It opens nothing. It lets its browser's attempts be counted apart from those of strangers, so that
a stranger who tries passwords on an address cannot lock its owner out (OWASP, "Slow down online
guessing attacks with device cookies").

Law: pure. The address itself does not stand in it, only an HMAC over it.
"""

import base64
import hashlib
import hmac
import re
from typing import Final

import msgspec

LASTS_S: Final = 365 * 24 * 60 * 60
NONCE_BYTES: Final = 12
_DEVICE = re.compile(r"v1\.([A-Za-z0-9_-]{16})\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})", re.ASCII)


class Device(msgspec.Struct, frozen=True):
    """A browser that is known; `nonce` tells it from others."""

    nonce: str


def device_cookie(email: str, nonce_bytes: bytes, now_ms: int, key: bytes) -> str:
    """Return what a browser keeps after somebody signed in with this address."""
    nonce = _spelled(nonce_bytes)
    expires_s = now_ms // 1000 + LASTS_S
    return f"v1.{nonce}.{expires_s}.{_signature(email, nonce, expires_s, key)}"


def read_device(cookie: str | None, email: str, now_ms: int, key: bytes) -> Device | None:
    """Return the browser if it is known to have signed in with this address."""
    found = _DEVICE.fullmatch(cookie or "")
    if found is None:
        return None
    nonce, expires_s, signature = found[1], int(found[2]), found[3]
    same = hmac.compare_digest(signature, _signature(email, nonce, expires_s, key))
    return Device(nonce) if same and now_ms < expires_s * 1000 else None


def _signature(email: str, nonce: str, expires_s: int, key: bytes) -> str:
    told = f"device\x00{nonce}\x00{expires_s}\x00{email}".encode("utf-8", "surrogatepass")
    return _spelled(hmac.digest(key, told, hashlib.sha256))


def _spelled(some: bytes) -> str:
    return base64.urlsafe_b64encode(some).decode().rstrip("=")
