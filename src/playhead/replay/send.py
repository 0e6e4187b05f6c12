"""Sends recordings to a server: in their own time, faster, or as fast as it answers.

Each player of each copy is a lane: its requests go out one after the other, in their order, as
players send them. Lanes run side by side.

Law: no more than `connections` requests are under way at once. What is sent is counted, answered
or not. Clock, waiting and seed come from the caller.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from typing import Final

import httpx
import msgspec

from playhead.replay.recording import Recording, Request
from playhead.replay.report import Report
from playhead.replay.rewrite import Change, player_of, rewrite, sent_at_ms
from playhead.replay.wire import headers_to_send, unzipped, zipped

MOST_LANES: Final = 100_000


class ReplayError(Exception):
    """The replay cannot go on."""


class Plan(msgspec.Struct, frozen=True):
    """How to replay. `speed` None is as fast as answered; `seed` decides all fresh ids."""

    url: str
    seed: str
    env_key: str | None = None
    move_to_now: bool = False
    keep_ids: bool = False
    speed: float | None = 1.0
    copies: int = 1
    connections: int = 32


class Lane(msgspec.Struct, frozen=True):
    """One player's requests, each with the time since the recording's first one."""

    began_at_ms: int | None
    requests: tuple[tuple[float, Request], ...]


async def replay(
    recordings: Sequence[Recording],
    plan: Plan,
    client: httpx.AsyncClient,
    *,
    clock_ms: Callable[[], int],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Report:
    """Send everything, and report.

    Raises:
        ReplayError: there is too much to send at once, or nobody listens at the URL.
    """
    lanes = [lane for recording in recordings for lane in lanes_of(recording)]
    if len(lanes) * plan.copies > MOST_LANES:
        raise ReplayError(
            f"{len(lanes)} players x {plan.copies} copies are more than {MOST_LANES}; "
            "replay fewer copies at once"
        )
    sending = _Sending(plan, client, clock_ms, sleep)
    began = asyncio.get_running_loop().time()
    refused: BaseException | None = None
    try:
        async with asyncio.TaskGroup() as group:
            for copy in range(plan.copies):
                for lane in lanes:
                    group.create_task(sending.lane(lane, copy, began))
    except* httpx.ConnectError as errors:
        refused = errors.exceptions[0]
    if refused is not None:
        raise ReplayError(f"nobody answers at {plan.url}: {refused}; is the server running?")
    return sending.report(asyncio.get_running_loop().time() - began)


def lanes_of(recording: Recording) -> list[Lane]:
    """Sort a recording's requests by the player that sent them.

    A request that names no player, such as a preflight, goes before the one that follows it.
    """
    if not recording.requests:
        return []
    first_ms = recording.requests[0].t_ms
    began_at_ms = None
    by_player: dict[str, list[tuple[float, Request]]] = {}
    player = ""
    for request in reversed(recording.requests):
        plain = unzipped(request.body, request.headers) or b""
        player = player_of(plain) or player
        offset_ms = max(request.t_ms - first_ms, 0.0)
        by_player.setdefault(player, []).append((offset_ms, request))
        clock = sent_at_ms(plain)
        if clock is not None:
            began_at_ms = clock - round(offset_ms)
    lanes = [Lane(began_at_ms, tuple(reversed(requests))) for requests in by_player.values()]
    return sorted(lanes, key=lambda lane: lane.requests[0][0])


class _Sending:
    """The counts of a replay under way."""

    def __init__(
        self,
        plan: Plan,
        client: httpx.AsyncClient,
        clock_ms: Callable[[], int],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._plan = plan
        self._client = client
        self._clock_ms = clock_ms
        self._sleep = sleep
        self._free = asyncio.Semaphore(plan.connections)
        self._answered: Counter[int] = Counter()
        self._unanswered: Counter[str] = Counter()
        self._events = 0
        self._view_ids: set[str] = set()

    async def lane(self, lane: Lane, copy: int, began: float) -> None:
        speed = self._plan.speed
        # Without a timetable a lane keeps its place until it is through, so that the first
        # copies are whole before the last ones begin.
        async with self._free if speed is None else nullcontext():
            change = self._change(lane, copy)
            for offset_ms, request in lane.requests:
                if speed is None:
                    await self._send(request, change)
                    continue
                due = began + offset_ms / speed / 1000
                await self._sleep(max(due - asyncio.get_running_loop().time(), 0.0))
                async with self._free:
                    await self._send(request, change)

    def report(self, seconds: float) -> Report:
        return Report(
            requests=self._answered.total() + self._unanswered.total(),
            answered=dict(self._answered),
            unanswered=dict(self._unanswered),
            events=self._events,
            views=len(self._view_ids),
            seconds=seconds,
        )

    def _change(self, lane: Lane, copy: int) -> Change:
        plan = self._plan
        moves = plan.move_to_now and lane.began_at_ms is not None
        return Change(
            env_key=plan.env_key,
            shift_ms=self._clock_ms() - (lane.began_at_ms or 0) if moves else 0,
            id_seed=None if plan.keep_ids else f"{plan.seed}/{copy}",
        )

    async def _send(self, request: Request, change: Change) -> None:
        body = request.body
        plain = unzipped(body, request.headers)
        if plain:
            rewritten = rewrite(plain, change)
            self._events += rewritten.event_count
            self._view_ids |= rewritten.view_ids
            if rewritten.body != plain:
                body = zipped(rewritten.body, request.headers)
        sent = self._client.build_request(
            request.method,
            self._plan.url + request.path,
            headers=headers_to_send(request.headers),
            content=body,
        )
        try:
            answer = await self._answer(sent)
        except httpx.ConnectError:
            raise
        except httpx.HTTPError as error:
            self._unanswered[type(error).__name__] += 1
        else:
            self._answered[answer.status_code] += 1

    async def _answer(self, sent: httpx.Request) -> httpx.Response:
        try:
            return await self._client.send(sent)
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
            # A server may close an idle connection while the request is on its way.
            return await self._client.send(sent)
