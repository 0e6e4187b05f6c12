"""A sign-in that is under way at the provider, as the browser keeps it in a signed cookie.

Law: pure. What comes back from the provider counts only in the browser that was sent there, only
once and only for a while; the cookie is bound to it by `state`, the ID token by `nonce`, and the
code by the verifier of PKCE (RFC 7636).
"""

import base64
import binascii
import hashlib
import hmac
from typing import Final

import msgspec

LASTS_S: Final = 600
RANDOM_BYTES: Final = 32


class Pending(msgspec.Struct, frozen=True):
    """What a browser brings back."""

    state: str
    nonce: str
    verifier: str
    expires_s: int

    @property
    def challenge(self) -> str:
        """What is shown of the verifier beforehand."""
        return spelled(hashlib.sha256(self.verifier.encode("ascii")).digest())


def sealed(pending: Pending, key: bytes) -> str:
    """Return it as a cookie."""
    body = spelled(msgspec.json.encode(pending))
    return f"{body}.{_signature(body, key)}"


def unsealed(cookie: str | None, now_ms: int, key: bytes) -> Pending | None:
    """Return what a cookie holds, if it is ours and still good."""
    body, _, signature = (cookie or "").partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(body, key).encode()):
        return None
    try:
        padded = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        pending = msgspec.json.decode(padded, type=Pending)
    except (binascii.Error, msgspec.DecodeError):
        return None
    return pending if now_ms < pending.expires_s * 1000 else None


def spelled(some: bytes) -> str:
    """Return bytes as URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(some).decode("ascii").rstrip("=")


def _signature(body: str, key: bytes) -> str:
    return spelled(hmac.digest(key, f"sign-on:{body}".encode(), hashlib.sha256))
