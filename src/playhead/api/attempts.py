"""How often somebody may try to sign in.

Each attempt takes a token from every bucket it is counted in, before any password is looked at:

- a browser that signed in with the address before: from a bucket of its own, and from no other;
- everybody else: from one for their network, one for their network and the address, and one for
  the address, whoever tries it.

So strangers together get only a few guesses at an address, and whoever signed in from their
browser before is never kept out by them.

Law: an attempt that cannot be counted is not made.
"""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Final

import anyio.from_thread
import msgspec

from playhead.api.device import Device
from playhead.api.errors import busy, too_many_attempts
from playhead.control.names import folded
from playhead.throttle.interface import Limit, Limiter, LimiterUnavailableError


class AttemptLimits(msgspec.Struct, frozen=True):
    """The buckets; an office behind one address may have many people."""

    network: Limit = Limit.per_second(0.5, 60)
    network_and_email: Limit = Limit.per_second(1 / 30, 10)
    email: Limit = Limit.per_second(1 / 20, 30)
    device: Limit = Limit.per_second(1 / 30, 10)
    link: Limit = Limit.per_second(0.2, 30)
    own_password: Limit = Limit.per_second(1 / 30, 10)


_DIGEST_BYTES: Final = 16


class Attempts:
    """Counts attempts. Called in a worker's thread; the limiter lives on the event loop."""

    def __init__(self, limiter: Limiter, key: bytes, limits: AttemptLimits) -> None:
        """Count with this limiter; `key` hides addresses in the names of buckets."""
        self._limiter = limiter
        self._key = key
        self._limits = limits

    def sign_in(self, email: str, client_prefix: str, device: Device | None) -> None:
        """Count an attempt to sign in with an address.

        Raises:
            ApiError: 429, too many; 503, it could not be counted.
        """
        self._take(self._buckets(email, client_prefix, device))

    def link(self, client_prefix: str) -> None:
        """Count an attempt to use a link: what is in one cannot be guessed, but costs us work.

        Raises:
            ApiError: 429, too many; 503, it could not be counted.
        """
        self._take(iter([(f"link:{client_prefix}", self._limits.link)]))

    def own_password(self, person_id: str) -> None:
        """Count an attempt to tell one's own password once more.

        Raises:
            ApiError: 429, too many; 503, it could not be counted.
        """
        self._take(iter([(f"password:{person_id}", self._limits.own_password)]))

    def _buckets(
        self, email: str, client_prefix: str, device: Device | None
    ) -> Iterator[tuple[str, Limit]]:
        if device is not None:
            yield f"device:{device.nonce}", self._limits.device
            return
        hidden = self._hidden(email)
        yield f"network:{client_prefix}", self._limits.network
        yield f"network-email:{client_prefix}:{hidden}", self._limits.network_and_email
        yield f"email:{hidden}", self._limits.email

    def _hidden(self, email: str) -> str:
        told = folded(email).encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, told, hashlib.sha256)[:_DIGEST_BYTES].hex()

    def _take(self, buckets: Iterator[tuple[str, Limit]]) -> None:
        for name, limit in buckets:
            try:
                verdict = anyio.from_thread.run(self._limiter.take, f"sign-in:{name}", limit)
            except LimiterUnavailableError:
                raise busy() from None
            if not verdict.allowed:
                raise too_many_attempts(verdict.retry_after_s)
