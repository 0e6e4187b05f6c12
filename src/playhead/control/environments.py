"""Organizations and environments as rows: made and read inside a caller's transaction.

Law: a function that writes runs where no other writer can be (see `tables.ChangesRow`), so what it
checked still holds when it inserts.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from playhead.control import credentials, names
from playhead.control.credentials import RandomBytes
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.making import Making, draw_free
from playhead.control.reading_back import written
from playhead.control.tables import EnvironmentRow, OrganizationRow
from playhead.model.access import Environment, EnvironmentKind, Organization

DEFAULT_ORGANIZATION_NUMBER = 1
DEFAULT_ORGANIZATION_NAME = "Default"


def default_organization(session: Session) -> Organization | None:
    """Return the organization that new environments belong to, or None before the first open."""
    asked = select(OrganizationRow).where(OrganizationRow.number == DEFAULT_ORGANIZATION_NUMBER)
    row = session.scalars(asked).one_or_none()
    return None if row is None else _organization(row)


def create_default_organization(
    session: Session, *, now_ms: int, random_bytes: RandomBytes
) -> Organization:
    """Return the default organization, made now if this is the first open."""
    organization = default_organization(session)
    if organization is None:
        row = OrganizationRow(
            id=credentials.draw_public_id(random_bytes),
            number=DEFAULT_ORGANIZATION_NUMBER,
            name=DEFAULT_ORGANIZATION_NAME,
            created_at_ms=now_ms,
        )
        session.add(row)
        organization = _organization(row)
    return organization


def organizations(session: Session) -> tuple[Organization, ...]:
    """Return all organizations, oldest first."""
    rows = session.scalars(select(OrganizationRow).order_by(OrganizationRow.number))
    return tuple(_organization(row) for row in rows)


def environments(session: Session) -> tuple[Environment, ...]:
    """Return all environments, oldest first."""
    rows = session.scalars(select(EnvironmentRow).order_by(EnvironmentRow.property_id))
    return tuple(_environment(row) for row in rows)


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
    names.check_name("environment", name)
    existing = environments(session)
    siblings = [each for each in existing if each.organization_id == organization.id]
    folded = names.folded(name)
    ids = {each.id for each in existing}
    keys = {each.env_key for each in existing}
    # A name that is another one's id, or the reverse, would make `find_environment` ambiguous.
    for each in existing:
        alike = each in siblings and names.folded(each.name) == folded
        if alike or each.id == folded:
            raise ControlError(
                ControlErrorCode.ENVIRONMENT_NAME_TAKEN,
                f"The environment name {names.shown(name)} is taken by {each.name} ({each.id}),"
                " which has it as its name or id. Use that environment, or give another name.",
            )
    if len(siblings) >= making.most:
        raise ControlError(
            ControlErrorCode.ENVIRONMENT_LIMIT,
            f"The environment {names.shown(name)} cannot be created: {organization.name} has"
            f" {len(siblings)} environments, and {making.most} is the most. Use one that exists.",
        )
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
        env_key=draw_free(lambda: credentials.draw_env_key(making.random_bytes), keys.__contains__),
        created_at_ms=making.now_ms,
        kind=kind.value,
    )
    session.add(row)
    return _environment(row)


def check_environment_is_here(session: Session, environment_id: str, what: str) -> None:
    """Refuse `what` for an environment that this database does not have.

    Raises:
        ControlError: ENVIRONMENT_NOT_FOUND.
    """
    if session.get(EnvironmentRow, environment_id) is None:
        raise ControlError(
            ControlErrorCode.ENVIRONMENT_NOT_FOUND,
            f"The {what} cannot be kept: this control database has no environment with the id"
            f" {names.shown(environment_id)}. List those that it has.",
        )


def _organization(row: OrganizationRow) -> Organization:
    return Organization(id=row.id, name=row.name, created_at_ms=row.created_at_ms)


def _environment(row: EnvironmentRow) -> Environment:
    return Environment(
        id=row.id,
        property_id=row.property_id,
        organization_id=row.organization_id,
        name=row.name,
        env_key=row.env_key,
        created_at_ms=row.created_at_ms,
        kind=written(EnvironmentKind, row.kind, f"environment {row.id}"),
    )
