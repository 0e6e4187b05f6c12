"""Opening the database behind a DSN, and all that differs between SQLite and PostgreSQL.

Readers get one consistent state for a whole transaction on either: SQLite gives it in WAL mode,
PostgreSQL under REPEATABLE READ. Writers wait for each other: on SQLite for the file's write lock,
on PostgreSQL for the row of `changes`.

Law: no other module of this shelf knows which database it is.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry

from playhead.control.errors import ControlError, ControlErrorCode

_SQLITE = frozenset({"sqlite", "sqlite+pysqlite"})
_POSTGRESQL = frozenset({"postgresql", "postgresql+psycopg"})
_BUSY_TIMEOUT_MS = 10_000
"""How long a writer waits for another one; a write takes milliseconds."""
_WAL_ATTEMPTS_MOST = 100
_MIGRATION_LOCK = 0x706C61796865  # the bytes of "playhe": any number that nobody else locks
_BEGIN = "playhead_begin"


class Engines(msgspec.Struct, frozen=True):
    """One pool of connections, seen by readers and by writers."""

    reading: Engine
    writing: Engine

    @property
    def _shown_url(self) -> str:
        """Return where the database is, without what may be a password."""
        return self.reading.url.set(query={}).render_as_string(hide_password=True)

    def dispose(self) -> None:
        """Close all connections."""
        self.reading.dispose()

    @contextmanager
    def errors_translated(self) -> Iterator[None]:
        """Turn what the database or its driver raises into a ControlError, chained."""
        try:
            yield
        except (exc.SQLAlchemyError, sqlite3.Error) as failed:
            reason = getattr(failed, "orig", None) or failed
            raise ControlError(
                ControlErrorCode.DATABASE_UNAVAILABLE,
                f"The control database {self._shown_url} cannot be used: {str(reason).strip()}."
                " Check that it is there, that this user may read and write it, and that nothing"
                " keeps it locked.",
            ) from failed


def open_engines(dsn: str) -> Engines:
    """Make the engines for a DSN; the first connection is made when the first one is needed.

    Raises:
        ControlError: DSN_NOT_SUPPORTED.
    """
    url = _read(dsn)
    try:
        # Parameters hold digests and names: they have no business in an error or a log.
        engine = create_engine(
            url, hide_parameters=True, pool_pre_ping=url.drivername not in _SQLITE
        )
    except ModuleNotFoundError as missing:
        raise _not_supported(
            f"The control DSN {url.drivername}://… needs the Python package {missing.name},"
            " which is not installed. Install it and start again."
        ) from missing
    if url.drivername not in _SQLITE:
        return Engines(engine.execution_options(isolation_level="REPEATABLE READ"), engine)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Engines(engine, engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"}))


@contextmanager
def migration_transaction(engines: Engines) -> Iterator[Connection]:
    """Hold a transaction in which no other process migrates; it waits for one that does."""
    with engines.writing.begin() as connection:
        if connection.dialect.name == "postgresql":
            # SQLite's BEGIN IMMEDIATE already keeps everybody else from writing.
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            connection.execute(lock, {"key": _MIGRATION_LOCK})
        yield connection


def _read(dsn: str) -> URL:
    try:
        url = make_url(dsn)
    except (exc.ArgumentError, ValueError) as unreadable:
        # The DSN may hold a password, so only its scheme is repeated.
        scheme, separator, _ = dsn.partition("://")
        named = f" {scheme}://…" if separator and len(scheme) <= 40 else ""
        raise _not_supported(
            f"The control DSN{named} cannot be read as a URL."
            " Write sqlite:////folder/control.db or postgresql://user:password@host/database."
        ) from unreadable
    if url.drivername not in _SQLITE | _POSTGRESQL:
        raise _not_supported(
            f"The control DSN names the database {url.drivername}, which control cannot use."
            " Write sqlite:////folder/control.db or postgresql://user:password@host/database."
        )
    if url.drivername in _SQLITE and url.database in {None, "", ":memory:"}:
        raise _not_supported(
            f"The control DSN {dsn} names no file, and control is shared between processes."
            " Write sqlite:////folder/control.db."
        )
    return url


def _not_supported(sentence: str) -> ControlError:
    return ControlError(ControlErrorCode.DSN_NOT_SUPPORTED, sentence)


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver would begin transactions by its own rules, and none before DDL; we say BEGIN.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    _turn_on_wal(cursor)
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _turn_on_wal(cursor: DBAPICursor) -> None:
    """Switch the file to WAL, where two processes may be doing it at the same moment.

    SQLite does not wait for a lock in this one statement, but it does in BEGIN IMMEDIATE.
    """
    for attempt in range(1, _WAL_ATTEMPTS_MOST + 1):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except Exception as locked:
            if "locked" not in str(locked) or attempt == _WAL_ATTEMPTS_MOST:
                raise
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))
