"""The control shelf: who may send and who may ask, for every process that opens the same DSN.

A running server and the command line use it at once. The server takes a `snapshot`, answers from
it, and takes another one when `change_number` has moved.

Law: all calls block and may come from any thread. Each call is one transaction, whole or not at
all. Time and chance are given at opening.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType, TracebackType
from typing import Self

import msgspec
from alembic.util import CommandError
from sqlalchemy import select

from playhead.control import (
    credentials,
    environments,
    names,
    people_tables,  # noqa: F401 - declares its tables
    tokens,
)
from playhead.control.annotations import Annotations
from playhead.control.credentials import RandomBytes
from playhead.control.custom_dimensions import CustomDimensions, custom_dimensions
from playhead.control.engine import Engines, open_engines
from playhead.control.error_categories import ErrorCategories, categorized_errors
from playhead.control.errors import ControlError, ControlErrorCode
from playhead.control.migrate import migrate
from playhead.control.recomputations import Recomputations, under_way
from playhead.control.snapshot import ControlSnapshot
from playhead.control.tables import ChangesRow
from playhead.control.transactions import Transactions
from playhead.model.access import (
    AccessToken,
    Environment,
    EnvironmentKind,
    Organization,
    Permission,
)


class ControlLimits(msgspec.Struct, frozen=True):
    """How much control may hold. A snapshot holds all of it in memory, about 1 KB a token."""

    environments_per_organization: int = 1_000
    tokens_per_environment: int = 1_000
    error_codes_per_environment: int = 1_000
    annotations_per_environment: int = 10_000


class Control:
    """An open control database. Made by `open_control`, which see for what it promises.

    What is neither environment nor token has a door of its own: `error_categories`,
    `custom_dimensions`, `recomputations`, `annotations`.
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
        self._limits = limits
        self._transactions = Transactions(engines, clock=clock, random_bytes=random_bytes)
        self.error_categories = ErrorCategories(
            self._transactions, most=limits.error_codes_per_environment
        )
        self.custom_dimensions = CustomDimensions(self._transactions)
        self.annotations = Annotations(self._transactions, most=limits.annotations_per_environment)
        self.recomputations = Recomputations(self._transactions)
        with self._transactions.reading() as session:
            organization = environments.default_organization(session)
        if organization is None:
            with self._transactions.writing() as session:
                organization = environments.create_default_organization(
                    session, now_ms=clock(), random_bytes=random_bytes
                )
        self._organization = organization

    @property
    def default_organization(self) -> Organization:
        """The organization that new environments belong to."""
        return self._organization

    def create_environment(
        self, name: str, kind: EnvironmentKind = EnvironmentKind.PRODUCTION
    ) -> Environment:
        """Make an environment in the default organization.

        Raises:
            ControlError: NAME_INVALID, ENVIRONMENT_NAME_TAKEN, ENVIRONMENT_LIMIT.
        """
        with self._transactions.writing() as session:
            making = self._transactions.making(self._limits.environments_per_organization)
            return environments.create_environment(session, self._organization, name, kind, making)

    def list_environments(self) -> tuple[Environment, ...]:
        """Return all environments, oldest first."""
        with self._transactions.reading() as session:
            return environments.environments(session)

    def find_environment(self, name_or_id: str) -> Environment:
        """Return the environment with this id, or with this name in any case.

        Raises:
            ControlError: ENVIRONMENT_NOT_FOUND; it names what exists, the nearest first.
        """
        existing = self.list_environments()
        folded = names.folded(name_or_id)
        for each in existing:
            if folded in {each.id, names.folded(each.name)}:
                return each
        raise names.environment_not_found(name_or_id, existing)

    def environments_by_key(self) -> Mapping[str, Environment]:
        """Return all environments by the key that players send."""
        return MappingProxyType({each.env_key: each for each in self.list_environments()})

    def create_token(
        self,
        environment: Environment,
        name: str,
        permissions: Iterable[str] = (Permission.DATA_READ,),
    ) -> tuple[AccessToken, str]:
        """Make a token; return it with its secret, which cannot be read again.

        Raises:
            ControlError: NAME_INVALID, PERMISSION_UNKNOWN, PERMISSIONS_EMPTY,
                ENVIRONMENT_NOT_FOUND, TOKEN_LIMIT.
        """
        with self._transactions.writing() as session:
            making = self._transactions.making(self._limits.tokens_per_environment)
            return tokens.create_token(session, environment, name, permissions, making)

    def verify_token(self, token_id: str, secret: str) -> AccessToken | None:
        """Return the token in force whose secret this is; compared in constant time."""
        with self._transactions.reading() as session:
            found = tokens.credential(session, token_id)
        same = credentials.matches(secret, None if found is None else found.digest)
        return found.token if found is not None and same else None

    def list_tokens(
        self, environment: Environment | None = None, *, include_revoked: bool = False
    ) -> tuple[AccessToken, ...]:
        """Return the tokens of one environment, or of all, oldest first."""
        with self._transactions.reading() as session:
            return tokens.tokens(session, environment, include_revoked=include_revoked)

    def revoke_token(self, token_id: str) -> AccessToken:
        """Make a token never verify again; to revoke it twice changes nothing.

        Raises:
            ControlError: TOKEN_NOT_FOUND.
        """
        with self._transactions.writing() as session:
            return tokens.revoke_token(session, token_id, now_ms=self._transactions.clock())

    def change_number(self) -> int:
        """Return a number that rises with every change, by whichever process."""
        return self._transactions.change_number()

    def snapshot(self) -> ControlSnapshot:
        """Return everything a request needs, all of it as of one change number."""
        with self._transactions.reading() as session:
            change_number = session.execute(select(ChangesRow.number)).scalar_one()
            organizations = environments.organizations(session)
            existing = environments.environments(session)
            in_force = tokens.credentials_in_force(session)
            decided = categorized_errors(session)
            dimensions = custom_dimensions(session)
            recomputation = under_way(session)
        return ControlSnapshot(
            change_number=change_number,
            organizations_by_id=MappingProxyType({each.id: each for each in organizations}),
            environments_by_key=MappingProxyType({each.env_key: each for each in existing}),
            environments_by_id=MappingProxyType({each.id: each for each in existing}),
            credentials_by_token_id=MappingProxyType({each.token.id: each for each in in_force}),
            error_categories=MappingProxyType(
                {(each.environment_id, each.player_error_code): each.category for each in decided}
            ),
            custom_dimensions=MappingProxyType(
                {(each.environment_id, each.slot): each for each in dimensions}
            ),
            recomputation=recomputation,
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
