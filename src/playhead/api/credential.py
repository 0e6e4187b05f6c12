"""HTTP Basic, with an access token's id as user and its secret as password.

Law: the environment of a question comes from the token and from nowhere else; whatever is wrong
with a credential is answered alike, so that the answer does not tell what was wrong.
"""

import base64
import binascii

from playhead.api.errors import unauthorized
from playhead.control.snapshot import ControlSnapshot
from playhead.model.access import AccessToken

# An id of 36 characters and a secret of at most 1,024, in base64.
_CREDENTIAL_CHARS_MOST = 4_096


def authenticate(header: str, snapshot: ControlSnapshot, now_ms: int) -> AccessToken:
    """Return the token that a request carries in its `Authorization` header.

    Raises:
        ApiError: 401, whatever is wrong with it.
    """
    pair = _basic(header)
    token = None if pair is None else snapshot.verify(*pair, now_ms)
    if token is None:
        raise unauthorized()
    return token


def _basic(header: str) -> tuple[str, str] | None:
    scheme, _, encoded = header.strip().partition(" ")
    if scheme.lower() != "basic" or len(encoded) > _CREDENTIAL_CHARS_MOST:
        return None
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    token_id, colon, secret = decoded.partition(":")
    return (token_id, secret) if colon else None
