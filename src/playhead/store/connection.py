"""One connection to the engine: a statement, a question, an insert, and errors in our words.

The only module that imports the driver. `chdb:///folder` opens the engine in this process,
`clickhouse://user:password@host:port` a server's HTTP interface; what is said to them is the same.

Law: values enter as bound parameters, never as text of a statement; what leaves are plain
values, every instant in epoch milliseconds; nothing but a `StoreError` is raised.
"""

import contextlib
import fcntl
import pathlib
import re
from collections.abc import Generator, Mapping, Sequence
from typing import Any

import clickhouse_connect
from clickhouse_connect.driver.exceptions import ClickHouseError, DataError

from playhead.store.interface import (
    QueryTooExpensiveError,
    Rows,
    StoreError,
    UnstorableValueError,
)

# TOO_MANY_ROWS, TIMEOUT_EXCEEDED, TOO_SLOW, SET_SIZE_LIMIT_EXCEEDED, MEMORY_LIMIT_EXCEEDED,
# TOO_MANY_BYTES, TOO_MANY_ROWS_OR_BYTES.
_TOO_EXPENSIVE = frozenset({158, 159, 160, 191, 241, 307, 396})

_IN_EPOCH_UNITS = {"Date": "int", "Date32": "int", "DateTime": "int", "DateTime64": "int"}
_MS_PER_UNIT = {"Date": 86_400_000, "Date32": 86_400_000, "DateTime": 1000}
_DATETIME64 = re.compile(r"DateTime64\((\d)")

MESSAGE_CHARACTERS = 1000


