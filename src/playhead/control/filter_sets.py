"""Sets of filters with a name, to be put on any page of an environment.

Law: what a filter means is not known here; its text is kept as it was read by whoever took it in.
"""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import select
from sqlalchemy.orm import Session

from playhead.control import audit, kept, names
from playhead.control.credentials import draw_token_id
from playhead.control.environments import check_environment_is_here
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.kept import KeptLimits
from playhead.control.making import draw_free
from playhead.control.saved_tables import FilterSetRow
from playhead.control.transactions import Transactions
from playhead.model.audit import SYSTEM_ACTOR, Actor
from playhead.model.saved import (
    FILTER_CHARS_MOST,
    FILTERS_MOST,
    FilterSet,
    Keeper,
    Visibility,
)

KIND = kept.Kind(
    what="filter set",
    invalid=ControlErrorCode.FILTER_SET_INVALID,
    not_found=ControlErrorCode.FILTER_SET_NOT_FOUND,
    too_many=ControlErrorCode.FILTER_SET_LIMIT,
)
_TEXTS = tuple[str, ...]


class Conditions(msgspec.Struct, frozen=True):
    """What views have to meet, as the API spells it."""

    filters: tuple[str, ...] = ()
    metric_filters: tuple[str, ...] = ()


class FilterSetChanges(kept.Changes, frozen=True):
    """What becomes different; what is unset stays."""

    filters: tuple[str, ...] | UnsetType = UNSET
    metric_filters: tuple[str, ...] | UnsetType = UNSET


class FilterSets:
    """`Control.filter_sets`."""

    def __init__(self, transactions: Transactions, limits: KeptLimits) -> None:
        """Let there be so many."""
        self._transactions = transactions
        self._limits = limits

    def create(
        self,
        environment_id: str,
        keeper: Keeper,
        name: str,
        conditions: Conditions,
        visibility: Visibility = Visibility.PRIVATE,
        *,
        by: Actor = SYSTEM_ACTOR,
    ) -> FilterSet:
        """Keep a new one.

        Raises:
            ControlError: NAME_INVALID, FILTER_SET_INVALID, FILTER_SET_LIMIT,
                ENVIRONMENT_NOT_FOUND.
        """
        kept.check_name(KIND, name)
        _check(conditions.filters, conditions.metric_filters)
        with self._transactions.writing() as session:
            check_environment_is_here(session, environment_id, KIND.what)
            making = self._transactions.making(self._limits.shared)
            row = FilterSetRow(
                id=draw_free(
                    lambda: draw_token_id(making.random_bytes),
                    lambda drawn: session.get(FilterSetRow, drawn) is not None,
                ),
                environment_id=environment_id,
                owner_id=keeper.person_id,
                name=name,
                visibility=visibility.value,
                filters=_encoded(conditions.filters),
                metric_filters=_encoded(conditions.metric_filters),
                created_at_ms=making.now_ms,
                changed_at_ms=making.now_ms,
            )
            kept.check_room(session, FilterSetRow, KIND, self._limits, row)
            session.add(row)
            self._record(session, by, "filter_set.created", row)
            return _filter_set(row)

    def listed(self, environment_id: str, keeper: Keeper) -> tuple[FilterSet, ...]:
        """Return those that somebody finds, by name."""
        condition = kept.found_by(FilterSetRow, environment_id, keeper)
        with self._transactions.reading() as session:
            found = [
                _filter_set(row) for row in session.scalars(select(FilterSetRow).where(condition))
            ]
        return tuple(sorted(found, key=lambda each: (names.folded(each.name), each.id)))

    def change(
        self,
        environment_id: str,
        filter_set_id: str,
        keeper: Keeper,
        changes: FilterSetChanges,
        *,
        by: Actor = SYSTEM_ACTOR,
    ) -> FilterSet:
        """Change what is given and return the whole.

        Raises:
            ControlError: FILTER_SET_NOT_FOUND, NOT_THE_OWNER, NAME_INVALID, FILTER_SET_INVALID,
                FILTER_SET_LIMIT.
        """
        with self._transactions.writing() as session:
            row = kept.row_to_change(
                session, FilterSetRow, KIND, environment_id, filter_set_id, keeper
            )
            if changes.name is not UNSET:
                kept.check_name(KIND, changes.name)
                row.name = changes.name
            if changes.filters is not UNSET:
                row.filters = _encoded(changes.filters)
            if changes.metric_filters is not UNSET:
                row.metric_filters = _encoded(changes.metric_filters)
            _check(_decoded(row.filters), _decoded(row.metric_filters))
            if changes.visibility is not UNSET and row.visibility != changes.visibility.value:
                row.visibility = changes.visibility.value
                kept.check_room(session, FilterSetRow, KIND, self._limits, row)
            row.changed_at_ms = self._transactions.clock()
            self._record(session, by, "filter_set.changed", row)
            return _filter_set(row)

    def delete(
        self,
        environment_id: str,
        filter_set_id: str,
        keeper: Keeper,
        *,
        by: Actor = SYSTEM_ACTOR,
    ) -> None:
        """Forget one for good.

        Raises:
            ControlError: FILTER_SET_NOT_FOUND, NOT_THE_OWNER.
        """
        with self._transactions.writing() as session:
            row = kept.row_to_change(
                session, FilterSetRow, KIND, environment_id, filter_set_id, keeper
            )
            self._record(session, by, "filter_set.deleted", row)
            session.delete(row)

    def _record(self, session: Session, by: Actor, action: str, row: FilterSetRow) -> None:
        change = audit.Change(
            action,
            environment_id=row.environment_id,
            target_id=row.id,
            target_name=row.name,
            detail={
                "visibility": row.visibility,
                "filters": row.filters,
                "metric_filters": row.metric_filters,
            },
        )
        audit.record(session, self._transactions.clock(), by, change)


def _filter_set(row: FilterSetRow) -> FilterSet:
    return FilterSet(
        id=row.id,
        environment_id=row.environment_id,
        owner_id=row.owner_id,
        name=row.name,
        visibility=kept.visibility_of(row),
        filters=_decoded(row.filters),
        metric_filters=_decoded(row.metric_filters),
        changed_at_ms=row.changed_at_ms,
    )


def _encoded(texts: Sequence[str]) -> str:
    if not all(names.is_storable(each) for each in texts):
        raise _invalid("a filter holds what no database can: leave it out")
    return msgspec.json.encode(texts).decode()


def _decoded(texts: str) -> tuple[str, ...]:
    return msgspec.json.decode(texts, type=_TEXTS)


def _check(filters: Sequence[str], metric_filters: Sequence[str]) -> None:
    for what, texts in (("filters", filters), ("metric_filters", metric_filters)):
        if len(texts) > FILTERS_MOST:
            raise _invalid(f"{what} are {len(texts)}: give at most {FILTERS_MOST}")
        for each in texts:
            if not 0 < len(each) <= FILTER_CHARS_MOST:
                raise _invalid(
                    f"{what} {names.shown(each)}: give 1 to {FILTER_CHARS_MOST} characters"
                )
    if not filters and not metric_filters:
        raise _invalid("a filter set holds no filter: give at least one")


def _invalid(sentence: str) -> ControlError:
    return ControlError(ControlErrorCode.FILTER_SET_INVALID, sentence)
