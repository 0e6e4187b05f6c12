"""The headers of every kind of answer that a running server gives, asked over HTTPS.

HTTPS ends at a proxy that the server trusts, as most are run; the limits are low, so that there is
a 429 to look at.
"""

import re
from collections.abc import Iterator

import httpx
import msgspec
import pytest

from playhead.dashboard.site import BUILT, PAGE
from tests.servers import PlayheadServer, Token, eventually

pytestmark = pytest.mark.slow

PROXIED = {"x-forwarded-for": "192.0.2.7", "x-forwarded-proto": "https"}
EVERY = {
    "strict-transport-security": re.compile(r"max-age=31536000; includeSubDomains"),
    "x-content-type-options": re.compile(r"nosniff"),
    "content-type": re.compile(r"[a-z]+/[a-z0-9.+-]+(; (version=[0-9.]+; )?charset=utf-8)?"),
}
"""On whatever has a body."""
ROOMS = {
    "x-frame-options": re.compile(r"DENY"),
    "referrer-policy": re.compile(r"no-referrer"),
    "permissions-policy": re.compile(r".*camera=\(\).*geolocation=\(\).*microphone=\(\).*"),
    "cross-origin-resource-policy": re.compile(r"same-origin"),
    "content-security-policy": re.compile(
        r"default-src 'none';.* base-uri 'none';.*frame-ancestors 'none'.*"
    ),
}
"""On all that is not the collector's, whose answers any page may get and nothing can be in."""
UNSAFE = re.compile(r"unsafe-inline|unsafe-eval|unsafe-hashes|data:|\*|https?:")
TELLS_TOO_MUCH = ("server", "x-powered-by", "via")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayheadServer]:
    settings = {
        "PLAYHEAD_TRUSTED_PROXIES": "127.0.0.0/8",
        "PLAYHEAD_REALTIME_RATE": "0.001",
        "PLAYHEAD_REALTIME_BURST": "1",
        "PLAYHEAD_FAILURE_RATE": "0.001",
        "PLAYHEAD_FAILURE_BURST": "5",
        "PLAYHEAD_METRICS_FOR_ALL": "true",
    }
    folder = tmp_path_factory.mktemp("headers") / "data"
    with PlayheadServer(folder, settings=settings) as running:
        yield running


@pytest.fixture(scope="module")
def token(server: PlayheadServer) -> Token:
    token = server.create_token("Production", "data:read", "data:write", "system:write")
    eventually(lambda: server.get("/system/v1/whoami", token).status_code == 200, 5, "it is good")
    return token


def ask(
    server: PlayheadServer,
    path: str,
    method: str = "GET",
    token: Token | None = None,
    body: bytes | None = None,
    **headers: str,
) -> httpx.Response:
    with server.client(token) as client:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.request(method, path, content=body, headers={**PROXIED, **named})


def check(answer: httpx.Response, *, collector: bool = False) -> None:
    wanted = EVERY if collector else {**EVERY, **ROOMS}
    if answer.status_code in {204, 304}:
        wanted = {name: rule for name, rule in wanted.items() if name != "content-type"}
    for name, rule in wanted.items():
        assert rule.fullmatch(answer.headers.get(name, "")), (name, answer.headers.get(name))
    assert not UNSAFE.search(answer.headers.get("content-security-policy", ""))
    assert "cache-control" in answer.headers
    assert not [name for name in TELLS_TOO_MUCH if name in answer.headers]
    assert ("access-control-allow-origin" in answer.headers) is collector
    # Whoever may be answered with `*` is never answered together with a cookie.
    assert "access-control-allow-credentials" not in answer.headers


API = {
    "a list": ("GET", "/data/v1/video-views", 200),
    "its head": ("HEAD", "/data/v1/video-views", 200),
    "whoami": ("GET", "/system/v1/whoami", 200),
    "an unknown view": ("GET", "/data/v1/video-views/unknown", 404),
    "an unknown path": ("GET", "/data/v1/nothing", 404),
    "a wrong parameter": ("GET", "/data/v1/video-views?limit=x", 400),
    "a wrong path": ("GET", "/data/v1/video-views/%00", 400),
    "a wrong method": ("PUT", "/data/v1/video-views", 405),
    "a preflight": ("OPTIONS", "/data/v1/video-views", 405),
    "a trace": ("TRACE", "/data/v1/video-views", 405),
    "no permission": ("GET", "/system/v1/signing-keys", 401),
    "not for tokens": ("GET", "/api/v1/organizations", 403),
    "a body that is none": ("POST", "/data/v1/annotations", 400),
    "the description": ("GET", "/api/openapi.json", 200),
    "the description as a page": ("GET", "/api/docs", 200),
    "who is signed in": ("GET", "/api/v1/session", 200),
}


