"""Credentials over plain HTTP, and what a browser is told to do with answers."""

from typing import Any

import pytest
from starlette.types import ASGIApp

from playhead.api import ApiSettings
from tests.unit.api.asking import ToldQuery, api, ask, basic

VIEWS = "/data/v1/video-views"


@pytest.mark.parametrize(
    ("scheme", "client", "status"),
    [
        ("https", "192.0.2.7", 200),
        ("http", "127.0.0.1", 200),
        ("http", "127.8.8.8", 200),
        ("http", "::1", 200),
        ("http", "192.0.2.7", 403),
        ("http", "10.0.0.1", 403),
        ("http", "2001:db8::1", 403),
        ("http", "/run/x.sock", 403),
    ],
)
def test_plain_http_is_refused_but_from_this_machine(
    app: ASGIApp, query: ToldQuery, scheme: str, client: str, status: int
) -> None:
    assert ask(app, VIEWS, scheme=scheme, client=client).status == status
    assert len(query.questions) == (status == 200)


def test_the_refusal_says_what_to_do_and_that_the_secret_may_be_known(app: ASGIApp) -> None:
    heard = ask(app, VIEWS, scheme="http")
    kind, messages = heard.error
    assert kind == "forbidden"
    text = " ".join(messages)
    for part in ("https://", "X-Forwarded-Proto", "trusted_proxies", "allow_plain_http", "revoke"):
        assert part in text
    assert "www-authenticate" not in heard.headers, "nobody is asked for more credentials"


def test_a_right_and_a_wrong_credential_are_refused_alike(app: ASGIApp) -> None:
    right = ask(app, VIEWS, scheme="http")
    wrong = ask(app, VIEWS, scheme="http", authorization=basic("nobody", "wrong"))
    assert (right.status, right.body) == (wrong.status, wrong.body)


def test_without_a_credential_nothing_can_have_been_seen(app: ASGIApp) -> None:
    heard = ask(app, VIEWS, scheme="http", authorization=None)
    assert heard.status == 403
    assert "revoke" not in heard.body.decode()


def test_an_operator_may_allow_it(query: ToldQuery) -> None:
    app = api(query, ApiSettings(allow_plain_http=True))
    assert ask(app, VIEWS, scheme="http").status == 200


@pytest.mark.parametrize("path", ["/api/docs", "/api/openapi.json"])
def test_what_holds_no_secret_may_be_read(app: ASGIApp, path: str) -> None:
    assert ask(app, path, scheme="http", authorization=None).status == 200


@pytest.mark.parametrize(
    ("target", "wishes"),
    [
        (VIEWS, {}),
        (f"{VIEWS}?limit=x", {}),
        ("/nowhere", {}),
        (VIEWS, {"authorization": None}),
        (VIEWS, {"scheme": "http"}),
        (VIEWS, {"method": "OPTIONS"}),
        ("/api/docs", {}),
        ("/api/openapi.json", {}),
    ],
)
def test_every_answer_binds_the_browser(app: ASGIApp, target: str, wishes: dict[str, Any]) -> None:
    headers = ask(app, target, **wishes).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("origin", ["https://site.example", "null", "http://localhost:3000"])
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
@pytest.mark.parametrize("target", [VIEWS, "/system/v1/whoami", "/api/docs", "/api/openapi.json"])
def test_no_page_of_another_origin_may_read_an_answer(
    app: ASGIApp, target: str, method: str, origin: str
) -> None:
    heard = ask(
        app,
        target,
        method,
        origin=origin,
        access_control_request_method="GET",
        access_control_request_headers="authorization",
    )
    assert not [name for name in heard.headers if name.startswith("access-control")]
    if method == "OPTIONS":
        assert heard.status == 405
