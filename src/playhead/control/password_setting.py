"""Passwords as people's: set, checked, and reset by a link that works once.

Law: whoever sets a password ends what was begun with the old one: sessions and links. Nothing is
hashed within a transaction. What a stranger presents is answered in a time that does not tell whose
addresses exist.
"""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from playhead.control.credentials import digest_of, draw_secret
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.lasting import LINK_LASTS_MS_MOST, expiry_ms
from playhead.control.password_hashing import PasswordHashing
from playhead.control.passwords import check_new_password
from playhead.control.people_rows import (
    check_can_sign_in,
    end_sessions,
    forget_resets,
    person_of,
    record_about,
    row_by_email,
    row_of,
    themselves,
)
from playhead.control.people_tables import PasswordResetRow, PersonRow
from playhead.control.transactions import Transactions
from playhead.model.audit import SYSTEM_ACTOR, Actor
from playhead.model.people import Person


class Passwords:
    """What `Control.people` does with passwords."""

    _transactions: Transactions
    _hashing: PasswordHashing

    def check_password(self, email: str, password: str) -> Person | None:
        """Return who may sign in with these; None does not tell why not.

        Raises:
            ControlError: SIGN_INS_TOO_MANY.
        """
        with self._transactions.reading() as session:
            row = row_by_email(session, email)
            person = None if row is None else person_of(row)
            stored = None if row is None else row.password_hash
        same = self._hashing.verify(password, stored)
        if not same or person is None or stored is None or person.disabled_at_ms is not None:
            return None
        if self._hashing.is_outdated(stored):
            self._hash_anew(person.id, password, stored)
        return person

    def verify_password(self, person_id: str, password: str) -> bool:
        """Tell whether this is somebody's password, for those who are signed in already.

        Raises:
            ControlError: PERSON_NOT_FOUND, SIGN_INS_TOO_MANY.
        """
        with self._transactions.reading() as session:
            stored = row_of(session, person_id).password_hash
        return self._hashing.verify(password, stored)

    def set_password(
        self,
        person_id: str,
        password: str,
        *,
        keep_session_id: str | None = None,
        by: Actor = SYSTEM_ACTOR,
    ) -> Person:
        """Give somebody a new password; all their sessions end but the one to keep.

        Raises:
            ControlError: PERSON_NOT_FOUND, PASSWORD_REFUSED, SIGN_INS_TOO_MANY.
        """
        with self._transactions.reading() as session:
            row = row_of(session, person_id)
            check_new_password(password, email=row.email, name=row.name)
        made = self._hashing.hash(password)
        with self._transactions.writing() as session:
            row = row_of(session, person_id)
            self._put(session, row, made, by, keep_session_id=keep_session_id)
            return person_of(row)

    def reset_link_secret(self, person_id: str, *, lasts_ms: int, by: Actor = SYSTEM_ACTOR) -> str:
        """Return the secret of a link that sets somebody's password, once; earlier ones end.

        Raises:
            ControlError: PERSON_NOT_FOUND, PERSON_DISABLED, RANGE_INVALID.
        """
        with self._transactions.writing() as session:
            row = row_of(session, person_id)
            check_can_sign_in(row)
            making = self._transactions.making(1)
            forget_resets(session, person_id)
            expired = PasswordResetRow.expires_at_ms <= making.now_ms
            session.execute(delete(PasswordResetRow).where(expired))
            secret = draw_secret(making.random_bytes)
            session.add(
                PasswordResetRow(
                    secret_sha256=digest_of(secret),
                    person_id=person_id,
                    created_at_ms=making.now_ms,
                    expires_at_ms=expiry_ms("link", making.now_ms, lasts_ms, LINK_LASTS_MS_MOST),
                )
            )
            record_about(session, making.now_ms, by, row, "person.reset_link_made")
            return secret

    def read_reset(self, secret: str) -> Person | None:
        """Return whose password a link would set, if it may still be used."""
        with self._transactions.reading() as session:
            row = self._person_of_link(session, secret)
            return None if row is None else person_of(row)

    def redeem_reset(self, secret: str, password: str, *, client_prefix: str = "") -> Person:
        """Use a link up: set the password of the person that it is for, and end all sessions.

        Raises:
            ControlError: RESET_NOT_FOUND, PASSWORD_REFUSED, SIGN_INS_TOO_MANY.
        """
        with self._transactions.reading() as session:
            row = self._person_for(session, secret)
            check_new_password(password, email=row.email, name=row.name)
        made = self._hashing.hash(password)
        with self._transactions.writing() as session:
            row = self._person_for(session, secret)
            self._put(session, row, made, themselves(row, client_prefix))
            return person_of(row)

    def _person_of_link(self, session: Session, secret: str) -> PersonRow | None:
        link = session.get(PasswordResetRow, digest_of(secret))
        if link is None or link.expires_at_ms <= self._transactions.clock():
            return None
        row = row_of(session, link.person_id)
        return row if row.disabled_at_ms is None else None

    def _person_for(self, session: Session, secret: str) -> PersonRow:
        row = self._person_of_link(session, secret)
        if row is None:
            raise ControlError(
                ControlErrorCode.RESET_NOT_FOUND,
                "This link was used or replaced, or has expired. Ask an admin for a new one.",
            )
        return row

    def _put(
        self,
        session: Session,
        row: PersonRow,
        password_hash: str,
        by: Actor,
        *,
        keep_session_id: str | None = None,
    ) -> None:
        row.password_hash = password_hash
        forget_resets(session, row.id)
        ended = end_sessions(session, row.id, keep_session_id=keep_session_id)
        now_ms = self._transactions.clock()
        told = {"sessions_ended": str(ended)}
        record_about(session, now_ms, by, row, "person.password_set", told)

    def _hash_anew(self, person_id: str, password: str, stored: str) -> None:
        """Replace a hash of former costs by one of today's, unless it was replaced meanwhile."""
        made = self._hashing.hash(password)
        with self._transactions.writing() as session:
            row = row_of(session, person_id)
            if row.password_hash == stored:
                row.password_hash = made
