"""Recomputations: asked for by people, carried out by whoever writes the store.

Law: one at a time. Ids and attempts rise and are never given twice, so that the rows of a later
attempt replace those of an earlier one. Only a recomputation that has not ended can change.
"""

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from playhead.control import audit
from playhead.control.environments import check_environment_is_here
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.organizations import organizations
from playhead.control.reading_back import written
from playhead.control.tables import RecomputationRow
from playhead.control.transactions import Transactions
from playhead.model.audit import SYSTEM_ACTOR, Actor
from playhead.model.intent import Recomputation, RecomputationState

KEPT_MOST = 100
"""How many recomputations are remembered; older ones are forgotten when a new one is asked for."""
_EARLIEST_MS, _LATEST_MS = 0, 253_402_300_800_000  # the year 10000
_UNDER_WAY = (RecomputationState.REQUESTED.value, RecomputationState.RUNNING.value)


class Recomputations:
    """`Control.recomputations`."""

    def __init__(self, transactions: Transactions) -> None:
        """Begin."""
        self._transactions = transactions

    def request(
        self,
        *,
        from_ms: int,
        to_ms: int,
        environment_id: str | None = None,
        by: Actor = SYSTEM_ACTOR,
    ) -> Recomputation:
        """Ask for the views that end in [`from_ms`, `to_ms`) to be built anew.

        Raises:
            ControlError: RANGE_INVALID, RECOMPUTATION_UNDER_WAY, ENVIRONMENT_NOT_FOUND.
        """
        if not _EARLIEST_MS <= from_ms < to_ms <= _LATEST_MS:
            raise ControlError(
                ControlErrorCode.RANGE_INVALID,
                f"The range from {from_ms} ms to {to_ms} ms holds no time: give a start that is"
                " before the end, both after 1970 and before the year 10000.",
            )
        with self._transactions.writing() as session:
            if environment_id is not None:
                check_environment_is_here(session, environment_id, "recomputation")
            current = under_way(session)
            if current is not None:
                raise ControlError(
                    ControlErrorCode.RECOMPUTATION_UNDER_WAY,
                    f"Recomputation {current.id} is {current.state.value}, and only one can be"
                    " under way. Wait until it has ended, then ask again.",
                )
            newest = session.scalar(select(func.max(RecomputationRow.id))) or 0
            session.execute(
                delete(RecomputationRow).where(RecomputationRow.id <= newest + 1 - KEPT_MOST)
            )
            row = RecomputationRow(
                id=newest + 1,
                from_ms=from_ms,
                to_ms=to_ms,
                environment_id=environment_id,
                requested_at_ms=self._transactions.clock(),
                state=RecomputationState.REQUESTED.value,
                # Not begun, yet it hands on the highest number given so far.
                attempt=session.scalar(select(func.max(RecomputationRow.attempt))) or 0,
                tries=0,
                records_read=0,
                records_total=0,
                views_replaced=0,
                ended_at_ms=None,
                failure=None,
            )
            session.add(row)
            self._record(session, by, row)
            return _recomputation(row)

    def _record(self, session: Session, by: Actor, row: RecomputationRow) -> None:
        """Tell everybody whose views it is about."""
        asked = audit.Change(
            "recomputation.requested",
            environment_id=row.environment_id,
            target_id=str(row.id),
            detail={"from_ms": str(row.from_ms), "to_ms": str(row.to_ms)},
        )
        owners = [each.id for each in organizations(session)] if row.environment_id is None else []
        changes = [msgspec.structs.replace(asked, organization_id=each) for each in owners]
        for each in changes or [asked]:
            audit.record(session, self._transactions.clock(), by, each)

    def begin(self, recomputation_id: int) -> Recomputation | None:
        """Begin an attempt, with a number of its own; None where there is nothing left to do."""
        with self._transactions.writing() as session:
            row = _changeable(session, recomputation_id)
            if row is None:
                return None
            row.attempt = 1 + (session.scalar(select(func.max(RecomputationRow.attempt))) or 0)
            row.tries += 1
            row.state = RecomputationState.RUNNING.value
            row.records_read = row.records_total = row.views_replaced = 0
            return _recomputation(row)

    def report(
        self, recomputation_id: int, *, records_read: int, records_total: int, views_replaced: int
    ) -> None:
        """Note how far the attempt came; nothing where the recomputation has ended."""
        with self._transactions.writing() as session:
            row = _changeable(session, recomputation_id)
            if row is not None:
                row.records_read = records_read
                row.records_total = records_total
                row.views_replaced = views_replaced

    def end(
        self, recomputation_id: int, *, views_replaced: int, failure: str | None = None
    ) -> None:
        """Note that it is done or, with a sentence, that it failed."""
        state = RecomputationState.DONE if failure is None else RecomputationState.FAILED
        with self._transactions.writing() as session:
            row = _changeable(session, recomputation_id)
            if row is not None:
                row.state = state.value
                row.views_replaced = views_replaced
                row.failure = failure
                row.ended_at_ms = self._transactions.clock()
                if failure is None:
                    row.records_read = row.records_total

    def under_way(self) -> Recomputation | None:
        """Return the recomputation that has not ended, if there is one."""
        with self._transactions.reading() as session:
            return under_way(session)

    def find(self, recomputation_id: int) -> Recomputation:
        """Return a recomputation by its id.

        Raises:
            ControlError: RECOMPUTATION_NOT_FOUND.
        """
        with self._transactions.reading() as session:
            row = session.get(RecomputationRow, recomputation_id)
            if row is None:
                raise ControlError(
                    ControlErrorCode.RECOMPUTATION_NOT_FOUND,
                    f"There is no recomputation {recomputation_id}; the last {KEPT_MOST} are"
                    " remembered.",
                )
            return _recomputation(row)


def under_way(session: Session) -> Recomputation | None:
    """Return the recomputation that has not ended, if there is one."""
    asked = select(RecomputationRow).where(RecomputationRow.state.in_(_UNDER_WAY))
    row = session.scalars(asked.order_by(RecomputationRow.id).limit(1)).one_or_none()
    return None if row is None else _recomputation(row)


def _changeable(session: Session, recomputation_id: int) -> RecomputationRow | None:
    row = session.get(RecomputationRow, recomputation_id)
    return row if row is not None and row.state in _UNDER_WAY else None


def _recomputation(row: RecomputationRow) -> Recomputation:
    return Recomputation(
        id=row.id,
        from_ms=row.from_ms,
        to_ms=row.to_ms,
        environment_id=row.environment_id,
        requested_at_ms=row.requested_at_ms,
        state=written(RecomputationState, row.state, f"recomputation {row.id}"),
        attempt=row.attempt,
        tries=row.tries,
        records_read=row.records_read,
        records_total=row.records_total,
        views_replaced=row.views_replaced,
        ended_at_ms=row.ended_at_ms,
        failure=row.failure,
    )
