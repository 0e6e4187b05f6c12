"""Ending a query before its end: from another connection, by the name that it was given.

Law: the engine is asked again until the query has ended, since a query is not there to be ended
at the moment it is sent; and no more than a few seconds, since its own limits end it anyway.
"""

import contextlib
import threading
from collections.abc import Callable, Generator, Mapping

from playhead.store.connection import Connection

_KILL = "KILL QUERY WHERE Settings['log_comment'] = {name:String} ASYNC"
_AGAIN_S = 0.05
_TRIES = 60


class NamedQuery:
    """One query that can be ended by its name."""

    def __init__(self, name: str, kill: Callable[[str], None]) -> None:
        self._name = name
        self._kill = kill
        self._ended = threading.Event()

    @property
    def settings(self) -> Mapping[str, object]:
        """The settings that give the query its name."""
        return {"log_comment": self._name}

    def stop(self) -> None:
        """Return when the query has ended, or could not be ended."""
        for _ in range(_TRIES):
            if self._ended.is_set():
                return
            self._kill(self._name)
            self._ended.wait(_AGAIN_S)

    @contextlib.contextmanager
    def running(self) -> Generator[None]:
        """Run the query inside, and know afterwards that it has ended."""
        try:
            yield
        finally:
            self._ended.set()


class Stopper:
    """Ends queries of any connection, through one of its own that is opened at the first."""

    def __init__(self, connect: Callable[[], Connection], new_name: Callable[[], str]) -> None:
        """Open nothing yet.

        Args:
            connect: opens a connection that may end queries, which a read-only one may not.
            new_name: returns text that was never returned before, by any process.
        """
        self._connect = connect
        self._new_name = new_name
        self._lock = threading.Lock()
        self._connection: Connection | None = None

    def named(self) -> NamedQuery:
        """Return a name for the query that is run next."""
        return NamedQuery(self._new_name(), self._kill)

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _kill(self, name: str) -> None:
        with self._lock:
            if self._connection is None:
                self._connection = self._connect()
            self._connection.run(_KILL, {"name": name})
