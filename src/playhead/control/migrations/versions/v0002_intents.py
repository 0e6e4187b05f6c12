"""Error categories, custom dimensions, recomputations, and what an environment is for."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables; environments that exist are for production."""
    op.add_column(
        "environments",
        sa.Column("kind", sa.String(32), nullable=False, server_default="production"),
    )
    op.create_table(
        "error_categories",
        sa.Column("environment_id", sa.String(16), nullable=False),
        sa.Column("player_error_code", sa.String(512), nullable=False),
        sa.Column("category", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("environment_id", "player_error_code", name="pk_error_categories"),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name="fk_error_categories_environment_id"
        ),
    )
    op.create_table(
        "custom_dimensions",
        sa.Column("environment_id", sa.String(16), nullable=False),
        sa.Column("slot", sa.String(16), nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("display_name", sa.String(128), nullable=False),
        sa.Column("category", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("environment_id", "slot", name="pk_custom_dimensions"),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name="fk_custom_dimensions_environment_id"
        ),
    )
    op.create_table(
        "recomputations",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("from_ms", sa.BigInteger, nullable=False),
        sa.Column("to_ms", sa.BigInteger, nullable=False),
        sa.Column("environment_id", sa.String(16), nullable=True),
        sa.Column("requested_at_ms", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempt", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("records_read", sa.BigInteger, nullable=False),
        sa.Column("records_total", sa.BigInteger, nullable=False),
        sa.Column("views_replaced", sa.BigInteger, nullable=False),
        sa.Column("ended_at_ms", sa.BigInteger, nullable=True),
        sa.Column("failure", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_recomputations"),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name="fk_recomputations_environment_id"
        ),
    )
