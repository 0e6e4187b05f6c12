"""What filter sets and dashboards have in common: who finds one, who changes it, and how many.

Law: what is private is found by its owner and by nobody else, not even by an admin. What is shared
is found by everybody who sees the environment, and changed by its owner and by admins.
"""

from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from playhead.control import names
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.ids import looked_up
from playhead.control.reading_back import written
from playhead.control.saved_tables import KeptRow
from playhead.model.saved import NAME_CHARS_MOST, Keeper, Visibility

AnyKept = TypeVar("AnyKept", bound=KeptRow)


class KeptLimits(msgspec.Struct, frozen=True):
    """How many of a kind there may be in an environment; what leavers left counts for nobody."""

    private_per_person: int
    shared: int


class Kind(msgspec.Struct, frozen=True):
    """What a kind is called in sentences, and how its refusals are coded."""

    what: str
    invalid: ControlErrorCode
    not_found: ControlErrorCode
    too_many: ControlErrorCode


class Changes(msgspec.Struct, frozen=True):
    """What every kind can have different; what is unset stays."""

    name: str | UnsetType = UNSET
    visibility: Visibility | UnsetType = UNSET


def check_name(kind: Kind, name: str) -> None:
    """Refuse a name that is empty, too long, or holds what could not be read back.

    Raises:
        ControlError: NAME_INVALID.
    """
    names.check_name(kind.what, name)
    if len(name) > NAME_CHARS_MOST:
        raise ControlError(
            ControlErrorCode.NAME_INVALID,
            f"The {kind.what} name {names.shown(name)} has {len(name)} characters, which is too"
            f" long. Give 1 to {NAME_CHARS_MOST}.",
        )


def found_by(table: type[KeptRow], environment_id: str, keeper: Keeper) -> ColumnElement[bool]:
    """Return the condition of those that somebody finds in an environment."""
    return and_(
        table.environment_id == environment_id,
        or_(
            table.visibility == Visibility.SHARED.value,
            table.owner_id == looked_up(keeper.person_id),
        ),
    )


def row_for(
    session: Session,
    table: type[AnyKept],
    kind: Kind,
    environment_id: str,
    kept_id: str,
    keeper: Keeper,
) -> AnyKept:
    """Return one that somebody finds.

    Raises:
        ControlError: it is nowhere, elsewhere, or another's own.
    """
    row = session.get(table, looked_up(kept_id))
    if (
        row is None
        or row.environment_id != environment_id
        or not keeper.finds(row.owner_id, visibility_of(row))
    ):
        raise ControlError(
            kind.not_found,
            f"There is no {kind.what} with the id {names.shown(kept_id)} in this environment that"
            " you may see. List those that there are.",
        )
    return row


def row_to_change(
    session: Session,
    table: type[AnyKept],
    kind: Kind,
    environment_id: str,
    kept_id: str,
    keeper: Keeper,
) -> AnyKept:
    """Return one that somebody may change.

    Raises:
        ControlError: they do not find it, or NOT_THE_OWNER.
    """
    row = row_for(session, table, kind, environment_id, kept_id, keeper)
    if not keeper.may_change(row.owner_id, visibility_of(row)):
        raise ControlError(
            ControlErrorCode.NOT_THE_OWNER,
            f"The {kind.what} {names.shown(row.name)} is another's: its owner or an admin can"
            " change it. Make one of your own from it.",
        )
    return row


def check_room(
    session: Session,
    table: type[KeptRow],
    kind: Kind,
    limits: KeptLimits,
    row: KeptRow,
) -> None:
    """Refuse one more of those that count together with `row`, which is not among them yet.

    Raises:
        ControlError: the kind's own limit.
    """
    condition = and_(
        table.environment_id == row.environment_id,
        table.visibility == row.visibility,
        table.id != row.id,
    )
    if row.visibility == Visibility.PRIVATE.value:
        condition = and_(condition, table.owner_id == row.owner_id)
        most, whose = limits.private_per_person, "you have"
    else:
        most, whose = limits.shared, "this environment has"
    with session.no_autoflush:
        count = session.scalar(select(func.count()).select_from(table).where(condition)) or 0
    if count >= most:
        raise ControlError(
            kind.too_many,
            f"The {kind.what} {names.shown(row.name)} cannot be kept as {row.visibility}: {whose}"
            f" {count} of these, and {most} is the most. Delete some that nobody needs.",
        )


def visibility_of(row: KeptRow) -> Visibility:
    """Return who finds a row.

    Raises:
        ControlError: DATA_UNREADABLE.
    """
    return written(Visibility, row.visibility, f"visibility of {row.id}")
