"""The tables of control, as the newest migration leaves them; `people_tables` has those of people.

Law: nothing here names an engine. A change here comes with a migration that makes it.
Environments are never deleted, so that a `property_id` is never given twice.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

CHANGES_ID = 1
"""The id of the only row of `changes`."""


class Table(DeclarativeBase):
    """What all tables share: named constraints, so that later migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class ChangesRow(Table):
    """One row whose number every write transaction raises, before anything else that it does.

    So it tells readers that something changed, and makes writers wait for each other.
    """

    __tablename__ = "changes"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)


class OrganizationRow(Table):
    """The owner of environments. `number` 1 is the default organization."""

    __tablename__ = "organizations"
    __table_args__ = (UniqueConstraint("number"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(128))
    created_at_ms: Mapped[int] = mapped_column(BigInteger)


class EnvironmentRow(Table):
    """One wall around data. `name_folded` holds what makes two names the same."""

    __tablename__ = "environments"
    __table_args__ = (
        UniqueConstraint("property_id"),
        UniqueConstraint("env_key"),
        UniqueConstraint("organization_id", "name_folded"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    property_id: Mapped[int]
    organization_id: Mapped[str] = mapped_column(String(16), ForeignKey("organizations.id"))
    name: Mapped[str] = mapped_column(String(128))
    name_folded: Mapped[str] = mapped_column(Text)
    env_key: Mapped[str] = mapped_column(String(64))
    created_at_ms: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(32), server_default="production")
    view_retention_days: Mapped[int | None]


class RetiredKeyRow(Table):
    """A former `env_key` of an environment, which players that have not heard may still send."""

    __tablename__ = "retired_env_keys"

    env_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    environment_id: Mapped[str] = mapped_column(
        String(16), ForeignKey("environments.id"), index=True
    )
    accepted_until_ms: Mapped[int] = mapped_column(BigInteger)


class AccessTokenRow(Table):
    """A token. `permissions` are separated by spaces; only the SHA-256 of its secret is kept."""

    __tablename__ = "access_tokens"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    environment_id: Mapped[str] = mapped_column(
        String(16), ForeignKey("environments.id"), index=True
    )
    name: Mapped[str] = mapped_column(String(128))
    permissions: Mapped[str] = mapped_column(Text)
    secret_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    created_at_ms: Mapped[int] = mapped_column(BigInteger)
    revoked_at_ms: Mapped[int | None] = mapped_column(BigInteger)
    expires_at_ms: Mapped[int | None] = mapped_column(BigInteger)


class TokenUseRow(Table):
    """When a token was last used: apart, since it changes without anything having changed."""

    __tablename__ = "token_uses"

    token_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("access_tokens.id"), primary_key=True
    )
    last_used_at_ms: Mapped[int] = mapped_column(BigInteger)


class SigningKeyRow(Table):
    """The public half of a key pair; `public_key` is PEM."""

    __tablename__ = "signing_keys"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    environment_id: Mapped[str] = mapped_column(
        String(16), ForeignKey("environments.id"), index=True
    )
    public_key: Mapped[str] = mapped_column(Text)
    created_at_ms: Mapped[int] = mapped_column(BigInteger)


class AuditRow(Table):
    """One change. `detail` is JSON; the ids are not foreign keys, since entries outlive things."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "organization_id", "id"),)

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    at_ms: Mapped[int] = mapped_column(BigInteger)
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[str | None] = mapped_column(String(36))
    actor_name: Mapped[str] = mapped_column(Text)
    client_prefix: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64))
    organization_id: Mapped[str | None] = mapped_column(String(16))
    environment_id: Mapped[str | None] = mapped_column(String(16))
    target_id: Mapped[str | None] = mapped_column(String(512))
    target_name: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)


class ErrorCategoryRow(Table):
    """An environment's word on one error code. No row: the player's own word holds."""

    __tablename__ = "error_categories"

    environment_id: Mapped[str] = mapped_column(
        String(16), ForeignKey("environments.id"), primary_key=True
    )
    player_error_code: Mapped[str] = mapped_column(String(512), primary_key=True)
    category: Mapped[str] = mapped_column(String(32))


class CustomDimensionRow(Table):
    """How an environment shows one of its own dimensions. No row: as the catalog names it."""

    __tablename__ = "custom_dimensions"

    environment_id: Mapped[str] = mapped_column(
        String(16), ForeignKey("environments.id"), primary_key=True
    )
    slot: Mapped[str] = mapped_column(String(16), primary_key=True)
    enabled: Mapped[bool] = mapped_column(Boolean)
    display_name: Mapped[str] = mapped_column(String(128))
    category: Mapped[str] = mapped_column(String(128))


class RecomputationRow(Table):
    """A wish to build views anew, and what became of it. `attempt` rises over all rows."""

    __tablename__ = "recomputations"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    from_ms: Mapped[int] = mapped_column(BigInteger)
    to_ms: Mapped[int] = mapped_column(BigInteger)
    environment_id: Mapped[str | None] = mapped_column(String(16), ForeignKey("environments.id"))
    requested_at_ms: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16))
    attempt: Mapped[int] = mapped_column(BigInteger)
    tries: Mapped[int]
    records_read: Mapped[int] = mapped_column(BigInteger)
    records_total: Mapped[int] = mapped_column(BigInteger)
    views_replaced: Mapped[int] = mapped_column(BigInteger)
    ended_at_ms: Mapped[int | None] = mapped_column(BigInteger)
    failure: Mapped[str | None] = mapped_column(Text)


class AnnotationRow(Table):
    """A note that people pinned to a moment."""

    __tablename__ = "annotations"
    __table_args__ = (Index(None, "environment_id", "date_s"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    environment_id: Mapped[str] = mapped_column(String(16), ForeignKey("environments.id"))
    note: Mapped[str] = mapped_column(Text)
    date_s: Mapped[int] = mapped_column(BigInteger)
    sub_property_id: Mapped[str | None] = mapped_column(Text)
    created_at_ms: Mapped[int] = mapped_column(BigInteger)
