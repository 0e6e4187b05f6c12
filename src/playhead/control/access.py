"""Who may send, and to whom it belongs: the shelf's calls on organizations and environments.

Law: each call is one transaction, and its audit entry is written in the same one.
"""

from collections.abc import Mapping

import msgspec
from msgspec import UNSET
from sqlalchemy.orm import Session

from playhead.control import audit, env_keys, environments, organizations
from playhead.control.environments import EnvironmentChanges
from playhead.control.limits import ControlLimits
from playhead.control.transactions import Transactions
from playhead.model.access import Environment, EnvironmentKind, Organization
from playhead.model.audit import SYSTEM_ACTOR, Actor

FIRST_ENVIRONMENTS = (
    ("Production", EnvironmentKind.PRODUCTION),
    ("Development", EnvironmentKind.DEVELOPMENT),
)
"""What every new organization has."""


class EnvironmentAccess:
    """The part of `Control` that is about organizations and environments."""

    def __init__(self, transactions: Transactions, limits: ControlLimits) -> None:
        self._transactions = transactions
        self._limits = limits
        with transactions.reading() as session:
            first = organizations.default_organization(session)
        if first is None:
            first = self._create_first_organization()
        self._first_organization_id = first.id

    def _create_first_organization(self) -> Organization:
        with self._transactions.writing() as session:
            # Another process may have made it since.
            existing = organizations.default_organization(session)
            return existing or self._create(session, organizations.DEFAULT_NAME, SYSTEM_ACTOR)

    def _create(self, session: Session, name: str, by: Actor) -> Organization:
        making = self._transactions.making(self._limits.organizations)
        made = organizations.create_organization(session, name, making)
        change = audit.Change(
            "organization.created", organization_id=made.id, target_id=made.id, target_name=name
        )
        audit.record(session, making.now_ms, by, change)
        for environment_name, kind in FIRST_ENVIRONMENTS:
            self._create_environment(session, made, environment_name, kind, by)
        return made

    @property
    def default_organization(self) -> Organization:
        """The organization that environments belong to where none is named."""
        return self.find_organization(self._first_organization_id)

    def create_organization(self, name: str, *, by: Actor = SYSTEM_ACTOR) -> Organization:
        """Make an organization, with an environment for production and one for development.

        Raises:
            ControlError: NAME_INVALID, ORGANIZATION_NAME_TAKEN, ORGANIZATION_LIMIT.
        """
        with self._transactions.writing() as session:
            return self._create(session, name, by)

    def rename_organization(
        self, organization_id: str, name: str, *, by: Actor = SYSTEM_ACTOR
    ) -> Organization:
        """Give an organization another name.

        Raises:
            ControlError: NAME_INVALID, ORGANIZATION_NAME_TAKEN, ORGANIZATION_NOT_FOUND.
        """
        with self._transactions.writing() as session:
            renamed = organizations.rename_organization(session, organization_id, name)
            change = audit.Change(
                "organization.renamed",
                organization_id=renamed.id,
                target_id=renamed.id,
                target_name=name,
            )
            audit.record(session, self._transactions.clock(), by, change)
            return renamed

    def list_organizations(self) -> tuple[Organization, ...]:
        """Return all organizations, oldest first."""
        with self._transactions.reading() as session:
            return organizations.organizations(session)

    def find_organization(self, name_or_id: str) -> Organization:
        """Return the organization with this id, or with this name in any case.

        Raises:
            ControlError: ORGANIZATION_NOT_FOUND; it names what exists, the nearest first.
        """
        with self._transactions.reading() as session:
            return organizations.find_organization(session, name_or_id)

    def create_environment(
        self,
        name: str,
        kind: EnvironmentKind = EnvironmentKind.PRODUCTION,
        *,
        organization_id: str | None = None,
        by: Actor = SYSTEM_ACTOR,
    ) -> Environment:
        """Make an environment, in the default organization unless another one is given.

        Raises:
            ControlError: NAME_INVALID, ENVIRONMENT_NAME_TAKEN, ENVIRONMENT_LIMIT,
                ORGANIZATION_NOT_FOUND.
        """
        owner_id = organization_id or self._first_organization_id
        with self._transactions.writing() as session:
            owner = organizations.find_organization(session, owner_id)
            return self._create_environment(session, owner, name, kind, by)

    def _create_environment(
        self,
        session: Session,
        owner: Organization,
        name: str,
        kind: EnvironmentKind,
        by: Actor,
    ) -> Environment:
        making = self._transactions.making(self._limits.environments_per_organization)
        made = environments.create_environment(session, owner, name, kind, making)
        change = audit.Change(
            "environment.created",
            environment_id=made.id,
            target_id=made.id,
            target_name=name,
            detail={"kind": kind.value},
        )
        audit.record(session, making.now_ms, by, change)
        return made

    def change_environment(
        self, environment_id: str, changes: EnvironmentChanges, *, by: Actor = SYSTEM_ACTOR
    ) -> Environment:
        """Change what is given and return the whole.

        Raises:
            ControlError: NAME_INVALID, ENVIRONMENT_NAME_TAKEN, RETENTION_INVALID,
                ENVIRONMENT_NOT_FOUND.
        """
        with self._transactions.writing() as session:
            changed = environments.change_environment(session, environment_id, changes)
            change = audit.Change(
                "environment.changed",
                environment_id=changed.id,
                target_id=changed.id,
                target_name=changed.name,
                detail={
                    name: "default" if value is None else str(value)
                    for name, value in msgspec.structs.asdict(changes).items()
                    if value is not UNSET
                },
            )
            audit.record(session, self._transactions.clock(), by, change)
            return changed

    def rotate_env_key(
        self, environment_id: str, *, accept_old_for_ms: int, by: Actor = SYSTEM_ACTOR
    ) -> Environment:
        """Give an environment another key; players may send under the old one for a while.

        Raises:
            ControlError: RANGE_INVALID, KEY_LIMIT, ENVIRONMENT_NOT_FOUND.
        """
        env_keys.check_acceptance(accept_old_for_ms)
        with self._transactions.writing() as session:
            row = environments.check_environment_is_here(session, environment_id, "key")
            making = self._transactions.making(self._limits.environments_per_organization)
            drawn = environments.draw_env_key(session, environments.environments(session), making)
            env_keys.retire(
                session,
                row.id,
                row.env_key,
                now_ms=making.now_ms,
                accept_for_ms=accept_old_for_ms,
            )
            row.env_key = drawn
            change = audit.Change(
                "environment.key_rotated",
                environment_id=row.id,
                target_id=row.id,
                target_name=row.name,
                detail={"accept_old_for_ms": str(accept_old_for_ms)},
            )
            audit.record(session, making.now_ms, by, change)
            return environments.environment_of(row)

    def list_environments(self) -> tuple[Environment, ...]:
        """Return all environments, oldest first."""
        with self._transactions.reading() as session:
            return environments.environments(session)

    def environment_names(self) -> Mapping[str, str]:
        """Return the name by which `find_environment` finds each environment, by its id."""
        with self._transactions.reading() as session:
            return environments.names_of(
                environments.environments(session), organizations.organizations(session)
            )

    def find_environment(self, name_or_id: str) -> Environment:
        """Return the environment with this id, or with this name in any case.

        A name alone is one of the default organization; others are `organization/name`.

        Raises:
            ControlError: ENVIRONMENT_NOT_FOUND; it names what exists, the nearest first.
        """
        with self._transactions.reading() as session:
            return environments.find_environment(
                name_or_id,
                environments.environments(session),
                organizations.organizations(session),
            )
