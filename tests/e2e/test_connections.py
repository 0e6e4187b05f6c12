"""What clients do below HTTP: pipelining, halves, silence, heads without end, garbage.

Law: sent over bare sockets, so that nothing tidies it up on its way.
"""

import contextlib
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import Environment, PlayheadServer, eventually

pytestmark = pytest.mark.slow

BEACONS = "playhead_beacons_total"
MEBIBYTE = 1024 * 1024
ANSWER_WITHIN_S = 10.0
SLOW_MOST_S = 60.0
HEAD = b"POST / HTTP/1.1\r\nHost: beacons.test\r\n"
NO_HTTP = {
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "words": b"hello there\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a negative length": HEAD + b"Content-Length: -5\r\n\r\n",
    "a path beyond ASCII": b"POST /\xff\xfe HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
    "a tunnel": b"CONNECT beacons.test:443 HTTP/1.1\r\nHost: beacons.test:443\r\n\r\n",
}
ENDLESS = {
    "headers": (b"POST / HTTP/1.1\r\n", b"x-filler: " + b"a" * 8_000 + b"\r\n"),
    "one header": (b"POST / HTTP/1.1\r\nx-filler: ", b"a" * 8_000),
    "a path": (b"GET /", b"a" * 8_000),
    "trailers": (
        b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
        b"x-filler: " + b"a" * 8_000 + b"\r\n",
    ),
    "a chunk's extension": (
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;",
        b"a" * 8_000,
    ),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayheadServer]:
    with PlayheadServer(tmp_path_factory.mktemp("connections") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def environment(server: PlayheadServer) -> Environment:
    return server.create_environment("Connections")


@pytest.fixture
def connection(server: PlayheadServer) -> Iterator[socket.socket]:
    with connect(server) as opened:
        yield opened


def connect(server: PlayheadServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=ANSWER_WITHIN_S)


def beacon(environment: Environment) -> bytes:
    return b'{"events":[{"ake":"%s","e":"hb"}]}' % environment.env_key.encode()


def posted(body: bytes, *headers: bytes) -> bytes:
    lines = b"".join(header + b"\r\n" for header in headers)
    return HEAD + lines + b"Content-Length: %d\r\n\r\n" % len(body) + body


def statuses(connection: socket.socket, count: int) -> list[int]:
    """Read so many answers, or what comes until the server hangs up."""
    text = b""
    with contextlib.suppress(ConnectionResetError):
        while len(_statuses(text)) < count and (part := connection.recv(65536)):
            text += part
    return _statuses(text)


def _statuses(text: bytes) -> list[int]:
    return [int(found) for found in re.findall(rb"HTTP/1\.1 (\d{3}) .*?\r\n\r\n", text, re.DOTALL)]


def hung_up(connection: socket.socket) -> bool:
    """Read to the end; return whether the server made an end."""
    try:
        while connection.recv(65536):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


def flood(connection: socket.socket, part: bytes) -> None:
    """Send the same again and again, 64 MiB of it unless the server hangs up."""
    for _ in range(64 * MEBIBYTE // len(part)):
        connection.sendall(part)


def drip(connection: socket.socket) -> None:
    """Send a byte now and then, for longer than the server is patient unless it hangs up."""
    give_up = time.monotonic() + SLOW_MOST_S
    while time.monotonic() < give_up:
        connection.sendall(b" ")
        time.sleep(0.2)


def taken(server: PlayheadServer) -> int:
    return server.counter(BEACONS, "accepted")


def test_requests_may_be_pipelined(
    server: PlayheadServer, environment: Environment, connection: socket.socket
) -> None:
    before = taken(server)
    connection.sendall(posted(beacon(environment)) * 50)
    assert statuses(connection, 50) == [200] * 50
    assert taken(server) == before + 50


def test_a_connection_is_kept_also_after_refusals(
    server: PlayheadServer, environment: Environment, connection: socket.socket
) -> None:
    before = taken(server)
    for body in (beacon(environment), b"no JSON", beacon(environment), b"", beacon(environment)):
        connection.sendall(posted(body))
        assert statuses(connection, 1) == [200]
    assert taken(server) == before + 3


def test_a_body_may_come_in_chunks(
    server: PlayheadServer, environment: Environment, connection: socket.socket
) -> None:
    before, body = taken(server), beacon(environment)
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    for byte in body:
        connection.sendall(b"1\r\n%c\r\n" % byte)
    connection.sendall(b"0\r\n\r\n")
    assert statuses(connection, 1) == [200]
    assert taken(server) == before + 1


def test_a_client_may_ask_before_it_sends(
    server: PlayheadServer, environment: Environment, connection: socket.socket
) -> None:
    before, body = taken(server), beacon(environment)
    connection.sendall(HEAD + b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(body))
    assert statuses(connection, 1) == [100]
    connection.sendall(body)
    assert statuses(connection, 1) == [200]
    assert taken(server) == before + 1


def test_http_1_0_is_answered_and_closed(
    server: PlayheadServer, environment: Environment, connection: socket.socket
) -> None:
    before, body = taken(server), beacon(environment)
    connection.sendall(b"POST / HTTP/1.0\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    assert statuses(connection, 2) == [200]
    assert taken(server) == before + 1


def test_a_proxy_that_always_says_upgrade_does_no_harm(
    server: PlayheadServer, environment: Environment, connection: socket.socket
) -> None:
    before = taken(server)
    connection.sendall(posted(beacon(environment), b"Connection: upgrade") * 2)
    assert statuses(connection, 2) == [200, 200]
    assert taken(server) == before + 2


def test_an_upgrade_is_not_taken_up(connection: socket.socket) -> None:
    asked = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: beacons.test\r\n" + asked + b"\r\n")
    assert statuses(connection, 1) == [200]


@pytest.mark.parametrize("what", NO_HTTP)
def test_what_is_no_http_is_told_so_and_the_server_goes_on(
    server: PlayheadServer, connection: socket.socket, what: str
) -> None:
    connection.sendall(NO_HTTP[what])
    assert statuses(connection, 1) == [400]
    assert hung_up(connection)
    assert server.get("/healthz").status_code == 200


def test_half_a_body_is_counted_as_incomplete(
    server: PlayheadServer, environment: Environment, connection: socket.socket
) -> None:
    before = server.counter(BEACONS, "incomplete")
    connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\n" + beacon(environment))
    connection.close()
    eventually(
        lambda: server.counter(BEACONS, "incomplete") == before + 1,
        ANSWER_WITHIN_S,
        "the half is counted",
    )


def test_a_body_without_end_is_cut_off_and_counted(
    server: PlayheadServer, connection: socket.socket
) -> None:
    before = server.counter(BEACONS, "too_large")
    connection.sendall(HEAD + b"Content-Length: 100000000\r\n\r\n")
    with pytest.raises(ConnectionError):
        flood(connection, b"a" * MEBIBYTE)
    assert server.counter(BEACONS, "too_large") == before + 1


@pytest.mark.parametrize("what", ENDLESS)
def test_what_never_becomes_a_body_is_cut_off(
    server: PlayheadServer, connection: socket.socket, what: str
) -> None:
    beginning, more = ENDLESS[what]
    before = memory_bytes(server)
    connection.sendall(beginning)
    with pytest.raises(ConnectionError):
        flood(connection, more)
    assert memory_bytes(server) - before < 16 * MEBIBYTE
    assert server.get("/healthz").status_code == 200


def test_who_says_nothing_more_is_hung_up_on(
    server: PlayheadServer, environment: Environment
) -> None:
    """All slow ones at once, since their time is what it takes."""
    before = server.counter(BEACONS, "incomplete")
    with contextlib.ExitStack() as opened:
        silent, half_head, half_body, drop_by_drop = (
            opened.enter_context(connect(server)) for _ in range(4)
        )
        half_head.sendall(HEAD)
        half_body.sendall(HEAD + b"Content-Length: 1000\r\n\r\n" + beacon(environment))
        drop_by_drop.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
        with pytest.raises(ConnectionError):
            drip(drop_by_drop)
        assert hung_up(silent)
        assert hung_up(half_head)
        assert statuses(half_body, 2) == [200]
    assert server.counter(BEACONS, "incomplete") == before + 2


def test_a_thousand_connections_leave_room_for_the_journal(
    server: PlayheadServer, environment: Environment
) -> None:
    before = taken(server)
    with contextlib.ExitStack() as opened:
        crowd = [opened.enter_context(connect(server)) for _ in range(1_000)]
        for connection in crowd[::100]:
            connection.sendall(posted(beacon(environment)))
            assert statuses(connection, 1) == [200]
        assert server.get("/readyz").status_code == 200
    assert taken(server) == before + 10


def memory_bytes(server: PlayheadServer) -> int:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) * 1024
