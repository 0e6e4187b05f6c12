"""Who asks, and where: an access token by HTTP Basic, or a person by the cookie of a session.

A token lives in one environment. A person asks in the environment that the header
`X-Playhead-Environment` names, or in the organization that stands in the path.

Law: what somebody may see comes from the token or the membership and from nowhere else. Whatever
is wrong with a credential is answered alike; so is what exists elsewhere and what does not exist.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from playhead.api.access import Access, Need
from playhead.api.caller import Caller
from playhead.api.cookies import SESSION, read_cookie
from playhead.api.credential import authenticate
from playhead.api.errors import forbidden, invalid_parameters, not_found, unauthorized
from playhead.api.same_origin import SAFE_METHODS, check_change, check_origin
from playhead.control.snapshot import ControlSnapshot
from playhead.model.access import AccessToken, Environment, Organization, Permission
from playhead.model.audit import Actor, ActorKind
from playhead.model.people import Membership, Person, Role, Session

ENVIRONMENT_HEADER: Final = "x-playhead-environment"
ORGANIZATION_VARIABLE: Final = "ORGANIZATION_ID"
ENVIRONMENT_VARIABLE: Final = "ENVIRONMENT_ID"


class Identity(msgspec.Struct, frozen=True):
    """Who asks. `permissions` are those in `environment`, `role` is that in `organization`."""

    actor: Actor | None = None
    organization: Organization | None = None
    environment: Environment | None = None
    permissions: tuple[Permission, ...] = ()
    role: Role | None = None
    token: AccessToken | None = None
    person: Person | None = None
    session: Session | None = None


NOBODY: Final = Identity()


class Presented(msgspec.Struct, frozen=True):
    """What a request shows of whom it comes from; `path` are its variable segments."""

    method: str
    headers: Mapping[str, str]
    path: Mapping[str, str]
    caller: Caller
    now_ms: int


class Gate(msgspec.Struct, frozen=True):
    """What is needed to tell our own page's requests from others."""

    csrf_key: bytes
    public_url: str | None


def recognize(shown: Presented, need: Need, snapshot: ControlSnapshot, gate: Gate) -> Identity:
    """Return who asks, before it is known whether they may.

    A credential in the `Authorization` header wins over a cookie, right or wrong; at an open door
    it is not looked at.

    Raises:
        ApiError: 401; 403, another site made a browser ask.
    """
    authorization = shown.headers.get("authorization")
    if need is Access.OPEN:
        return _visitor(shown, snapshot, gate)
    if authorization is not None:
        token = authenticate(authorization, snapshot, shown.now_ms)
        actor = Actor(ActorKind.TOKEN, token.id, token.name, shown.caller.client_prefix)
        return Identity(actor=actor, token=token)
    session = _session(shown, snapshot)
    if session is None:
        raise unauthorized(browser=_is_browser(shown))
    check_session(shown, session, gate)
    return _signed_in(session, shown.caller, snapshot)


def admitted(known: Identity, shown: Presented, need: Need, snapshot: ControlSnapshot) -> Identity:
    """Return who asks with where they ask, if they may.

    Raises:
        ApiError: 401 as Mux answers a token, 403, 404, or 400 for a header that is missing.
    """
    if known.token is not None:
        return _as_token(known, known.token, need, snapshot)
    if isinstance(need, Role):
        return _in_organization(known, need, shown.path, snapshot)
    if isinstance(need, Permission) or need is Access.ENVIRONMENT:
        found = _in_environment(known, shown.headers.get(ENVIRONMENT_HEADER), snapshot)
        if isinstance(need, Permission) and need not in found.permissions:
            raise forbidden(f"Your role lacks the permission {need.value}: ask an admin")
        return found
    return known


def check_session(shown: Presented, session: Session, gate: Gate) -> None:
    """Refuse what another site made a browser send.

    Raises:
        ApiError: 403.
    """
    if shown.method in SAFE_METHODS:
        check_origin(shown.headers, gate.public_url)
    else:
        check_change(shown.headers, session.id, gate.csrf_key, gate.public_url)


