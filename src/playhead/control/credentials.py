"""Identifiers, keys and secrets: how they are drawn, and how a secret is compared.

A secret is 256 random bits, so a plain SHA-256 of it can be stored: there is nothing to guess, and
a slow hash would only slow down every request.

Law: pure; the random bytes come in. A comparison takes the same time whether or not the id exists.
"""

import base64
import hashlib
import hmac
import string
import uuid
from collections.abc import Callable
from typing import TypeAlias

RandomBytes: TypeAlias = Callable[[int], bytes]

DIGEST_BYTES = 32
SECRET_CHARS_MOST = 1_024
"""A presented secret longer than this is not hashed: ours have 43 characters."""

_SECRET_BYTES = 32
_PUBLIC_ID_BYTES = 5  # 8 characters of base32, no padding
_ENV_KEY_BYTES = 15  # 24 characters of base32, no padding
_KEY_ID_BYTES = 33
_KEY_ID_CHARS = 44
_KEY_ID_ALPHABET = string.digits + string.ascii_letters
_NO_DIGEST = bytes(DIGEST_BYTES)


def draw_public_id(random_bytes: RandomBytes) -> str:
    """Return a short id of 8 characters a-z and 2-7, for organizations and environments."""
    return base64.b32encode(random_bytes(_PUBLIC_ID_BYTES)).decode("ascii").lower()


def draw_env_key(random_bytes: RandomBytes) -> str:
    """Return an environment key: 24 characters a-z and 2-7, which fits a host name's label."""
    return base64.b32encode(random_bytes(_ENV_KEY_BYTES)).decode("ascii").lower()


def draw_token_id(random_bytes: RandomBytes) -> str:
    """Return a random (version 4) UUID as text."""
    return str(uuid.UUID(bytes=random_bytes(16), version=4))


def draw_key_id(random_bytes: RandomBytes) -> str:
    """Return the id of a signing key: 44 letters and digits."""
    number = int.from_bytes(random_bytes(_KEY_ID_BYTES))
    drawn = []
    for _ in range(_KEY_ID_CHARS):
        number, digit = divmod(number, len(_KEY_ID_ALPHABET))
        drawn.append(_KEY_ID_ALPHABET[digit])
    return "".join(drawn)


def draw_secret(random_bytes: RandomBytes) -> str:
    """Return 256 random bits as 43 characters of URL-safe base64."""
    return base64.urlsafe_b64encode(random_bytes(_SECRET_BYTES)).decode("ascii").rstrip("=")


def digest_of(secret: str) -> bytes:
    """Return the SHA-256 of a secret, whatever a client put into it.

    A lone surrogate, which UTF-8 has no bytes for, must end in a mismatch and not in an error.
    """
    presented = secret if len(secret) <= SECRET_CHARS_MOST else ""
    return hashlib.sha256(presented.encode("utf-8", "surrogatepass")).digest()


def matches(secret: str, digest: bytes | None) -> bool:
    """Compare in constant time; `digest` is None for an id that nobody has.

    The unknown id is compared too, against a digest without a known preimage, so that the time an
    answer takes does not tell which ids exist.
    """
    same = hmac.compare_digest(digest_of(secret), _NO_DIGEST if digest is None else digest)
    return same and digest is not None
