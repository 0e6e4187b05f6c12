"""Where one request ends and the next begins: a second one cannot be hidden in a first one's body.

Sent as raw bytes; each answer is counted. Whoever frames a message in two ways gets one answer at
most, and the hidden request none.
"""

import contextlib
import socket
from collections.abc import Iterator

import pytest

from tests.servers import PlayheadServer

pytestmark = pytest.mark.slow

HIDDEN = b"GET /healthz HTTP/1.1\r\nHost: hidden\r\nConnection: close\r\n\r\n"
ALIVE = b'{"status":"alive"}'

FRAMINGS: dict[str, bytes] = {
    "both lengths": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "both, the other way": b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "two lengths": b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN),
    "a list of lengths": b"Content-Length: 0, %d\r\n\r\n" % len(HIDDEN),
    "a signed length": b"Content-Length: +0\r\n\r\n",
    "a negative length": b"Content-Length: -1\r\n\r\n",
    "a huge length": b"Content-Length: 99999999999999999999999\r\n\r\n",
    "an unknown coding": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunked is not last": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a space before the colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a folded header": b"Transfer-Encoding:\r\n chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
    "a bare line feed in a chunk": b"Transfer-Encoding: chunked\r\n\r\n1\n\na\r\n0\r\n\r\n",
    "a chunk size with a sign": b"Transfer-Encoding: chunked\r\n\r\n+0\r\n\r\n",
    "a chunk that is too large": b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n\r\n",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayheadServer]:
    with PlayheadServer(tmp_path_factory.mktemp("framing") / "data") as running:
        yield running


def heard(server: PlayheadServer, sent: bytes) -> bytes:
    """Return all that is answered until the server hangs up, or says no more."""
    got = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=2) as plain:
        plain.sendall(sent)
        with contextlib.suppress(TimeoutError, ConnectionError):
            while part := plain.recv(65_536):
                got += part
    return got


def test_two_requests_that_are_framed_right_are_two(server: PlayheadServer) -> None:
    first = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"
    got = heard(server, first + HIDDEN)
    assert got.count(b"HTTP/1.1 200") == 2
    assert ALIVE in got


@pytest.mark.parametrize("framing", FRAMINGS.values(), ids=FRAMINGS)
@pytest.mark.parametrize("path", [b"/", b"/data/v1/annotations"], ids=["collector", "api"])
def test_a_request_hidden_in_another_is_not_answered(
    server: PlayheadServer, path: bytes, framing: bytes
) -> None:
    got = heard(server, b"POST " + path + b" HTTP/1.1\r\nHost: a\r\n" + framing + HIDDEN)
    assert ALIVE not in got
    assert got.count(b"HTTP/1.1 ") <= 1
    assert server.get("/healthz").status_code == 200
