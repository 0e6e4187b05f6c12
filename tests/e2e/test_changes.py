"""What the command line changes is in force at a running server within a second."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.servers import PlayheadServer, Token, eventually

pytestmark = pytest.mark.slow

IN_FORCE_WITHIN_S = 1.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayheadServer]:
    with PlayheadServer(tmp_path_factory.mktemp("changes") / "data") as running:
        yield running


def within_a_second(look: Callable[[], bool], what: str) -> None:
    began = time.monotonic()
    eventually(look, 10 * IN_FORCE_WITHIN_S, what)
    assert time.monotonic() - began <= IN_FORCE_WITHIN_S, what


def asked_as(server: PlayheadServer, token: Token) -> int:
    return server.get("/system/v1/whoami", token).status_code


def test_a_new_env_key_is_known_to_the_first_beacon(server: PlayheadServer) -> None:
    for number in range(3):
        env_key = server.create_environment(f"New {number}").env_key
        before = server.counter("playhead_beacons_total", "accepted")
        server.post(b'{"events":[{"ake":"%s","e":"hb"}]}' % env_key.encode())
        assert server.counter("playhead_beacons_total", "accepted") == before + 1


def test_a_new_token_is_good_within_a_second_until_it_is_revoked(server: PlayheadServer) -> None:
    server.create_environment("Tokens")
    token = server.create_token("Tokens", known=False)
    within_a_second(lambda: asked_as(server, token) == 200, "the token is good")
    wrong = Token(token.id, token.secret[:-1] + ("a" if token.secret[-1] != "a" else "b"))
    assert asked_as(server, wrong) == 401
    done = server.command("token", "revoke", token.id)
    assert done.returncode == 0, done.stderr
    within_a_second(lambda: asked_as(server, token) == 401, "the token is refused")


def test_a_token_reads_its_own_environment_alone(server: PlayheadServer) -> None:
    mine, other = server.create_environment("Mine"), server.create_environment("Other")
    token, stranger = server.create_token("Mine"), server.create_token("Other")
    beacon = (
        b'{"events":[{"ake":"%s","e":"viewstart","xid":"the-view","xsqno":1,"uti":%d},'
        b'{"ake":"%s","e":"viewend","xid":"the-view","xsqno":2,"uti":%d}]}'
    )
    now_ms = time.time_ns() // 1_000_000
    key = mine.env_key.encode()
    server.post(beacon % (key, now_ms, key, now_ms))
    view = "/data/v1/video-views/the-view"
    eventually(lambda: server.get(view, token).status_code == 200, 5, "the view can be read")
    assert server.get(view, stranger).status_code == 404
    assert other.id != mine.id


def test_many_may_change_things_at_once(server: PlayheadServer) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(server.create_environment, [f"At once {n}" for n in range(6)]))
    assert len({one.env_key for one in made}) == 6
    for one in made:
        server.post(b'{"events":[{"ake":"%s","e":"hb"}]}' % one.env_key.encode())
    accepted = server.counters("playhead_accepted_beacons_total")
    assert all(accepted[one.id] == 1 for one in made)
