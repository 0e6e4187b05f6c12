"""Who is watching, from a player's beacon to whoever asks: the API, the counts, and both streams.

Law: by the server's own clock; nothing is waited for but what is asked about.
"""

import base64
import contextlib
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import jwt
import pytest

from tests.servers import Environment, PlayheadServer, Token, eventually
from tests.unit.sessionize.made import short

pytestmark = pytest.mark.slow

VIDEO = "final"
CCV = "/data/v1/monitoring/metrics/current-concurrent-viewers"
SEEN_WITHIN_S = 10.0
TICK_S = 5.0
STOP_WITHIN_S = 5.0


class Watched:
    """A server with a site on it: players, a token, and a JWT for its pages."""

    def __init__(self, server: PlayheadServer) -> None:
        self.server = server
        self.environment: Environment = server.create_environment("Live")
        self.token: Token = server.create_token("Live", "data:read", "system:write")
        client = server.client(self.token)
        made = client.post("/system/v1/signing-keys").json()["data"]
        self.key_id: str = made["id"]
        self.pem = base64.b64decode(made["private_key"])

    def jwt(self) -> str:
        claims = {"sub": VIDEO, "aud": "video_id", "exp": int(time.time()) + 600}
        return jwt.encode(claims, self.pem, algorithm="RS256", headers={"kid": self.key_id})

    def play(self, number: int, *names: str, first: int = 1) -> None:
        """Send events of one viewer, as a player does."""
        for nth, name in enumerate(names, first):
            fields = {
                "event": name,
                "view_id": f"view-{number}",
                "view_sequence_number": nth,
                "viewer_time": int(time.time() * 1000),
                "video_id": VIDEO,
                "video_title": "The final",
                "viewer_user_id": f"user-{number % 3}",
            }
            event = short(fields) | {"ake": self.environment.env_key}
            answer = self.server.post(json.dumps({"events": [event]}).encode())
            assert answer.status_code == 200

    def viewers(self) -> tuple[int, int]:
        """What the API says of the newest tick: viewers, and those in the breakdown's row."""
        with self.server.client(self.token) as client:
            rows = client.get(f"{CCV}/breakdown", params={"dimension": "video_title"}).json()
            series = client.get(f"{CCV}/timeseries").json()["data"]
        newest = series[-1]["concurrent_viewers"] if series else 0
        return newest, sum(row["concurrent_viewers"] for row in rows["data"])

    def counts(self) -> tuple[int, int]:
        with self.server.client() as client:
            answer = client.get("/counts", params={"token": self.jwt()})
        assert answer.status_code == 200, answer.text
        (count,) = answer.json()["data"]
        return count["views"], count["viewers"]

    @contextlib.contextmanager
    def stream(self, path: str, **parameters: str) -> Iterator[Iterator[Any]]:
        """The events of a stream, as they come."""
        token = None if path.startswith("/counts") else self.token
        with (
            self.server.client(token) as client,
            client.stream("GET", path, params=parameters, timeout=20) as answer,
        ):
            assert answer.status_code == 200
            yield (
                json.loads(line.removeprefix("data: "))
                for line in answer.iter_lines()
                if line.startswith("data: ")
            )


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with PlayheadServer(tmp_path_factory.mktemp("watched") / "data") as server:
        yield Watched(server)
        assert server.stop() == 0
        assert "Traceback" not in server.log()


def test_whoever_watches_is_told_everywhere_and_leaves_again(watched: Watched) -> None:
    with (
        watched.stream("/api/v1/monitoring/stream", **{"dimensions[]": "video_title"}) as ticks,
        watched.stream("/counts/stream", token=watched.jwt()) as counts,
    ):
        assert next(ticks)["concurrent_viewers"] == 0
        next(counts)
        began_s = time.monotonic()
        for number in range(5):
            watched.play(number, "viewstart", "play", "playing")
        eventually(lambda: watched.viewers() == (5, 5), SEEN_WITHIN_S, "the API shows five")
        eventually(lambda: watched.counts() == (5, 3), SEEN_WITHIN_S, "the counts show five")
        tick = next(each for each in ticks if each["concurrent_viewers"] == 5)
        (row,) = tick["breakdowns"]["video_title"]
        assert (row["value"], row["concurrent_viewers"]) == ("The final", 5)
        assert next(each for each in counts if each["data"][0]["views"] == 5)
        assert time.monotonic() - began_s < SEEN_WITHIN_S + TICK_S
        for number in range(2):
            watched.play(number, "viewend", first=4)
        tick = next(each for each in ticks if each["concurrent_viewers"] == 3)
        assert tick["metrics"]["current-concurrent-viewers"] == 3


def test_after_a_crash_the_counts_are_right_within_a_tick(watched: Watched) -> None:
    for number in range(10, 17):
        watched.play(number, "viewstart", "play", "playing")
    eventually(lambda: watched.counts()[0] >= 7, SEEN_WITHIN_S, "the counts show them")
    seen = watched.counts()
    watched.server.kill()
    watched.server.start()
    began_s = time.monotonic()
    with watched.stream("/counts/stream", token=watched.jwt()) as counts:
        told = next(counts)["data"][0]
        # The ticks of the time when it was down are made up for; the newest may be one of before.
        while (told["views"], told["viewers"]) != seen:
            told = next(counts)["data"][0]
    assert time.monotonic() - began_s < 2 * TICK_S
    assert watched.counts() == seen


def test_a_deleted_key_closes_the_counts(watched: Watched) -> None:
    with watched.server.client(watched.token) as client:
        made = client.post("/system/v1/signing-keys").json()["data"]
        kept = watched.key_id, watched.pem
        watched.key_id, watched.pem = made["id"], base64.b64decode(made["private_key"])
        with watched.stream("/counts/stream", token=watched.jwt()) as counts:
            next(counts)
            assert client.delete(f"/system/v1/signing-keys/{made['id']}").status_code == 204
            began_s = time.monotonic()
            list(counts)
            assert time.monotonic() - began_s < TICK_S
        answer = client.get("/counts", params={"token": watched.jwt()}, auth=None)
        assert answer.status_code == 403
        assert answer.json()["error"]["messages"] == ["Signing key not found."]
        watched.key_id, watched.pem = kept


def test_the_collector_does_not_take_the_counts(watched: Watched) -> None:
    before = watched.server.counter("playhead_beacons_total", "accepted")
    with watched.server.client() as client:
        assert client.post("/counts", content=b'{"events":[]}').status_code == 405
        preflight = client.options("/counts", headers={"origin": "https://site.example"})
        assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (
            204,
            "*",
        )
    assert watched.server.counter("playhead_beacons_total", "accepted") == before


def test_a_server_that_stops_lets_streams_go_at_once(watched: Watched) -> None:
    with watched.stream("/api/v1/monitoring/stream") as ticks:
        next(ticks)
        began_s = time.monotonic()
        assert watched.server.stop() == 0
        with contextlib.suppress(httpx.RemoteProtocolError):
            list(ticks)
        assert time.monotonic() - began_s < STOP_WITHIN_S
    watched.server.start()
