"""Signing keys, retired environment keys, the ends and uses of tokens, and the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables; tokens that exist never end."""
    op.add_column("environments", sa.Column("view_retention_days", sa.Integer, nullable=True))
    op.add_column("access_tokens", sa.Column("expires_at_ms", sa.BigInteger, nullable=True))
    op.create_table(
        "retired_env_keys",
        sa.Column("env_key", sa.String(64), nullable=False),
        sa.Column("environment_id", sa.String(16), nullable=False),
        sa.Column("accepted_until_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("env_key", name="pk_retired_env_keys"),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name="fk_retired_env_keys_environment_id"
        ),
    )
    op.create_index("ix_retired_env_keys_environment_id", "retired_env_keys", ["environment_id"])
    op.create_table(
        "token_uses",
        sa.Column("token_id", sa.String(36), nullable=False),
        sa.Column("last_used_at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("token_id", name="pk_token_uses"),
        sa.ForeignKeyConstraint(["token_id"], ["access_tokens.id"], name="fk_token_uses_token_id"),
    )
    op.create_table(
        "signing_keys",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("environment_id", sa.String(16), nullable=False),
        sa.Column("public_key", sa.Text, nullable=False),
        sa.Column("created_at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_signing_keys"),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name="fk_signing_keys_environment_id"
        ),
    )
    op.create_index("ix_signing_keys_environment_id", "signing_keys", ["environment_id"])
    op.create_table(
        "audit_entries",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("at_ms", sa.BigInteger, nullable=False),
        sa.Column("actor_kind", sa.String(16), nullable=False),
        sa.Column("actor_id", sa.String(36), nullable=True),
        sa.Column("actor_name", sa.Text, nullable=False),
        sa.Column("client_prefix", sa.String(64), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("organization_id", sa.String(16), nullable=True),
        sa.Column("environment_id", sa.String(16), nullable=True),
        sa.Column("target_id", sa.String(512), nullable=True),
        sa.Column("target_name", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
    )
    op.create_index(
        "ix_audit_entries_organization_id_id", "audit_entries", ["organization_id", "id"]
    )
