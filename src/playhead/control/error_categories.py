"""What environments decide on error codes, over the word of their players.

Law: no row means that nothing was decided. What was decided holds for beacons read from then on;
views that are complete change only when they are recomputed.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from playhead.control import audit, names
from playhead.control.environments import check_environment_is_here
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.reading_back import written
from playhead.control.tables import ErrorCategoryRow
from playhead.control.transactions import Transactions
from playhead.model.audit import SYSTEM_ACTOR, Actor
from playhead.model.intent import CategorizedError, ErrorCategory

CODE_CHARS_MOST = 512
"""As long as the code that a view keeps; a longer one would never be met."""


class ErrorCategories:
    """`Control.error_categories`."""

    def __init__(self, transactions: Transactions, *, most: int) -> None:
        """Let each environment decide on up to `most` codes."""
        self._transactions = transactions
        self._most = most

    def decide(
        self,
        environment_id: str,
        code: str,
        category: ErrorCategory | None,
        *,
        by: Actor = SYSTEM_ACTOR,
    ) -> None:
        """Let `category` hold for an error code; with None, the player's own word holds again.

        Raises:
            ControlError: ERROR_CODE_INVALID, ERROR_CATEGORY_LIMIT, ENVIRONMENT_NOT_FOUND.
        """
        _check_code(code)
        with self._transactions.writing() as session:
            check_environment_is_here(session, environment_id, "error category")
            row = session.get(ErrorCategoryRow, (environment_id, code))
            if category is None:
                if row is not None:
                    session.delete(row)
            elif row is not None:
                row.category = category.value
            else:
                self._check_room(session, environment_id, code)
                session.add(
                    ErrorCategoryRow(
                        environment_id=environment_id,
                        player_error_code=code,
                        category=category.value,
                    )
                )
            change = audit.Change(
                "error_category.decided",
                environment_id=environment_id,
                target_id=code,
                target_name=code,
                detail={"category": "default" if category is None else category.value},
            )
            audit.record(session, self._transactions.clock(), by, change)

    def listed(self, environment_id: str | None = None) -> tuple[CategorizedError, ...]:
        """Return what one environment decided, or all did, by environment and code."""
        with self._transactions.reading() as session:
            return categorized_errors(session, environment_id)

    def _check_room(self, session: Session, environment_id: str, code: str) -> None:
        count = session.scalar(
            select(func.count())
            .select_from(ErrorCategoryRow)
            .where(ErrorCategoryRow.environment_id == environment_id)
        )
        if (count or 0) >= self._most:
            raise ControlError(
                ControlErrorCode.ERROR_CATEGORY_LIMIT,
                f"The error code {names.shown(code)} cannot be given a category: this environment"
                f" has decided on {count} codes, and {self._most} is the most. Set some back to"
                " the default.",
            )


def categorized_errors(
    session: Session, environment_id: str | None = None
) -> tuple[CategorizedError, ...]:
    """Return what one environment decided, or all did, by environment and code."""
    asked = select(ErrorCategoryRow).order_by(
        ErrorCategoryRow.environment_id, ErrorCategoryRow.player_error_code
    )
    if environment_id is not None:
        asked = asked.where(ErrorCategoryRow.environment_id == environment_id)
    return tuple(
        CategorizedError(
            row.environment_id,
            row.player_error_code,
            written(
                ErrorCategory,
                row.category,
                f"category of error code {names.shown(row.player_error_code)}",
            ),
        )
        for row in session.scalars(asked)
    )


def _check_code(code: str) -> None:
    if 0 < len(code) <= CODE_CHARS_MOST and names.is_storable(code):
        return
    raise ControlError(
        ControlErrorCode.ERROR_CODE_INVALID,
        f"The error code {names.shown(code)} cannot be given a category: codes have 1 to"
        f" {CODE_CHARS_MOST} characters. Give player_error_code as the player sends it.",
    )
