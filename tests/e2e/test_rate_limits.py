"""Two hundred clients at once against a real server's limits: what passes is right to one.

Law: of many requests in a time T, `burst + rate * T` pass, give or take one. The T of the server
lies between two that a client can see: from the first answer to the last request, and from the
first request to the last answer.
"""

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from tests.redis_server import RedisServer
from tests.servers import PlayheadServer, Token, eventually

pytestmark = pytest.mark.slow

CLIENTS = 200
EACH = 5
RATE = 20
BURST = 60
LIMITS = {
    "PLAYHEAD_API_RATE": str(RATE),
    "PLAYHEAD_API_BURST": str(BURST),
    "PLAYHEAD_FAILURE_RATE": "0.001",
    "PLAYHEAD_FAILURE_BURST": "5",
}
SLOW = {**LIMITS, "PLAYHEAD_API_RATE": "0.001"}
WHOAMI = "/system/v1/whoami"
OUTAGE_MOST_S = 20.0


class Asked(NamedTuple):
    """What came back, by status, and how long it took at least and at most."""

    statuses: Counter[int]
    least_s: float
    most_s: float


async def _ask_all(urls: list[str], token: Token) -> Asked:
    async with contextlib.AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                httpx.AsyncClient(
                    base_url=urls[number % len(urls)],
                    auth=(token.id, token.secret),
                    timeout=60,
                    trust_env=False,
                )
            )
            for number in range(CLIENTS)
        ]
        statuses: Counter[int] = Counter()
        asked_s: list[float] = []
        answered_s: list[float] = []

        async def ask(client: httpx.AsyncClient) -> None:
            for _ in range(EACH):
                asked_s.append(time.monotonic())
                answer = await client.get(WHOAMI)
                answered_s.append(time.monotonic())
                statuses[answer.status_code] += 1
                assert answer.headers["ratelimit-limit"] == str(BURST)
                if answer.status_code == 429:
                    assert answer.json() == {"errors": ["Too many requests, retry later."]}
                    assert int(answer.headers["retry-after"]) >= 1

        await asyncio.gather(*(client.get("/healthz") for client in clients))
        await asyncio.gather(*map(ask, clients))
        return Asked(statuses, max(asked_s) - min(answered_s), max(answered_s) - min(asked_s))


def let_in(asked: Asked) -> int:
    """How many the limit let in; some of them may then find too many others waiting."""
    return asked.statuses[200] + asked.statuses[503]


def ask_all(urls: list[str], token: Token) -> Asked:
    return asyncio.run(_ask_all(urls, token))


@pytest.fixture
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server


@contextlib.contextmanager
def running(folder: Path, settings: Mapping[str, str]) -> Iterator[tuple[PlayheadServer, Token]]:
    """Run a server that knows a token from its start: asking whether it does would be counted."""
    server = PlayheadServer(folder, settings=settings)
    server.create_environment("Limited")
    token = server.create_token("Limited", "data:read")
    with server:
        yield server, token


@pytest.mark.parametrize("kept_in", ["memory", "redis"])
def test_two_hundred_clients_get_the_burst_and_the_rate_and_no_more(
    kept_in: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings = dict(LIMITS)
    if kept_in == "redis":
        settings["PLAYHEAD_REDIS_URL"] = request.getfixturevalue("redis").url
    with running(tmp_path / "data", settings) as (server, token):
        asked = ask_all([server.url], token)
        passed = let_in(asked)
        assert asked.statuses[429] == CLIENTS * EACH - passed
        assert BURST + RATE * asked.least_s - 1 <= passed <= BURST + RATE * asked.most_s + 1
        assert server.counters("playhead_api_limited_total")["standard"] == asked.statuses[429]


@pytest.mark.parametrize("kept_in", ["memory", "redis"])
def test_where_nothing_comes_back_meanwhile_the_count_is_exact(
    kept_in: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings = dict(SLOW)
    if kept_in == "redis":
        settings["PLAYHEAD_REDIS_URL"] = request.getfixturevalue("redis").url
    with running(tmp_path / "data", settings) as (server, token):
        asked = ask_all([server.url], token)
        assert let_in(asked) == BURST
        assert asked.statuses[429] == CLIENTS * EACH - BURST


def test_two_servers_share_one_redis(tmp_path: Path, redis: RedisServer) -> None:
    settings = {**SLOW, "PLAYHEAD_REDIS_URL": redis.url}
    with running(tmp_path / "one", settings) as (one, token):
        one.stop()
        # The same organization on a second machine: a copy of the control shelf.
        (tmp_path / "two").mkdir(mode=0o700)
        (tmp_path / "two" / "control.db").write_bytes(
            (tmp_path / "one" / "control.db").read_bytes()
        )
        one.start()
        with PlayheadServer(tmp_path / "two", settings=settings) as two:
            asked = ask_all([one.url, two.url], token)
            assert asked.statuses == {200: BURST, 429: CLIENTS * EACH - BURST}
            limited = [
                server.counters("playhead_api_limited_total")["standard"] for server in (one, two)
            ]
            assert sum(limited) == asked.statuses[429]
            assert min(limited) > 0


def test_a_redis_that_dies_neither_opens_nor_closes_the_doors(
    tmp_path: Path, redis: RedisServer
) -> None:
    settings = {**SLOW, "PLAYHEAD_REDIS_URL": redis.url}
    with running(tmp_path / "data", settings) as (server, token):
        assert server.get(WHOAMI, token).headers["ratelimit-remaining"] == str(BURST - 1)
        assert server.counter("playhead_rate_limits_shared") == 1
        redis.kill()
        asked = ask_all([server.url], token)
        assert asked.statuses == {200: BURST, 429: CLIENTS * EACH - BURST}
        ready = server.get("/readyz")
        assert (ready.status_code, ready.json()["status"]) == (200, "ready")
        assert "Redis" in ready.json()["degraded"]["limits"]
        assert server.counter("playhead_rate_limits_shared") == 0
        assert server.counter("playhead_rate_limits_kept_alone_total") == CLIENTS * EACH
        redis.start()
        eventually(
            lambda: server.counter("playhead_rate_limits_shared") == 1,
            OUTAGE_MOST_S,
            "the limits are shared again",
        )
        assert "degraded" not in server.get("/readyz").json()
        assert server.get(WHOAMI, token).headers["ratelimit-remaining"] == str(BURST - 1)
        told = [line for line in server.log().splitlines() if "rate limits are" in line]
        assert ["not shared" in line for line in told] == [True, False]


def test_a_redis_that_is_not_there_at_the_start_keeps_nobody_from_starting(
    tmp_path: Path, redis: RedisServer
) -> None:
    redis.kill()
    url = redis.url.replace("//", "//:the-password@")
    with running(tmp_path / "data", {**LIMITS, "PLAYHEAD_REDIS_URL": url}) as (server, token):
        assert server.get(WHOAMI, token).status_code == 200
        assert "rate limits are not shared" in server.log()
        assert "the-password" not in server.log()
        shown = server.command("config").stdout
        assert "the-password" not in shown


def test_guessing_is_slowed_and_the_rightful_come_in(tmp_path: Path) -> None:
    with running(tmp_path / "data", LIMITS) as (server, token):
        wrong = Token(token.id, "guess")
        assert [server.get(WHOAMI, wrong).status_code for _ in range(8)] == [401] * 5 + [429] * 3
        assert server.get(WHOAMI, token).status_code == 200
        assert server.counter("playhead_failed_authentications_total") == 8
        assert server.counters("playhead_api_limited_total")["failures"] == 3
