"""Bring a database to the tables of this code, or refuse.

Law: safe to run again, by several processes in turn; nothing is dropped or renamed.
"""

from playhead.store import ddl
from playhead.store.connection import Connection
from playhead.store.interface import StoreError
from playhead.store.migrations import all_migrations, pending

_RECORD = """
CREATE TABLE IF NOT EXISTS migrations{on_cluster}
(
    number Int64,
    name String,
    applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = {merge_tree}
ORDER BY number
"""


def migrate(connection: Connection, *, cluster: str | None = None) -> None:
    """Apply what is missing to the database of `connection`.

    Raises:
        StoreError: the database is newer than this code, or holds a column of another type.
    """
    record = _RECORD.replace("{on_cluster}", ddl.on_cluster(cluster))
    connection.run(record.replace("{merge_tree}", ddl.merge_tree(cluster)))
    applied = connection.select("SELECT number FROM migrations").rows
    for migration in pending(all_migrations(), {int(str(number)) for (number,) in applied}):
        # Every statement is one that may run twice, so a crash before the record is harmless.
        for statement in migration.statements(cluster):
            connection.run(statement)
        connection.insert(
            "migrations", ["number", "name"], [[migration.number], [migration.name]], {}
        )
    for table in ddl.TABLES:
        _fit_columns(connection, table, cluster)


def _fit_columns(connection: Connection, table: ddl.Table, cluster: str | None) -> None:
    answer = connection.select(
        "SELECT name, type, compression_codec FROM system.columns"
        " WHERE database = currentDatabase() AND table = {table:String}",
        {"table": table.name},
    )
    types = {str(name): str(kind) for name, kind, _ in answer.rows}
    codecs = {str(name): str(codec) for name, _, codec in answer.rows}
    for column in table.columns:
        if column.name not in types:
            connection.run(ddl.add_column(table, column, cluster=cluster))
        elif types[column.name] != column.type:
            raise StoreError(
                f"column {column.name!r} of {table.name!r} is {types[column.name]} in the"
                f" database and {column.type} in this code: a migration is missing"
            )
    packed_otherwise = [
        column for column in table.columns if codecs.get(column.name, column.codec) != column.codec
    ]
    if packed_otherwise:
        connection.run(ddl.pack_columns(table, packed_otherwise, cluster=cluster))
