"""Access tokens as rows: made, renamed, revoked and read inside a caller's transaction.

Law: a secret leaves this module once, from `create_token`, and only its SHA-256 is written.
"""

import re
from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from playhead.control import credentials, names
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.making import Making, draw_free
from playhead.control.snapshot import Credential
from playhead.control.tables import AccessTokenRow, EnvironmentRow, TokenUseRow
from playhead.model.access import AccessToken, Environment, Permission

EXPIRES_MS_MOST = 253_402_300_799_000
"""The last second of the year 9999, which every client can spell."""
# Anything else is nobody's id, and may hold what a database refuses to compare, such as NUL.
_TOKEN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class TokenWish(msgspec.Struct, frozen=True):
    """What a new token shall be."""

    environment: Environment
    name: str
    permissions: Iterable[str]
    expires_at_ms: int | None = None


def create_token(session: Session, wish: TokenWish, making: Making) -> tuple[AccessToken, str]:
    """Insert a token; return it with its secret, which nobody can read again.

    Raises:
        ControlError: NAME_INVALID, PERMISSION_UNKNOWN, PERMISSIONS_EMPTY, TOKEN_EXPIRY_INVALID,
            ENVIRONMENT_NOT_FOUND, TOKEN_LIMIT, RANDOMNESS_REPEATS.
    """
    environment, name = wish.environment, wish.name
    names.check_name("token", name)
    granted = names.check_permissions(wish.permissions)
    _check_expiry(name, wish.expires_at_ms, making.now_ms)
    if session.get(EnvironmentRow, environment.id) is None:
        raise ControlError(
            ControlErrorCode.ENVIRONMENT_NOT_FOUND,
            f"The token {names.shown(name)} cannot be created: this control database has no"
            f" environment {environment.name} ({environment.id}). List those that it has.",
        )
    in_force = session.scalar(
        select(func.count())
        .select_from(AccessTokenRow)
        .where(AccessTokenRow.environment_id == environment.id, _is_in_force(making.now_ms))
    )
    if (in_force or 0) >= making.most:
        raise ControlError(
            ControlErrorCode.TOKEN_LIMIT,
            f"The token {names.shown(name)} cannot be created: {environment.name} has {in_force}"
            f" in force, and {making.most} is the most. Revoke those that nobody uses.",
        )
    secret = credentials.draw_secret(making.random_bytes)
    row = AccessTokenRow(
        id=draw_free(
            lambda: credentials.draw_token_id(making.random_bytes),
            lambda drawn: session.get(AccessTokenRow, drawn) is not None,
        ),
        environment_id=environment.id,
        name=name,
        permissions=" ".join(granted),
        secret_sha256=credentials.digest_of(secret),
        created_at_ms=making.now_ms,
        revoked_at_ms=None,
        expires_at_ms=wish.expires_at_ms,
    )
    session.add(row)
    return _token(row), secret


def rename_token(session: Session, token_id: str, name: str) -> AccessToken:
    """Give a token another name; who holds it need not know.

    Raises:
        ControlError: NAME_INVALID, TOKEN_NOT_FOUND.
    """
    names.check_name("token", name)
    row = _known_row(session, token_id)
    row.name = name
    return _token(row)


def revoke_token(session: Session, token_id: str, *, now_ms: int) -> tuple[AccessToken, bool]:
    """Mark a token as revoked, and tell whether it was not yet.

    One that is already keeps its first moment.

    Raises:
        ControlError: TOKEN_NOT_FOUND.
    """
    row = _known_row(session, token_id)
    is_new = row.revoked_at_ms is None
    if is_new:
        row.revoked_at_ms = now_ms
    return _token(row), is_new


def note_uses(session: Session, uses: Mapping[str, int]) -> None:
    """Note when tokens were used; an earlier use than the one that is known changes nothing."""
    for token_id, at_ms in uses.items():
        if _row(session, token_id) is None:
            continue
        row = session.get(TokenUseRow, token_id)
        if row is None:
            session.add(TokenUseRow(token_id=token_id, last_used_at_ms=at_ms))
        else:
            row.last_used_at_ms = max(row.last_used_at_ms, at_ms)


def credential(session: Session, token_id: str, *, now_ms: int) -> Credential | None:
    """Return a token in force with its digest, or None."""
    row = _row(session, token_id)
    found = None if row is None or row.revoked_at_ms is not None else _credential(row)
    return None if found is None or found.token.has_expired(now_ms) else found


def credentials_in_force(session: Session, now_ms: int) -> tuple[Credential, ...]:
    """Return every token that is neither revoked nor expired, with its digest."""
    in_force = select(AccessTokenRow).where(_is_in_force(now_ms))
    return tuple(_credential(row) for row in session.scalars(in_force))


def tokens(
    session: Session, environment: Environment | None, *, include_revoked: bool
) -> tuple[AccessToken, ...]:
    """Return the tokens of one environment, or of all, oldest first; expired ones too."""
    asked = (
        select(AccessTokenRow, TokenUseRow.last_used_at_ms)
        .outerjoin(TokenUseRow, TokenUseRow.token_id == AccessTokenRow.id)
        .order_by(AccessTokenRow.created_at_ms, AccessTokenRow.id)
    )
    if environment is not None:
        asked = asked.where(AccessTokenRow.environment_id == environment.id)
    if not include_revoked:
        asked = asked.where(AccessTokenRow.revoked_at_ms.is_(None))
    return tuple(_token(row, last_used_at_ms) for row, last_used_at_ms in session.execute(asked))


def _is_in_force(now_ms: int) -> ColumnElement[bool]:
    ends = AccessTokenRow.expires_at_ms
    return and_(AccessTokenRow.revoked_at_ms.is_(None), or_(ends.is_(None), ends > now_ms))


def _check_expiry(name: str, expires_at_ms: int | None, now_ms: int) -> None:
    if expires_at_ms is not None and not now_ms < expires_at_ms <= EXPIRES_MS_MOST:
        raise ControlError(
            ControlErrorCode.TOKEN_EXPIRY_INVALID,
            f"The token {names.shown(name)} cannot end at {expires_at_ms} ms: give a moment to"
            f" come, before the year 10000. It is {now_ms} ms now.",
        )


def _known_row(session: Session, token_id: str) -> AccessTokenRow:
    row = _row(session, token_id)
    if row is None:
        raise ControlError(
            ControlErrorCode.TOKEN_NOT_FOUND,
            f"No access token has the id {names.shown(token_id)}, so none was changed."
            " List the tokens to see their ids.",
        )
    return row


def _row(session: Session, token_id: str) -> AccessTokenRow | None:
    return session.get(AccessTokenRow, token_id) if _TOKEN_ID.fullmatch(token_id) else None


def _credential(row: AccessTokenRow) -> Credential:
    return Credential(token=_token(row), digest=row.secret_sha256)


def _token(row: AccessTokenRow, last_used_at_ms: int | None = None) -> AccessToken:
    try:
        permissions = tuple(Permission(each) for each in row.permissions.split(" "))
    except ValueError as unreadable:
        raise ControlError(
            ControlErrorCode.DATA_UNREADABLE,
            f"The access token {row.id} has the permissions {names.shown(row.permissions)}, which"
            " this Playhead did not write. Revoke it in the database, or restore a copy.",
        ) from unreadable
    return AccessToken(
        id=row.id,
        environment_id=row.environment_id,
        name=row.name,
        permissions=permissions,
        created_at_ms=row.created_at_ms,
        revoked_at_ms=row.revoked_at_ms,
        expires_at_ms=row.expires_at_ms,
        last_used_at_ms=last_used_at_ms,
    )
