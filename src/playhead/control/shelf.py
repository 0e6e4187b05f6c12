"""The control shelf: who may send and who may ask, for every process that opens the same DSN.

A running server and the command line use it at once. The server takes a `snapshot`, answers from
it, and takes another one when `change_number` has moved.

Law: all calls block and may come from any thread. Each call is one transaction, whole or not at
all. Time and chance are given at opening.
"""

from collections.abc import Callable
from types import MappingProxyType, TracebackType
from typing import Self

from alembic.util import CommandError
from sqlalchemy import select

from playhead.control import (
    env_keys,
    environments,
    organizations,
    tokens,
)
from playhead.control.access import EnvironmentAccess
from playhead.control.annotations import Annotations
from playhead.control.audit import Audit
from playhead.control.boards import Boards
from playhead.control.credentials import RandomBytes
from playhead.control.custom_dimensions import CustomDimensions, custom_dimensions
from playhead.control.engine import Engines, open_engines
from playhead.control.error_categories import ErrorCategories, categorized_errors
from playhead.control.error_notes import ErrorNotes
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.filter_sets import FilterSets
from playhead.control.limits import ControlLimits
from playhead.control.memberships import all_memberships
from playhead.control.migrate import migrate
from playhead.control.password_hashing import PasswordHashing
from playhead.control.people import People
from playhead.control.people_rows import all_people
from playhead.control.recomputations import Recomputations, under_way
from playhead.control.server_keys import server_key
from playhead.control.sessions import Sessions, session_credentials
from playhead.control.signing_keys import SigningKeys, signing_keys
from playhead.control.snapshot import ControlSnapshot
from playhead.control.tables import ChangesRow
from playhead.control.token_access import TokenAccess
from playhead.control.transactions import Transactions


class Control(EnvironmentAccess, TokenAccess):
    """An open control database. Made by `open_control`, which see for what it promises.

    Its own calls are about organizations and environments (`EnvironmentAccess`) and about access
    tokens (`TokenAccess`). All else has a door of its own: `signing_keys`, `error_categories`,
    `custom_dimensions`, `recomputations`, `annotations`, `error_notes`, `filter_sets`, `boards`,
    `people`, `sessions`, `audit`.
    """

    def __init__(
        self,
        engines: Engines,
        *,
        clock: Callable[[], int],
        random_bytes: RandomBytes,
        limits: ControlLimits,
    ) -> None:
        self._engines = engines
        transactions = Transactions(engines, clock=clock, random_bytes=random_bytes)
        EnvironmentAccess.__init__(self, transactions, limits)
        TokenAccess.__init__(self, transactions, limits)
        self.signing_keys = SigningKeys(transactions, most=limits.signing_keys_per_environment)
        self.audit = Audit(transactions)
        self.error_categories = ErrorCategories(
            transactions, most=limits.error_codes_per_environment
        )
        self.custom_dimensions = CustomDimensions(transactions)
        self.annotations = Annotations(transactions, most=limits.annotations_per_environment)
        self.error_notes = ErrorNotes(transactions, most=limits.error_notes_per_environment)
        self.filter_sets = FilterSets(transactions, limits.filter_sets)
        self.boards = Boards(
            transactions, limits.boards, favourites_most=limits.favourites_per_person
        )
        self.recomputations = Recomputations(transactions)
        self.people = People(
            transactions,
            PasswordHashing(random_bytes, limits.hashing),
            default_organization_id=self.default_organization.id,
            most=limits.people_per_organization,
        )
        self.sessions = Sessions(transactions, most=limits.sessions_per_person)

    def server_key(self, name: str) -> bytes:
        """Return a random key of 32 bytes, the same for all processes, made when first asked for.

        Raises:
            ControlError: NAME_INVALID.
        """
        return server_key(self._transactions, name)

    def change_number(self) -> int:
        """Return a number that rises with every change, by whichever process."""
        return self._transactions.change_number()

    def snapshot(self) -> ControlSnapshot:
        """Return everything a request needs, all of it as of one change number."""
        now_ms = self._transactions.clock()
        with self._transactions.reading() as session:
            change_number = session.execute(select(ChangesRow.number)).scalar_one()
            owners = organizations.organizations(session)
            existing = environments.environments(session)
            former = env_keys.accepted_keys(session, now_ms)
            in_force = tokens.credentials_in_force(session, now_ms)
            keys = signing_keys(session)
            decided = categorized_errors(session)
            dimensions = custom_dimensions(session)
            recomputation = under_way(session)
            people = all_people(session)
            places = all_memberships(session)
            signed_in = session_credentials(session)
        by_id = {each.id: each for each in existing}
        return ControlSnapshot(
            change_number=change_number,
            organizations_by_id=MappingProxyType({each.id: each for each in owners}),
            environments_by_key=MappingProxyType(
                {each.env_key: by_id[each.environment_id] for each in former}
                | {each.env_key: each for each in existing}
            ),
            environments_by_id=MappingProxyType(by_id),
            credentials_by_token_id=MappingProxyType({each.token.id: each for each in in_force}),
            error_categories=MappingProxyType(
                {(each.environment_id, each.player_error_code): each.category for each in decided}
            ),
            custom_dimensions=MappingProxyType(
                {(each.environment_id, each.slot): each for each in dimensions}
            ),
            recomputation=recomputation,
            signing_keys_by_id=MappingProxyType({each.id: each for each in keys}),
            people_by_id=MappingProxyType({each.id: each for each in people}),
            memberships_by_person_id=MappingProxyType(places),
            sessions_by_digest=MappingProxyType({each.digest: each.session for each in signed_in}),
            stale_at_ms=min((each.accepted_until_ms for each in former), default=None),
        )

    def close(self) -> None:
        """Close all connections."""
        self._engines.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_control(
    dsn: str,
    *,
    clock: Callable[[], int],
    random_bytes: RandomBytes,
    limits: ControlLimits | None = None,
) -> Control:
    """Open the control database, bring its tables up to date, and see to the first organization.

    Any number of processes may do so at once, on a new database too.

    Args:
        dsn: `sqlite:////folder/control.db`, whose folder exists, or
            `postgresql://user:password@host/database`.
        clock: gives the time in epoch milliseconds.
        random_bytes: gives that many bytes that nobody can guess, such as `os.urandom`.
        limits: how much control may hold.

    Raises:
        ControlError: DSN_NOT_SUPPORTED, DATABASE_UNAVAILABLE, DATABASE_NEWER.
    """
    engines = open_engines(dsn)
    try:
        with engines.errors_translated():
            migrate(engines)
        return Control(
            engines, clock=clock, random_bytes=random_bytes, limits=limits or ControlLimits()
        )
    except CommandError as failed:
        engines.dispose()
        raise ControlError(
            ControlErrorCode.DATABASE_UNAVAILABLE,
            f"The control database could not be brought up to date: {failed}."
            " Restore a copy of it, or start with a new one.",
        ) from failed
    except BaseException:
        engines.dispose()
        raise
