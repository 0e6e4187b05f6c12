"""How a password is hashed: argon2id, a few at a time, and as long for nobody as for somebody.

A hash costs 19 MiB and some 25 ms of a core on purpose, so whoever may ask for one without signing
in could ask for all of the machine. Here only a few are made at once, some more wait, and the rest
is refused.

Law: no hash is made within a transaction. Whoever has no password is verified against a hash that
nothing matches, at the same price.
"""

import base64
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import msgspec
from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from playhead.control.credentials import RandomBytes
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.passwords import is_presentable, normal_password

_SALT_BYTES = 16
_HASH_BYTES = 32
Done = TypeVar("Done")


class HashingLimits(msgspec.Struct, frozen=True):
    """What one hash costs, and how many there may be. The costs are OWASP's minimum for argon2id.

    A stored hash of other costs is made anew when its owner signs in.
    """

    memory_kib: int = 19_456
    passes: int = 2
    lanes: int = 1
    at_once: int = 2
    waiting: int = 30
    wait_s: float = 10.0


class PasswordHashing:
    """Makes and verifies hashes; one for all threads of a process."""

    def __init__(self, random_bytes: RandomBytes, limits: HashingLimits) -> None:
        """Begin; nothing is hashed yet."""
        self._random_bytes = random_bytes
        self._limits = limits
        self._hasher = PasswordHasher(
            time_cost=limits.passes,
            memory_cost=limits.memory_kib,
            parallelism=limits.lanes,
            hash_len=_HASH_BYTES,
            salt_len=_SALT_BYTES,
            type=Type.ID,
        )
        self._nobodys = _hash_of_nothing(limits)
        self._room = threading.BoundedSemaphore(limits.at_once + limits.waiting)
        self._turn = threading.BoundedSemaphore(limits.at_once)

    def hash(self, password: str) -> str:
        """Return what is stored of a password.

        Raises:
            ControlError: SIGN_INS_TOO_MANY.
        """
        salt = self._random_bytes(_SALT_BYTES)
        return self._in_turn(lambda: self._hasher.hash(normal_password(password), salt=salt))

    def verify(self, password: str, stored: str | None) -> bool:
        """Tell whether `stored` is of this password; None is of none, and takes as long.

        Raises:
            ControlError: SIGN_INS_TOO_MANY, DATA_UNREADABLE.
        """
        presented = normal_password(password) if is_presentable(password) else ""
        against = self._nobodys if stored is None else stored
        same = self._in_turn(lambda: self._matches(against, presented))
        return same and stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Tell whether a stored hash has other costs than new ones."""
        return self._hasher.check_needs_rehash(stored)

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except VerifyMismatchError:
            return False
        except (InvalidHashError, VerificationError) as unreadable:
            # Of the hash nothing is shown, and of its owner nothing is known here.
            raise ControlError(
                ControlErrorCode.DATA_UNREADABLE,
                "The control database holds a password hash that is no argon2id hash, so nobody"
                " can sign in with it. Set that person's password anew.",
            ) from unreadable

    def _in_turn(self, hashing: Callable[[], Done]) -> Done:
        with self._held():
            return hashing()

    @contextmanager
    def _held(self) -> Iterator[None]:
        if not self._room.acquire(blocking=False):
            raise self._too_many()
        try:
            if not self._turn.acquire(timeout=self._limits.wait_s):
                raise self._too_many()
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._room.release()

    def _too_many(self) -> ControlError:
        return ControlError(
            ControlErrorCode.SIGN_INS_TOO_MANY,
            f"More than {self._limits.waiting} passwords wait to be checked, so this one was not."
            " Try again in a moment.",
        )


def _hash_of_nothing(limits: HashingLimits) -> str:
    """Return a well-formed hash that costs what others cost, and that no known password has."""
    costs = f"m={limits.memory_kib},t={limits.passes},p={limits.lanes}"
    salt, digest = (
        base64.b64encode(bytes(count)).decode().rstrip("=") for count in (_SALT_BYTES, _HASH_BYTES)
    )
    return f"$argon2id$v=19${costs}${salt}${digest}"
