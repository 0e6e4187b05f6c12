"""Access tokens of an environment: made, renamed, revoked.

Law: a secret is answered once, when its token is made, and by nothing else.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.errors import not_found
from playhead.api.settings import DAY_MS
from playhead.api.spelling import iso_milliseconds
from playhead.model.access import AccessToken, Permission

_LASTS_DAYS_MOST = 3_650


class TokenBody(msgspec.Struct, frozen=True):
    """A token without its secret; `last_used_at` is to the minute or so."""

    id: str
    name: str
    environment_id: str
    permissions: tuple[str, ...]
    created_at: str
    expires_at: str | None
    last_used_at: str | None


class NewTokenBody(msgspec.Struct, frozen=True):
    """A token with its secret, which cannot be read again."""

    token: TokenBody
    secret: str


class NewToken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a token; without `lasts_days` it ends when it is revoked."""

    name: str
    permissions: tuple[Permission, ...] = (Permission.DATA_READ,)
    lasts_days: Annotated[int, Meta(ge=1, le=_LASTS_DAYS_MOST)] | None = None


class TokenChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes different."""

    name: str


def list_tokens(asked: Asked) -> SystemEnvelope[tuple[TokenBody, ...]]:
    """Answer `GET …/access-tokens`."""
    found = asked.control.list_tokens(asked.environment)
    return SystemEnvelope(tuple(_body(each) for each in found))


def create_token(asked: Asked) -> SystemEnvelope[NewTokenBody]:
    """Answer `POST …/access-tokens`."""
    given = asked.read_body(NewToken)
    lasts = given.lasts_days
    made, secret = asked.control.create_token(
        asked.environment,
        given.name,
        given.permissions,
        expires_at_ms=None if lasts is None else asked.now_ms + lasts * DAY_MS,
        by=asked.actor,
    )
    return SystemEnvelope(NewTokenBody(_body(made), secret))


def rename_token(asked: Asked) -> SystemEnvelope[TokenBody]:
    """Answer `PATCH …/access-tokens/{TOKEN_ID}`."""
    given = asked.read_body(TokenChanges)
    return SystemEnvelope(
        _body(asked.control.rename_token(_token_id(asked), given.name, by=asked.actor))
    )


def revoke_token(asked: Asked) -> None:
    """Answer `DELETE …/access-tokens/{TOKEN_ID}`."""
    asked.control.revoke_token(_token_id(asked), by=asked.actor)


def _token_id(asked: Asked) -> str:
    """Return the id of the path, if it is a token of the environment of the path."""
    token_id = asked.path["TOKEN_ID"]
    if token_id not in {each.id for each in asked.control.list_tokens(asked.environment)}:
        raise not_found()
    return token_id


def _body(token: AccessToken) -> TokenBody:
    return TokenBody(
        id=token.id,
        name=token.name,
        environment_id=token.environment_id,
        permissions=tuple(each.value for each in token.permissions),
        created_at=iso_milliseconds(token.created_at_ms),
        expires_at=_moment(token.expires_at_ms),
        last_used_at=_moment(token.last_used_at_ms),
    )


def _moment(at_ms: int | None) -> str | None:
    return None if at_ms is None else iso_milliseconds(at_ms)
