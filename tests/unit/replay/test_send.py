"""Recordings reach a real server in their players' order, changed as asked, and all is counted."""

import asyncio
import gzip
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from playhead.cli.replay import replay as replay_command
from playhead.cli.stop import CommandError
from playhead.replay.recording import Recording, Request, read_recording
from playhead.replay.report import Report, report_text
from playhead.replay.send import MOST_LANES, Plan, ReplayError, lanes_of, replay
from playhead.replay.wire import checked_url, open_client
from tests.unit.replay.capture import Capture, capture, free_socket

NOW_MS = 1_900_000_000_000
TEXT = {"content-type": "text/plain", "user-agent": "Player/1", "host": "old", "cookie": "no"}
DEMO = Path(__file__).parents[3] / "src/playhead/demo/recordings"


def request(t_ms: float, player: str, view: str, sequence: int) -> Request:
    event = {
        "e": "hb",
        "pinid": player,
        "xid": view,
        "xsqno": sequence,
        "uti": 1795432000000 + t_ms,
    }
    return Request(t_ms, "POST", "/in", TEXT, json.dumps({"events": [event]}).encode())


PREFLIGHT = Request(
    0, "OPTIONS", "/in", {"origin": "http://site", "access-control-request-method": "POST"}, b""
)
TWO_PLAYERS = Recording(
    "two",
    (
        PREFLIGHT,
        request(10, "p1", "v1", 1),
        request(20, "p2", "v2", 1),
        request(30, "p1", "v1", 2),
        request(40, "p2", "v2", 2),
        request(50, "p1", "v1", 3),
    ),
)


def ran(
    recordings: list[Recording], *, status: int = 200, path: str = "", **plan: object
) -> tuple[Report, Capture]:
    async def run() -> tuple[Report, Capture]:
        async with capture() as server, open_client(connections=8, insecure=False) as client:
            server.status = status
            told = Plan(url=server.url + path, seed="s", connections=8, **plan)  # type: ignore[arg-type]
            return await replay(recordings, told, client, clock_ms=lambda: NOW_MS), server

    return asyncio.run(run())


def events(server: Capture) -> list[dict[str, object]]:
    return [e for r in server.requests if r.body for e in json.loads(r.body)["events"]]


def test_copies_keep_each_players_order_and_get_ids_of_their_own() -> None:
    report, server = ran([TWO_PLAYERS], speed=None, copies=20, env_key="k")
    sequences: dict[object, list[object]] = defaultdict(list)
    for event in events(server):
        sequences[event["xid"]].append(event["xsqno"])
    assert sorted(sequences.values()) == [[1, 2]] * 20 + [[1, 2, 3]] * 20
    assert {event["ake"] for event in events(server)} == {"k"}
    assert (report.requests, report.events, report.views) == (120, 100, 40)
    assert report.answered == {200: 120}
    assert report.all_taken


def test_what_tells_of_the_player_goes_along_and_what_tells_of_the_connection_stays() -> None:
    _, server = ran([TWO_PLAYERS], path="/base", speed=None, keep_ids=True)
    preflight = next(r for r in server.requests if r.method == "OPTIONS")
    post = next(r for r in server.requests if r.method == "POST")
    assert preflight.headers["access-control-request-method"] == "POST"
    assert post.path == "/base/in"
    assert (post.headers["user-agent"], post.headers["content-type"]) == ("Player/1", "text/plain")
    assert "cookie" not in post.headers
    assert post.headers["host"] != "old"
    assert {event["xid"] for event in events(server)} == {"v1", "v2"}


def test_now_moves_the_first_request_to_the_present_and_keeps_the_spacing() -> None:
    _, server = ran([TWO_PLAYERS], speed=None, move_to_now=True)
    clocks = sorted(event["uti"] for event in events(server))  # type: ignore[type-var]
    assert clocks == [NOW_MS + t_ms for t_ms in (10, 20, 30, 40, 50)]


def test_zipped_bodies_are_changed_and_zipped_again() -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    body = gzip.compress(json.dumps({"events": [{"e": "hb", "ake": "old"}]}).encode())
    broken = Request(1, "POST", "/", headers, b"no gzip")
    recording = Recording("zipped", (Request(0, "POST", "/", headers, body), broken))
    _, server = ran([recording], speed=None, env_key="new")
    assert server.requests[0].headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(server.requests[0].body)) == {
        "events": [{"e": "hb", "ake": "new"}]
    }
    assert server.requests[1].body == b"no gzip"


@pytest.mark.parametrize("speed", [1.0, 2.0])
def test_the_recorded_spacing_is_kept_divided_by_the_speed(speed: float) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    async def run() -> None:
        async with capture() as server, open_client(connections=8, insecure=False) as client:
            plan = Plan(url=server.url, seed="s", speed=speed)
            slow = Recording(
                "slow", (request(1_000_000, "p", "v", 1), request(1_060_000, "p", "v", 2))
            )
            await replay([slow], plan, client, clock_ms=lambda: NOW_MS, sleep=sleep)

    asyncio.run(run())
    assert waits[0] == pytest.approx(0, abs=1)
    assert waits[1] == pytest.approx(60 / speed, abs=2)


