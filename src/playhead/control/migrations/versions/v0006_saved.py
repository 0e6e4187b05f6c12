"""What people keep of their reading: notes on errors, sets of filters, dashboards, favourites."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "error_notes",
        sa.Column("environment_id", sa.String(16), nullable=False),
        sa.Column("error_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("description", sa.Text, nullable=True),
        sa.Column("notes", sa.Text, nullable=True),
        sa.Column("changed_at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("environment_id", "error_id", name="pk_error_notes"),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name="fk_error_notes_environment_id"
        ),
    )
    _create_kept(
        "filter_sets",
        sa.Column("filters", sa.Text, nullable=False),
        sa.Column("metric_filters", sa.Text, nullable=False),
    )
    _create_kept("boards", sa.Column("definition", sa.Text, nullable=False))
    op.create_table(
        "favourite_boards",
        sa.Column("person_id", sa.String(36), nullable=False),
        sa.Column("board_id", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "board_id", name="pk_favourite_boards"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_favourite_boards_person_id"),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name="fk_favourite_boards_board_id"),
    )
    op.create_index("ix_favourite_boards_board_id", "favourite_boards", ["board_id"])


def _create_kept(name: str, *columns: sa.Column[str]) -> None:
    op.create_table(
        name,
        *columns,
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("environment_id", sa.String(16), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("visibility", sa.String(16), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger, nullable=False),
        sa.Column("changed_at_ms", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["environment_id"], ["environments.id"], name=f"fk_{name}_environment_id"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=f"fk_{name}_owner_id"),
    )
    op.create_index(f"ix_{name}_environment_id_visibility", name, ["environment_id", "visibility"])
    op.create_index(f"ix_{name}_owner_id", name, ["owner_id"])
