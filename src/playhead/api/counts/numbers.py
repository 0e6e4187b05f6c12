"""The counts at hand, each asked of the store once, however many ask for it at the same time.

Law: a count is asked for once in `fresh_s`, and a failing question once in `failed_s`; who goes
away takes nobody's question along. What is kept is bounded.
"""

import asyncio
import functools
import logging
from collections import OrderedDict
from collections.abc import Callable

import msgspec

from playhead.api.counts.grants import Crowd
from playhead.api.counts.limits import CountsLimits
from playhead.api.spelling import iso_seconds
from playhead.api.workers import Workers
from playhead.model.pulse import TICK_MS
from playhead.query.question_live import LiveAudience
from playhead.query.run import Query


class Counts(msgspec.Struct, frozen=True):
    """Concurrent views, distinct viewers among them, and of when that is."""

    views: int
    viewers: int
    updated_at: str


class CountsBody(msgspec.Struct, frozen=True):
    """What is answered; `data` has one item, always."""

    data: tuple[Counts, ...]


class _Known(msgspec.Struct):
    """A count, or a failure to count, and how long it holds by a clock that nobody sets."""

    body: bytes
    failure: Exception | None
    until_s: float


def counts_body(query: Query, crowd: Crowd, now_ms: int) -> bytes:
    """Ask for a count, in the calling thread."""
    found = query.audience(LiveAudience(*crowd))
    at_ms = now_ms if found.tick_ms is None else found.tick_ms + TICK_MS
    counts = Counts(found.views, found.viewers, iso_seconds(at_ms))
    return msgspec.json.encode(CountsBody((counts,)))


class KeptNumbers:
    """Counts. `ask` returns one as a body, in a thread; `monotonic` returns seconds.

    `asked` is how many questions there were.
    """

    def __init__(
        self,
        ask: Callable[[Crowd], bytes],
        monotonic: Callable[[], float],
        limits: CountsLimits,
        logger: logging.Logger,
    ) -> None:
        self._ask = ask
        self._logger = logger
        self._monotonic = monotonic
        self._limits = limits
        self._known: OrderedDict[Crowd, _Known] = OrderedDict()
        self._asking: dict[Crowd, asyncio.Task[_Known]] = {}
        self.asked = 0
        self._workers = Workers(
            threads=limits.threads,
            waiting_most=limits.waiting_most,
            wait_most_s=limits.wait_most_s,
        )

    def at_hand(self, crowd: Crowd) -> bytes | None:
        """Return a count that need not be asked for; for those who have no time to wait."""
        known = self._known.get(crowd)
        if known is None or known.failure is not None or self._monotonic() >= known.until_s:
            return None
        return known.body

    async def of(self, crowd: Crowd) -> bytes:
        """Return a count, at hand or asked for.

        Raises:
            Exception: the question failed, now or just before.
        """
        known = self._known.get(crowd)
        if known is None or self._monotonic() >= known.until_s:
            asking = self._asking.get(crowd)
            if asking is None:
                asking = self._asking[crowd] = asyncio.create_task(self._look(crowd))
            known = await asyncio.shield(asking)
        if known.failure is not None:
            raise FailedError from known.failure
        return known.body

    async def _look(self, crowd: Crowd) -> _Known:
        self.asked += 1
        try:
            body = await self._workers.run(functools.partial(self._ask, crowd))
            known = _Known(body, None, self._monotonic() + self._limits.fresh_s)
        except Exception as failure:
            self._logger.warning("the viewers of %s cannot be counted", crowd, exc_info=failure)
            known = _Known(b"", failure, self._monotonic() + self._limits.failed_s)
        del self._asking[crowd]
        self._known[crowd] = known
        self._known.move_to_end(crowd)
        if len(self._known) > self._limits.numbers:
            self._known.popitem(last=False)
        return known


class FailedError(Exception):
    """A count that cannot be told; why is its cause."""
