"""Opening a store: its tables fit the code or it says why not; what was written stays."""

import contextlib
import pathlib
import subprocess
import sys
from collections.abc import Iterator

import pytest

from playhead.store import ddl
from playhead.store.clickhouse import (
    DATABASE,
    ClickHouseReader,
    ClickHouseWriter,
    open_store,
)
from playhead.store.connection import Connection, connect
from playhead.store.interface import StoreError
from playhead.store.migrate import migrate
from tests.contract.store.made import a_tick

DEADLINE_S = 60


def dsn_of(folder: pathlib.Path) -> str:
    return f"chdb://{folder / 'engine'}"


@pytest.fixture
def connection(tmp_path: pathlib.Path) -> Iterator[Connection]:
    founder = connect(dsn_of(tmp_path), database="default")
    founder.run("CREATE DATABASE one")
    one = connect(dsn_of(tmp_path), database="one")
    yield one
    one.close()
    founder.close()


@contextlib.contextmanager
def opened(folder: pathlib.Path) -> Iterator[tuple[ClickHouseWriter, ClickHouseReader]]:
    writer, reader = open_store(dsn_of(folder))
    try:
        yield writer, reader
    finally:
        writer.close()
        reader.close()


def described(connection: Connection) -> dict[str, object]:
    """Return all that the engine knows of the tables' layout."""
    columns = connection.select(
        "SELECT table, name, type, default_kind, compression_codec FROM system.columns"
        " WHERE database = currentDatabase() AND table != 'migrations' ORDER BY 1, 2"
    )
    tables = connection.select(
        "SELECT name, engine, partition_key, sorting_key,"
        " extract(create_table_query, 'TTL.*'), extract(create_table_query, 'SETTINGS.*')"
        " FROM system.tables WHERE database = currentDatabase()"
        " AND name != 'migrations' ORDER BY 1"
    )
    indices = connection.select(
        "SELECT table, name, type_full, expr, granularity FROM system.data_skipping_indices"
        " WHERE database = currentDatabase() ORDER BY 1, 2"
    )
    return {"columns": columns.rows, "tables": tables.rows, "indices": indices.rows}


def test_migrations_add_up_to_the_tables_of_the_model(
    connection: Connection, tmp_path: pathlib.Path
) -> None:
    migrate(connection)
    by_migration = described(connection)
    connection.run("CREATE DATABASE two")
    two = connect(dsn_of(tmp_path), database="two")
    for table in ddl.TABLES:
        two.run(ddl.create_table(table))
    assert by_migration == described(two)
    two.close()


def test_migrating_again_changes_nothing(connection: Connection) -> None:
    migrate(connection)
    before = (
        described(connection),
        connection.select("SELECT * FROM migrations ORDER BY number").rows,
    )
    migrate(connection)
    assert before == (
        described(connection),
        connection.select("SELECT * FROM migrations ORDER BY number").rows,
    )


def test_a_crash_between_the_tables_and_the_record_is_harmless(connection: Connection) -> None:
    migrate(connection)
    before = described(connection)
    connection.run("TRUNCATE TABLE migrations")
    migrate(connection)
    assert described(connection) == before


def test_pulses_from_before_their_surroundings_are_summed_up(tmp_path: pathlib.Path) -> None:
    with opened(tmp_path) as (writer, reader):
        writer.write(views=[], events=[], ticks=[a_tick()])
        sums = "SELECT * FROM pulse_surroundings ORDER BY ALL"
        wanted = reader.select(sums, {}).rows
        with contextlib.closing(connect(dsn_of(tmp_path), database=DATABASE)) as other:
            # As an older version left it, and then half-way through the migration.
            other.run("DELETE FROM migrations WHERE number = 3")
            migrate(other)
        assert wanted
        assert reader.select(sums, {}).rows == wanted


def test_columns_are_packed_as_the_model_says_whatever_an_older_version_did(
    connection: Connection,
) -> None:
    migrate(connection)
    before = described(connection)["columns"]
    connection.run(
        "ALTER TABLE views MODIFY COLUMN watch_time_ms REMOVE CODEC,"
        " MODIFY COLUMN country CODEC(ZSTD(1)), MODIFY COLUMN seek_count CODEC(NONE)"
    )
    assert described(connection)["columns"] != before
    migrate(connection)
    assert described(connection)["columns"] == before


