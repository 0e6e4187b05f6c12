"""Access tokens as rows: made, revoked and read inside a caller's transaction.

Law: a secret leaves this module once, from `create_token`, and only its SHA-256 is written.
"""

import re
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from playhead.control import credentials, names
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.making import Making, draw_free
from playhead.control.snapshot import Credential
from playhead.control.tables import AccessTokenRow, EnvironmentRow
from playhead.model.access import AccessToken, Environment, Permission

# Anything else is nobody's id, and may hold what a database refuses to compare, such as NUL.
_TOKEN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def create_token(
    session: Session,
    environment: Environment,
    name: str,
    permissions: Iterable[str],
    making: Making,
) -> tuple[AccessToken, str]:
    """Insert a token; return it with its secret, which nobody can read again.

    Raises:
        ControlError: NAME_INVALID, PERMISSION_UNKNOWN, PERMISSIONS_EMPTY, ENVIRONMENT_NOT_FOUND,
            TOKEN_LIMIT, RANDOMNESS_REPEATS.
    """
    names.check_name("token", name)
    granted = names.check_permissions(permissions)
    if session.get(EnvironmentRow, environment.id) is None:
        raise ControlError(
            ControlErrorCode.ENVIRONMENT_NOT_FOUND,
            f"The token {names.shown(name)} cannot be created: this control database has no"
            f" environment {environment.name} ({environment.id}). List those that it has.",
        )
    in_force = session.scalar(
        select(func.count())
        .select_from(AccessTokenRow)
        .where(AccessTokenRow.environment_id == environment.id)
        .where(AccessTokenRow.revoked_at_ms.is_(None))
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
    )
    session.add(row)
    return _token(row), secret


def revoke_token(session: Session, token_id: str, *, now_ms: int) -> AccessToken:
    """Mark a token as revoked; one that is already keeps its first moment.

    Raises:
        ControlError: TOKEN_NOT_FOUND.
    """
    row = _row(session, token_id)
    if row is None:
        raise ControlError(
            ControlErrorCode.TOKEN_NOT_FOUND,
            f"No access token has the id {names.shown(token_id)}, so none was revoked."
            " List the tokens to see their ids.",
        )
    if row.revoked_at_ms is None:
        row.revoked_at_ms = now_ms
    return _token(row)


def credential(session: Session, token_id: str) -> Credential | None:
    """Return a token in force with its digest, or None."""
    row = _row(session, token_id)
    return None if row is None or row.revoked_at_ms is not None else _credential(row)


def credentials_in_force(session: Session) -> tuple[Credential, ...]:
    """Return every token that is not revoked, with its digest."""
    in_force = select(AccessTokenRow).where(AccessTokenRow.revoked_at_ms.is_(None))
    return tuple(_credential(row) for row in session.scalars(in_force))


def tokens(
    session: Session, environment: Environment | None, *, include_revoked: bool
) -> tuple[AccessToken, ...]:
    """Return the tokens of one environment, or of all, oldest first."""
    asked = select(AccessTokenRow).order_by(AccessTokenRow.created_at_ms, AccessTokenRow.id)
    if environment is not None:
        asked = asked.where(AccessTokenRow.environment_id == environment.id)
    if not include_revoked:
        asked = asked.where(AccessTokenRow.revoked_at_ms.is_(None))
    return tuple(_token(row) for row in session.scalars(asked))


def _row(session: Session, token_id: str) -> AccessTokenRow | None:
    return session.get(AccessTokenRow, token_id) if _TOKEN_ID.fullmatch(token_id) else None


def _credential(row: AccessTokenRow) -> Credential:
    return Credential(token=_token(row), digest=row.secret_sha256)


def _token(row: AccessTokenRow) -> AccessToken:
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
    )
