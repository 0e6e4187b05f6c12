"""Places of people in organizations: their role, and which environments they see.

Law: a member sees at least one environment, and only of that organization; an admin sees all. No
change leaves an organization that had an admin who can sign in without one.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from playhead.control import audit, names
from playhead.control.audit import Change
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.ids import looked_up
from playhead.control.people_rows import (
    check_another_admin,
    end_sessions,
    memberships_of,
    person_of,
    row_of,
    withdraw_invitations_by,
)
from playhead.control.people_tables import InvitationRow, MembershipRow, PersonRow
from playhead.control.reading_back import written
from playhead.control.tables import EnvironmentRow, OrganizationRow
from playhead.control.transactions import Transactions
from playhead.model.audit import SYSTEM_ACTOR, Actor
from playhead.model.people import Membership, Person, Role

_ALL = "all"


class Memberships:
    """What `Control.people` does with places in organizations."""

    _transactions: Transactions

    def listed(self, organization_id: str) -> tuple[tuple[Person, Membership], ...]:
        """Return the people of an organization, oldest membership first."""
        with self._transactions.reading() as session:
            rows = session.execute(
                select(PersonRow, MembershipRow)
                .join(MembershipRow, MembershipRow.person_id == PersonRow.id)
                .where(MembershipRow.organization_id == looked_up(organization_id))
                .order_by(MembershipRow.created_at_ms, PersonRow.id)
            ).all()
            return tuple((person_of(person), membership_of(place)) for person, place in rows)

    def set_membership(
        self,
        person_id: str,
        organization_id: str,
        role: Role,
        environment_ids: Sequence[str] | None,
        *,
        by: Actor = SYSTEM_ACTOR,
    ) -> Membership:
        """Change the role of somebody who is in an organization, and what they see there.

        Raises:
            ControlError: PERSON_NOT_FOUND, MEMBERSHIP_NOT_FOUND, LAST_ADMIN, ENVIRONMENTS_EMPTY,
                ENVIRONMENT_NOT_FOUND.
        """
        with self._transactions.writing() as session:
            person = row_of(session, person_id)
            row = _row(session, person, organization_id)
            seen = checked_environments(session, organization_id, role, environment_ids)
            if role is not Role.ADMIN and row.role == Role.ADMIN.value:
                check_another_admin(session, person_id, organization_id)
            row.role, row.environment_ids = role.value, seen
            detail = {"role": role.value, "environments": seen or _ALL}
            if role is Role.ADMIN:
                forget_open_invitations(session)
            else:
                withdrawn = withdraw_invitations_by(session, person_id, organization_id)
                detail["invitations_withdrawn"] = withdrawn
            change = _told("membership.changed", person, organization_id, detail)
            audit.record(session, self._transactions.clock(), by, change)
            return membership_of(row)

    def remove_membership(
        self, person_id: str, organization_id: str, *, by: Actor = SYSTEM_ACTOR
    ) -> None:
        """Take somebody out of an organization; who is in none any more is signed out.

        Raises:
            ControlError: PERSON_NOT_FOUND, MEMBERSHIP_NOT_FOUND, LAST_ADMIN.
        """
        with self._transactions.writing() as session:
            person = row_of(session, person_id)
            row = _row(session, person, organization_id)
            if row.role == Role.ADMIN.value:
                check_another_admin(session, person_id, organization_id)
            session.delete(row)
            session.flush()
            if not memberships_of(session, person_id):
                end_sessions(session, person_id)
            withdrawn = withdraw_invitations_by(session, person_id, organization_id)
            detail = {"invitations_withdrawn": withdrawn}
            change = _told("membership.removed", person, organization_id, detail)
            audit.record(session, self._transactions.clock(), by, change)


def all_memberships(session: Session) -> dict[str, tuple[Membership, ...]]:
    """Return everybody's places by the person's id, the oldest first."""
    order = (MembershipRow.created_at_ms, MembershipRow.organization_id)
    found: dict[str, tuple[Membership, ...]] = {}
    for row in session.execute(select(MembershipRow.__table__).order_by(*order)):
        found[row.person_id] = (*found.get(row.person_id, ()), membership_of(row))
    return found


def add_membership(
    session: Session,
    person: PersonRow,
    place: InvitationRow | Membership,
    *,
    now_ms: int,
    by: Actor,
) -> None:
    """Give somebody a place; one who has it already keeps being an admin, and gets the rest.

    The place's environments have been checked.
    """
    seen = (
        place.environment_ids
        if place.environment_ids is None or isinstance(place.environment_ids, str)
        else joined(place.environment_ids)
    )
    role = Role(place.role)
    row = session.get(MembershipRow, (person.id, place.organization_id))
    if row is None:
        row = MembershipRow(
            person_id=person.id, organization_id=place.organization_id, created_at_ms=now_ms
        )
        session.add(row)
    elif row.role == Role.ADMIN.value:
        role, seen = Role.ADMIN, None
    row.role, row.environment_ids = role.value, seen
    session.flush()
    if role is Role.ADMIN:
        forget_open_invitations(session)
    detail = {"role": role.value, "environments": seen or _ALL}
    change = _told("membership.added", person, place.organization_id, detail)
    audit.record(session, now_ms, by, change)


def forget_open_invitations(session: Session) -> None:
    """End the invitations that are for nobody by name.

    They are for the moment in which no admin can sign in: once there is one, whoever finds such a
    link in an old log shall find nothing behind it.
    """
    for row in session.scalars(select(InvitationRow).where(InvitationRow.email.is_(None))):
        session.delete(row)
    session.flush()


def membership_of(row: MembershipRow | Row[Any]) -> Membership:
    """Return a place as a word."""
    return Membership(
        person_id=row.person_id,
        organization_id=row.organization_id,
        role=written(Role, row.role, f"membership of {row.person_id}"),
        environment_ids=split(row.environment_ids),
        created_at_ms=row.created_at_ms,
    )


def checked_environments(
    session: Session, organization_id: str, role: Role, environment_ids: Sequence[str] | None
) -> str | None:
    """Return as one text which environments a place shows; None: all of them.

    Raises:
        ControlError: ORGANIZATION_NOT_FOUND, ENVIRONMENTS_EMPTY, ENVIRONMENT_NOT_FOUND.
    """
    check_organization(session, organization_id)
    if role is Role.ADMIN or environment_ids is None:
        return None
    asked = set(environment_ids)
    if not asked:
        raise ControlError(
            ControlErrorCode.ENVIRONMENTS_EMPTY,
            "A member who sees no environment could do nothing. Name at least one of the"
            " organization's environments.",
        )
    here = session.scalars(
        select(EnvironmentRow.id).where(EnvironmentRow.organization_id == organization_id)
    ).all()
    unknown = sorted(asked.difference(here))
    if unknown:
        raise ControlError(
            ControlErrorCode.ENVIRONMENT_NOT_FOUND,
            f"The organization {organization_id} has no environment with the id"
            f" {names.shown(unknown[0])}. List those that it has.",
        )
    return joined(sorted(asked))


def check_organization(session: Session, organization_id: str) -> None:
    """Refuse an organization that is not there.

    Raises:
        ControlError: ORGANIZATION_NOT_FOUND.
    """
    if session.get(OrganizationRow, looked_up(organization_id)) is None:
        raise ControlError(
            ControlErrorCode.ORGANIZATION_NOT_FOUND,
            f"No organization has the id {names.shown(organization_id)}. List the organizations to"
            " see theirs.",
        )


def check_room(session: Session, organization_id: str, most: int) -> None:
    """Refuse one more person or invitation than an organization may have.

    Raises:
        ControlError: PEOPLE_LIMIT.
    """
    count = 0
    for table in (MembershipRow, InvitationRow):
        here = table.organization_id == organization_id
        count += session.scalar(select(func.count()).select_from(table).where(here)) or 0
    if count >= most:
        raise ControlError(
            ControlErrorCode.PEOPLE_LIMIT,
            f"The organization {organization_id} has {count} people and invitations, and {most} is"
            " the most. Remove those that nobody needs.",
        )


def joined(environment_ids: Sequence[str]) -> str:
    """Return ids as a row holds them."""
    return " ".join(environment_ids)


def split(environment_ids: str | None) -> tuple[str, ...] | None:
    """Return ids from how a row holds them."""
    return None if environment_ids is None else tuple(environment_ids.split(" "))


def _row(session: Session, person: PersonRow, organization_id: str) -> MembershipRow:
    row = session.get(MembershipRow, (person.id, looked_up(organization_id)))
    if row is None:
        raise ControlError(
            ControlErrorCode.MEMBERSHIP_NOT_FOUND,
            f"{person.email} is not in the organization {names.shown(organization_id)}. Invite"
            " that person first.",
        )
    return row


def _told(action: str, person: PersonRow, organization_id: str, detail: dict[str, str]) -> Change:
    return Change(
        action=action,
        organization_id=organization_id,
        target_id=person.id,
        target_name=person.email,
        detail=detail,
    )
