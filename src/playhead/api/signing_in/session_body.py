"""What a browser is told of its session: who is signed in, and where they may look.

Law: read from one snapshot; nothing here is a secret but the CSRF token, which only a page of our
own origin can read.
"""

import msgspec

from playhead.api.endpoint import Asked
from playhead.api.identity import seen_environments
from playhead.api.same_origin import csrf_token_of
from playhead.api.spelling import iso_milliseconds
from playhead.control.snapshot import ControlSnapshot
from playhead.model.people import Membership, Person, Session


class PersonBody(msgspec.Struct, frozen=True):
    """Somebody who may sign in."""

    id: str
    email: str
    name: str
    has_password: bool
    is_disabled: bool
    created_at: str


class SeenEnvironment(msgspec.Struct, frozen=True):
    """An environment that somebody may look at, and what they may do in it."""

    id: str
    name: str
    type: str
    permissions: tuple[str, ...]


class OwnOrganization(msgspec.Struct, frozen=True):
    """An organization that somebody is in, with the environments that they see."""

    id: str
    name: str
    role: str
    environments: tuple[SeenEnvironment, ...]


class SignedIn(msgspec.Struct, frozen=True):
    """Who is signed in. `csrf_token` goes into the header `X-Playhead-CSRF` of every change."""

    session_id: str
    method: str
    expires_at: str
    csrf_token: str
    person: PersonBody
    organizations: tuple[OwnOrganization, ...]


class SessionBody(msgspec.Struct, frozen=True):
    """Whether somebody is signed in, and if not how they can be.

    With `needs_setup` there is no admin yet: the server's log and the command line tell a link.
    """

    signed_in: SignedIn | None
    needs_setup: bool
    sign_in_methods: tuple[str, ...]


def session_body(asked: Asked, signed_in: SignedIn | None) -> SessionBody:
    """Return the whole."""
    return SessionBody(
        signed_in=signed_in,
        needs_setup=signed_in is None and asked.control.people.needs_setup(),
        sign_in_methods=asked.door.methods,
    )


def signed_in_body(
    session: Session, person: Person, snapshot: ControlSnapshot, csrf_key: bytes
) -> SignedIn:
    """Return who is signed in by this session."""
    return SignedIn(
        session_id=session.id,
        method=session.method.value,
        expires_at=iso_milliseconds(session.expires_at_ms),
        csrf_token=csrf_token_of(session.id, csrf_key),
        person=person_body(person),
        organizations=tuple(
            _own(membership, snapshot) for membership in snapshot.memberships_of(person.id)
        ),
    )


def person_body(person: Person) -> PersonBody:
    """Return a person as they are told."""
    return PersonBody(
        id=person.id,
        email=person.email,
        name=person.name,
        has_password=person.has_password,
        is_disabled=person.disabled_at_ms is not None,
        created_at=iso_milliseconds(person.created_at_ms),
    )


def _own(membership: Membership, snapshot: ControlSnapshot) -> OwnOrganization:
    permissions = tuple(each.value for each in membership.role.permissions)
    return OwnOrganization(
        id=membership.organization_id,
        name=snapshot.organizations_by_id[membership.organization_id].name,
        role=membership.role.value,
        environments=tuple(
            SeenEnvironment(each.id, each.name, each.kind.value, permissions)
            for each in seen_environments(membership, snapshot)
        ),
    )
