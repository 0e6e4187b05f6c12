"""Signing in by password, asking who is signed in, signing out.

Law: whatever is wrong (the address, the password, somebody disabled, somebody without a password)
is answered alike and takes as long.
"""

import msgspec

from playhead.api.bodies import SystemEnvelope
from playhead.api.cookies import DEVICE, SESSION, read_cookie, take_back
from playhead.api.device import read_device
from playhead.api.endpoint import Asked, Reply
from playhead.api.errors import ApiError
from playhead.api.signing_in.beginning import begin_session
from playhead.api.signing_in.session_body import SessionBody, session_body, signed_in_body
from playhead.control.names import folded
from playhead.model.people import SignInMethod


class Credentials(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What signs in; with `keep` the browser stays signed in when it is closed."""

    email: str
    password: str
    keep: bool = False


def read_session(asked: Asked) -> SystemEnvelope[SessionBody]:
    """Answer `GET /session`."""
    identity = asked.identity
    signed_in = None
    if identity.session is not None:
        signed_in = signed_in_body(
            identity.session, asked.person, asked.snapshot, asked.door.gate.csrf_key
        )
    return SystemEnvelope(session_body(asked, signed_in))


def sign_in(asked: Asked) -> Reply:
    """Answer `POST /session`."""
    given = asked.read_body(Credentials)
    count_sign_in(asked, given.email)
    person = asked.control.people.check_password(given.email, given.password)
    if person is None:
        raise ApiError(401, "unauthorized", "The email address or the password is wrong")
    signed_in, cookies = begin_session(asked, person, SignInMethod.PASSWORD, keep=given.keep)
    return Reply(SystemEnvelope(session_body(asked, signed_in)), cookies)


def count_sign_in(asked: Asked, email: str) -> None:
    """Count an attempt, before it costs anything.

    Raises:
        ApiError: 429, there were too many.
    """
    cookie = read_cookie(asked.headers.get("cookie"), DEVICE, secure=asked.caller.secure)
    device = read_device(cookie, folded(email), asked.now_ms, asked.door.device_key)
    asked.door.attempts.sign_in(email, asked.caller.client_prefix, device)


def sign_out(asked: Asked) -> Reply:
    """Answer `DELETE /session`."""
    asked.control.sessions.end(asked.session.id, by=asked.actor)
    return Reply(None, (take_back(SESSION, secure=asked.caller.secure),))
