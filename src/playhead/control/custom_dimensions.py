"""How environments show their own dimensions: name, category, and whether at all.

Law: this is for people's eyes only. Collection and the API go by the slot, whatever stands here.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from playhead.control import audit, names
from playhead.control.environments import check_environment_is_here
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.tables import CustomDimensionRow
from playhead.control.transactions import Transactions
from playhead.model.audit import SYSTEM_ACTOR, Actor
from playhead.model.intent import CUSTOM_SLOTS, DEFAULT_CATEGORY, CustomDimension


class CustomDimensions:
    """`Control.custom_dimensions`."""

    def __init__(self, transactions: Transactions) -> None:
        """Begin."""
        self._transactions = transactions

    def show(
        self,
        environment_id: str,
        slot: str,
        *,
        display_name: str | None = None,
        category: str | None = None,
        enabled: bool | None = None,
        by: Actor = SYSTEM_ACTOR,
    ) -> CustomDimension:
        """Change what is given; the rest stays as it is.

        A slot seen for the first time is called by its own name, in category `Custom`, shown.

        Raises:
            ControlError: SLOT_UNKNOWN, NAME_INVALID, ENVIRONMENT_NOT_FOUND.
        """
        if slot not in CUSTOM_SLOTS:
            raise ControlError(
                ControlErrorCode.SLOT_UNKNOWN,
                f"There is no custom dimension {names.shown(slot)}. There are"
                f" {CUSTOM_SLOTS[0]} to {CUSTOM_SLOTS[-1]}.",
            )
        for what, name in (("dimension", display_name), ("category", category)):
            if name is not None:
                names.check_name(what, name)
        with self._transactions.writing() as session:
            check_environment_is_here(session, environment_id, "custom dimension")
            row = session.get(CustomDimensionRow, (environment_id, slot))
            if row is None:
                row = CustomDimensionRow(
                    environment_id=environment_id,
                    slot=slot,
                    enabled=True,
                    display_name=slot,
                    category=DEFAULT_CATEGORY,
                )
                session.add(row)
            if display_name is not None:
                row.display_name = display_name
            if category is not None:
                row.category = category
            if enabled is not None:
                row.enabled = enabled
            change = audit.Change(
                "custom_dimension.changed",
                environment_id=environment_id,
                target_id=slot,
                target_name=row.display_name,
                detail={"category": row.category, "enabled": "yes" if row.enabled else "no"},
            )
            audit.record(session, self._transactions.clock(), by, change)
            return _dimension(row)

    def listed(self, environment_id: str | None = None) -> tuple[CustomDimension, ...]:
        """Return those that one environment set, or all did, in the order of the slots."""
        with self._transactions.reading() as session:
            return custom_dimensions(session, environment_id)


def custom_dimensions(
    session: Session, environment_id: str | None = None
) -> tuple[CustomDimension, ...]:
    """Return those that one environment set, or all did, in the order of the slots."""
    asked = select(CustomDimensionRow)
    if environment_id is not None:
        asked = asked.where(CustomDimensionRow.environment_id == environment_id)
    found = [_dimension(row) for row in session.scalars(asked)]
    return tuple(sorted(found, key=lambda each: (each.environment_id, _number(each.slot))))


def _number(slot: str) -> int:
    return CUSTOM_SLOTS.index(slot) if slot in CUSTOM_SLOTS else len(CUSTOM_SLOTS)


def _dimension(row: CustomDimensionRow) -> CustomDimension:
    return CustomDimension(
        environment_id=row.environment_id,
        slot=row.slot,
        display_name=row.display_name,
        category=row.category,
        enabled=row.enabled,
    )
