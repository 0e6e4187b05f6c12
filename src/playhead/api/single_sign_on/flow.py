"""The two requests of single sign-on: the browser is sent to the provider, and comes back.

Law: whatever goes wrong, the browser lands on our own page with a word that says what, and the log
has the rest; it is never sent anywhere that a request named.
"""

import hmac
import logging
from typing import Final

from playhead.api.cookies import SIGN_ON, read_cookie, set_cookie, take_back
from playhead.api.endpoint import Asked, Reply
from playhead.api.errors import not_found
from playhead.api.signing_in.beginning import begin_session
from playhead.api.single_sign_on.pending import (
    LASTS_S,
    RANDOM_BYTES,
    Pending,
    sealed,
    spelled,
    unsealed,
)
from playhead.api.single_sign_on.provider import Provider, ProviderError
from playhead.api.single_sign_on.whom import person_of
from playhead.control import ControlError
from playhead.model.people import SignInMethod

_log = logging.getLogger(__name__)
_HOME: Final = "/"
_DOOR: Final = "/sign-in#sign-on="


def start(asked: Asked) -> Reply:
    """Answer `GET /sign-in/oidc`: send the browser to the provider."""
    provider = _provider(asked)
    asked.door.attempts.link(asked.caller.client_prefix)
    draw = asked.door.random_bytes
    pending = Pending(
        state=spelled(draw(RANDOM_BYTES)),
        nonce=spelled(draw(RANDOM_BYTES)),
        verifier=spelled(draw(RANDOM_BYTES)),
        expires_s=asked.now_ms // 1000 + LASTS_S,
    )
    try:
        url = provider.authorization_url(pending, asked.now_ms)
    except ProviderError as error:
        _log.warning("single sign-on: %s", error)
        return Reply(None, location=f"{_DOOR}unavailable")
    cookie = set_cookie(
        SIGN_ON,
        sealed(pending, asked.door.sign_on_key),
        secure=asked.caller.secure,
        lasts_s=LASTS_S,
    )
    return Reply(None, (cookie,), url)


def come_back(asked: Asked) -> Reply:
    """Answer `GET /sign-in/oidc/callback`: the browser is back from the provider."""
    provider = _provider(asked)
    asked.door.attempts.link(asked.caller.client_prefix)
    secure = asked.caller.secure
    used = take_back(SIGN_ON, secure=secure)
    cookie = read_cookie(asked.headers.get("cookie"), SIGN_ON, secure=secure)
    pending = unsealed(cookie, asked.now_ms, asked.door.sign_on_key)
    state, code = asked.arguments.last_of("state") or "", asked.arguments.last_of("code")
    if pending is None or not hmac.compare_digest(state.encode(), pending.state.encode()):
        return Reply(None, (used,), f"{_DOOR}expired")
    issuer = asked.arguments.last_of("iss")
    if code is None or issuer not in {None, provider.agreement.issuer}:
        return Reply(None, (used,), f"{_DOOR}refused")
    try:
        claims = provider.redeem(code, pending, asked.now_ms)
        person = person_of(asked, provider.agreement, claims)
    except (ProviderError, ControlError) as error:
        _log.warning("single sign-on: %s", error)
        return Reply(None, (used,), f"{_DOOR}refused")
    if person is None:
        return Reply(None, (used,), f"{_DOOR}unknown")
    _, cookies = begin_session(asked, person, SignInMethod.OIDC, keep=False)
    return Reply(None, (used, *cookies), _HOME)


def _provider(asked: Asked) -> Provider:
    provider = asked.door.provider
    if provider is None:
        raise not_found("Single sign-on is not set up on this server")
    return provider
