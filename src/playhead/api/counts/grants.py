"""Which counts a token opens, remembered so that a signature is checked once.

Law: whatever is remembered, the key has to be there now, the same as then, and the time has to be
right now: a deleted key opens nothing from the next snapshot on. What is remembered is bounded.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, NamedTuple, TypeVar

import msgspec
from joserfc.jwk import RSAKey

from playhead.api.counts.claims import Claims, is_signed_with, read_claims
from playhead.api.counts.limits import CountsLimits
from playhead.api.counts.tally import CountsRefusal, RefusedError
from playhead.api.errors import ApiError, forbidden, invalid_parameters
from playhead.control.snapshot import ControlSnapshot
from playhead.model.access import SigningKey

LEEWAY_S: Final = 60.0
"""By how much the clocks of two machines may differ."""
UNKNOWN_KEY: Final = "Signing key not found."

Kept = TypeVar("Kept")


class Crowd(NamedTuple):
    """Whose count: those who watch one content of one environment."""

    environment_id: str
    kind: str
    content_id: str


class _Verified(msgspec.Struct, frozen=True):
    """A token whose signature was looked at; `is_signed` tells how that ended."""

    claims: Claims
    key: SigningKey
    crowd: Crowd
    is_signed: bool


class Remembered(Generic[Kept]):
    """So many things by their keys; those asked for longest ago are forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._kept)

    def get(self, key: bytes) -> Kept | None:
        """Return what stands under a key."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: bytes, what: Kept) -> None:
        """Remember something."""
        self._kept[key] = what
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def drop(self, key: bytes) -> None:
        """Forget something."""
        self._kept.pop(key, None)


class Grants:
    """Reads tokens. `clock` returns epoch milliseconds, `snapshot` the newest state of control."""

    def __init__(
        self,
        snapshot: Callable[[], ControlSnapshot],
        clock: Callable[[], int],
        limits: CountsLimits,
    ) -> None:
        self._snapshot = snapshot
        self._clock = clock
        self._token_bytes = limits.token_bytes
        # Of their own each, so that made-up tokens cannot push out good ones.
        self._good: Remembered[_Verified] = Remembered(limits.tokens)
        self._bad: Remembered[_Verified] = Remembered(limits.tokens)
        self._malformed: Remembered[tuple[CountsRefusal, int, str, str]] = Remembered(limits.tokens)
        self._keys: Remembered[RSAKey] = Remembered(limits.keys)

    def crowd_of(self, token: bytes) -> Crowd:
        """Return what a token opens.

        Raises:
            RefusedError: 400, it is no JWT; 403, it opens nothing.
        """
        if len(token) > self._token_bytes:
            raise _malformed(
                f"token has {len(token)} bytes: send a JWT of at most {self._token_bytes}"
            )
        digest = hashlib.blake2b(token, digest_size=32).digest()
        found = self._good.get(digest) or self._bad.get(digest)
        if found is None or not self._is_there(found.key):
            found = self._verified(digest, token)
        if not found.is_signed:
            raise _forbidden(
                CountsRefusal.SIGNATURE, "The token's signature is not that of its signing key"
            )
        self._check_time(found.claims)
        return found.crowd

    def _verified(self, digest: bytes, token: bytes) -> _Verified:
        claims, text = self._claims(digest, token)
        key = self._snapshot().signing_keys_by_id.get(claims.key_id)
        if key is None or not self._is_there(key):
            self._good.drop(digest)
            self._bad.drop(digest)
            raise _forbidden(CountsRefusal.UNKNOWN_KEY, UNKNOWN_KEY)
        found = _Verified(
            claims,
            key,
            Crowd(key.environment_id, claims.kind, claims.content_id),
            is_signed_with(text, self._public(key)),
        )
        (self._good if found.is_signed else self._bad).put(digest, found)
        return found

    def _claims(self, digest: bytes, token: bytes) -> tuple[Claims, str]:
        refused = self._malformed.get(digest)
        if refused is not None:
            reason, status, code, message = refused
            raise RefusedError(reason, ApiError(status, code, message))
        try:
            text = token.decode("ascii")
            return read_claims(text), text
        except UnicodeDecodeError:
            error = _malformed("token is no JWT: it holds what is not ASCII")
        except RefusedError as refusal:
            error = refusal
        told = (error.reason, error.status, error.code, error.messages[0])
        self._malformed.put(digest, told)
        raise error

    def _is_there(self, key: SigningKey) -> bool:
        """Tell whether a key stands as it did, and its environment too."""
        snapshot = self._snapshot()
        return (
            snapshot.signing_keys_by_id.get(key.id) == key
            and key.environment_id in snapshot.environments_by_id
        )

    def _public(self, key: SigningKey) -> RSAKey:
        pem = key.public_key.encode("ascii")
        found = self._keys.get(pem)
        if found is None:
            found = RSAKey.import_key(pem)
            self._keys.put(pem, found)
        return found

    def _check_time(self, claims: Claims) -> None:
        now_s = self._clock() / 1000
        if now_s >= claims.expires_at_s + LEEWAY_S:
            raise _forbidden(CountsRefusal.EXPIRED, "The token has expired: sign a new one")
        if now_s < claims.not_before_s - LEEWAY_S:
            raise _forbidden(CountsRefusal.NOT_YET, "The token holds later only, as its nbf says")


def _malformed(message: str) -> RefusedError:
    return RefusedError(CountsRefusal.MALFORMED, invalid_parameters(message))


def _forbidden(reason: CountsRefusal, message: str) -> RefusedError:
    return RefusedError(reason, forbidden(message))