class Connection:
    """A client of the driver. For one thread at a time."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._types: dict[str, dict[str, str]] = {}

    def run(
        self,
        statement: str,
        parameters: Mapping[str, object] | None = None,
        settings: Mapping[str, object] | None = None,
    ) -> None:
        """Run a statement that answers nothing."""
        checked = _bindable(statement, parameters)
        with _in_our_words("a statement"):
            self._client.command(statement, parameters=checked, settings=dict(settings or {}))

    def select(
        self,
        sql: str,
        parameters: Mapping[str, object] | None = None,
        settings: Mapping[str, object] | None = None,
    ) -> Rows:
        """Ask, and return the whole answer."""
        checked = _bindable(sql, parameters)
        with _in_our_words("a query"):
            answer = self._client.query(
                sql,
                parameters=checked,
                settings=dict(settings or {}),
                query_formats=_IN_EPOCH_UNITS,
            )
            return Rows(
                tuple(answer.column_names),
                _in_milliseconds(answer.column_types, answer.result_rows),
            )

    def insert(
        self,
        table: str,
        names: Sequence[str],
        columns: Sequence[Sequence[Any]],
        settings: Mapping[str, object],
    ) -> None:
        """Insert rows given as columns; all of them are on disk on return."""
        doing = f"an insert of {len(columns[0])} rows into {table}"
        with _in_our_words(doing), _storable(doing):
            self._client.insert(
                table,
                columns,
                column_names=names,
                column_type_names=self._types_of(table, names),
                column_oriented=True,
                settings=dict(settings),
            )

    def _types_of(self, table: str, names: Sequence[str]) -> Sequence[str]:
        # The driver would ask before each insert.
        if not self._types.get(table, {}).keys() >= set(names):
            described = self.select(
                "SELECT name, type FROM system.columns"
                " WHERE database = currentDatabase() AND table = {table:String}",
                {"table": table},
            )
            self._types[table] = {str(name): str(kind) for name, kind in described.rows}
        known = self._types[table]
        missing = [name for name in names if name not in known]
        if missing:
            raise StoreError(
                f"table {table!r} has no column {missing[0]!r}: a migration is missing"
            )
        return [known[name] for name in names]

    def close(self) -> None:
        """Let go of the engine; the folder is free when the last connection is closed."""
        with _in_our_words("closing"):
            self._client.close()


def connect(dsn: str, *, database: str, settings: Mapping[str, object] | None = None) -> Connection:
    """Open a connection.

    Raises:
        StoreError: no engine answers there, or another process has the folder.
    """
    options: dict[str, Any] = {}
    if not dsn.startswith("chdb:"):
        # A server reads parameters from the URL otherwise, which is too short for many ids.
        options = {"form_encode_query_params": True, "autogenerate_session_id": False}
    try:
        client = clickhouse_connect.get_client(
            dsn=dsn, database=database, settings=dict(settings or {}), **options
        )
    except (ClickHouseError, OSError, RuntimeError, ValueError) as error:
        raise StoreError(_why_not_open(dsn, str(error))) from error
    return Connection(client)


def _why_not_open(dsn: str, message: str) -> str:
    if not dsn.startswith("chdb:"):
        # What stands before the @ is a name and a password.
        return f"the store at {dsn.rpartition('@')[2]} cannot be opened: {_short(message)}"
    folder = pathlib.Path(dsn.removeprefix("chdb://"))
    if "already initialized with path" in message:
        return (
            f"the store in {folder} cannot be opened: this process has another one open, and the"
            " engine holds one folder per process. Close that one first"
        )
    if _is_locked(folder / "status"):
        return (
            f"the store in {folder} is in use by another process: stop that one,"
            " or give this one another data folder"
        )
    return (
        f"the store in {folder} cannot be opened: {_short(message)} See that the folder may be"
        " written and that the disk has room; if its files are damaged, restore a backup"
    )


def _is_locked(status: pathlib.Path) -> bool:
    # The engine locks this file while it runs, but does not say so in its error.
    try:
        with status.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _short(message: str) -> str:
    return message.strip()[:MESSAGE_CHARACTERS]


def _bindable(sql: str, parameters: Mapping[str, object] | None) -> dict[str, object] | None:
    # The driver writes parameters into the text itself where it finds no `{name:Type}`.
    for name in parameters or ():
        if not re.search(r"\{\s*" + re.escape(name) + r"\s*:", sql):
            raise StoreError(f"parameter {name!r} is not in the query as {{{name}:Type}}")
    return dict(parameters) if parameters else None


def _in_milliseconds(types: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Sequence[Any]:
    factors = {
        place: factor
        for place, kind in enumerate(types)
        if (factor := _ms_per_unit(kind)) not in (None, 1)
    }
    if not factors:
        return rows
    scaled = [list(row) for row in rows]
    for row in scaled:
        for place, factor in factors.items():
            if row[place] is not None:
                # Whole numbers stay whole unless the column is finer than a millisecond.
                row[place] = row[place] * factor if factor >= 1 else row[place] // round(1 / factor)
    return scaled


def _ms_per_unit(kind: Any) -> float | None:
    if match := _DATETIME64.search(kind.name):
        return (
            1 if kind.base_type == "DateTime64" and match[1] == "3" else 10 ** (3 - int(match[1]))
        )
    return _MS_PER_UNIT.get(kind.base_type)


@contextlib.contextmanager
def _storable(doing: str) -> Generator[None]:
    # The driver packs all values before it sends any, so nothing has been written yet.
    try:
        yield
    except (DataError, UnicodeEncodeError, OverflowError, TypeError) as error:
        raise UnstorableValueError(f"{doing} holds a value of the wrong kind: {error}") from error


@contextlib.contextmanager
def _in_our_words(doing: str) -> Generator[None]:
    try:
        yield
    except StoreError:
        raise
    except ClickHouseError as error:
        message = _short(str(error))
        if getattr(error, "code", None) in _TOO_EXPENSIVE:
            raise QueryTooExpensiveError(
                f"{doing} was cut off at its limit: {message} Ask for a shorter time range,"
                " fewer groups or fewer rows"
            ) from error
        raise StoreError(f"{doing} failed: {message}") from error
    except (OSError, RuntimeError, TypeError, ValueError) as error:
        raise StoreError(f"{doing} failed: {error}") from error
