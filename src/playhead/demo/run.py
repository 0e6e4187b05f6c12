"""Plays the demo's traffic to a server until it is told to stop.

Law: bounded: no more views at a time than four for each viewer asked for. Views that begin while
the server is away never happen, as for people who find a site down.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from importlib.resources import as_file, files
from typing import Final
from urllib.parse import urlsplit

import httpx
import msgspec

from playhead.demo.cast import facts_of
from playhead.demo.line import Line, Post
from playhead.demo.script import Batch, Script, batches, delay_start, on_ladder, script_of, stretch
from playhead.demo.traffic import Arrival, arrivals
from playhead.replay.recording import read_recording
from playhead.replay.rewrite import Change, rewrite

VIEWS_PER_VIEWER: Final = 4
LATE_MS: Final = 2_000
"""An arrival that is later than this, because the server or this process was away, is skipped."""
GIVEN_UP_MS: Final = 5 * 60_000
"""A viewer who could report nothing for so long has left."""
_ROUND_TRIP_MS: Final = 40


class DemoPlan(msgspec.Struct, frozen=True):
    """What to play to whom."""

    url: str
    env_key: str
    seed: int
    viewers: int = 25


class Summary(msgspec.Struct, frozen=True):
    """What was sent until the end."""

    beacons: int
    events: int
    views: int
    sent_again: int
    seconds: float


def read_scripts() -> dict[str, Script]:
    """Read the recordings that come with the package, by name."""
    with as_file(files("playhead.demo") / "recordings") as folder:
        return {path.stem: script_of(read_recording(path)) for path in folder.glob("*.jsonl")}


async def run_demo(
    plan: DemoPlan,
    client: httpx.AsyncClient,
    stop: asyncio.Event,
    *,
    clock_ms: Callable[[], int],
    say: Callable[[str], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Summary:
    """Play until `stop` is set; what is under way then ends without a word, as when a tab dies."""
    scripts = read_scripts()
    playing = _Playing(plan, scripts, Line(client, f"{plan.url}/", say=say, sleep=sleep), clock_ms)
    began_ms = clock_ms()
    player = asyncio.create_task(playing.all(began_ms))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({player, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    player.cancel()
    # A mistake of the player's own comes out here.
    with suppress(asyncio.CancelledError):
        await player
    return playing.summary((clock_ms() - began_ms) / 1000)


class _Playing:
    """The views under way, and the counts."""

    def __init__(
        self,
        plan: DemoPlan,
        scripts: Mapping[str, Script],
        line: Line,
        clock_ms: Callable[[], int],
    ) -> None:
        self._plan = plan
        self._scripts = scripts
        self._line = line
        self._clock_ms = clock_ms
        self._domain = urlsplit(plan.url).netloc
        self._beacons = 0
        self._events = 0
        self._views = 0

    def summary(self, seconds: float) -> Summary:
        return Summary(self._beacons, self._events, self._views, self._line.again, seconds)

    async def all(self, start_ms: int) -> None:
        """Begin each view in its time, for ever."""
        plan = self._plan
        under_way: set[asyncio.Task[None]] = set()
        most = plan.viewers * VIEWS_PER_VIEWER
        async with asyncio.TaskGroup() as group:
            for arrival in arrivals(plan.seed, plan.viewers, start_ms, self._length_ms):
                await asyncio.sleep(max(arrival.at_ms - self._clock_ms(), 0) / 1000)
                late = self._clock_ms() - arrival.at_ms > LATE_MS
                if late or not self._line.up or len(under_way) >= most:
                    continue
                task = group.create_task(self._view(arrival))
                under_way.add(task)
                task.add_done_callback(under_way.discard)

    def _length_ms(self, story: str) -> int:
        return batches(self._scripts[story], unloads=False)[-1].offset_ms

    async def _view(self, arrival: Arrival) -> None:
        casting, plan = arrival.casting, self._plan
        script = delay_start(self._scripts[casting.story], casting.startup_ms)
        script = on_ladder(stretch(script, casting.beats), casting.ladder)
        host = f"media.{casting.cdn}.example"
        lab = urlsplit(script.site).netloc
        change = Change(
            env_key=plan.env_key,
            shift_ms=arrival.at_ms - script.first_ms,
            id_seed=f"{plan.seed}/{arrival.at_ms}/{casting.viewer.user_id}",
            facts=facts_of(casting, self._domain),
            texts=(
                (f"{script.site}/media/ladder", f"https://{host}/{casting.title.video_id}"),
                (lab, host),
            ),
        )
        headers = {
            "content-type": "text/plain",
            "user-agent": casting.viewer.device.user_agent,
            "origin": "https://watch.example",
            "x-forwarded-for": casting.viewer.address,
        }
        self._views += 1
        for number, batch in enumerate(batches(script, unloads=casting.unloads)):
            due_ms = arrival.at_ms + batch.offset_ms
            await asyncio.sleep(max(due_ms - self._clock_ms(), 0) / 1000)
            if self._clock_ms() - due_ms > GIVEN_UP_MS:
                return
            await self._line.send(partial(self._post, batch, change, headers, first=number == 0))
            self._beacons += 1
            self._events += len(batch.events)

    def _post(
        self, batch: Batch, change: Change, headers: Mapping[str, str], *, first: bool
    ) -> Post:
        """Return the batch as it is sent now."""
        # The envelope's clock is told in the recording's time, since it is moved with the rest.
        metadata = {"transmission_timestamp": self._clock_ms() - change.shift_ms}
        if not first:
            metadata["rtt_ms"] = _ROUND_TRIP_MS
        body = msgspec.json.encode({"metadata": metadata, "events": batch.events})
        return Post(headers, rewrite(body, change).body)


def summary_text(summary: Summary) -> str:
    """Return the summary as one line."""
    again = f"; {summary.sent_again:,} tries failed" if summary.sent_again else ""
    return (
        f"Sent {summary.beacons:,} beacons with {summary.events:,} events of {summary.views:,} "
        f"views in {summary.seconds:.0f} s{again}."
    )
