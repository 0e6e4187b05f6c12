"""What a JWT for counts says: by which key it was signed, what it asks about, until when it holds.

The key's id stands in the header or among the claims, since clients put it in either.

Law: pure; nothing here is believed yet. What is no JWT is a bad request; what is one and does not
serve is forbidden, with what is wrong about it.
"""

import math
from typing import Any, Final

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from playhead.api.counts.tally import CountsRefusal, RefusedError
from playhead.api.errors import forbidden, invalid_parameters
from playhead.model.pulse import AUDIENCE_KINDS

ALGORITHM: Final = "RS256"
_UNREADABLE: Final = (JoseError, ValueError, TypeError, KeyError, RecursionError)


class Claims(msgspec.Struct, frozen=True):
    """What is said. `kind` names which id `content_id` is; times are epoch seconds."""

    key_id: str
    kind: str
    content_id: str
    expires_at_s: float
    not_before_s: float


def read_claims(token: str) -> Claims:
    """Return what a token says, believed or not.

    Raises:
        RefusedError: 400, it is no JWT; 403, it is not one for counts.
    """
    try:
        found = jws.extract_compact(token.encode("ascii"))
        header, payload = found.headers(), msgspec.json.decode(found.payload)
    except _UNREADABLE:
        header, payload = {}, None
    if not isinstance(payload, dict):
        text = "token is no JWT: sign one with a signing key of the environment"
        raise RefusedError(CountsRefusal.MALFORMED, invalid_parameters(text))
    if header.get("alg") != ALGORITHM:
        text = f"The token's alg is not {ALGORITHM}: sign it with {ALGORITHM}"
        raise RefusedError(CountsRefusal.ALGORITHM, forbidden(text))
    return Claims(
        key_id=_key_id(header.get("kid"), payload.get("kid")),
        kind=_kind(payload.get("aud")),
        content_id=_text("sub", payload.get("sub")),
        expires_at_s=_time("exp", payload.get("exp")),
        not_before_s=_time("nbf", payload.get("nbf", 0)),
    )


def is_signed_with(token: str, public_key: RSAKey) -> bool:
    """Tell whether a token's signature is that of a key."""
    try:
        found = jws.extract_compact(token.encode("ascii"))
        return jws.validate_compact(found, public_key, algorithms=[ALGORITHM])
    except _UNREADABLE:
        return False


def _key_id(in_header: Any, in_payload: Any) -> str:
    given = {each for each in (in_header, in_payload) if isinstance(each, str) and each}
    if len(given) != 1:
        raise _wrong(
            "The token's kid differs between header and claims: give one"
            if given
            else "The token has no kid: give the id of the signing key in the header or the claims"
        )
    return given.pop()


def _kind(audience: Any) -> str:
    if isinstance(audience, list) and len(audience) == 1:
        audience = audience[0]
    if not isinstance(audience, str) or audience not in AUDIENCE_KINDS:
        raise _wrong(f"The token's aud is none of {', '.join(AUDIENCE_KINDS)}")
    return audience


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise _missing(name, "the id that is counted")
    return value


def _time(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _missing(name, "a time in epoch seconds")
    try:
        seconds = float(value)
    except OverflowError:
        seconds = math.inf
    if not math.isfinite(seconds):
        raise _missing(name, "a time in epoch seconds")
    return seconds


def _missing(name: str, meaning: str) -> RefusedError:
    return _wrong(f"The token's {name} is missing or cannot be read: give {meaning}")


def _wrong(message: str) -> RefusedError:
    return RefusedError(CountsRefusal.CLAIMS, forbidden(message))
