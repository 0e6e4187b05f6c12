"""The store on the ClickHouse engine, whole: open it, and get its two doors.

One dialect and one code path serve both sizes: the engine in this process (`chdb:///folder`)
and a server (`clickhouse://user:password@host:port`). A server must know deletes by patch parts
(`lightweight_delete_mode`); the tests run on engine 26.9.

Law: whoever opens the store gets tables that fit this code, or an error that says why not.
"""

import functools
import uuid
from collections.abc import Callable

from playhead.store import ddl
from playhead.store.connection import connect
from playhead.store.migrate import migrate
from playhead.store.read import READING, ClickHouseReader
from playhead.store.retention import Retention
from playhead.store.stopping import Stopper
from playhead.store.write import ClickHouseWriter

__all__ = ["ClickHouseReader", "ClickHouseWriter", "migrate", "open_retention", "open_store"]

DATABASE = "playhead"
CONNECTIONS = 4


def _new_token() -> str:
    return uuid.uuid4().hex


def open_store(
    dsn: str,
    *,
    database: str = DATABASE,
    cluster: str | None = None,
    connections: int = CONNECTIONS,
    new_token: Callable[[], str] = _new_token,
) -> tuple[ClickHouseWriter, ClickHouseReader]:
    """Open the store, bring its tables up to date, and return the writer and the reader.

    Close both; the folder of a `chdb` store is free for another process after that.

    Args:
        dsn: `chdb:///absolute/folder` (made if need be) or `clickhouse://…`.
        database: name of the database; made if need be.
        cluster: name of the server's cluster over which the tables are replicated.
        connections: how many queries may run at once.
        new_token: returns text that was never returned before, by any process.

    Raises:
        StoreError: no engine answers there, another process has the folder, or the tables are
            newer than this code.
    """
    founder = connect(dsn, database="default")
    try:
        founder.run(
            f"CREATE DATABASE IF NOT EXISTS {ddl.quoted(database)}{ddl.on_cluster(cluster)}"
        )
        connection = connect(dsn, database=database)
    finally:
        founder.close()
    try:
        migrate(connection, cluster=cluster)
    except BaseException:
        connection.close()
        raise
    reading = functools.partial(connect, dsn, database=database, settings=READING)
    return (
        ClickHouseWriter(connection, new_token=new_token),
        ClickHouseReader(
            reading,
            connections=connections,
            stopper=Stopper(functools.partial(connect, dsn, database=database), new_token),
        ),
    )


def open_retention(dsn: str, *, database: str = DATABASE) -> Retention:
    """Return what drops old rows of a store that is open already; close it before the store.

    Raises:
        StoreError: no engine answers there.
    """
    return Retention(connect(dsn, database=database))
