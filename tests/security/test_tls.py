"""Which TLS a server speaks that has a certificate of its own."""

import socket
import ssl
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.certificates import made_certificate
from tests.servers import PlayheadServer

pytestmark = pytest.mark.slow

REFUSED = r"EOF|HANDSHAKE_FAILURE|PROTOCOL_VERSION"
"""The server hung up. A client that has nothing to offer says something else."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayheadServer]:
    folder: Path = tmp_path_factory.mktemp("tls")
    cert, key = made_certificate(folder)
    arguments = ("--tls-cert", str(cert), "--tls-key", str(key))
    with PlayheadServer(folder / "data", *arguments) as running:
        yield running


def spoken(
    server: PlayheadServer, ciphers: str | None = None, most: ssl.TLSVersion | None = None
) -> tuple[str, str]:
    """Return version and cipher suite, as the server chose them."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    # A client as old as it may be: what is refused must be refused by the server.
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    if ciphers is not None:
        context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    if most is not None:
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            context.maximum_version = most
    with (
        socket.create_connection(("127.0.0.1", server.port), timeout=10) as plain,
        context.wrap_socket(plain) as secure,
    ):
        suite = secure.cipher()
        assert suite is not None
        return secure.version() or "", suite[0]


def test_the_newest_version_is_preferred(server: PlayheadServer) -> None:
    assert spoken(server)[0] == "TLSv1.3"


def test_tls_1_2_is_spoken_with_forward_secrecy_and_authenticated_encryption(
    server: PlayheadServer,
) -> None:
    version, suite = spoken(server, "ALL", ssl.TLSVersion.TLSv1_2)
    assert version == "TLSv1.2"
    assert suite.startswith("ECDHE-")
    assert "GCM" in suite or "CHACHA20" in suite


@pytest.mark.parametrize(
    "ciphers",
    ["ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "AES128-SHA", "AES128-GCM-SHA256",
     "DHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-CCM8", "NULL-SHA256"],
)  # fmt: skip
def test_weaker_suites_are_refused(server: PlayheadServer, ciphers: str) -> None:
    with pytest.raises(ssl.SSLError, match=REFUSED):
        spoken(server, ciphers, ssl.TLSVersion.TLSv1_2)


@pytest.mark.parametrize("most", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_older_versions_are_refused(server: PlayheadServer, most: ssl.TLSVersion) -> None:
    with pytest.raises(ssl.SSLError, match=REFUSED):
        spoken(server, "ALL", most)


def test_plain_http_is_no_way_in(server: PlayheadServer) -> None:
    """The port that speaks TLS answers nothing else."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as plain:
        plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        try:
            heard = plain.recv(1_000)
        except ConnectionError:
            heard = b""
    assert b"HTTP/1.1 200" not in heard