@pytest.mark.parametrize(("method", "path", "status"), API.values(), ids=API)
def test_an_answer_of_the_api(
    server: PlayheadServer, token: Token, method: str, path: str, status: int
) -> None:
    answer = ask(server, path, method, token)
    assert answer.status_code == status, answer.text
    check(answer)


def test_a_secret_that_is_told_once_is_kept_nowhere(server: PlayheadServer, token: Token) -> None:
    made = ask(server, "/system/v1/signing-keys", "POST", token)
    assert made.status_code == 201
    check(made)
    assert made.headers["cache-control"] == "no-store"
    assert ask(server, "/api/v1/session").headers["cache-control"] == "no-store"
    views = ask(server, "/data/v1/video-views", "GET", token)
    assert "private" in views.headers["cache-control"]


def test_an_answer_without_a_body(server: PlayheadServer, token: Token) -> None:
    listed = ask(server, "/data/v1/annotations", "GET", token)
    again = ask(server, "/data/v1/annotations", "GET", token, if_none_match=listed.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    check(again)


def test_one_too_many(server: PlayheadServer, token: Token) -> None:
    path = "/data/v1/monitoring/metrics"
    answers = [ask(server, path, "GET", token) for _ in range(3)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 0
    for answer in answers:
        check(answer)


def test_a_wrong_credential_and_too_many_of_them(server: PlayheadServer) -> None:
    wrong = [
        ask(server, "/data/v1/errors", authorization="Basic eDp5", x_forwarded_for="198.51.100.1")
        for _ in range(8)
    ]
    assert [each.status_code for each in wrong] == [401] * 5 + [429] * 3
    for answer in wrong:
        check(answer)
    assert "basic" in wrong[0].headers["www-authenticate"].lower()


def test_what_comes_in_the_clear_is_told_so_without_hsts(server: PlayheadServer) -> None:
    answer = ask(server, "/data/v1/errors", x_forwarded_proto="http")
    assert answer.status_code == 403
    assert "strict-transport-security" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "location" not in answer.headers, "a redirect would hide that a secret was seen"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/"])
def test_a_page_of_the_server(server: PlayheadServer, path: str) -> None:
    for method in ("GET", "HEAD"):
        answer = ask(server, path, method)
        assert answer.status_code == 200
        check(answer)


@pytest.mark.skipif(not (BUILT / PAGE).is_file(), reason="the dashboard is not built")
def test_the_dashboard_and_its_files(server: PlayheadServer) -> None:
    files = [path for path in BUILT.rglob("*") if path.is_file()]
    paths = [f"/{path.relative_to(BUILT).as_posix()}" for path in files]
    assert len(paths) > 1
    for path in ("/", "/sign-in", "/setup", "/organizations/x/y", *paths):
        for coding in ("gzip", "identity"):
            answer = ask(server, path, accept_encoding=coding)
            assert answer.status_code == 200
            check(answer)
            policy = answer.headers["content-security-policy"]
            assert "script-src 'self';" in policy
            assert "require-trusted-types-for 'script'" in policy
            assert answer.headers["cross-origin-opener-policy"] == "same-origin"


BEACONS = {
    "a beacon": ("POST", "/", b'{"events":[]}', 200),
    "nonsense": ("POST", "/", b"\x00", 200),
    "a pixel": ("GET", "/?ake=a&e=hb", None, 200),
    "a preflight": ("OPTIONS", "/", None, 204),
    "no beacon": ("PUT", "/", b"", 404),
}


@pytest.mark.parametrize(("method", "path", "body", "status"), BEACONS.values(), ids=BEACONS)
def test_an_answer_of_the_collector(
    server: PlayheadServer, method: str, path: str, body: bytes | None, status: int
) -> None:
    """A page of any site may send beacons; nothing that is answered depends on what was sent."""
    answer = ask(server, path, method, body=body, origin="https://site.example")
    assert answer.status_code == status
    if "access-control-allow-origin" in answer.headers:
        check(answer, collector=True)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["access-control-allow-origin"] == "*"
    else:
        check(answer)
    assert b"site.example" not in answer.content


def test_a_session_over_https(server: PlayheadServer) -> None:
    [secret] = set(re.findall(r'/setup#([A-Za-z0-9_-]{43})"', server.log()))
    given = {
        "secret": secret,
        "email": "ada@example.org",
        "name": "Ada",
        "password": "long enough for anybody",
    }
    answer = ask(
        server,
        "/api/v1/setup",
        "POST",
        body=msgspec.json.encode(given),
        content_type="application/json",
        host="stats.example",
        origin="https://stats.example",
    )
    assert answer.status_code == 201, answer.text
    check(answer)
    assert answer.headers["cache-control"] == "no-store"
    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
