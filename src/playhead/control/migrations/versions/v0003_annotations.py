"""Annotations: notes that people pin to a moment."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table, with an index for a chart's span of time."""
    op.create_table(
        "annotations",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("environment_id", sa.String(16), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("date_s", sa.BigInteger, nullable=False),
        sa.Column("sub_property_id", sa.Text, nullable=True),
        sa.Column("created_at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_annotations"),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name="fk_annotations_environment_id"
        ),
    )
    op.create_index(
        "ix_annotations_environment_id_date_s", "annotations", ["environment_id", "date_s"]
    )
