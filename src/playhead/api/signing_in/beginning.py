"""A session begins: always a new one, with a new secret, whatever cookie the browser brought.

Law: the old session of the browser ends, so that nobody who knew its cookie is signed in by it.
"""

from playhead.api.caller import user_agent_of
from playhead.api.cookies import DEVICE, SESSION, set_cookie
from playhead.api.device import LASTS_S, NONCE_BYTES, device_cookie
from playhead.api.endpoint import Asked
from playhead.api.signing_in.session_body import SignedIn, signed_in_body
from playhead.control.names import folded
from playhead.model.audit import Actor, ActorKind
from playhead.model.people import Person, SignInMethod


def begin_session(
    asked: Asked, person: Person, method: SignInMethod, *, keep: bool
) -> tuple[SignedIn, tuple[str, ...]]:
    """Return who is signed in now, and the cookies that say so."""
    actor = Actor(ActorKind.PERSON, person.id, person.name, asked.caller.client_prefix)
    former = asked.identity.session
    if former is not None:
        asked.control.sessions.end(former.id, by=actor)
    lasting = asked.door.lasting
    lasts_s = lasting.kept_session_s if keep else lasting.session_s
    session, secret = asked.control.sessions.begin(
        person.id,
        method,
        asked.caller.client_prefix,
        user_agent_of(asked.headers),
        lasts_ms=lasts_s * 1000,
        by=actor,
    )
    secure = asked.caller.secure
    known = device_cookie(
        folded(person.email),
        asked.door.random_bytes(NONCE_BYTES),
        asked.now_ms,
        asked.door.device_key,
    )
    # A membership may be newer than the snapshot that the request came with.
    body = signed_in_body(session, person, asked.control.snapshot(), asked.door.gate.csrf_key)
    return body, (
        set_cookie(SESSION, secret, secure=secure, lasts_s=lasts_s if keep else None),
        set_cookie(DEVICE, known, secure=secure, lasts_s=LASTS_S),
    )
