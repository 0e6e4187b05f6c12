"""People as rows: found, made and read inside a caller's transaction.

Law: no password and no digest leaves this module in a struct of the model.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from playhead.control import audit, names
from playhead.control.audit import Change
from playhead.control.credentials import draw_token_id
from playhead.control.emails import folded_email
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.ids import looked_up
from playhead.control.making import Making, draw_free
from playhead.control.people_tables import (
    IdentityRow,
    InvitationRow,
    MembershipRow,
    PasswordResetRow,
    PersonRow,
    SessionRow,
)
from playhead.model.audit import Actor, ActorKind
from playhead.model.people import Person, Role

NO_DETAIL: Mapping[str, str] = MappingProxyType({})


def person_of(row: PersonRow | Row[Any]) -> Person:
    """Return what may be told of somebody."""
    return Person(
        id=row.id,
        email=row.email,
        name=row.name,
        created_at_ms=row.created_at_ms,
        disabled_at_ms=row.disabled_at_ms,
        has_password=row.password_hash is not None,
    )


def all_people(session: Session) -> tuple[Person, ...]:
    """Return everybody."""
    # Every snapshot reads all of them: plain rows cost a third less than mapped ones.
    rows = session.execute(select(PersonRow.__table__))
    return tuple(person_of(row) for row in rows)


def find_row(session: Session, email_or_id: str) -> PersonRow | None:
    """Return the row of whoever has this address or id."""
    return session.get(PersonRow, looked_up(email_or_id)) or row_by_email(session, email_or_id)


def row_by_email(session: Session, email: str) -> PersonRow | None:
    """Return the row of whoever has this address, in any case."""
    folded = folded_email(email[: names.NAME_CHARS_MOST * 4])
    if "@" not in folded or not folded.isprintable():
        return None
    return session.scalars(select(PersonRow).where(PersonRow.email_folded == folded)).one_or_none()


def row_of(session: Session, person_id: str) -> PersonRow:
    """Return the row of a person who must be there.

    Raises:
        ControlError: PERSON_NOT_FOUND.
    """
    row = session.get(PersonRow, looked_up(person_id))
    if row is None:
        raise ControlError(
            ControlErrorCode.PERSON_NOT_FOUND,
            f"Nobody has the id {names.shown(person_id)}. List the people to see their ids.",
        )
    return row


def check_can_sign_in(row: PersonRow) -> None:
    """Refuse what is of no use to somebody who may not sign in.

    Raises:
        ControlError: PERSON_DISABLED.
    """
    if row.disabled_at_ms is not None:
        raise ControlError(
            ControlErrorCode.PERSON_DISABLED,
            f"{row.email} is disabled and may not sign in. Enable that person first.",
        )


def check_email_is_free(session: Session, email: str, *, but_for: str | None = None) -> None:
    """Refuse an address that somebody else has.

    Raises:
        ControlError: EMAIL_TAKEN.
    """
    row = row_by_email(session, email)
    if row is not None and row.id != but_for:
        raise ControlError(
            ControlErrorCode.EMAIL_TAKEN,
            f"The email address {names.shown(email)} is taken by {row.name} ({row.id}). Invite"
            " that person, or give another address.",
        )


def insert(
    session: Session, email: str, name: str, password_hash: str | None, making: Making
) -> PersonRow:
    """Insert a person whose address and name have been checked.

    Raises:
        ControlError: EMAIL_TAKEN, RANDOMNESS_REPEATS.
    """
    check_email_is_free(session, email)
    row = PersonRow(
        id=draw_free(
            lambda: draw_token_id(making.random_bytes),
            lambda drawn: session.get(PersonRow, drawn) is not None,
        ),
        email=email,
        email_folded=folded_email(email),
        name=name,
        password_hash=password_hash,
        created_at_ms=making.now_ms,
        disabled_at_ms=None,
    )
    session.add(row)
    # Memberships refer to it by a key alone, which tells nobody who has to go first.
    session.flush()
    return row


def able_admins() -> Select[MembershipRow]:
    """Return the question for memberships of admins who can sign in."""
    linked = exists().where(IdentityRow.person_id == PersonRow.id)
    return (
        select(MembershipRow)
        .join(PersonRow, PersonRow.id == MembershipRow.person_id)
        .where(
            MembershipRow.role == Role.ADMIN.value,
            PersonRow.disabled_at_ms.is_(None),
            or_(PersonRow.password_hash.is_not(None), linked),
        )
    )


def check_another_admin(session: Session, person_id: str, organization_id: str) -> None:
    """Refuse what would leave an organization without an admin who can sign in.

    Raises:
        ControlError: LAST_ADMIN.
    """
    others = able_admins().where(
        MembershipRow.organization_id == organization_id, MembershipRow.person_id != person_id
    )
    if not session.scalar(select(func.count()).select_from(others.subquery())):
        raise ControlError(
            ControlErrorCode.LAST_ADMIN,
            f"The person {person_id} is the last admin of the organization {organization_id} who"
            " can sign in, so nobody could change its settings any more. Make somebody else an"
            " admin first.",
        )


def memberships_of(session: Session, person_id: str) -> list[MembershipRow]:
    """Return all places of a person, oldest first."""
    asked = select(MembershipRow).where(MembershipRow.person_id == person_id)
    order = (MembershipRow.created_at_ms, MembershipRow.organization_id)
    return list(session.scalars(asked.order_by(*order)))


def end_sessions(session: Session, person_id: str, *, keep_session_id: str | None = None) -> int:
    """End a person's sessions but one; return how many there were."""
    rows = session.scalars(select(SessionRow).where(SessionRow.person_id == person_id)).all()
    ending = [row for row in rows if row.id != keep_session_id]
    for row in ending:
        session.delete(row)
    return len(ending)


def forget_resets(session: Session, person_id: str) -> None:
    """Make every link that would set a person's password useless."""
    asked = select(PasswordResetRow).where(PasswordResetRow.person_id == person_id)
    for row in session.scalars(asked):
        session.delete(row)
    session.flush()


def withdraw_invitations_by(
    session: Session, person_id: str, organization_id: str | None = None
) -> str:
    """End the invitations that somebody made who is no admin any more; return how many, in words.

    Else whoever got hold of an admin's session could leave a way in behind.
    """
    asked = select(InvitationRow).where(InvitationRow.invited_by == person_id)
    if organization_id is not None:
        asked = asked.where(InvitationRow.organization_id == organization_id)
    rows = session.scalars(asked).all()
    for row in rows:
        session.delete(row)
    return str(len(rows))


def record_about(
    session: Session,
    now_ms: int,
    by: Actor,
    row: PersonRow,
    action: str,
    detail: Mapping[str, str] = NO_DETAIL,
) -> None:
    """Write what befell a person into the log of each organization that the person is in."""
    places: list[str | None] = [each.organization_id for each in memberships_of(session, row.id)]
    for organization_id in places or [None]:
        change = Change(
            action=action,
            organization_id=organization_id,
            target_id=row.id,
            target_name=row.email,
            detail=detail,
        )
        audit.record(session, now_ms, by, change)


def themselves(row: PersonRow, client_prefix: str) -> Actor:
    """Return the person as the one who changes something."""
    return Actor(ActorKind.PERSON, row.id, row.email, client_prefix)
