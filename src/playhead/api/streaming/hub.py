"""Where listeners and ticks meet: each different question is asked once a tick, whoever listens.

The store is asked for its newest tick while anybody listens at all. A new listener is told at once
what the others were told last.

Law: listeners, their questions and the threads that ask are bounded; a question that fails ends its
streams, and whoever wants to go on listening dials again; one that has to wait too long misses the
tick.
"""

import asyncio
import functools
import logging
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

from playhead.api.errors import ApiError, busy, too_many_requests
from playhead.api.streaming.events import HEADERS, EventStream
from playhead.api.streaming.limits import StreamLimits
from playhead.api.streaming.listener import Listener
from playhead.api.streaming.tally import StreamEnding, StreamRefusal, StreamTally
from playhead.api.workers import Workers

Question = TypeVar("Question", bound=Hashable)
FULL_RETRY_AFTER_S = 30


class _Told:
    """A question with its listeners, and what they were told last."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.tick_ms: int | None = None
        self.event: bytes | None = None


class Hub(Generic[Question]):
    """Pushes answers. All methods are for the event loop.

    `newest` returns the newest tick that can be asked for, `answer` the event that tells of a
    question at a tick; both block, in threads.
    """

    def __init__(
        self,
        newest: Callable[[], int | None],
        answer: Callable[[Question, int], bytes],
        limits: StreamLimits,
        logger: logging.Logger,
    ) -> None:
        self._newest = newest
        self._answer = answer
        self._limits = limits
        self._logger = logger
        self.tally = StreamTally()
        self._told: dict[Question, _Told] = {}
        self._callers: Counter[str] = Counter()
        self._watching: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._is_closed = False
        self._failing = False
        self._workers = Workers(
            threads=limits.threads,
            waiting_most=limits.questions + 1,
            wait_most_s=limits.wait_most_s,
        )

    @property
    def listeners(self) -> int:
        """How many listen."""
        return self._callers.total()

    @property
    def questions(self) -> int:
        """How many different questions they have."""
        return len(self._told)

    def join(self, question: Question, caller: str) -> Listener:
        """Begin to listen; whoever does `leave`s.

        Raises:
            ApiError: 503, nobody more can listen, or to nothing else; 429, the caller cannot.
        """
        limits = self._limits
        is_new = question not in self._told
        if self._is_closed:
            raise self._refused(StreamRefusal.STOPPING)
        if self.listeners >= limits.listeners:
            raise self._refused(StreamRefusal.FULL)
        if self._callers[caller] >= limits.listeners_per_caller:
            raise self._refused(StreamRefusal.CALLER_FULL)
        if is_new and len(self._told) >= limits.questions:
            raise self._refused(StreamRefusal.QUESTIONS_FULL)
        self.tally.opened += 1
        told = self._told.setdefault(question, _Told())
        listener = Listener(caller)
        told.listeners.add(listener)
        self._callers[caller] += 1
        if told.event is not None:
            listener.put(told.event)
        self._wake.set()
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch())
        return listener

    def _refused(self, why: StreamRefusal) -> ApiError:
        self.tally.refused[why] += 1
        if why is StreamRefusal.CALLER_FULL:
            return too_many_requests(FULL_RETRY_AFTER_S, {})
        return busy()

    def stream(
        self,
        question: Question,
        caller: str,
        headers: Mapping[str, str],
        may_listen: Callable[[], bool],
    ) -> EventStream:
        """Return the answer to somebody who wants to listen; its content type is its own.

        Raises:
            ApiError: as `join` does.
        """
        listener = self.join(question, caller)
        return EventStream(
            listener,
            {**headers, **HEADERS},
            self._limits,
            may_listen=may_listen,
            on_end=functools.partial(self.leave, question, listener),
        )

    def leave(self, question: Question, listener: Listener) -> None:
        """Listen no more."""
        listener.close(StreamEnding.LEFT)
        told = self._told.get(question)
        if told is None or listener not in told.listeners:
            return
        told.listeners.discard(listener)
        self.tally.ended[listener.ending] += 1
        self._callers[listener.caller] -= 1
        if not self._callers[listener.caller]:
            del self._callers[listener.caller]
        if not told.listeners:
            del self._told[question]
        self._wake.set()

    def close(self) -> None:
        """End all streams, and begin none any more: the server stops."""
        self._is_closed = True
        for told in self._told.values():
            self._end(told, StreamEnding.STOPPED)
        self._wake.set()

    async def _watch(self) -> None:
        """Tell each new tick, until nobody listens."""
        try:
            while self._told and not self._is_closed:
                self._wake.clear()
                tick_ms = await self._look()
                if tick_ms is not None:
                    # In the order in which they came, as many at once as there are threads.
                    behind = [each for each, told in self._told.items() if told.tick_ms != tick_ms]
                    await asyncio.gather(*(self._tell(each, tick_ms) for each in behind))
                try:
                    async with asyncio.timeout(self._limits.poll_s):
                        await self._wake.wait()
                except TimeoutError:
                    continue
        finally:
            self._watching = None

    async def _look(self) -> int | None:
        try:
            found = await self._workers.run(self._newest)
        except Exception as error:
            if not self._failing:
                self._logger.exception("the newest tick cannot be found", exc_info=error)
            self._failing = True
            # Who just came would be waited for without a pause.
            await asyncio.sleep(self._limits.poll_s)
            return None
        self._failing = False
        return found

    async def _tell(self, question: Question, tick_ms: int) -> None:
        told = self._told.get(question)
        if told is None:
            return
        self.tally.asked += 1
        try:
            event = await self._workers.run(functools.partial(self._answer, question, tick_ms))
        except ApiError:
            # Its turn did not come in time: there is a next tick.
            return
        except Exception as error:
            self._logger.warning("a stream ends, since its question failed", exc_info=error)
            self._end(told, StreamEnding.FAILED)
            return
        told.tick_ms, told.event = tick_ms, event
        self.tally.skipped += sum(listener.put(event) for listener in told.listeners)

    def _end(self, told: _Told, ending: StreamEnding) -> None:
        for listener in told.listeners:
            listener.close(ending)
