"""Transactions on the control database: one kind reads, one writes, one only notes a use.

Law: every call of the shelf is one of these, whole or not at all. A writing one raises the change
number before anything else, which is also what makes two writers wait for each other.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from playhead.control.credentials import RandomBytes
from playhead.control.engine import Engines
from playhead.control.making import Making
from playhead.control.tables import ChangesRow


class Transactions:
    """Opens transactions; knows the time and chance that new rows take."""

    def __init__(
        self, engines: Engines, *, clock: Callable[[], int], random_bytes: RandomBytes
    ) -> None:
        """Use these engines."""
        self._engines = engines
        self._random_bytes = random_bytes
        self.clock = clock

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Hold one consistent state of the database."""
        with self._engines.errors_translated(), Session(self._engines.reading) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Hold the database alone; nothing is kept if an error leaves the block."""
        with (
            self._engines.errors_translated(),
            Session(self._engines.writing) as session,
            session.begin(),
        ):
            session.execute(update(ChangesRow).values(number=ChangesRow.number + 1))
            yield session

    @contextmanager
    def noting(self) -> Iterator[Session]:
        """Hold the database alone for what is no change: nobody has to read anything anew."""
        with (
            self._engines.errors_translated(),
            Session(self._engines.writing) as session,
            session.begin(),
        ):
            # What the update does for `writing`; SQLite's lock is held from the beginning.
            session.execute(select(ChangesRow.number).with_for_update())
            yield session

    def change_number(self) -> int:
        """Return a number that rises with every change, by whichever process."""
        with self._engines.errors_translated(), self._engines.reading.connect() as connection:
            return connection.execute(select(ChangesRow.number)).scalar_one()

    def making(self, most: int) -> Making:
        """Return the circumstances of a new row, of which there may be `most`."""
        return Making(now_ms=self.clock(), random_bytes=self._random_bytes, most=most)
