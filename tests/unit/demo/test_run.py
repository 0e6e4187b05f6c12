"""The demo plays to a real server, waits for one that is away, and ends when told."""

import asyncio
import signal
import sys
import time
from collections import defaultdict
from typing import Any

import httpx
import msgspec
import pytest

from playhead.cli.demo import demo
from playhead.cli.stop import CommandError
from playhead.demo.line import LONGEST_WAIT_S, Line, Post
from playhead.demo.run import DemoPlan, Summary, run_demo, summary_text
from playhead.replay.wire import open_client
from tests.unit.replay.capture import Capture, capture


def clock_ms() -> int:
    return time.time_ns() // 1_000_000


async def until(server: Capture, requests: int, running: asyncio.Future[Any]) -> None:
    async with asyncio.timeout(20):
        while len(server.requests) < requests and not running.done():  # noqa: ASYNC110 - the server is not ours to tell
            await asyncio.sleep(0.01)


def test_viewers_report_in_order_with_clocks_of_now_from_their_own_addresses() -> None:
    async def play() -> tuple[Summary, Capture]:
        async with capture() as server, open_client(connections=8, insecure=False) as client:
            plan = DemoPlan(url=server.url, env_key="demokey", seed=1, viewers=300)
            stop = asyncio.Event()
            running = asyncio.create_task(
                run_demo(plan, client, stop, clock_ms=clock_ms, say=pytest.fail)
            )
            await until(server, 40, running)
            stop.set()
            return await running, server

    summary, server = asyncio.run(play())
    told = [msgspec.json.decode(request.body) for request in server.requests]
    events = [event for body in told for event in body["events"]]
    assert summary.beacons <= len(told)
    assert summary.views >= len({event["xid"] for event in events}) > 5
    assert summary.sent_again == 0
    assert {event["ake"] for event in events} == {"demokey"}
    for body in told:
        assert abs(body["metadata"]["transmission_timestamp"] - clock_ms()) < 30_000
        assert all(
            abs(event["uti"] - body["metadata"]["transmission_timestamp"]) < 30_000
            for event in body["events"]
        )
    sequences: dict[str, dict[int, None]] = defaultdict(dict)
    for event in events:
        sequences[event["xid"]].setdefault(event["xsqno"])
    # Each number where it came first: a page that unloads sends its last batch twice.
    assert all(list(numbers) == sorted(numbers) for numbers in sequences.values())
    headers = [request.headers for request in server.requests]
    assert len({each["x-forwarded-for"] for each in headers}) > 5
    assert len({each["user-agent"] for each in headers}) > 3
    # Nothing of the place where the recordings were made is left.
    assert not [
        r for r in server.requests if b"127.0.0.1" in r.body.replace(server.url[7:].encode(), b"")
    ]
    assert not [r for r in server.requests if b"labkey" in r.body]


def test_a_server_that_is_away_is_waited_for_and_spoken_of_once() -> None:
    said: list[str] = []

    async def play() -> Summary:
        async with capture() as server, open_client(connections=8, insecure=False) as client:
            server.status = 503
            stop = asyncio.Event()
            plan = DemoPlan(url=server.url, env_key="k", seed=1, viewers=300)
            running = asyncio.create_task(
                run_demo(plan, client, stop, clock_ms=clock_ms, say=said.append)
            )
            await until(server, 2, running)
            server.status = 200
            await until(server, 20, running)
            stop.set()
            return await running

    summary = asyncio.run(play())
    assert [sentence.partition("/ ")[2] for sentence in said] == [
        "takes no beacons (it answered 503); waiting until it does.",
        "takes beacons again.",
    ]
    assert summary.sent_again >= 2
    assert summary.beacons > 0


def test_only_one_asks_a_server_that_is_away_and_ever_more_rarely() -> None:
    answers = [httpx.ConnectError("refused")] * 9
    tries: list[bytes] = []
    waits: list[float] = []
    said: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        tries.append(request.content)
        if answers:
            raise answers.pop()
        return httpx.Response(200)

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    async def send_all() -> Line:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            line = Line(client, "http://server/", say=said.append, sleep=sleep)
            first = asyncio.create_task(line.send(lambda: Post({}, b"first")))
            while line.up:  # noqa: ASYNC110 - one turn of the loop at a time
                await asyncio.sleep(0)
            others = [line.send(lambda: Post({}, b"other")) for _ in range(5)]
            await asyncio.gather(first, *others)
            return line

    line = asyncio.run(send_all())
    assert tries == [b"first"] * 10 + [b"other"] * 5
    assert waits == [0.5, 1, 2, 4, 8, 15, 15, 15, 15]
    assert waits[-1] == LONGEST_WAIT_S
    assert line.again == 9
    assert len(said) == 2


def test_the_summary_is_one_line() -> None:
    summary = Summary(beacons=1_234, events=5_678, views=90, sent_again=0, seconds=61.2)
    assert summary_text(summary) == "Sent 1,234 beacons with 5,678 events of 90 views in 61 s."
    again = summary_text(msgspec.structs.replace(summary, sent_again=3))
    assert again.endswith("in 61 s; 3 tries failed.")


@pytest.mark.slow
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_the_command_ends_cleanly_when_it_is_interrupted(told: signal.Signals) -> None:
    async def interrupt() -> tuple[int | None, str, str]:
        async with capture() as server:
            command = "from playhead.cli import main; main()"
            options = ("--url", server.url, "--env-key", "k", "--viewers", "300")
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                command,
                "demo",
                *options,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            talking = asyncio.create_task(process.communicate())
            try:
                await until(server, 1, talking)
                process.send_signal(told)
                out, err = await asyncio.wait_for(talking, 10)
            finally:
                if process.returncode is None:
                    process.kill()
            return process.returncode, out.decode(), err.decode()

    code, out, err = asyncio.run(interrupt())
    assert (code, err) == (0, "")
    assert out.startswith("Sent ")
    assert out.count("\n") == 1


def test_the_command_refuses_what_is_no_url() -> None:
    with pytest.raises(CommandError, match="'localhost' is no server's URL"):
        demo(url="localhost", env_key="k")
