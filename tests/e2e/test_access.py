"""Tokens, keys and retention at a running server, with either database of the control shelf."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import make_url

from tests.postgres import needs_postgres, own_schema, running_postgres
from tests.servers import PlayheadServer, Token, eventually

pytestmark = pytest.mark.slow

IN_FORCE_WITHIN_S = 1.0
ASKERS = 4
WHOAMI = "/system/v1/whoami"
KEYS = "/system/v1/signing-keys"
DAY_S = 24 * 60 * 60
WIDE = {"PLAYHEAD_API_RATE": "100000", "PLAYHEAD_API_BURST": "100000"}
"""These tests ask more often than a site does."""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=needs_postgres)])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PlayheadServer]:
    folder = tmp_path_factory.mktemp("access") / "data"
    if request.param == "sqlite":
        with PlayheadServer(folder, settings=WIDE) as running:
            yield running
        return
    with (
        running_postgres() as postgres,
        own_schema(postgres) as dsn,
        PlayheadServer(folder, settings={**WIDE, "PLAYHEAD_CONTROL_DSN": dsn}) as running,
    ):
        yield running
        assert not (folder / "control.db").exists()
        password = make_url(dsn).password
        assert password
        assert password not in running.log()


def _refused_within(server: PlayheadServer, token: Token, began: float) -> float:
    """Ask all the time until the token is refused; return how long that took."""
    with server.client(token) as client:
        while (answer := client.get(WHOAMI)).status_code == 200:
            assert time.monotonic() - began < 10 * IN_FORCE_WITHIN_S
        assert answer.status_code == 401
    return time.monotonic() - began


def test_a_revoked_token_is_refused_within_a_second_under_load(server: PlayheadServer) -> None:
    token, other = server.create_token("Production"), server.create_token("Production")
    revoked = threading.Event()
    seen: list[int] = []

    def ask(whom: Token) -> None:
        with server.client(whom) as client:
            while not revoked.is_set():
                seen.append(client.get(WHOAMI).status_code)

    with ThreadPoolExecutor(ASKERS) as threads:
        asking = [threads.submit(ask, other) for _ in range(ASKERS)]
        try:
            done = server.command("token", "revoke", token.id)
            assert done.returncode == 0, done.stderr
            took_s = _refused_within(server, token, time.monotonic())
        finally:
            revoked.set()
        for each in asking:
            each.result()
    assert took_s <= IN_FORCE_WITHIN_S
    assert set(seen) == {200}
    assert len(seen) > 20


def test_a_token_is_refused_when_it_ends(server: PlayheadServer) -> None:
    lasts_s = 3.0
    done = server.command(
        "token", "create", "--environment", "Production", "--name", "brief",
        "--expires-in-days", str(lasts_s / DAY_S), "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made_by = time.monotonic()
    token = Token(**json.loads(done.stdout))
    eventually(lambda: server.get(WHOAMI, token).status_code == 200, 2, "the token is good")
    assert _refused_within(server, token, made_by) <= lasts_s + IN_FORCE_WITHIN_S


def test_no_environment_sees_the_keys_of_another(server: PlayheadServer) -> None:
    allowed = ("system:read", "system:write")
    production = server.create_token("Production", *allowed)
    development = server.create_token("Development", *allowed)
    with server.client(production) as ours, server.client(development) as theirs:
        made = ours.post(KEYS, params={"product": "data"}, json={})
        assert made.status_code == 201
        key = made.json()["data"]
        assert ours.post("/video/v1/signing-keys").status_code == 201
        for prefix in ("/system/v1", "/video/v1"):
            one = f"{prefix}/signing-keys/{key['id']}"
            assert theirs.get(f"{prefix}/signing-keys").json() == {"data": []}
            assert theirs.get(one).status_code == 404
            assert theirs.delete(one).status_code == 404
            assert ours.get(one).json() == {
                "data": {"id": key["id"], "created_at": key["created_at"]}
            }
        listed = ours.get(KEYS, params={"limit": 1}).json()["data"]
        assert [each.keys() for each in listed] == [{"id", "created_at"}]
        assert ours.get(KEYS, params={"page": 9}).json() == {"data": []}
        assert ours.delete(f"{KEYS}/{key['id']}").status_code == 204
        gone = ours.get(f"{KEYS}/{key['id']}")
        assert gone.status_code == 404
        assert gone.json()["error"]["messages"] == ["Signing Key not found"]
        usage = ours.get("/system/v1/usage/exports", params={"limit": 5, "page": 2})
        paging = {"page": 2, "limit": 5, "pages": 0, "total": 0}
        assert usage.json() == {"data": [], "meta": paging}
    log = json.loads(server.command("audit", "--action", "signing_key.deleted", "--json").stdout)
    assert [each["actor"]["kind"] for each in log] == ["token"]


def test_an_environments_own_retention_goes_over_the_servers(server: PlayheadServer) -> None:
    token = server.create_token("Development")
    now_s = int(time.time())

    def asked(days: int) -> int:
        window = [now_s - days * DAY_S, now_s - (days - 1) * DAY_S]
        path = "/data/v1/metrics/views/overall"
        with server.client(token) as client:
            return client.get(path, params={"timeframe[]": window}).status_code

    assert (asked(5), asked(99), asked(200)) == (200, 200, 400)
    for days, answers in (("7", (200, 400, 400)), ("300", (200, 200, 200)), ("0", (200, 200, 400))):
        done = server.command("environment", "change", "Development", "--retention-days", days)
        assert done.returncode == 0, done.stderr
        eventually(
            lambda answers=answers: (asked(5), asked(99), asked(200)) == answers,  # type: ignore[misc]
            5,
            f"{days} days hold",
        )


def test_players_are_heard_under_both_keys_after_a_rotation(server: PlayheadServer) -> None:
    made = server.create_environment("Rotating")
    done = server.command("environment", "rotate-key", "Rotating", "--accept-old-for-days", "30")
    assert done.returncode == 0, done.stderr
    now = json.loads(server.command("environment", "list", "--json").stdout)[-1]
    assert now["env_key"] != made.env_key

    def accepted() -> int:
        return server.counters("playhead_accepted_beacons_total").get(made.id, 0)

    for number, key in enumerate((now["env_key"], made.env_key), start=1):
        server.post(b'{"events":[{"ake":"%s","e":"hb"}]}' % key.encode())
        assert accepted() == number
    done = server.command("environment", "rotate-key", "Rotating", "--accept-old-for-days", "0")
    assert done.returncode == 0, done.stderr

    def is_refused() -> bool:
        before = accepted()
        server.post(b'{"events":[{"ake":"%s","e":"hb"}]}' % now["env_key"].encode())
        return accepted() == before

    eventually(is_refused, 5, "the old key is refused")


def test_the_last_use_of_a_token_is_known_after_the_server_has_stopped(
    server: PlayheadServer,
) -> None:
    used, unused = (server.create_token("Production", known=each) for each in (True, False))
    assert server.stop() == 0
    listed = {each["id"]: each for each in json.loads(_tokens(server))}
    assert time.time() * 1000 - listed[used.id]["last_used_at_ms"] < 60_000
    assert listed[unused.id]["last_used_at_ms"] is None
    server.start()


def _tokens(server: PlayheadServer) -> str:
    shown: str = server.command("token", "list", "--json").stdout
    return shown
