"""How the store is asked: a few connections that may only read, each query under limits.

The tables hold each view once (the writer removes older versions), so a query names `views` and
needs to know nothing else.

Law: no query runs without limits, and no more run at once than there are connections; who asks
in excess waits as long as its own time limit, then is refused.
"""

import contextlib
import threading
from collections.abc import Callable, Generator, Mapping

from playhead.store.connection import Connection
from playhead.store.interest import Interest
from playhead.store.interface import ReadLimits, Rows, StoreError
from playhead.store.stopping import Stopper

READING: Mapping[str, object] = {
    # 2: may not write, may set limits for its own query.
    "readonly": 2,
    # Blocks by their rows alone: of the many columns of views, blocks of a megabyte are a few
    # thousand rows, and what each block costs outweighs what its rows do.
    "preferred_block_size_bytes": 0,
}


class ClickHouseReader:
    """The query room's door to a ClickHouse store. Safe to share between threads."""

    def __init__(
        self,
        connect: Callable[[], Connection],
        *,
        connections: int,
        stopper: Stopper,
    ) -> None:
        """Open nothing yet.

        Args:
            connect: opens a read-only connection to the store's database.
            connections: how many queries may run at once.
            stopper: ends a query for whose answer nobody waits.
        """
        self._connect = connect
        self._stopper = stopper
        self._connections = connections
        self._free = threading.Semaphore(connections)
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        self._closed = False

    def select(
        self,
        sql: str,
        parameters: Mapping[str, object],
        *,
        limits: ReadLimits | None = None,
        interest: Interest | None = None,
    ) -> Rows:
        """Run one SELECT under `limits`; see `StoreReader.select`."""
        limits = limits or ReadLimits()
        settings = settings_of(limits)
        with self._connection(limits.time_s) as connection:
            if interest is None:
                return connection.select(sql, parameters, settings)
            query = self._stopper.named()
            with interest.held(query.stop), query.running():
                return connection.select(sql, parameters, {**settings, **query.settings})

    def close(self) -> None:
        """Close idle connections now, and those in use when their query is done."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
        self._stopper.close()

    @contextlib.contextmanager
    def _connection(self, patience_s: float) -> Generator[Connection]:
        if not self._free.acquire(timeout=patience_s):
            raise StoreError(
                f"all {self._connections} connections to the store were busy for {patience_s} s:"
                " ask again later, or allow more connections"
            )
        try:
            connection = self._take()
            whole = False
            try:
                yield connection
                whole = True
            finally:
                # What a query that was cut off had written would come before the next answer.
                self._give_back(connection) if whole else connection.close()
        finally:
            self._free.release()

    def _take(self) -> Connection:
        with self._lock:
            if self._closed:
                raise StoreError("the store is closed: this process is stopping")
            if self._idle:
                return self._idle.pop()
            # Under the lock: the engine in this process must not be opened twice at once.
            return self._connect()

    def _give_back(self, connection: Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()


def settings_of(limits: ReadLimits) -> Mapping[str, object]:
    """Return the engine's settings that hold a query to `limits`."""
    return {
        "max_execution_time": limits.time_s,
        "timeout_overflow_mode": "throw",
        "max_rows_to_read": limits.rows,
        "read_overflow_mode": "throw",
        "max_memory_usage": limits.memory_bytes,
        "max_result_rows": limits.result_rows,
        "result_overflow_mode": "throw",
    }
