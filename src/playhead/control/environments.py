"""Environments as rows: made, changed and read inside a caller's transaction.

Law: a function that writes runs where no other writer can be (see `tables.ChangesRow`), so what it
checked still holds when it inserts.
"""

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import select
from sqlalchemy.orm import Session

from playhead.control import credentials, names
from playhead.control.env_keys import is_retired
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.making import Making, draw_free
from playhead.control.reading_back import written
from playhead.control.tables import EnvironmentRow
from playhead.model.access import Environment, EnvironmentKind, Organization

RETENTION_DAYS_MOST = 36_500


class EnvironmentChanges(msgspec.Struct, frozen=True):
    """What becomes different; what is unset stays. Days None: as the server is set."""

    name: str | UnsetType = UNSET
    kind: EnvironmentKind | UnsetType = UNSET
    view_retention_days: int | UnsetType | None = UNSET


def environments(session: Session) -> tuple[Environment, ...]:
    """Return all environments, oldest first."""
    rows = session.scalars(select(EnvironmentRow).order_by(EnvironmentRow.property_id))
    return tuple(environment_of(row) for row in rows)


def find_environment(
    name_or_id: str, existing: tuple[Environment, ...], owners: tuple[Organization, ...]
) -> Environment:
    """Return the environment with this id, or with this name in any case.

    A name alone is one of the first of `owners`; those of others are `organization/name`.

    Raises:
        ControlError: ENVIRONMENT_NOT_FOUND; it names what exists, the nearest first.
    """
    full_names = list(names_of(existing, owners).values())
    asked = names.folded(name_or_id)
    for matching in (
        [each for each in existing if each.id == asked],
        [each for each, full in zip(existing, full_names, strict=True) if _same(full, asked)],
    ):
        if matching:
            return matching[0]
    raise names.not_found(
        ControlErrorCode.ENVIRONMENT_NOT_FOUND,
        "environment",
        name_or_id,
        [(full, each.id) for full, each in zip(full_names, existing, strict=True)],
    )


def names_of(existing: tuple[Environment, ...], owners: tuple[Organization, ...]) -> dict[str, str]:
    """Return the name by which each environment is found, by its id."""
    named = {each.id: f"{each.name}/" for each in owners[1:]}
    return {each.id: named.get(each.organization_id, "") + each.name for each in existing}


def _same(full_name: str, asked: str) -> bool:
    return names.folded(full_name) == asked


def create_environment(
    session: Session,
    organization: Organization,
    name: str,
    kind: EnvironmentKind,
    making: Making,
) -> Environment:
    """Insert an environment with a name that is free in its organization.

    Raises:
        ControlError: NAME_INVALID, ENVIRONMENT_NAME_TAKEN, ENVIRONMENT_LIMIT, RANDOMNESS_REPEATS.
    """
    existing = environments(session)
    _check_free(name, organization.id, existing)
    siblings = [each for each in existing if each.organization_id == organization.id]
    if len(siblings) >= making.most:
        raise ControlError(
            ControlErrorCode.ENVIRONMENT_LIMIT,
            f"The environment {names.shown(name)} cannot be created: {organization.name} has"
            f" {len(siblings)} environments, and {making.most} is the most. Use one that exists.",
        )
    ids = {each.id for each in existing}
    folded = names.folded(name)
    folded_names = {names.folded(each.name) for each in existing} | {folded}
    row = EnvironmentRow(
        id=draw_free(
            lambda: credentials.draw_public_id(making.random_bytes),
            lambda drawn: drawn in ids or drawn in folded_names,
        ),
        property_id=1 + max((each.property_id for each in existing), default=0),
        organization_id=organization.id,
        name=name,
        name_folded=folded,
        env_key=draw_env_key(session, existing, making),
        created_at_ms=making.now_ms,
        kind=kind.value,
        view_retention_days=None,
    )
    session.add(row)
    return environment_of(row)


def draw_env_key(session: Session, existing: tuple[Environment, ...], making: Making) -> str:
    """Return an environment key that nobody has or had.

    Raises:
        ControlError: RANDOMNESS_REPEATS.
    """
    keys = {each.env_key for each in existing}
    return draw_free(
        lambda: credentials.draw_env_key(making.random_bytes),
        lambda drawn: drawn in keys or is_retired(session, drawn),
    )


def change_environment(
    session: Session, environment_id: str, changes: EnvironmentChanges
) -> Environment:
    """Change what is given and return the whole.

    Raises:
        ControlError: NAME_INVALID, ENVIRONMENT_NAME_TAKEN, RETENTION_INVALID,
            ENVIRONMENT_NOT_FOUND.
    """
    row = check_environment_is_here(session, environment_id, "change")
    if changes.name is not UNSET:
        others = tuple(each for each in environments(session) if each.id != environment_id)
        _check_free(changes.name, row.organization_id, others)
        row.name = changes.name
        row.name_folded = names.folded(changes.name)
    if changes.kind is not UNSET:
        row.kind = changes.kind.value
    days = changes.view_retention_days
    if days is not UNSET:
        if days is not None and not 1 <= days <= RETENTION_DAYS_MOST:
            raise ControlError(
                ControlErrorCode.RETENTION_INVALID,
                f"Views cannot be kept for {days} days: give 1 to {RETENTION_DAYS_MOST}, or none"
                " for what the server is set to.",
            )
        row.view_retention_days = days
    return environment_of(row)


def check_environment_is_here(session: Session, environment_id: str, what: str) -> EnvironmentRow:
    """Return the row; refuse `what` for an environment that this database does not have.

    Raises:
        ControlError: ENVIRONMENT_NOT_FOUND.
    """
    row = session.get(EnvironmentRow, environment_id) if environment_id.isalnum() else None
    if row is None:
        raise ControlError(
            ControlErrorCode.ENVIRONMENT_NOT_FOUND,
            f"The {what} cannot be kept: this control database has no environment with the id"
            f" {names.shown(environment_id)}. List those that it has.",
        )
    return row


def environment_of(row: EnvironmentRow) -> Environment:
    """Return a row as the environment that it is."""
    return Environment(
        id=row.id,
        property_id=row.property_id,
        organization_id=row.organization_id,
        name=row.name,
        env_key=row.env_key,
        created_at_ms=row.created_at_ms,
        kind=written(EnvironmentKind, row.kind, f"environment {row.id}"),
        view_retention_days=row.view_retention_days,
    )


def _check_free(name: str, organization_id: str, others: tuple[Environment, ...]) -> None:
    names.check_name("environment", name)
    folded = names.folded(name)
    # A name that is another one's id, or the reverse, would make `find_environment` ambiguous.
    for each in others:
        alike = each.organization_id == organization_id and names.folded(each.name) == folded
        if alike or each.id == folded:
            raise ControlError(
                ControlErrorCode.ENVIRONMENT_NAME_TAKEN,
                f"The environment name {names.shown(name)} is taken by {each.name} ({each.id}),"
                " which has it as its name or id. Use that environment, or give another name.",
            )
