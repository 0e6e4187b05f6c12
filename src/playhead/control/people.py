"""`Control.people`: who may sign in. Its parts are in modules of their own, one idea each.

Law: everything that changes somebody writes who did it into the audit log, in the same transaction.
Nobody is deleted: who is disabled or in no organization can do nothing, and the log stays readable.
"""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType

from playhead.control import names
from playhead.control.emails import checked_email, folded_email
from playhead.control.identities import Identities
from playhead.control.invitations import Invitations
from playhead.control.making import Making
from playhead.control.memberships import (
    Memberships,
    add_membership,
    check_room,
    checked_environments,
    split,
)
from playhead.control.password_hashing import PasswordHashing
from playhead.control.password_setting import Passwords
from playhead.control.passwords import check_new_password
from playhead.control.people_rows import (
    check_another_admin,
    check_email_is_free,
    end_sessions,
    find_row,
    forget_resets,
    insert,
    memberships_of,
    person_of,
    record_about,
    row_of,
    withdraw_invitations_by,
)
from playhead.control.transactions import Transactions
from playhead.model.audit import SYSTEM_ACTOR, Actor
from playhead.model.people import Membership, Person, Role


class PersonChanges(msgspec.Struct, frozen=True):
    """What becomes different of somebody; what is unset stays."""

    name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET


class People(Invitations, Memberships, Passwords, Identities):
    """`Control.people`."""

    def __init__(
        self,
        transactions: Transactions,
        hashing: PasswordHashing,
        *,
        default_organization_id: str,
        most: int,
    ) -> None:
        """Let each organization have up to `most` people and invitations."""
        self._transactions = transactions
        self._hashing = hashing
        self._default_organization_id = default_organization_id
        self._most = most

    def create(  # noqa: PLR0913 - a person and a place
        self,
        email: str,
        name: str,
        password: str | None,
        organization_id: str,
        role: Role,
        environment_ids: Sequence[str] | None,
        *,
        by: Actor = SYSTEM_ACTOR,
    ) -> Person:
        """Make a person in an organization; without a password, for an identity provider.

        Raises:
            ControlError: EMAIL_INVALID, EMAIL_TAKEN, NAME_INVALID, PASSWORD_REFUSED,
                SIGN_INS_TOO_MANY, ORGANIZATION_NOT_FOUND, ENVIRONMENTS_EMPTY,
                ENVIRONMENT_NOT_FOUND, PEOPLE_LIMIT.
        """
        kept = checked_email(email)
        names.check_name("person", name)
        made = None
        if password is not None:
            check_new_password(password, email=kept, name=name)
            made = self._hashing.hash(password)
        with self._transactions.writing() as session:
            seen = checked_environments(session, organization_id, role, environment_ids)
            check_room(session, organization_id, self._most)
            making = self._making()
            row = insert(session, kept, name, made, making)
            place = Membership(row.id, organization_id, role, split(seen), making.now_ms)
            add_membership(session, row, place, now_ms=making.now_ms, by=by)
            record_about(session, making.now_ms, by, row, "person.created", {"name": name})
            return person_of(row)

    def find(self, email_or_id: str) -> Person | None:
        """Return whoever has this id, or this address in any case."""
        with self._transactions.reading() as session:
            row = find_row(session, email_or_id)
            return None if row is None else person_of(row)

    def change(self, person_id: str, changes: PersonChanges, *, by: Actor = SYSTEM_ACTOR) -> Person:
        """Change what is given. A new address ends the links that were for the old one.

        Raises:
            ControlError: PERSON_NOT_FOUND, NAME_INVALID, EMAIL_INVALID, EMAIL_TAKEN.
        """
        with self._transactions.writing() as session:
            row = row_of(session, person_id)
            told: dict[str, str] = {}
            if changes.name is not UNSET:
                names.check_name("person", changes.name)
                row.name = told["name"] = changes.name
            if changes.email is not UNSET:
                kept = checked_email(changes.email)
                check_email_is_free(session, kept, but_for=person_id)
                forget_resets(session, person_id)
                told |= {"email": kept, "former_email": row.email}
                row.email, row.email_folded = kept, folded_email(kept)
            if told:
                record_about(session, self._transactions.clock(), by, row, "person.changed", told)
            return person_of(row)

    def disable(self, person_id: str, *, by: Actor = SYSTEM_ACTOR) -> Person:
        """Keep somebody from signing in, and end all their sessions and links.

        To do so twice changes nothing.

        Raises:
            ControlError: PERSON_NOT_FOUND, LAST_ADMIN.
        """
        with self._transactions.writing() as session:
            row = row_of(session, person_id)
            if row.disabled_at_ms is None:
                for place in memberships_of(session, person_id):
                    if place.role == Role.ADMIN.value:
                        check_another_admin(session, person_id, place.organization_id)
                now_ms = self._transactions.clock()
                row.disabled_at_ms = now_ms
                end_sessions(session, person_id)
                forget_resets(session, person_id)
                told = {"invitations_withdrawn": withdraw_invitations_by(session, person_id)}
                record_about(session, now_ms, by, row, "person.disabled", told)
            return person_of(row)

    def enable(self, person_id: str, *, by: Actor = SYSTEM_ACTOR) -> Person:
        """Let somebody sign in again; to do so twice changes nothing.

        Raises:
            ControlError: PERSON_NOT_FOUND.
        """
        with self._transactions.writing() as session:
            row = row_of(session, person_id)
            if row.disabled_at_ms is not None:
                row.disabled_at_ms = None
                now_ms = self._transactions.clock()
                record_about(session, now_ms, by, row, "person.enabled")
            return person_of(row)

    def _making(self) -> Making:
        return self._transactions.making(self._most)
