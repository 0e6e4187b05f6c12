"""Who identity providers say people are: a provider's name for somebody, linked to a person.

Law: a provider's subject is one person's at most, and stays so: no mail address takes its place,
since providers let people change those.
"""

from sqlalchemy.orm import Session

from playhead.control import names
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.people_rows import check_can_sign_in, person_of, record_about, row_of
from playhead.control.people_tables import IdentityRow
from playhead.control.transactions import Transactions
from playhead.model.audit import SYSTEM_ACTOR, Actor
from playhead.model.people import Person

_CHARS_MOST = 255


class Identities:
    """What `Control.people` does with identity providers."""

    _transactions: Transactions

    def link_identity(
        self, issuer: str, subject: str, person_id: str, *, by: Actor = SYSTEM_ACTOR
    ) -> None:
        """Let somebody sign in as a provider's subject; to do so twice changes nothing.

        Raises:
            ControlError: IDENTITY_INVALID, IDENTITY_TAKEN, PERSON_NOT_FOUND, PERSON_DISABLED.
        """
        for what, value in (("issuer", issuer), ("subject", subject)):
            if not _is_storable(value):
                raise ControlError(
                    ControlErrorCode.IDENTITY_INVALID,
                    f"The {what} {names.shown(value)} of an identity provider cannot be kept. It"
                    f" should have 1 to {_CHARS_MOST} printable characters.",
                )
        with self._transactions.writing() as session:
            person = row_of(session, person_id)
            check_can_sign_in(person)
            row = _row(session, issuer, subject)
            if row is not None and row.person_id != person_id:
                raise ControlError(
                    ControlErrorCode.IDENTITY_TAKEN,
                    f"The subject {names.shown(subject)} of {names.shown(issuer)} is linked to"
                    f" another person ({row.person_id}). Sign in as that person.",
                )
            if row is None:
                now_ms = self._transactions.clock()
                session.add(
                    IdentityRow(
                        issuer=issuer, subject=subject, person_id=person_id, created_at_ms=now_ms
                    )
                )
                linked = {"issuer": issuer, "subject": subject}
                record_about(session, now_ms, by, person, "person.identity_linked", linked)

    def by_identity(self, issuer: str, subject: str) -> Person | None:
        """Return who may sign in as a provider's subject; nobody who is disabled."""
        if not (_is_storable(issuer) and _is_storable(subject)):
            return None
        with self._transactions.reading() as session:
            row = _row(session, issuer, subject)
            person = None if row is None else row_of(session, row.person_id)
            return None if person is None or person.disabled_at_ms else person_of(person)


def _row(session: Session, issuer: str, subject: str) -> IdentityRow | None:
    return session.get(IdentityRow, (issuer, subject))


def _is_storable(text: str) -> bool:
    return 0 < len(text) <= _CHARS_MOST and text.isprintable()
