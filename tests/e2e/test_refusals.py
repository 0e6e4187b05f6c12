"""Whatever is sent to a real server's collector is answered as players need it, and counted once.

Law: each row is sent over a real connection; exactly one counter goes up, by one.
"""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.servers import Environment, PlayheadServer

pytestmark = pytest.mark.slow

BEACONS = "playhead_beacons_total"
MEBIBYTE = 1024 * 1024
MOST_GROWTH_BYTES = 96 * MEBIBYTE
GZIP = {"content-encoding": "gzip"}
KEY = b"THE-KEY"
"""Stands in the rows for the env key, which is known only once the server runs."""

ACCEPTED = {
    "text/plain": (b'{"events":[{"ake":"THE-KEY","e":"hb"}]}', {}),
    "JSON": (b'{"events":[{"ake":"THE-KEY","e":"hb"}]}', {"content-type": "application/json"}),
    "sendBeacon": (
        b'{"events":[{"ake":"THE-KEY","e":"hb"}]}',
        {"content-type": "text/plain;charset=UTF-8"},
    ),
    "gzip": (b'{"events":[{"ake":"THE-KEY","e":"hb"}]}', GZIP),
    "with metadata": (
        b'{"metadata":{"transmission_timestamp":1},"events":[{"ake":"THE-KEY","e":"hb"}]}',
        {},
    ),
    "not an object among the events": (b'{"events":[{"ake":"THE-KEY","e":"hb"},{}]}', {}),
}
PATHS = ["/", "/android", "/any/path/of/a/proxy", "/%00%ff", "/database", "/metrics2", "/?a=b&c"]
DROPPED = {
    "unknown env key": (b'{"events":[{"ake":"nobody","e":"hb"}]}', {}, "unknown_env_key"),
    "no env key": (b'{"events":[{"e":"hb"}]}', {}, "unknown_env_key"),
    "nothing": (b"", {}, "malformed_json"),
    "no JSON": (b"hello", {}, "malformed_json"),
    "cut off": (b'{"events":[{"ake":"THE-KEY"', {}, "malformed_json"),
    "no UTF-8": (b'{"events":[{"ake":"THE-KEY","vtt":"\xff"}]}', {}, "malformed_json"),
    "deeply nested": (b'{"events":' + b"[" * 100_000, {}, "malformed_json"),
    "a list": (b"[]", {}, "wrong_types"),
    "events no list": (b'{"events":{"ake":"THE-KEY"}}', {}, "wrong_types"),
    "an event no object": (b'{"events":[7]}', {}, "wrong_types"),
    "a key no text": (b'{"events":[{"ake":7}]}', {}, "wrong_types"),
    "no events": (b'{"events":[]}', {}, "no_events"),
    "too large": (b'{"events":[' + b" " * 3 * MEBIBYTE + b"]}", {}, "too_large"),
    "100,000 events": (
        b'{"events":[{"ake":"THE-KEY"}' + b",{}" * 99_999 + b"]}",
        {},
        "too_many_events",
    ),
    "100,000 events, zipped": (
        b'{"events":[{"ake":"THE-KEY"}' + b',{"e":"hb"}' * 99_999 + b"]}",
        GZIP,
        "too_many_events",
    ),
    "a bomb": (b'{"events":[' + b" " * 200 * MEBIBYTE + b"]}", GZIP, "decompression_bomb"),
    "an encoding of nobody": (b"{}", {"content-encoding": "br"}, "malformed_encoding"),
    "not what it says": (b"{}", {"content-encoding": "deflate"}, "malformed_encoding"),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayheadServer]:
    with PlayheadServer(tmp_path_factory.mktemp("refusals") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def environment(server: PlayheadServer) -> Environment:
    return server.create_environment("Refusals")


@pytest.fixture(scope="module")
def client(server: PlayheadServer) -> Iterator[httpx.Client]:
    """One connection for all rows: each also shows that the one before did not spoil it."""
    with server.client() as opened:
        yield opened


def send(
    client: httpx.Client, path: str, body: bytes, headers: dict[str, str], environment: Environment
) -> httpx.Response:
    body = body.replace(KEY, environment.env_key.encode())
    if headers == GZIP:
        body = gzip.compress(body, mtime=0)
    return client.post(path, content=body, headers={"content-type": "text/plain", **headers})


def assert_thanks(answer: httpx.Response) -> None:
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["access-control-allow-origin"] == "*"


def risen(server: PlayheadServer, before: dict[str, int], name: str = BEACONS) -> dict[str, int]:
    """Return by how much each counter has gone up."""
    now = server.counters(name)
    return {label: now[label] - count for label, count in before.items() if now[label] != count}


@pytest.mark.parametrize("row", ACCEPTED)
def test_it_is_taken(
    server: PlayheadServer, client: httpx.Client, environment: Environment, row: str
) -> None:
    before = server.counters(BEACONS)
    assert_thanks(send(client, "/", *ACCEPTED[row], environment))
    assert risen(server, before) == {"accepted": 1}


@pytest.mark.parametrize("path", PATHS)
def test_it_is_taken_at_any_path(
    server: PlayheadServer, client: httpx.Client, environment: Environment, path: str
) -> None:
    before = server.counters(BEACONS)
    assert_thanks(send(client, path, *ACCEPTED["text/plain"], environment))
    assert risen(server, before) == {"accepted": 1}


@pytest.mark.parametrize("row", DROPPED)
def test_it_is_dropped_and_counted_by_its_reason(
    server: PlayheadServer, client: httpx.Client, environment: Environment, row: str
) -> None:
    body, headers, outcome = DROPPED[row]
    before, accepted = server.counters(BEACONS), server.counter("playhead_accepted_events_total")
    assert_thanks(send(client, "/", body, headers, environment))
    assert risen(server, before) == {outcome: 1}
    assert server.counter("playhead_accepted_events_total") == accepted


def test_the_key_may_come_by_the_host_name(
    server: PlayheadServer, client: httpx.Client, environment: Environment
) -> None:
    before = server.counters(BEACONS)
    headers = {"host": f"{environment.env_key}.beacons.test"}
    assert_thanks(send(client, "/", b'{"events":[{"e":"hb"}]}', headers, environment))
    assert risen(server, before) == {"accepted": 1}


@pytest.mark.parametrize("path", ["/", "/android", "/any/path"])
def test_a_preflight_is_answered_and_is_no_beacon(
    server: PlayheadServer, client: httpx.Client, path: str
) -> None:
    before, preflights = server.counters(BEACONS), server.counter("playhead_preflights_total")
    answer = client.options(
        path,
        headers={
            "origin": "https://site.test",
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-encoding,content-type",
        },
    )
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    allowed = answer.headers["access-control-allow-headers"]
    assert {"content-type", "content-encoding"} <= set(re.split(r", *", allowed))
    assert risen(server, before) == {}
    assert server.counter("playhead_preflights_total") == preflights + 1


@pytest.mark.parametrize("method", ["OPTIONS", "POST", "GET"])
@pytest.mark.parametrize("path", ["/data/v1/video-views", "/system/v1/whoami", "/metrics"])
def test_no_other_origin_may_ask_the_api(
    server: PlayheadServer, client: httpx.Client, method: str, path: str
) -> None:
    before = server.counters(BEACONS)
    headers = {"origin": "https://site.test", "access-control-request-method": "GET"}
    answer = client.request(method, path, headers=headers)
    assert answer.status_code in {200, 401, 403, 404, 405}
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    assert risen(server, before) == {}


def test_nothing_of_this_makes_the_server_grow(
    server: PlayheadServer, client: httpx.Client, environment: Environment
) -> None:
    send(client, "/", *ACCEPTED["text/plain"], environment)
    before = most_memory_bytes(server)
    for _ in range(3):
        for body, headers, _outcome in DROPPED.values():
            assert_thanks(send(client, "/", body, headers, environment))
    assert most_memory_bytes(server) - before < MOST_GROWTH_BYTES


def test_every_event_of_what_was_taken_has_one_outcome(server: PlayheadServer) -> None:
    server.wait_until_read()
    events = server.counters("playhead_events_total")
    assert sum(events.values()) == server.counter("playhead_accepted_events_total")
    assert events["fault"] == events["unreadable"] == 0


def test_status_tells_the_same_numbers(server: PlayheadServer) -> None:
    server.wait_until_read()
    told = json.loads(server.command("status", "--json").stdout)
    assert told["beacons"] == server.counters(BEACONS)
    assert told["events"] == server.counters("playhead_events_total")
    assert told["preflights"] == server.counter("playhead_preflights_total")
    assert told["url"] == server.url
    shown = server.command("status").stdout
    for outcome, count in told["beacons"].items():
        assert bool(re.search(rf"^ *{outcome} +{count:,}$", shown, re.MULTILINE)) == (count > 0)


def most_memory_bytes(server: PlayheadServer) -> int:
    """Return the most memory the server ever held."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) * 1024
