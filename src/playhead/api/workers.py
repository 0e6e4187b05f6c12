"""The threads that ask questions, since the store blocks; and how many may wait for one.

Law: nothing queues without bound. Who finds the queue full, or waits too long in it, is sent away.
"""

from collections.abc import Callable
from typing import TypeVar

import anyio
import anyio.to_thread

from playhead.api.errors import busy

Result = TypeVar("Result")


class Workers:
    """At most `threads` calls at once, and `waiting_most` waiting, each for `wait_most_s`."""

    def __init__(self, *, threads: int, waiting_most: int, wait_most_s: float) -> None:
        self._turns = anyio.CapacityLimiter(threads)
        # Whoever has a turn gets a thread at once: this one never makes anybody wait.
        self._threads = anyio.CapacityLimiter(threads)
        self._waiting_most = waiting_most
        self._wait_most_s = wait_most_s

    async def run(self, call: Callable[[], Result]) -> Result:
        """Return what a call returns, made in a thread.

        Raises:
            ApiError: 503, it did not get its turn.
        """
        if self._turns.available_tokens < 1 and self._waiting() >= self._waiting_most:
            raise busy()
        caller = object()
        try:
            with anyio.fail_after(self._wait_most_s):
                await self._turns.acquire_on_behalf_of(caller)
        except TimeoutError:
            raise busy() from None
        try:
            return await anyio.to_thread.run_sync(call, limiter=self._threads)
        finally:
            self._turns.release_on_behalf_of(caller)

    def _waiting(self) -> int:
        return self._turns.statistics().tasks_waiting
