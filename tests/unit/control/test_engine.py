"""DSNs that cannot be used, and databases that cannot be opened."""

import os
import sqlite3
from pathlib import Path

import pytest

from playhead.control import ControlError, ControlErrorCode, open_control

NO_FILE = "names no file, and control is shared between processes. Write sqlite:////folder/control."
EXAMPLES = "Write sqlite:////folder/control.db or postgresql://user:password@host/database."


def _refused(dsn: str) -> ControlError:
    with pytest.raises(ControlError) as refused:
        open_control(dsn, clock=lambda: 1, random_bytes=os.urandom)
    return refused.value


@pytest.mark.parametrize(
    ("dsn", "sentence"),
    [
        ("sqlite://", f"The control DSN sqlite:// {NO_FILE}"),
        ("sqlite:///:memory:", f"The control DSN sqlite:///:memory: {NO_FILE}"),
        ("/folder/control.db", f"The control DSN cannot be read as a URL. {EXAMPLES}"),
        ("", f"The control DSN cannot be read as a URL. {EXAMPLES}"),
        (
            "postgresql://u:hush@h:port/db",
            f"The control DSN postgresql://… cannot be read as a URL. {EXAMPLES}",
        ),
        (
            "mysql://u:hush@h/db",
            f"The control DSN names the database mysql, which control cannot use. {EXAMPLES}",
        ),
    ],
)
def test_a_dsn_that_names_no_usable_database_is_refused(dsn: str, sentence: str) -> None:
    error = _refused(dsn)
    assert error.code is ControlErrorCode.DSN_NOT_SUPPORTED
    assert str(error).startswith(sentence)
    assert "hush" not in str(error)


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    error = _refused(f"sqlite:///{tmp_path}/missing/control.db")
    assert error.code is ControlErrorCode.DATABASE_UNAVAILABLE
    assert f"{tmp_path}/missing/control.db cannot be used: unable to open database" in str(error)


def test_a_file_that_is_no_database_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "control.db"
    file.write_bytes(b"dear diary, " * 1_000)
    error = _refused(f"sqlite:///{file}")
    assert error.code is ControlErrorCode.DATABASE_UNAVAILABLE
    assert "file is not a database" in str(error)
    assert file.read_bytes() == b"dear diary, " * 1_000


def test_a_server_that_is_not_there_is_reported_without_the_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    error = _refused(f"postgresql://u:hush@/db?host={tmp_path}")
    assert error.code is ControlErrorCode.DATABASE_UNAVAILABLE
    assert "hush" not in str(error)


def test_the_file_is_in_wal_mode(tmp_path: Path) -> None:
    file = tmp_path / "control.db"
    open_control(f"sqlite:///{file}", clock=lambda: 1, random_bytes=os.urandom).close()
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_password_in_the_query_of_a_dsn_is_not_told(tmp_path: Path) -> None:
    error = _refused(f"postgresql://u@/db?host={tmp_path}/missing&password=hush")
    assert error.code is ControlErrorCode.DATABASE_UNAVAILABLE
    assert "hush" not in str(error)
