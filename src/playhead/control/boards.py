"""Dashboards that people build, and which of them somebody wants to find first.

Law: a definition is kept only if it can be decoded again. A favourite is one's own affair: it is no
change that anybody else has to read anew, and stands in no log.
"""

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from playhead.control import audit, kept, names
from playhead.control.credentials import draw_token_id
from playhead.control.environments import check_environment_is_here
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.kept import KeptLimits
from playhead.control.making import draw_free
from playhead.control.saved_tables import BoardRow, FavouriteRow
from playhead.control.transactions import Transactions
from playhead.model.audit import SYSTEM_ACTOR, Actor
from playhead.model.saved import NAME_CHARS_MOST, Board, BoardDefinition, Keeper, Visibility

KIND = kept.Kind(
    what="dashboard",
    invalid=ControlErrorCode.BOARD_INVALID,
    not_found=ControlErrorCode.BOARD_NOT_FOUND,
    too_many=ControlErrorCode.BOARD_LIMIT,
)
DEFINITION_BYTES_MOST = 60_000


class BoardChanges(kept.Changes, frozen=True):
    """What becomes different; what is unset stays."""

    definition: BoardDefinition | UnsetType = UNSET


class Boards:
    """`Control.boards`."""

    def __init__(
        self, transactions: Transactions, limits: KeptLimits, *, favourites_most: int
    ) -> None:
        """Let there be so many, and so many favourites of a person in an environment."""
        self._transactions = transactions
        self._limits = limits
        self._favourites_most = favourites_most

    def create(
        self,
        environment_id: str,
        keeper: Keeper,
        name: str,
        definition: BoardDefinition,
        visibility: Visibility = Visibility.PRIVATE,
        *,
        by: Actor = SYSTEM_ACTOR,
    ) -> Board:
        """Keep a new one.

        Raises:
            ControlError: NAME_INVALID, BOARD_INVALID, BOARD_LIMIT, ENVIRONMENT_NOT_FOUND.
        """
        kept.check_name(KIND, name)
        encoded = _encoded(definition)
        with self._transactions.writing() as session:
            check_environment_is_here(session, environment_id, KIND.what)
            row = self._made(session, environment_id, keeper, name, encoded, visibility)
            self._record(session, by, "dashboard.created", row)
            return _board(row)

    def duplicate(
        self, environment_id: str, board_id: str, keeper: Keeper, *, by: Actor = SYSTEM_ACTOR
    ) -> Board:
        """Make a private one of somebody's own from one that they find.

        Raises:
            ControlError: BOARD_NOT_FOUND, BOARD_LIMIT.
        """
        with self._transactions.writing() as session:
            source = kept.row_for(session, BoardRow, KIND, environment_id, board_id, keeper)
            name = f"Copy of {source.name}"[:NAME_CHARS_MOST].rstrip()
            row = self._made(
                session, environment_id, keeper, name, source.definition, Visibility.PRIVATE
            )
            self._record(session, by, "dashboard.created", row)
            return _board(row)

    def find(self, environment_id: str, board_id: str, keeper: Keeper) -> Board:
        """Return one that somebody finds.

        Raises:
            ControlError: BOARD_NOT_FOUND, DATA_UNREADABLE.
        """
        with self._transactions.reading() as session:
            return _board(kept.row_for(session, BoardRow, KIND, environment_id, board_id, keeper))

    def listed(self, environment_id: str, keeper: Keeper) -> tuple[Board, ...]:
        """Return those that somebody finds, by name."""
        condition = kept.found_by(BoardRow, environment_id, keeper)
        with self._transactions.reading() as session:
            found = [_board(row) for row in session.scalars(select(BoardRow).where(condition))]
        return tuple(sorted(found, key=lambda each: (names.folded(each.name), each.id)))

    def change(
        self,
        environment_id: str,
        board_id: str,
        keeper: Keeper,
        changes: BoardChanges,
        *,
        by: Actor = SYSTEM_ACTOR,
    ) -> Board:
        """Change what is given and return the whole; what is made private is no other's favourite.

        Raises:
            ControlError: BOARD_NOT_FOUND, NOT_THE_OWNER, NAME_INVALID, BOARD_INVALID, BOARD_LIMIT.
        """
        with self._transactions.writing() as session:
            row = kept.row_to_change(session, BoardRow, KIND, environment_id, board_id, keeper)
            if changes.name is not UNSET:
                kept.check_name(KIND, changes.name)
                row.name = changes.name
            if changes.definition is not UNSET:
                row.definition = _encoded(changes.definition)
            if changes.visibility is not UNSET and row.visibility != changes.visibility.value:
                row.visibility = changes.visibility.value
                kept.check_room(session, BoardRow, KIND, self._limits, row)
                if changes.visibility is Visibility.PRIVATE:
                    others = FavouriteRow.person_id != row.owner_id
                    session.execute(
                        delete(FavouriteRow).where(FavouriteRow.board_id == row.id, others)
                    )
            row.changed_at_ms = self._transactions.clock()
            self._record(session, by, "dashboard.changed", row)
            return _board(row)

    def delete(
        self, environment_id: str, board_id: str, keeper: Keeper, *, by: Actor = SYSTEM_ACTOR
    ) -> None:
        """Forget one for good, and that it was anybody's favourite.

        Raises:
            ControlError: BOARD_NOT_FOUND, NOT_THE_OWNER.
        """
        with self._transactions.writing() as session:
            row = kept.row_to_change(session, BoardRow, KIND, environment_id, board_id, keeper)
            self._record(session, by, "dashboard.deleted", row)
            session.execute(delete(FavouriteRow).where(FavouriteRow.board_id == row.id))
            session.delete(row)

    def favourites(self, environment_id: str, keeper: Keeper) -> frozenset[str]:
        """Return the ids of somebody's favourites in an environment."""
        with self._transactions.reading() as session:
            return self._favourites(session, environment_id, keeper)

    def mark(self, environment_id: str, board_id: str, keeper: Keeper) -> None:
        """Let one be among somebody's favourites.

        Raises:
            ControlError: BOARD_NOT_FOUND, FAVOURITE_LIMIT.
        """
        with self._transactions.noting() as session:
            row = kept.row_for(session, BoardRow, KIND, environment_id, board_id, keeper)
            marked = self._favourites(session, environment_id, keeper)
            if row.id in marked:
                return
            if len(marked) >= self._favourites_most:
                raise ControlError(
                    ControlErrorCode.FAVOURITE_LIMIT,
                    f"The dashboard {names.shown(row.name)} cannot be a favourite: you have"
                    f" {len(marked)} here, and {self._favourites_most} is the most. Unmark one"
                    " first.",
                )
            session.add(FavouriteRow(person_id=keeper.person_id, board_id=row.id))

    def unmark(self, environment_id: str, board_id: str, keeper: Keeper) -> None:
        """Let one no longer be among somebody's favourites.

        Raises:
            ControlError: BOARD_NOT_FOUND.
        """
        with self._transactions.noting() as session:
            row = kept.row_for(session, BoardRow, KIND, environment_id, board_id, keeper)
            marked = session.get(FavouriteRow, (keeper.person_id, row.id))
            if marked is not None:
                session.delete(marked)

    def _favourites(self, session: Session, environment_id: str, keeper: Keeper) -> frozenset[str]:
        asked = (
            select(FavouriteRow.board_id)
            .join(BoardRow, BoardRow.id == FavouriteRow.board_id)
            .where(
                FavouriteRow.person_id == keeper.person_id,
                BoardRow.environment_id == environment_id,
            )
        )
        return frozenset(session.scalars(asked))

    def _made(
        self,
        session: Session,
        environment_id: str,
        keeper: Keeper,
        name: str,
        definition: str,
        visibility: Visibility,
    ) -> BoardRow:
        making = self._transactions.making(self._limits.shared)
        row = BoardRow(
            id=draw_free(
                lambda: draw_token_id(making.random_bytes),
                lambda drawn: session.get(BoardRow, drawn) is not None,
            ),
            environment_id=environment_id,
            owner_id=keeper.person_id,
            name=name,
            visibility=visibility.value,
            definition=definition,
            created_at_ms=making.now_ms,
            changed_at_ms=making.now_ms,
        )
        kept.check_room(session, BoardRow, KIND, self._limits, row)
        session.add(row)
        return row

    def _record(self, session: Session, by: Actor, action: str, row: BoardRow) -> None:
        change = audit.Change(
            action,
            environment_id=row.environment_id,
            target_id=row.id,
            target_name=row.name,
            detail={"visibility": row.visibility},
        )
        audit.record(session, self._transactions.clock(), by, change)