def test_what_is_refused_is_counted_by_its_status() -> None:
    report, _ = ran([TWO_PLAYERS], status=404, speed=None)
    assert report.answered == {404: 6}
    assert not report.all_taken
    assert report_text(report).splitlines()[1] == "  answered 404: 6"


def test_nobody_listening_is_one_sentence() -> None:
    with free_socket() as unheard:
        url = f"http://127.0.0.1:{unheard.getsockname()[1]}"

        async def run() -> None:
            async with open_client(connections=8, insecure=False) as client:
                await replay([TWO_PLAYERS], Plan(url, "s"), client, clock_ms=lambda: NOW_MS)

        with pytest.raises(ReplayError, match=f"nobody answers at {url}: .*is the server running"):
            asyncio.run(run())


def test_an_answer_that_never_comes_is_counted_by_its_reason() -> None:
    def break_off(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too late", request=request)

    async def run() -> Report:
        async with httpx.AsyncClient(transport=httpx.MockTransport(break_off)) as client:
            plan = Plan("http://server", "s", speed=None)
            return await replay([TWO_PLAYERS], plan, client, clock_ms=lambda: NOW_MS)

    assert asyncio.run(run()).unanswered == {"ReadTimeout": 6}


def test_a_request_that_met_a_closing_connection_is_sent_again() -> None:
    met: list[bytes] = []

    def close_first(request: httpx.Request) -> httpx.Response:
        met.append(request.content)
        if len(met) == 1:
            raise httpx.RemoteProtocolError("closed", request=request)
        return httpx.Response(200)

    async def run() -> Report:
        async with httpx.AsyncClient(transport=httpx.MockTransport(close_first)) as client:
            one = Recording("one", (request(0, "p", "v", 1),))
            plan = Plan("http://server", "s", speed=None)
            return await replay([one], plan, client, clock_ms=lambda: NOW_MS)

    assert asyncio.run(run()).answered == {200: 1}
    assert met[0] == met[1]


def test_too_many_lanes_are_refused_before_anything_is_sent() -> None:
    with pytest.raises(ReplayError, match="replay fewer copies at once"):
        ran([TWO_PLAYERS], copies=MOST_LANES)


def test_a_preflight_goes_before_the_request_it_asks_for() -> None:
    first, second = lanes_of(TWO_PLAYERS)
    assert [request.method for _, request in first.requests] == ["OPTIONS", "POST", "POST", "POST"]
    assert len(second.requests) == 2


@pytest.mark.parametrize("path", sorted(DEMO.glob("*.jsonl")), ids=lambda path: path.stem)
def test_the_projects_own_recordings_are_one_player_each(path: Path) -> None:
    lanes = lanes_of(read_recording(path))
    assert [lane.requests[0][0] for lane in lanes] == [0]
    assert lanes[0].began_at_ms is not None


@pytest.mark.parametrize(
    "url", ["localhost:8000", "ftp://host", "http://", "http://h:x", "http://h?x=1", ""]
)
def test_what_is_no_servers_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="is no server's URL"):
        checked_url(url)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: replay_command(url="http://h"), "no recording was named"),
        (lambda: replay_command(Path("nowhere"), url="http://h"), "there is no file nowhere"),
        (lambda: replay_command(Path("x"), url="h"), "'h' is no server's URL"),
        (lambda: replay_command(Path("x"), url="http://h", speed="fast"), "--speed fast"),
        (lambda: replay_command(Path("x"), url="http://h", speed="nan"), "--speed nan"),
    ],
)
def test_the_command_says_what_is_wrong(call: Callable[[], None], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence) as stopped:
        call()
    assert stopped.value.exit_status == 1


def test_recordings_without_a_request_are_refused_by_name(tmp_path: Path) -> None:
    silent = tmp_path / "silent.jsonl"
    silent.touch()
    assert lanes_of(read_recording(silent)) == []
    with pytest.raises(CommandError, match=r"silent\.jsonl hold no request"):
        replay_command(silent, url="http://h")


def test_the_command_ends_with_1_if_anything_was_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def refuse_and_leave() -> tuple[int | str | None, str]:
        async with capture() as server:
            server.status = 500
            with pytest.raises(SystemExit) as left:
                await asyncio.to_thread(
                    replay_command,
                    DEMO / "startup_failure.jsonl",
                    url=server.url,
                    speed="max",
                    json=True,
                )
            return left.value.code, capsys.readouterr().out

    code, out = asyncio.run(refuse_and_leave())
    assert code == 1
    assert json.loads(out)["answered"] == {"500": 4}
