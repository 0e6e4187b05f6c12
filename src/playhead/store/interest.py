"""Whether anybody still waits for an answer. What nobody waits for, the engine need not work out.

Law: safe to use from several threads at once; interest that was lost does not come back.
"""

import contextlib
import threading
from collections.abc import Callable, Generator


class NobodyWaitsError(Exception):
    """The query was not made, or not ended, since its answer would reach nobody."""


class Interest:
    """The interest of one who asks, in all that is asked for them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lost = False
        self._stops: list[Callable[[], None]] = []

    def lose(self) -> None:
        """Have whatever runs stopped, and refuse what would come after it; blocks meanwhile.

        Raises:
            StoreError: the engine could not be told to stop; its limits end the query.
        """
        with self._lock:
            self._lost = True
            stops = tuple(self._stops)
        for stop in stops:
            stop()

    @contextlib.contextmanager
    def held(self, stop: Callable[[], None]) -> Generator[None]:
        """Ask inside of this; `stop` is called where interest is lost meanwhile.

        Raises:
            NobodyWaitsError: it was lost before or meanwhile; an answer that came may be a part.
        """
        with self._lock:
            if self._lost:
                raise NobodyWaitsError("nobody waits for the answer any more: it was not asked")
            self._stops.append(stop)
        try:
            yield
        except Exception as error:
            if self._lost:
                raise NobodyWaitsError("nobody waited for the answer: it was stopped") from error
            raise
        finally:
            with self._lock:
                self._stops.remove(stop)
        if self._lost:
            # A query that is stopped may end as if it had been answered whole.
            raise NobodyWaitsError("nobody waited for the answer: it may lack a part")
