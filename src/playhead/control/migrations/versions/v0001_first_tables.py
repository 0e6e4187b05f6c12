"""The first tables: organizations, environments, access tokens, and the number of changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables, and the one row of `changes`."""
    changes = op.create_table(
        "changes",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
    )
    op.bulk_insert(changes, [{"id": 1, "number": 0}])
    op.create_table(
        "organizations",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organizations"),
        sa.UniqueConstraint("number", name="uq_organizations_number"),
    )
    op.create_table(
        "environments",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("property_id", sa.Integer, nullable=False),
        sa.Column("organization_id", sa.String(16), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("name_folded", sa.Text, nullable=False),
        sa.Column("env_key", sa.String(64), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_environments"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name="fk_environments_organization_id"
        ),
        sa.UniqueConstraint("property_id", name="uq_environments_property_id"),
        sa.UniqueConstraint("env_key", name="uq_environments_env_key"),
        sa.UniqueConstraint(
            "organization_id", "name_folded", name="uq_environments_organization_id_name_folded"
        ),
    )
    op.create_table(
        "access_tokens",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("environment_id", sa.String(16), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("permissions", sa.Text, nullable=False),
        sa.Column("secret_sha256", sa.LargeBinary, nullable=False),
        sa.Column("created_at_ms", sa.BigInteger, nullable=False),
        sa.Column("revoked_at_ms", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_access_tokens"),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name="fk_access_tokens_environment_id"
        ),
    )
    op.create_index("ix_access_tokens_environment_id", "access_tokens", ["environment_id"])
