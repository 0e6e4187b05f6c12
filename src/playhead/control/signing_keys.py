"""Key pairs with which an environment's site signs its JWTs.

Law: the private half leaves this module once, from `create`, and is written nowhere. A key is found
through its environment alone, so that nobody reads another's.
"""

import re

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from playhead.control import audit, credentials
from playhead.control.environments import check_environment_is_here
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.making import draw_free
from playhead.control.tables import SigningKeyRow
from playhead.control.transactions import Transactions
from playhead.model.access import SigningKey
from playhead.model.audit import SYSTEM_ACTOR, Actor

KEY_BITS = 2048
_EXPONENT = 65_537
# Anything else is nobody's id, and may hold what a database refuses to compare, such as NUL.
_KEY_ID = re.compile(r"[0-9A-Za-z]{1,64}")


class SigningKeys:
    """`Control.signing_keys`."""

    def __init__(self, transactions: Transactions, *, most: int) -> None:
        """Let each environment have up to `most`."""
        self._transactions = transactions
        self._most = most

    def create(self, environment_id: str, *, by: Actor = SYSTEM_ACTOR) -> tuple[SigningKey, str]:
        """Make a key pair; return it with its private half in PEM (PKCS#1), kept by nobody here.

        Raises:
            ControlError: SIGNING_KEY_LIMIT, ENVIRONMENT_NOT_FOUND.
        """
        # Making a pair takes a while: not for one that has no room, and not with the database held.
        with self._transactions.reading() as session:
            self._check_room(session, environment_id)
        private = rsa.generate_private_key(_EXPONENT, KEY_BITS)
        public_pem = private.public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        )
        with self._transactions.writing() as session:
            self._check_room(session, environment_id)
            making = self._transactions.making(self._most)
            row = SigningKeyRow(
                id=draw_free(
                    lambda: credentials.draw_key_id(making.random_bytes),
                    lambda drawn: session.get(SigningKeyRow, drawn) is not None,
                ),
                environment_id=environment_id,
                public_key=public_pem.decode("ascii"),
                created_at_ms=making.now_ms,
            )
            session.add(row)
            change = audit.Change(
                "signing_key.created", environment_id=environment_id, target_id=row.id
            )
            audit.record(session, making.now_ms, by, change)
            made = _key(row)
        private_pem = private.private_bytes(
            Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
        )
        return made, private_pem.decode("ascii")

    def listed(
        self, environment_id: str, *, limit: int, page: int
    ) -> tuple[tuple[SigningKey, ...], int]:
        """Return one page of an environment's keys, newest first, and how many there are."""
        mine = SigningKeyRow.environment_id == environment_id
        order = (SigningKeyRow.created_at_ms.desc(), SigningKeyRow.id.desc())
        asked = select(SigningKeyRow).where(mine).order_by(*order)
        with self._transactions.reading() as session:
            total = session.scalar(select(func.count()).select_from(SigningKeyRow).where(mine))
            found = session.scalars(asked.limit(limit).offset((page - 1) * limit))
            return tuple(_key(row) for row in found), total or 0

    def find(self, environment_id: str, key_id: str) -> SigningKey | None:
        """Return the one with this id, if the environment has it."""
        with self._transactions.reading() as session:
            row = _row(session, environment_id, key_id)
            return None if row is None else _key(row)

    def delete(self, environment_id: str, key_id: str, *, by: Actor = SYSTEM_ACTOR) -> bool:
        """Forget one for good; tell whether there was one. What it signed is worth nothing then."""
        with self._transactions.writing() as session:
            row = _row(session, environment_id, key_id)
            if row is None:
                return False
            session.delete(row)
            change = audit.Change(
                "signing_key.deleted", environment_id=environment_id, target_id=key_id
            )
            audit.record(session, self._transactions.clock(), by, change)
            return True

    def _check_room(self, session: Session, environment_id: str) -> None:
        check_environment_is_here(session, environment_id, "signing key")
        count = session.scalar(
            select(func.count())
            .select_from(SigningKeyRow)
            .where(SigningKeyRow.environment_id == environment_id)
        )
        if (count or 0) >= self._most:
            raise ControlError(
                ControlErrorCode.SIGNING_KEY_LIMIT,
                f"The signing key cannot be made: this environment has {count}, and {self._most} is"
                " the most. Delete those that sign nothing any more.",
            )


def signing_keys(session: Session) -> tuple[SigningKey, ...]:
    """Return all keys of all environments."""
    return tuple(_key(row) for row in session.scalars(select(SigningKeyRow)))


def _row(session: Session, environment_id: str, key_id: str) -> SigningKeyRow | None:
    row = session.get(SigningKeyRow, key_id) if _KEY_ID.fullmatch(key_id) else None
    return row if row is not None and row.environment_id == environment_id else None


def _key(row: SigningKeyRow) -> SigningKey:
    return SigningKey(row.id, row.environment_id, row.public_key, row.created_at_ms)
