"""What is one's own: sessions, name, password.

Law: of other people's nothing is found here. To set a password takes the one before, so that a
browser left alone is not enough.
"""

import msgspec

from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.errors import conflict, forbidden, not_found
from playhead.api.signing_in.session_body import PersonBody, person_body
from playhead.api.spelling import iso_milliseconds
from playhead.control.people import PersonChanges


class OwnSession(msgspec.Struct, frozen=True):
    """A browser that is signed in; `client_prefix` is the network that it signed in from."""

    id: str
    is_this: bool
    method: str
    client_prefix: str
    user_agent: str
    created_at: str
    expires_at: str


class OwnChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes different."""

    name: str


class NewPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The password before, and the one from now on."""

    old_password: str
    new_password: str


def list_sessions(asked: Asked) -> SystemEnvelope[tuple[OwnSession, ...]]:
    """Answer `GET /me/sessions`."""
    return SystemEnvelope(
        tuple(
            OwnSession(
                id=each.id,
                is_this=each.id == asked.session.id,
                method=each.method.value,
                client_prefix=each.client_prefix,
                user_agent=each.user_agent,
                created_at=iso_milliseconds(each.created_at_ms),
                expires_at=iso_milliseconds(each.expires_at_ms),
            )
            for each in asked.control.sessions.listed(asked.person.id)
        )
    )


def end_session(asked: Asked) -> None:
    """Answer `DELETE /me/sessions/{SESSION_ID}`."""
    own = {each.id for each in asked.control.sessions.listed(asked.person.id)}
    if asked.path["SESSION_ID"] not in own:
        raise not_found()
    asked.control.sessions.end(asked.path["SESSION_ID"], by=asked.actor)


def end_other_sessions(asked: Asked) -> None:
    """Answer `DELETE /me/sessions`."""
    asked.control.sessions.end_all(
        asked.person.id, keep_session_id=asked.session.id, by=asked.actor
    )


def change_me(asked: Asked) -> SystemEnvelope[PersonBody]:
    """Answer `PATCH /me`."""
    given = asked.read_body(OwnChanges)
    changed = asked.control.people.change(
        asked.person.id, PersonChanges(name=given.name), by=asked.actor
    )
    return SystemEnvelope(person_body(changed))


def change_password(asked: Asked) -> None:
    """Answer `POST /me/password`."""
    given = asked.read_body(NewPassword)
    if not asked.person.has_password:
        raise conflict(
            "You have no password, since you sign in through your organization's provider:"
            " ask an admin for a link that sets one"
        )
    asked.door.attempts.own_password(asked.person.id)
    if asked.control.people.check_password(asked.person.email, given.old_password) is None:
        raise forbidden("old_password is wrong: give the password that you sign in with now")
    asked.control.people.set_password(
        asked.person.id,
        given.new_password,
        keep_session_id=asked.session.id,
        by=asked.actor,
    )
