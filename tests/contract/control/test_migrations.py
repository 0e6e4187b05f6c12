"""Migrations add up, happen once, and are refused where they would do harm."""

import secrets

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, make_url, text

from playhead.control import ControlError, ControlErrorCode, open_control
from playhead.control.tables import Table


def _open(dsn: str) -> None:
    open_control(dsn, clock=lambda: 1, random_bytes=secrets.token_bytes).close()


def _described(engine: Engine) -> dict[str, object]:
    """Everything the database says about its tables, but for Alembic's own."""
    look = inspect(engine)
    return {
        name: (
            [{**each, "type": repr(each["type"])} for each in look.get_columns(name)],
            look.get_pk_constraint(name),
            sorted(map(repr, look.get_foreign_keys(name))),
            sorted(map(repr, look.get_unique_constraints(name))),
            sorted(map(repr, look.get_indexes(name))),
        )
        for name in sorted(look.get_table_names())
        if name != "alembic_version"
    }


def test_all_migrations_on_nothing_make_the_tables_that_are_declared(dsn: str) -> None:
    engine = create_engine(make_url(dsn))
    _open(dsn)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []
    migrated = _described(engine)
    with engine.begin() as connection:
        Table.metadata.drop_all(connection)
    with engine.begin() as connection:
        Table.metadata.create_all(connection)
    declared = _described(engine)
    engine.dispose()
    assert sorted(migrated) == sorted(Table.metadata.tables)
    assert migrated == declared


def test_a_database_of_a_newer_playhead_is_refused_and_left_alone(dsn: str) -> None:
    _open(dsn)
    engine = create_engine(make_url(dsn))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ControlError, match="at revision 9999, which this Playhead does not") as new:
        _open(dsn)
    assert new.value.code is ControlErrorCode.DATABASE_NEWER
    with engine.connect() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    engine.dispose()
    assert found == "9999"


def test_a_migration_that_fails_half_way_leaves_nothing_behind(dsn: str) -> None:
    engine = create_engine(make_url(dsn))
    with engine.begin() as connection:
        # The last table that the first migration makes is in its way.
        connection.execute(text("CREATE TABLE access_tokens (id INTEGER)"))
    with pytest.raises(ControlError) as refused:
        _open(dsn)
    assert refused.value.code is ControlErrorCode.DATABASE_UNAVAILABLE
    assert "access_tokens" in str(refused.value)
    assert inspect(engine).get_table_names() == ["access_tokens"]
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE access_tokens"))
    engine.dispose()
    _open(dsn)


def test_permissions_that_nobody_writes_are_reported_and_not_ignored(dsn: str) -> None:
    engine = create_engine(make_url(dsn))
    with open_control(dsn, clock=lambda: 1, random_bytes=secrets.token_bytes) as control:
        token, secret = control.create_token(control.create_environment("Production"), "ci")
        with engine.begin() as connection:
            connection.execute(text("UPDATE access_tokens SET permissions = 'data:everything'"))
        engine.dispose()
        with pytest.raises(ControlError, match=f"{token.id} has the permissions 'data:e") as odd:
            control.verify_token(token.id, secret)
        assert odd.value.code is ControlErrorCode.DATA_UNREADABLE