def test_a_column_that_came_to_the_model_is_added(connection: Connection) -> None:
    migrate(connection)
    before = described(connection)["columns"]
    connection.run("ALTER TABLE views DROP COLUMN custom_7, DROP COLUMN ad_type_totals_ms")
    assert described(connection)["columns"] != before
    migrate(connection)
    assert described(connection)["columns"] == before


def test_a_column_of_another_type_is_refused(connection: Connection) -> None:
    migrate(connection)
    connection.run("ALTER TABLE views MODIFY COLUMN custom_7 Nullable(String)")
    with pytest.raises(StoreError, match=r"custom_7.*a migration is missing"):
        migrate(connection)


def test_a_database_of_a_newer_version_is_refused(connection: Connection) -> None:
    migrate(connection)
    connection.run("INSERT INTO migrations (number, name) VALUES (9999, 'of_tomorrow')")
    with pytest.raises(StoreError, match="newer Playhead: it has migration 9999"):
        migrate(connection)


def test_one_process_can_open_one_store_after_another(tmp_path: pathlib.Path) -> None:
    for name in ("first", "second", "first"):
        with opened(tmp_path / name) as (_, reader):
            assert reader.select("SELECT count() FROM views", {}).rows == [(0,)]


def test_two_folders_at_once_are_refused(tmp_path: pathlib.Path) -> None:
    with opened(tmp_path / "first") as (_, reader):
        with pytest.raises(StoreError, match="one folder per process"):
            open_store(dsn_of(tmp_path / "second"))
        assert reader.select("SELECT 1", {}).rows == [(1,)]


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: pathlib.Path) -> None:
    (tmp_path / "engine").write_text("a file stands in the way")
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(dsn_of(tmp_path))


def test_a_server_that_does_not_answer_is_refused_without_its_password() -> None:
    with pytest.raises(StoreError, match="cannot be opened") as refusal:
        open_store("clickhouse://me:secret-word@127.0.0.1:1")
    assert "secret-word" not in str(refusal.value)


WRITES_AND_DIES = """
import os, signal, sys
from playhead.store.clickhouse import open_store
from tests.contract.store.made import a_view, an_event
writer, reader = open_store(sys.argv[1])
writer.write(views=[a_view(f"v{n:03}") for n in range(100)], events=[])
writer.write(
    views=[a_view(f"v{n:03}", version=2) for n in range(50)], events=[an_event(1), an_event(2)]
)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_written_outlives_a_kill(tmp_path: pathlib.Path) -> None:
    died = subprocess.run(
        [sys.executable, "-c", WRITES_AND_DIES, dsn_of(tmp_path)],
        check=False,
        timeout=DEADLINE_S,
        capture_output=True,
        env={"PYTHONPATH": "src:."},
        cwd=pathlib.Path(__file__).parents[3],
    )
    assert died.returncode == -9, died.stderr
    with opened(tmp_path) as (_, reader):
        counted = reader.select(
            "SELECT version, count() FROM views GROUP BY version ORDER BY version", {}
        )
        assert list(counted.rows) == [(1, 50), (2, 50)]
        assert reader.select("SELECT count() FROM view_events", {}).rows == [(2,)]


OPENS = """
import sys
from playhead.store.clickhouse import open_store
from playhead.store.interface import StoreError
try:
    open_store(sys.argv[1])
except StoreError as error:
    print(error)
"""


def test_a_second_process_is_told_that_the_store_is_in_use(tmp_path: pathlib.Path) -> None:
    with opened(tmp_path):
        second = subprocess.run(
            [sys.executable, "-c", OPENS, dsn_of(tmp_path)],
            check=True,
            timeout=DEADLINE_S,
            capture_output=True,
            text=True,
            env={"PYTHONPATH": "src"},
            cwd=pathlib.Path(__file__).parents[3],
        )
    assert "in use by another process" in second.stdout
