"""Organizations as rows: made, renamed and read inside a caller's transaction.

Law: no two have names alike, and no name is another one's id, so that either finds just one.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from playhead.control import credentials, names
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.making import Making, draw_free
from playhead.control.tables import OrganizationRow
from playhead.model.access import Organization

DEFAULT_NUMBER = 1
DEFAULT_NAME = "Default"


def default_organization(session: Session) -> Organization | None:
    """Return the organization that was made first, or None before the first open."""
    asked = select(OrganizationRow).where(OrganizationRow.number == DEFAULT_NUMBER)
    row = session.scalars(asked).one_or_none()
    return None if row is None else _organization(row)


def organizations(session: Session) -> tuple[Organization, ...]:
    """Return all organizations, oldest first."""
    rows = session.scalars(select(OrganizationRow).order_by(OrganizationRow.number))
    return tuple(_organization(row) for row in rows)


def find_organization(session: Session, name_or_id: str) -> Organization:
    """Return the organization with this id, or with this name in any case.

    Raises:
        ControlError: ORGANIZATION_NOT_FOUND; it names what exists, the nearest first.
    """
    existing = organizations(session)
    folded = names.folded(name_or_id)
    for each in existing:
        if folded in {each.id, names.folded(each.name)}:
            return each
    raise names.not_found(
        ControlErrorCode.ORGANIZATION_NOT_FOUND,
        "organization",
        name_or_id,
        [(each.name, each.id) for each in existing],
    )


def create_organization(session: Session, name: str, making: Making) -> Organization:
    """Insert an organization with a name that is free.

    Raises:
        ControlError: NAME_INVALID, ORGANIZATION_NAME_TAKEN, ORGANIZATION_LIMIT,
            RANDOMNESS_REPEATS.
    """
    existing = organizations(session)
    _check_free(name, existing)
    if len(existing) >= making.most:
        raise ControlError(
            ControlErrorCode.ORGANIZATION_LIMIT,
            f"The organization {names.shown(name)} cannot be created: there are {len(existing)},"
            f" and {making.most} is the most. Use one that exists.",
        )
    taken = {each.id for each in existing} | {names.folded(each.name) for each in existing}
    numbers = session.scalars(select(OrganizationRow.number)).all()
    row = OrganizationRow(
        id=draw_free(lambda: credentials.draw_public_id(making.random_bytes), taken.__contains__),
        number=max(numbers, default=DEFAULT_NUMBER - 1) + 1,
        name=name,
        created_at_ms=making.now_ms,
    )
    session.add(row)
    # Its environments refer to it by a key alone, which tells nobody who has to go first.
    session.flush()
    return _organization(row)


def rename_organization(session: Session, organization_id: str, name: str) -> Organization:
    """Give an organization another name that is free.

    Raises:
        ControlError: NAME_INVALID, ORGANIZATION_NAME_TAKEN, ORGANIZATION_NOT_FOUND.
    """
    found = find_organization(session, organization_id)
    _check_free(name, [each for each in organizations(session) if each.id != found.id])
    row = session.get_one(OrganizationRow, found.id)
    row.name = name
    return _organization(row)


def _check_free(name: str, others: list[Organization] | tuple[Organization, ...]) -> None:
    names.check_name("organization", name)
    if "/" in name:
        raise ControlError(
            ControlErrorCode.NAME_INVALID,
            f"The organization name {names.shown(name)} has a slash, which stands between the"
            " names of an organization and an environment. Give a name without one.",
        )
    for each in others:
        if names.folded(name) in {each.id, names.folded(each.name)}:
            raise ControlError(
                ControlErrorCode.ORGANIZATION_NAME_TAKEN,
                f"The organization name {names.shown(name)} is taken by {each.name} ({each.id}),"
                " which has it as its name or id. Use that organization, or give another name.",
            )


def _organization(row: OrganizationRow) -> Organization:
    return Organization(id=row.id, name=row.name, created_at_ms=row.created_at_ms)
