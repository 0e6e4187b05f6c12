"""Sending a statement to the store, for somebody who waits for the answer or has left.

Law: nothing but this module sends SQL. The store's refusals that are a question's own become errors
of ours; its other errors pass.
"""

import copy
from collections.abc import Callable
from typing import Self

from playhead.query.errors import AbandonedError, TooExpensiveError
from playhead.query.statement import Statement
from playhead.store.interest import Interest, NobodyWaitsError
from playhead.store.interface import QueryTooExpensiveError, ReadLimits, Rows, StoreReader


class Asking:
    """Asks one store. Safe to use from several threads at once."""

    _interest: Interest | None = None

    def __init__(self, reader: StoreReader, limits: ReadLimits | None = None) -> None:
        self._reader = reader
        self._limits = limits

    def leavable(self) -> tuple[Self, Callable[[], None]]:
        """Return one that asks the same for somebody who may leave, and what to call if they do.

        The call blocks until what runs has been told to stop; what is asked after it raises
        `AbandonedError`, as does what ran.
        """
        interest = Interest()
        own = copy.copy(self)
        own._interest = interest  # noqa: SLF001 - it is one of us
        return own, interest.lose

    def _select(self, statement: Statement) -> Rows:
        try:
            return self._reader.select(
                statement.text, statement.parameters, limits=self._limits, interest=self._interest
            )
        except NobodyWaitsError as error:
            raise AbandonedError(str(error)) from error
        except QueryTooExpensiveError as error:
            raise TooExpensiveError(
                f"The question was given up, since it cost too much ({error}). Ask for a shorter "
                "timeframe, or filter more narrowly"
            ) from error
