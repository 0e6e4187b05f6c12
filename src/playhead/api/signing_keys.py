"""Signing keys: key pairs with which a site signs the JWTs that it gives to its players.

Law: a private key is in one answer, that of its making, and never again.
"""

import base64

import msgspec
from msgspec import UNSET, UnsetType

from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.errors import ApiError
from playhead.model.access import SigningKey
from playhead.query.parameters import read_page


class SigningKeyBody(msgspec.Struct, frozen=True):
    """A key. `id` is the `kid` of JWTs, `created_at` a text of epoch seconds.

    `private_key` is in the answer to its making alone: PEM (PKCS#1) in Base64.
    """

    id: str
    created_at: str
    private_key: str | UnsetType = UNSET


def create_signing_key(asked: Asked) -> SystemEnvelope[SigningKeyBody]:
    """Answer `POST /signing-keys`."""
    made, private_pem = asked.control.signing_keys.create(asked.environment.id, by=asked.actor)
    private_key = base64.b64encode(private_pem.encode("ascii")).decode("ascii")
    return SystemEnvelope(msgspec.structs.replace(_body(made), private_key=private_key))


def list_signing_keys(asked: Asked) -> SystemEnvelope[list[SigningKeyBody]]:
    """Answer `GET /signing-keys`."""
    given = asked.arguments
    page = read_page(given.last_of("limit"), given.last_of("page"))
    rows, _ = asked.control.signing_keys.listed(
        asked.environment.id, limit=page.limit, page=page.offset // page.limit + 1
    )
    return SystemEnvelope([_body(each) for each in rows])


def one_signing_key(asked: Asked) -> SystemEnvelope[SigningKeyBody]:
    """Answer `GET /signing-keys/{SIGNING_KEY_ID}`."""
    found = asked.control.signing_keys.find(asked.environment.id, asked.path["SIGNING_KEY_ID"])
    if found is None:
        raise _not_found()
    return SystemEnvelope(_body(found))


def delete_signing_key(asked: Asked) -> None:
    """Answer `DELETE /signing-keys/{SIGNING_KEY_ID}`."""
    key_id = asked.path["SIGNING_KEY_ID"]
    if not asked.control.signing_keys.delete(asked.environment.id, key_id, by=asked.actor):
        raise _not_found()


def _body(key: SigningKey) -> SigningKeyBody:
    return SigningKeyBody(key.id, str(key.created_at_ms // 1000))


def _not_found() -> ApiError:
    """Say it in the words that clients know for this."""
    return ApiError(404, "not_found", "Signing Key not found")
