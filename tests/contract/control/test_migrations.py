"""Migrations add up, happen once, and are refused where they would do harm."""

import secrets

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, column, create_engine, inspect, make_url, table, text

from playhead.control import ControlError, ControlErrorCode, open_control
from playhead.control.credentials import digest_of
from playhead.control.tables import Table
from playhead.model.access import Environment, Organization

OLD_TOKEN_ID = "00000000-0000-4000-8000-000000000001"
ROWS_OF_THE_FIRST_VERSION: dict[str, dict[str, object]] = {
    "organizations": {"id": "aaaaaaaa", "number": 1, "name": "Old", "created_at_ms": 1},
    "environments": {
        "id": "bbbbbbbb",
        "property_id": 1,
        "organization_id": "aaaaaaaa",
        "name": "Site",
        "name_folded": "site",
        "env_key": "k" * 24,
        "created_at_ms": 2,
    },
    "access_tokens": {
        "id": OLD_TOKEN_ID,
        "environment_id": "bbbbbbbb",
        "name": "ci",
        "permissions": "data:read",
        "secret_sha256": digest_of("secret"),
        "created_at_ms": 3,
    },
}


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
        token, secret = control.create_token(control.find_environment("Production"), "ci")
        with engine.begin() as connection:
            connection.execute(text("UPDATE access_tokens SET permissions = 'data:everything'"))
        engine.dispose()
        with pytest.raises(ControlError, match=f"{token.id} has the permissions 'data:e") as odd:
            control.verify_token(token.id, secret)
        assert odd.value.code is ControlErrorCode.DATA_UNREADABLE


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004", "0005", "0006"])
def test_a_database_of_an_older_version_keeps_what_it_has_and_gets_the_new_tables(
    dsn: str, revision: str
) -> None:
    engine = create_engine(make_url(dsn))
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "playhead.control:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for name, row in ROWS_OF_THE_FIRST_VERSION.items():
            into = table(name, *map(column, row))
            connection.execute(into.insert().values(row))
    engine.dispose()
    for _ in range(2):
        with open_control(dsn, clock=lambda: 9, random_bytes=secrets.token_bytes) as control:
            assert control.default_organization == Organization("aaaaaaaa", "Old", 1)
            assert control.list_environments() == (
                Environment("bbbbbbbb", 1, "aaaaaaaa", "Site", "k" * 24, 2),
            )
            token = control.verify_token(OLD_TOKEN_ID, "secret")
            assert token is not None
            assert (token.name, token.expires_at_ms, token.last_used_at_ms) == ("ci", None, None)
            assert control.recomputations.under_way() is None
            assert control.snapshot().signing_keys_by_id == {}
            assert control.audit.listed(None, limit=1).rows == ()
