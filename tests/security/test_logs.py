"""What the logs tell of who came in and who did not, and that nobody else can write a line."""

import json
import logging
import socket
from pathlib import Path

import pytest

from playhead.model.access import Permission
from playhead.model.people import Role
from tests.servers import PlayheadServer
from tests.unit.api.house import PASSWORD, House

ADA = "ada@example.com"


def test_whoever_signs_in_is_in_the_log_and_so_is_who_may_not(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    house.person(ADA, Role.MEMBER)
    boss = house.browser(house.person("boss@example.com", Role.ADMIN))
    _, authorization = house.token(house.production, Permission.DATA_READ)
    browser = house.browser()
    organization = f"/api/v1/organizations/{house.organization_id}"
    assert browser.sign_in(ADA, PASSWORD + "!").status == 401
    assert browser.sign_in(ADA).status == 201
    assert browser.ask(f"{organization}/people").status == 403
    assert browser.ask("/system/v1/signing-keys", authorization=authorization).status == 401
    assert browser.ask("/data/v1/errors", authorization="Basic eDp5").status == 401
    assert browser.ask("/api/v1/session", "DELETE").status == 204
    told = [record.getMessage() for record in caplog.records if "was refused" in record.message]
    refused = [line.partition("was refused with ")[2] for line in told]
    assert refused == [
        "401: POST '/api/v1/session' from 192.0.2.0/24",
        f"403: GET '{organization}/people' from 192.0.2.0/24",
        "401: GET '/system/v1/signing-keys' from 192.0.2.0/24",
        "401: GET '/data/v1/errors' from 192.0.2.0/24",
    ]
    assert "192.0.2.7" not in caplog.text, "the whole address"
    assert ADA not in caplog.text
    entries = boss.ask(f"{organization}/audit-log").json["data"]["entries"]
    actions = [each["action"] for each in entries]
    assert actions.index("session.ended") < actions.index("session.began")


def test_what_is_refused_before_it_is_counted_fills_no_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    browser = house.browser(house.person(ADA))
    for _ in range(3):
        assert browser.ask("/api/v1/me", "PATCH", {}, sec_fetch_site="cross-site").status == 403
        assert house.browser(scheme="http").ask("/data/v1/errors").status == 403
    assert not [each for each in caplog.records if "was refused" in each.getMessage()]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "console"])
def test_no_line_of_the_log_is_forged(tmp_path: Path, form: str) -> None:
    """A path with line breaks and escapes in it stays one line, and colours nothing."""
    settings = {"PLAYHEAD_LOG_FORMAT": form}
    with PlayheadServer(tmp_path / "data", settings=settings) as server:
        answer = server.get("/data/v1/errors%0a%7b%22event%22:%22forged%22%7d%1b[31m%0d%0aforged")
        assert answer.status_code in {400, 404}
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as plain:
            path = b"/data/v1/video-views/%0aforged%0d%1b[31mforged%e2%80%a8forged"
            plain.sendall(
                b"GET " + path + b" HTTP/1.1\r\nHost: a\r\nAuthorization: Basic eDp5\r\n"
                b"User-Agent: forged\x1b[31m\r\nConnection: close\r\n\r\n"
            )
            assert plain.recv(100).startswith(b"HTTP/1.1 4")
        assert server.get("/data/v1/metrics/forged/overall").status_code == 401
        log = server.log()
    assert "was refused with 401" in log
    for line in log.splitlines():
        assert not line.startswith(("forged", '{"event": "forged"', '{"event":"forged"'))
        assert "\x1b" not in line
        if form == "json":
            json.loads(line)
