"""Who gets in, and what the others hear."""

import base64

import pytest
from starlette.types import ASGIApp

from tests.unit.api import made
from tests.unit.api.asking import READING, ToldQuery, ask, basic

VIEWS = "/data/v1/video-views"
SECRET = made.SECRETS[made.READER.id]


def encoded(text: bytes) -> str:
    return base64.b64encode(text).decode()


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(READING, id="the secret may hold colons"),
        pytest.param(READING.replace("Basic", "bAsIc"), id="the scheme in any case"),
        pytest.param(READING.replace(" ", "   "), id="more than one space"),
    ],
)
def test_a_valid_credential_gets_in(app: ASGIApp, header: str) -> None:
    assert ask(app, VIEWS, authorization=header).status == 200


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("Basic", id="no credential"),
        pytest.param("Basic !!!!", id="no base64"),
        pytest.param("Basic " + encoded(b"\xff\xfe:x"), id="no UTF-8"),
        pytest.param("Basic " + encoded(b"token-reader"), id="no colon"),
        pytest.param(basic("token-reader", "wrong"), id="wrong secret"),
        pytest.param(basic("token-reader", ""), id="empty secret"),
        pytest.param(basic("TOKEN-READER", SECRET), id="wrong id"),
        pytest.param(basic("", ""), id="both empty"),
        pytest.param("Basic " + encoded(b"x:" + b"y" * 5_000), id="endless"),
        pytest.param("Bearer " + SECRET, id="another scheme"),
    ],
)
def test_every_other_is_refused_alike(app: ASGIApp, query: ToldQuery, header: str | None) -> None:
    heard = ask(app, VIEWS, authorization=header)
    assert (heard.status, heard.error) == (401, ("unauthorized", ["Unauthorized request"]))
    assert heard.headers["www-authenticate"].startswith("Basic ")
    assert query.questions == []


def test_a_token_without_the_permission_is_told_which(app: ASGIApp, query: ToldQuery) -> None:
    heard = ask(app, VIEWS, authorization=basic(made.WRITER.id, made.SECRETS[made.WRITER.id]))
    assert heard.status == 401
    kind, messages = heard.error
    assert kind == "unauthorized"
    assert messages[0] == "Unauthorized request"
    assert "data:read" in messages[1]
    assert query.questions == []


def test_a_token_sees_its_own_environment_whatever_it_asks(app: ASGIApp, query: ToldQuery) -> None:
    ask(app, f"{VIEWS}?environment_id=other&filters[]=environment_id:other")
    ask(app, f"{VIEWS}/view-1?environment_id=other")
    listed, one = query.questions
    assert (listed.scope.environment_id, one.environment_id) == ("env00001", "env00001")


def test_any_token_may_ask_who_it_is(app: ASGIApp) -> None:
    heard = ask(
        app,
        "/system/v1/whoami",
        authorization=basic(made.WRITER.id, made.SECRETS[made.WRITER.id]),
    )
    assert heard.json == {
        "data": {
            "access_token_name": "writer",
            "organization_id": "org00001",
            "organization_name": "Default",
            "environment_id": "env00001",
            "environment_name": "Site",
            "environment_type": "production",
            "permissions": ["data:write"],
        }
    }
