"""A PostgreSQL of our own for tests: Debian's package, a folder that is thrown away, a free port.

PLAYHEAD_TEST_POSTGRES may name another one, in which this user may create schemas. Without either,
tests that need one are skipped and say so.

Law: it listens on this machine alone, asks for a password, and ends with who started it.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text

GIVEN = os.environ.get("PLAYHEAD_TEST_POSTGRES")
START_MOST_S = 60.0
STOP_MOST_S = 30.0
POLL_S = 0.05


def _newest_binaries() -> Path | None:
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    on_path = shutil.which("initdb")
    newest = max(found, key=lambda each: float(each.parts[-3]), default=None)
    if newest is not None:
        return newest.parent
    return None if on_path is None else Path(on_path).parent


BINARIES = _newest_binaries()
needs_postgres = pytest.mark.skipif(
    GIVEN is None and BINARIES is None,
    reason="PostgreSQL is not installed (Debian: apt-get install postgresql), and"
    " PLAYHEAD_TEST_POSTGRES names none",
)


@contextlib.contextmanager
def running_postgres() -> Iterator[str]:
    """Run one; give the DSN of its empty database."""
    if GIVEN is not None:
        yield GIVEN
        return
    assert BINARIES is not None
    folder = Path(tempfile.mkdtemp(prefix="playhead-postgres-"))
    password = secrets.token_hex(12)
    # PostgreSQL refuses to run as root.
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    try:
        password_file = folder / "password"
        password_file.write_text(password)
        for each in (folder, password_file):
            os.chown(each, user.pw_uid, user.pw_gid)
        _as(user, BINARIES / "initdb", "--pgdata", folder / "data", "--username", "playhead",
            "--pwfile", password_file, "--auth", "scram-sha-256", "--no-sync", "--encoding", "UTF8",
            "--locale", "C.UTF-8").wait(START_MOST_S)  # fmt: skip
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        process = _as(user, BINARIES / "postgres", "-D", folder / "data", "-k", folder,
                      "-h", "127.0.0.1", "-p", str(port), "-c", "fsync=off",
                      "-c", "max_connections=200")  # fmt: skip
        try:
            dsn = f"postgresql://playhead:{password}@127.0.0.1:{port}/postgres"
            _wait_until_ready(process, dsn, folder)
            yield dsn
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(STOP_MOST_S)
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def own_schema(server_dsn: str) -> Iterator[str]:
    """Give the DSN of an empty schema, dropped afterwards."""
    schema = f"playhead_test_{secrets.token_hex(6)}"
    server = create_engine(server_dsn)
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    url = make_url(server_dsn).update_query_dict({"options": f"-csearch_path={schema}"})
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        with server.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        server.dispose()


def _as(user: pwd.struct_passwd, *command: Path | str) -> "subprocess.Popen[bytes]":
    as_root = os.geteuid() == 0
    return subprocess.Popen(
        [str(each) for each in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=user.pw_uid if as_root else None,
        group=user.pw_gid if as_root else None,
        extra_groups=[] if as_root else None,
        cwd="/",
    )


def _wait_until_ready(process: "subprocess.Popen[bytes]", dsn: str, folder: Path) -> None:
    give_up = time.monotonic() + START_MOST_S
    while not _answers(dsn):
        assert process.poll() is None, f"PostgreSQL in {folder} ended"
        assert time.monotonic() < give_up, f"PostgreSQL in {folder} does not answer"
        time.sleep(POLL_S)


def _answers(dsn: str) -> bool:
    try:
        psycopg.connect(dsn).close()
    except psycopg.OperationalError:
        return False
    return True