def _board(row: BoardRow) -> Board:
    try:
        definition = msgspec.json.decode(row.definition, type=BoardDefinition)
    except msgspec.DecodeError as unreadable:
        raise ControlError(
            ControlErrorCode.DATA_UNREADABLE,
            f"The dashboard {row.id} holds a definition that this Playhead did not write:"
            f" {unreadable}. Correct it in the database, or delete its row.",
        ) from unreadable
    return Board(
        id=row.id,
        environment_id=row.environment_id,
        owner_id=row.owner_id,
        name=row.name,
        visibility=kept.visibility_of(row),
        definition=definition,
        changed_at_ms=row.changed_at_ms,
    )


def _encoded(definition: BoardDefinition) -> str:
    """Return a definition as it is kept; decoding it checks what constructing it does not."""
    try:
        encoded = msgspec.json.encode(definition)
        msgspec.json.decode(encoded, type=BoardDefinition)
    except (msgspec.DecodeError, UnicodeEncodeError) as wrong:
        raise _invalid(f"the dashboard cannot be kept: {wrong}") from wrong
    if len(encoded) > DEFINITION_BYTES_MOST:
        raise _invalid(
            f"the dashboard's definition has {len(encoded)} bytes, and {DEFINITION_BYTES_MOST} is"
            " the most: take filters or components out"
        )
    return encoded.decode()


def _invalid(sentence: str) -> ControlError:
    return ControlError(ControlErrorCode.BOARD_INVALID, sentence)