def _visitor(shown: Presented, snapshot: ControlSnapshot, gate: Gate) -> Identity:
    """Somebody at an open door: nobody yet, or a person who is signed in already."""
    if shown.method not in SAFE_METHODS:
        check_origin(shown.headers, gate.public_url)
    session = _session(shown, snapshot)
    return NOBODY if session is None else _signed_in(session, shown.caller, snapshot)


def _session(shown: Presented, snapshot: ControlSnapshot) -> Session | None:
    header = shown.headers.get("cookie")
    secret = read_cookie(header, SESSION, secure=shown.caller.secure)
    return None if secret is None else snapshot.verify_session(secret, shown.now_ms)


def _signed_in(session: Session, caller: Caller, snapshot: ControlSnapshot) -> Identity:
    person = snapshot.people_by_id[session.person_id]
    actor = Actor(ActorKind.PERSON, person.id, person.name, caller.client_prefix)
    return Identity(actor=actor, person=person, session=session)


def _as_token(
    known: Identity, token: AccessToken, need: Need, snapshot: ControlSnapshot
) -> Identity:
    if isinstance(need, Permission) and not token.allows(need):
        raise unauthorized(
            f"The access token lacks the permission {need.value}: use one that has it"
        )
    if not isinstance(need, Permission) and need is not Access.ENVIRONMENT:
        raise forbidden("An access token cannot do this: a person must sign in")
    environment = snapshot.environments_by_id[token.environment_id]
    return msgspec.structs.replace(
        known,
        organization=snapshot.organizations_by_id[environment.organization_id],
        environment=environment,
        permissions=token.permissions,
    )


def _in_organization(
    signed_in: Identity, need: Role, path: Mapping[str, str], snapshot: ControlSnapshot
) -> Identity:
    organization_id = path[ORGANIZATION_VARIABLE]
    membership = _membership(signed_in, organization_id, snapshot)
    if membership is None:
        raise not_found()
    if need is Role.ADMIN and membership.role is not Role.ADMIN:
        raise forbidden("Only an admin of the organization can do this")
    environment_id = path.get(ENVIRONMENT_VARIABLE)
    environment = None
    if environment_id is not None:
        environment = snapshot.environments_by_id.get(environment_id)
        if environment is None or not is_seen(environment, membership):
            raise not_found()
    return msgspec.structs.replace(
        signed_in,
        organization=snapshot.organizations_by_id[organization_id],
        environment=environment,
        role=membership.role,
        permissions=() if environment is None else membership.role.permissions,
    )


def _in_environment(
    signed_in: Identity, environment_id: str | None, snapshot: ControlSnapshot
) -> Identity:
    if not environment_id:
        raise invalid_parameters(
            "Name the environment by its id in the header X-Playhead-Environment"
        )
    environment = snapshot.environments_by_id.get(environment_id)
    membership = (
        None
        if environment is None
        else _membership(signed_in, environment.organization_id, snapshot)
    )
    if environment is None or membership is None or not is_seen(environment, membership):
        raise not_found("The header X-Playhead-Environment names no environment that you may see")
    return msgspec.structs.replace(
        signed_in,
        organization=snapshot.organizations_by_id[environment.organization_id],
        environment=environment,
        role=membership.role,
        permissions=membership.role.permissions,
    )


def is_seen(environment: Environment, membership: Membership) -> bool:
    """Tell whether a membership lets somebody into an environment."""
    same = environment.organization_id == membership.organization_id
    return same and membership.sees(environment.id)


def seen_environments(membership: Membership, snapshot: ControlSnapshot) -> tuple[Environment, ...]:
    """Return the environments that a membership lets somebody into, oldest first."""
    found = [each for each in snapshot.environments_by_id.values() if is_seen(each, membership)]
    return tuple(sorted(found, key=lambda each: each.property_id))


def _membership(
    signed_in: Identity, organization_id: str, snapshot: ControlSnapshot
) -> Membership | None:
    person = signed_in.person
    return None if person is None else snapshot.membership(person.id, organization_id)


def _is_browser(shown: Presented) -> bool:
    """A browser that is told of HTTP Basic asks for a password in a window of its own."""
    return "sec-fetch-site" in shown.headers or "cookie" in shown.headers
