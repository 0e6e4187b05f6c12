"""Links that let somebody in: the first admin's, an invitation, a new password.

A link's secret stands behind the `#` of a URL, which browsers send to nobody, and comes here in a
body: so it gets into no log and no `Referer`.

Law: a secret is used once. Where an address has a password already, that is what must be given.
"""

import msgspec

from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked, Reply
from playhead.api.errors import conflict, not_found
from playhead.api.signing_in.beginning import begin_session
from playhead.api.signing_in.password import count_sign_in
from playhead.api.signing_in.session_body import session_body
from playhead.api.spelling import iso_milliseconds
from playhead.model.people import Invitation, SignInMethod

_NO_LINK = "The link is not valid: it was used, withdrawn, or has expired. Ask for a new one"


class Secret(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a link."""

    secret: str


class Newcomer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who comes in by a link. Whoever is known here already gives the password they have."""

    secret: str
    email: str
    name: str
    password: str


class ResetPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The password from now on."""

    secret: str
    password: str


class OfferedPlace(msgspec.Struct, frozen=True):
    """What an invitation offers; without `email`, to whoever has the link."""

    organization_name: str
    email: str | None
    role: str
    expires_at: str


def read_invitation(asked: Asked) -> SystemEnvelope[OfferedPlace]:
    """Answer `POST /invitations/read`."""
    found = _invitation(asked, asked.read_body(Secret).secret)
    organization = asked.snapshot.organizations_by_id[found.organization_id]
    return SystemEnvelope(
        OfferedPlace(
            organization_name=organization.name,
            email=found.email,
            role=found.role.value,
            expires_at=iso_milliseconds(found.expires_at_ms),
        )
    )


def accept_invitation(asked: Asked) -> Reply:
    """Answer `POST /invitations/accept`."""
    return _come_in(asked, asked.read_body(Newcomer))


def set_up(asked: Asked) -> Reply:
    """Answer `POST /setup`."""
    given = asked.read_body(Newcomer)
    if not asked.control.people.needs_setup():
        raise conflict("This server is set up already: sign in, or ask an admin for an invitation")
    return _come_in(asked, given)


def redeem_reset(asked: Asked) -> None:
    """Answer `POST /password-resets/redeem`: all sessions end, and one signs in anew."""
    given = asked.read_body(ResetPassword)
    asked.door.attempts.link(asked.caller.client_prefix)
    asked.control.people.redeem_reset(given.secret, given.password)


def _come_in(asked: Asked, given: Newcomer) -> Reply:
    _invitation(asked, given.secret)
    # Of somebody who is known it takes the password, which must not be guessed here either.
    count_sign_in(asked, given.email)
    person = asked.control.people.accept_invitation(
        given.secret,
        email=given.email,
        name=given.name,
        password=given.password,
        client_prefix=asked.caller.client_prefix,
    )
    signed_in, cookies = begin_session(asked, person, SignInMethod.LINK, keep=False)
    return Reply(SystemEnvelope(session_body(asked, signed_in)), cookies)


def _invitation(asked: Asked, secret: str) -> Invitation:
    asked.door.attempts.link(asked.caller.client_prefix)
    found = asked.control.people.read_invitation(secret)
    if found is None:
        raise not_found(_NO_LINK)
    return found
