"""HTTPS and what stands before it: our own certificate, a trusted proxy, a liar, plain HTTP."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.certificates import made_certificate
from tests.servers import PlayheadServer, Token

pytestmark = pytest.mark.slow

WHOAMI = "/system/v1/whoami"
HSTS = "strict-transport-security"
PAGES = ["/", "/healthz", "/api/docs", "/api/openapi.json", WHOAMI, "/nowhere"]


@pytest.fixture(scope="module")
def behind_proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayheadServer]:
    """A server that trusts this machine as a proxy."""
    folder = tmp_path_factory.mktemp("https") / "proxied"
    settings = {"PLAYHEAD_TRUSTED_PROXIES": "127.0.0.0/8"}
    with PlayheadServer(folder, settings=settings) as server:
        yield server


@pytest.fixture(scope="module")
def token(behind_proxy: PlayheadServer) -> Token:
    behind_proxy.create_environment("Site")
    return behind_proxy.create_token("Site", "data:read")


def ask(
    server: PlayheadServer, path: str, token: Token | None = None, **headers: str
) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with server.client(token) as client:
        return client.get(path, headers=named)


def test_https_through_a_trusted_proxy(behind_proxy: PlayheadServer, token: Token) -> None:
    said = {"x_forwarded_for": "192.0.2.7", "x_forwarded_proto": "https"}
    answer = ask(behind_proxy, WHOAMI, token, **said)
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers[HSTS]


@pytest.mark.parametrize(
    "said",
    [
        {"x_forwarded_for": "192.0.2.7", "x_forwarded_proto": "http"},
        {"x_forwarded_for": "192.0.2.7"},
        {"x_forwarded_for": "127.0.0.1", "x_forwarded_proto": "http"},
        {"x_forwarded_for": "1.1.1.1, 192.0.2.7", "x_forwarded_proto": "https, http"},
        {"forwarded": "for=192.0.2.7;proto=http"},
        {"x_forwarded_proto": "http"},
    ],
    ids=str,
)
def test_plain_http_through_a_trusted_proxy(
    behind_proxy: PlayheadServer, token: Token, said: dict[str, str]
) -> None:
    before = behind_proxy.counter("playhead_plain_http_refused_total")
    answer = ask(behind_proxy, WHOAMI, token, **said)
    assert answer.status_code == 403
    assert "revoke" in answer.text
    assert HSTS not in answer.headers
    assert behind_proxy.counter("playhead_plain_http_refused_total") == before + 1


def test_who_dials_from_this_machine_may_speak_plain_http(
    behind_proxy: PlayheadServer, token: Token
) -> None:
    answer = ask(behind_proxy, WHOAMI, token)
    assert answer.status_code == 200
    assert HSTS not in answer.headers


def test_the_metrics_are_not_for_whom_a_proxy_brings(behind_proxy: PlayheadServer) -> None:
    assert ask(behind_proxy, "/metrics").status_code == 200
    assert ask(behind_proxy, "/metrics", x_forwarded_for="127.0.0.1").status_code == 403


def test_a_proxy_that_nobody_named_is_not_believed_and_told_of(tmp_path: Path) -> None:
    with PlayheadServer(tmp_path / "data") as server:
        server.create_environment("Site")
        token = server.create_token("Site", "data:read")
        said = {"x_forwarded_for": "192.0.2.7", "x_forwarded_proto": "https"}
        for _ in range(3):
            answer = ask(server, WHOAMI, token, **said)
            assert answer.status_code == 403
            assert "trusted_proxies" in answer.text
        assert ask(server, WHOAMI, token).status_code == 200
        assert server.log().count("a proxy on this machine is not believed") == 1


def test_an_operator_may_allow_plain_http(tmp_path: Path) -> None:
    settings = {"PLAYHEAD_ALLOW_PLAIN_HTTP": "true"}
    with PlayheadServer(tmp_path / "data", settings=settings) as server:
        server.create_environment("Site")
        token = server.create_token("Site", "data:read")
        assert ask(server, WHOAMI, token, x_forwarded_for="192.0.2.7").status_code == 200


def test_https_of_our_own_says_so_on_every_answer(tmp_path: Path) -> None:
    cert, key = made_certificate(tmp_path)
    arguments = ("--tls-cert", str(cert), "--tls-key", str(key))
    with PlayheadServer(tmp_path / "data", *arguments) as server:
        assert server.url.startswith("https://")
        for path in PAGES:
            headers = ask(server, path).headers
            assert headers[HSTS] == "max-age=31536000; includeSubDomains", path
            assert headers["x-content-type-options"] == "nosniff", path
            assert "unsafe" not in headers["content-security-policy"], path
        assert HSTS in server.post(b"{}").headers
        server.create_environment("Site")
        token = server.create_token("Site", "data:read")
        assert ask(server, WHOAMI, token).status_code == 200


def test_a_browser_may_ask_the_collector_and_not_the_api(
    behind_proxy: PlayheadServer, token: Token
) -> None:
    """What a browser sends before a page's own request; without leave it sends nothing more."""
    asking = {
        "origin": "https://site.example",
        "access-control-request-method": "GET",
        "access-control-request-headers": "authorization",
    }
    with behind_proxy.client(token) as client:
        for path in (WHOAMI, "/data/v1/video-views", "/data/v1/annotations"):
            refused = client.options(path, headers=asking)
            assert refused.status_code == 405
            read = client.get(path, headers={"origin": "https://site.example"})
            for answer in (refused, read):
                assert not [name for name in answer.headers if name.startswith("access-control")]
        allowed = client.options("/", headers={**asking, "access-control-request-method": "POST"})
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == "*"
