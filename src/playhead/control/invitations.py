"""Invitations: links that make their bearer a member of an organization, once.

One with an email address is for whoever has that address. One without is for a server whose admin
is not yet there, or cannot sign in: it makes an admin of whoever has it, so there is at most one,
it is shown on the server's own terminal alone, and it ends when there is an admin.

Law: of the secret only the SHA-256 is kept; a link is used up in the transaction that it serves, so
that of two who use it at once one succeeds; nothing is hashed within one.
"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from playhead.control import audit, names
from playhead.control.audit import Change
from playhead.control.credentials import digest_of, draw_secret, draw_token_id
from playhead.control.emails import checked_email, folded_email
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.ids import looked_up
from playhead.control.lasting import LINK_LASTS_MS_MOST, expiry_ms
from playhead.control.making import Making
from playhead.control.memberships import (
    add_membership,
    check_room,
    checked_environments,
    forget_open_invitations,
    split,
)
from playhead.control.password_hashing import PasswordHashing
from playhead.control.passwords import check_new_password
from playhead.control.people_rows import (
    able_admins,
    check_can_sign_in,
    insert,
    person_of,
    row_by_email,
    row_of,
    themselves,
)
from playhead.control.people_tables import InvitationRow, MembershipRow, PersonRow
from playhead.control.reading_back import written
from playhead.control.transactions import Transactions
from playhead.model.audit import SYSTEM_ACTOR, Actor, ActorKind
from playhead.model.people import Invitation, Person, Role


class _Known(msgspec.Struct, frozen=True):
    """Whom an address belonged to before the hashing, and with which password."""

    person_id: str
    password_hash: str | None


class Invitations:
    """What `Control.people` does with invitations."""

    _transactions: Transactions
    _hashing: PasswordHashing
    _default_organization_id: str
    _most: int

    def needs_setup(self) -> bool:
        """Tell whether there is no admin who can sign in."""
        with self._transactions.reading() as session:
            return session.scalars(able_admins().limit(1)).first() is None

    def first_run_link_secret(self, *, lasts_ms: int, by: Actor = SYSTEM_ACTOR) -> str:
        """Return the secret of a new link that makes an admin of whoever has it.

        Every earlier one ends.

        Raises:
            ControlError: RANGE_INVALID.
        """
        with self._transactions.writing() as session:
            forget_open_invitations(session)
            place = InvitationRow(
                organization_id=self._default_organization_id,
                email=None,
                role=Role.ADMIN.value,
                environment_ids=None,
            )
            return self._insert_invitation(session, place, lasts_ms, by)

    def invite(
        self,
        organization_id: str,
        email: str,
        role: Role,
        environment_ids: Sequence[str] | None,
        *,
        lasts_ms: int,
        by: Actor = SYSTEM_ACTOR,
    ) -> tuple[Invitation, str]:
        """Invite whoever has this address; return the secret of the link, which is shown once.

        An earlier invitation of the same address to the same organization ends.

        Raises:
            ControlError: EMAIL_INVALID, ORGANIZATION_NOT_FOUND, ENVIRONMENTS_EMPTY,
                ENVIRONMENT_NOT_FOUND, MEMBERSHIP_EXISTS, PEOPLE_LIMIT, RANGE_INVALID.
        """
        kept = checked_email(email)
        with self._transactions.writing() as session:
            seen = checked_environments(session, organization_id, role, environment_ids)
            self._check_is_new(session, kept, organization_id)
            for row in _rows(session, organization_id):
                same = row.email is not None and folded_email(row.email) == folded_email(kept)
                if same or row.expires_at_ms <= self._transactions.clock():
                    session.delete(row)
            session.flush()
            check_room(session, organization_id, self._most)
            place = InvitationRow(
                organization_id=organization_id, email=kept, role=role.value, environment_ids=seen
            )
            secret = self._insert_invitation(session, place, lasts_ms, by)
            return _invitation(place), secret

    def invitations(self, organization_id: str) -> tuple[Invitation, ...]:
        """Return those that may still be accepted, oldest first."""
        with self._transactions.reading() as session:
            now_ms = self._transactions.clock()
            rows = _rows(session, organization_id)
            return tuple(_invitation(row) for row in rows if row.expires_at_ms > now_ms)

    def withdraw_invitation(
        self, organization_id: str, invitation_id: str, *, by: Actor = SYSTEM_ACTOR
    ) -> None:
        """Make a link useless.

        Raises:
            ControlError: INVITATION_NOT_FOUND.
        """
        with self._transactions.writing() as session:
            row = session.get(InvitationRow, looked_up(invitation_id))
            if row is None or row.organization_id != organization_id:
                raise ControlError(
                    ControlErrorCode.INVITATION_NOT_FOUND,
                    f"The organization has no invitation with the id {names.shown(invitation_id)};"
                    " it may have been accepted or withdrawn. List those that it has.",
                )
            session.delete(row)
            self._record_invitation(session, by, row, "invitation.withdrawn")

    def read_invitation(self, secret: str) -> Invitation | None:
        """Return what a link leads to, if it may still be accepted."""
        with self._transactions.reading() as session:
            row = self._open_invitation(session, secret)
            return None if row is None else _invitation(row)

    def accept_invitation(
        self, secret: str, *, email: str, name: str, password: str, client_prefix: str = ""
    ) -> Person:
        """Use a link up: make the person, or take in the one who has this address and password.

        Raises:
            ControlError: INVITATION_NOT_FOUND, INVITATION_FOR_ANOTHER, EMAIL_INVALID,
                NAME_INVALID, PASSWORD_REFUSED, PASSWORD_WRONG, PERSON_DISABLED, SIGN_INS_TOO_MANY,
                CHANGED_MEANWHILE.
        """
        kept = checked_email(email)
        with self._transactions.reading() as session:
            self._invitation_for(session, secret, kept)
            known = _known(row_by_email(session, kept))
        if known is None:
            names.check_name("person", name)
            check_new_password(password, email=kept, name=name)
            made = self._hashing.hash(password)
        elif not self._hashing.verify(password, known.password_hash):
            raise ControlError(
                ControlErrorCode.PASSWORD_WRONG,
                f"Somebody has the email address {names.shown(kept)} already, with another"
                " password. Give that person's password, or reset it first.",
            )
        with self._transactions.writing() as session:
            invitation = self._invitation_for(session, secret, kept)
            row = row_by_email(session, kept)
            if _known(row) != known:
                raise ControlError(
                    ControlErrorCode.CHANGED_MEANWHILE,
                    f"The person with the address {names.shown(kept)} was changed at the same"
                    " moment, so the invitation was not accepted. Try again.",
                )
            if row is None:
                row = insert(session, kept, name, made, self._making())
            return self._take_in(session, invitation, row, client_prefix)

    def accept_invitation_as(
        self, secret: str, person_id: str, *, client_prefix: str = ""
    ) -> Person:
        """Use a link up for somebody who is signed in, by whatever method.

        Raises:
            ControlError: INVITATION_NOT_FOUND, INVITATION_FOR_ANOTHER, PERSON_NOT_FOUND,
                PERSON_DISABLED.
        """
        with self._transactions.writing() as session:
            row = row_of(session, person_id)
            invitation = self._invitation_for(session, secret, row.email)
            return self._take_in(session, invitation, row, client_prefix)

    def _take_in(
        self, session: Session, invitation: InvitationRow, row: PersonRow, client_prefix: str
    ) -> Person:
        check_can_sign_in(row)
        by = themselves(row, client_prefix)
        self._record_invitation(session, by, invitation, "invitation.accepted")
        session.delete(invitation)
        session.flush()
        add_membership(session, row, invitation, now_ms=self._transactions.clock(), by=by)
        return person_of(row)

    def _insert_invitation(
        self, session: Session, place: InvitationRow, lasts_ms: int, by: Actor
    ) -> str:
        making = self._making()
        secret = draw_secret(making.random_bytes)
        place.id = draw_token_id(making.random_bytes)
        place.secret_sha256 = digest_of(secret)
        place.invited_by = by.id if by.kind is ActorKind.PERSON else None
        place.created_at_ms = making.now_ms
        place.expires_at_ms = expiry_ms("link", making.now_ms, lasts_ms, LINK_LASTS_MS_MOST)
        session.add(place)
        self._record_invitation(session, by, place, "invitation.created")
        return secret

    def _open_invitation(self, session: Session, secret: str) -> InvitationRow | None:
        row = session.scalars(
            select(InvitationRow).where(InvitationRow.secret_sha256 == digest_of(secret))
        ).one_or_none()
        return row if row is not None and row.expires_at_ms > self._transactions.clock() else None

    def _invitation_for(self, session: Session, secret: str, email: str) -> InvitationRow:
        row = self._open_invitation(session, secret)
        if row is None:
            raise ControlError(
                ControlErrorCode.INVITATION_NOT_FOUND,
                "This invitation was accepted or withdrawn, or has expired. Ask for a new one.",
            )
        if row.email is not None and folded_email(row.email) != folded_email(email):
            raise ControlError(
                ControlErrorCode.INVITATION_FOR_ANOTHER,
                f"This invitation is for {row.email}. Accept it with that address, or ask for"
                " another one.",
            )
        return row

    def _check_is_new(self, session: Session, email: str, organization_id: str) -> None:
        row = row_by_email(session, email)
        if row is not None and session.get(MembershipRow, (row.id, organization_id)) is not None:
            raise ControlError(
                ControlErrorCode.MEMBERSHIP_EXISTS,
                f"{row.email} is in the organization {organization_id} already. Change that"
                " person's role or environments instead.",
            )

    def _making(self) -> Making:
        return self._transactions.making(self._most)

    def _record_invitation(
        self, session: Session, by: Actor, row: InvitationRow, action: str
    ) -> None:
        change = Change(
            action=action,
            organization_id=row.organization_id,
            target_id=row.id,
            target_name=row.email or "",
            detail={"role": row.role, "environments": row.environment_ids or "all"},
        )
        audit.record(session, self._transactions.clock(), by, change)


def _rows(session: Session, organization_id: str) -> list[InvitationRow]:
    here = InvitationRow.organization_id == looked_up(organization_id)
    order = (InvitationRow.created_at_ms, InvitationRow.id)
    return list(session.scalars(select(InvitationRow).where(here).order_by(*order)))


def _known(row: PersonRow | None) -> _Known | None:
    return None if row is None else _Known(row.id, row.password_hash)


def _invitation(row: InvitationRow) -> Invitation:
    return Invitation(
        id=row.id,
        organization_id=row.organization_id,
        email=row.email,
        role=written(Role, row.role, f"invitation {row.id}"),
        environment_ids=split(row.environment_ids),
        invited_by=row.invited_by,
        created_at_ms=row.created_at_ms,
        expires_at_ms=row.expires_at_ms,
    )
