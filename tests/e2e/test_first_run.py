"""The first run of a real server: whoever has its log becomes the first admin, and nobody else.

Law: at the wire, with the real command line; a link that was told once works once.
"""

import re
from pathlib import Path

import httpx
import pytest

from tests.servers import PlayheadServer, eventually

pytestmark = pytest.mark.slow

PASSWORD = "long enough for anybody"
LINK = re.compile(r'"link": "(http://[^"#]+)/setup#([A-Za-z0-9_-]{43})"')


def set_up(server: PlayheadServer, client: httpx.Client, secret: str) -> httpx.Response:
    given = {"secret": secret, "email": "ada@example.org", "name": "Ada", "password": PASSWORD}
    return client.post("/api/v1/setup", json=given, headers={"origin": server.url})


def test_the_newest_link_of_the_log_makes_the_first_admin_once(tmp_path: Path) -> None:
    with PlayheadServer(tmp_path / "data") as server:
        assert server.stop() == 0
        server.start()
        (_, ended), (place, secret) = LINK.findall(server.log())
        assert place == server.url
        with server.client() as client, server.client() as stranger:
            for guessed in ("", "x" * 43, ended):
                assert set_up(server, stranger, guessed).status_code == 404
            assert set_up(server, client, secret).status_code == 201
            assert client.get("/api/v1/me/sessions").status_code == 200
            assert set_up(server, stranger, secret).status_code in {404, 409}
            assert stranger.get("/api/v1/me/sessions").status_code == 401
        assert server.stop() == 0
        server.start()
        assert len(LINK.findall(server.log())) == 2, "who is set up is told no link"


def test_what_the_command_line_ends_is_ended_on_the_running_server(tmp_path: Path) -> None:
    with PlayheadServer(tmp_path / "data") as server:
        [(_, secret)] = LINK.findall(server.log())
        with server.client() as client:
            assert set_up(server, client, secret).status_code == 201
            assert client.get("/api/v1/me/sessions").status_code == 200
            done = server.command("person", "sign-out", "ada@example.org")
            assert "signed out of 1 session\n" in done.stdout
            eventually(
                lambda: client.get("/api/v1/me/sessions").status_code == 401,
                5,
                "the session is ended",
            )
        assert PASSWORD not in server.log()
