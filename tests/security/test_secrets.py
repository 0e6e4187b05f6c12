"""Secrets are in no log, no error and no list of processes, whatever happens at a real server.

The server runs with its most talkative log. Everything that takes a secret is done once with the
right one and once with a wrong one, the control database is broken under it, and at the end all
that was written or answered is searched. One secret is meant to be read in the log: the link of
the first run, until it is used.
"""

import base64
import contextlib
import json
import re
import secrets
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import msgspec
import pytest

from tests.servers import PLAYHEAD, PlayheadServer, Token, clean_environ, eventually

pytestmark = pytest.mark.slow

LINK = re.compile(r'/setup#([A-Za-z0-9_-]{43})"')
SECRET_LIKE = re.compile(r"[A-Za-z0-9_-]{43}")
REDIS_PASSWORD = "redis-" + secrets.token_hex(8)
OIDC_SECRET = "oidc-" + secrets.token_hex(8)


class Told:
    """All secrets that there are, and all that was answered where none belongs."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {
            "the password of Redis": REDIS_PASSWORD,
            "the secret of the provider": OIDC_SECRET,
        }
        self.answers: list[str] = []

    def spellings(self) -> Iterator[tuple[str, bytes]]:
        """Each secret as somebody may have written it down."""
        for name, secret in self.secrets.items():
            yield name, secret.encode()
            yield f"{name} in base64", base64.b64encode(secret.encode()).rstrip(b"=")
            yield f"{name} in a URL", quote(secret, safe="").encode()
            yield f"{name} in JSON", json.dumps(secret).strip('"').encode()

    def found_in(self, text: bytes) -> list[str]:
        return [name for name, spelled in self.spellings() if spelled in text]


class Visitor:
    """A browser at the server, whose every answer is kept for the search."""

    def __init__(self, server: PlayheadServer, told: Told) -> None:
        self._client = server.client()
        self._told = told
        self._origin = server.url
        self.csrf = ""

    def ask(
        self, method: str, path: str, body: Any = None, *, secret: bool = False, **headers: str
    ) -> httpx.Response:
        """Ask; with `secret` the answer is the one place where a secret is told."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"origin": self._origin, "x-playhead-csrf": self.csrf, **named}
        if body is not None:
            given["content-type"] = "application/json"
        content = None if body is None else msgspec.json.encode(body)
        answer = self._client.request(method, path, content=content, headers=given)
        if not secret:
            self._told.answers.append(f"{answer.headers!r} {answer.text}")
        return answer

    def cookie(self) -> str:
        """The session's secret."""
        return next(
            each.value or "" for each in self._client.cookies.jar if each.name == "playhead"
        )

    def close(self) -> None:
        self._client.close()


@pytest.fixture(scope="module")
def told() -> Told:
    return Told()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayheadServer]:
    settings = {
        "PLAYHEAD_LOG_LEVEL": "debug",
        "PLAYHEAD_REDIS_URL": f"redis://user:{REDIS_PASSWORD}@127.0.0.1:1/0",
        "PLAYHEAD_OIDC_ISSUER": "http://127.0.0.1:1/realm",
        "PLAYHEAD_OIDC_CLIENT_ID": "playhead",
        "PLAYHEAD_OIDC_CLIENT_SECRET": OIDC_SECRET,
        "PLAYHEAD_PUBLIC_URL": "http://127.0.0.1:8000",
    }
    folder = tmp_path_factory.mktemp("secrets") / "data"
    with PlayheadServer(folder, settings=settings) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def _lived(server: PlayheadServer, told: Told) -> None:
    """Do all of it, once."""
    [link] = set(LINK.findall(server.log()))
    visitor = Visitor(server, told)
    with contextlib.closing(visitor):
        base = _people(server, visitor, told, link)
        token = _tokens(server, visitor, told, base)
        _wrong(server, visitor, told, token)
        _sign_on(visitor)
        _broken(server, visitor)
    _commands(server, told)
    assert len(told.secrets) > 15
    assert len(told.answers) > 50


def test_what_is_secret_is_in_no_log(server: PlayheadServer, told: Told) -> None:
    log = server.log()
    assert "Traceback" in log, "the mistake of ours was not logged"
    assert "was refused with 401" in log
    assert "was refused with 403" in log
    assert told.found_in(log.encode()) == []
    # The first run's link, and nothing else that looks like a secret.
    links = set(LINK.findall(log))
    assert len(links) == 1
    assert set(SECRET_LIKE.findall(log)) == links


def test_what_is_secret_is_in_no_answer_but_the_one_that_tells_it(told: Told) -> None:
    assert told.found_in("\n".join(told.answers).encode()) == []


def test_what_is_secret_is_no_argument_of_a_process(server: PlayheadServer, told: Told) -> None:
    """As anybody on the machine could read it in the list of processes."""
    pids = [str(server.process.pid), *_children(server.process.pid)]
    for pid in pids:
        for name in ("cmdline", "comm", "status"):
            shown = Path(f"/proc/{pid}/{name}").read_bytes()
            assert told.found_in(shown) == [], (pid, name)


def test_what_is_stored_is_no_secret(server: PlayheadServer, told: Told) -> None:
    """Of what is compared only a digest is kept, wherever one looks in the data folder."""
    kept_as_it_is = {"the password of Redis", "the secret of the provider"}
    for path in server.folder.rglob("*"):
        if path.is_file():
            found = set(told.found_in(path.read_bytes())) - kept_as_it_is
            assert found == set(), path
    assert (server.folder.stat().st_mode & 0o077) == 0


def _people(server: PlayheadServer, visitor: Visitor, told: Told, link: str) -> str:
    """Set up, invite, reset, sign in and out; each also wrongly."""
    password = told.secrets["the admin's password"] = "Hm ße 'quoted' \"" + secrets.token_hex(8)
    newcomer = {"secret": link, "email": "ada@example.org", "name": "Ada", "password": password}
    visitor.ask("POST", "/api/v1/setup", {**newcomer, "password": "short " + password[:4]})
    visitor.ask("POST", "/api/v1/setup", {**newcomer, "secret": link[::-1]})
    made = visitor.ask("POST", "/api/v1/setup", newcomer, secret=True)
    assert made.status_code == 201, made.text
    told.secrets["the first session"] = visitor.cookie()
    visitor.csrf = made.json()["data"]["signed_in"]["csrf_token"]
    told.secrets["the first CSRF token"] = visitor.csrf
    credentials = {"email": "ada@example.org", "password": password}
    visitor.ask("POST", "/api/v1/session", {**credentials, "password": password[::-1]})
    signed_in = visitor.ask("POST", "/api/v1/session", credentials, secret=True)
    assert signed_in.status_code == 201
    told.secrets["the second session"] = visitor.cookie()
    visitor.csrf = signed_in.json()["data"]["signed_in"]["csrf_token"]
    told.secrets["the second CSRF token"] = visitor.csrf
    organization = signed_in.json()["data"]["signed_in"]["organizations"][0]["id"]
    base = f"/api/v1/organizations/{organization}"
    invited = visitor.ask("POST", f"{base}/invitations", {"email": "bob@example.org"}, secret=True)
    assert invited.status_code == 201, invited.text
    told.secrets["an invitation"] = invitation = _secret_of(invited)
    visitor.ask("POST", "/api/v1/invitations/read", {"secret": invitation})
    other = told.secrets["the member's password"] = "another one " + secrets.token_hex(8)
    bob = {"email": "bob@example.org", "name": "Bob", "password": other}
    member = Visitor(server, told)
    with contextlib.closing(member):
        wrong = {**bob, "secret": invitation, "email": "eve@example.org"}
        member.ask("POST", "/api/v1/invitations/accept", wrong)
        accepted = {**bob, "secret": invitation}
        assert member.ask("POST", "/api/v1/invitations/accept", accepted, secret=True).is_success
        told.secrets["the member's session"] = member.cookie()
    people = visitor.ask("GET", f"{base}/people").json()["data"]
    bobs = next(each["person"]["id"] for each in people if each["person"]["name"] == "Bob")
    reset = visitor.ask("POST", f"{base}/people/{bobs}/password-resets", secret=True)
    told.secrets["a reset link"] = _secret_of(reset)
    newer = told.secrets["the member's next password"] = "the next one " + secrets.token_hex(8)
    redeemed = {"secret": _secret_of(reset), "password": newer}
    visitor.ask("POST", "/api/v1/password-resets/redeem", {**redeemed, "password": "12345"})
    assert visitor.ask("POST", "/api/v1/password-resets/redeem", redeemed).is_success
    changed = told.secrets["the admin's next password"] = "changed " + secrets.token_hex(8)
    own = {"old_password": password, "new_password": changed}
    visitor.ask("POST", "/api/v1/me/password", {**own, "old_password": changed})
    visitor.ask("POST", "/api/v1/me/password", {**own, "new_password": "ada@example.org"})
    assert visitor.ask("POST", "/api/v1/me/password", own).is_success
    visitor.ask("GET", f"{base}/audit-log")
    return base


def _secret_of(answer: httpx.Response) -> str:
    assert answer.is_success, answer.text
    data = answer.json()["data"]
    found: str = data.get("link", data)["secret"]
    return found


def _tokens(server: PlayheadServer, visitor: Visitor, told: Told, base: str) -> Token:
    environments = visitor.ask("GET", f"{base}/environments").json()["data"]
    there = f"{base}/environments/{environments[0]['id']}"
    wanted = {"name": "site", "permissions": ["data:read", "system:write", "system:read"]}
    answer = visitor.ask("POST", f"{there}/access-tokens", wanted, secret=True)
    token = Token(answer.json()["data"]["token"]["id"], _secret_of(answer))
    told.secrets["a token made by the API"] = token.secret
    visitor.ask("GET", f"{there}/access-tokens")
    by_command = server.create_token("Production", "data:read")
    told.secrets["a token made by command"] = by_command.secret
    eventually(lambda: server.get("/system/v1/whoami", token).status_code == 200, 5, "it is good")
    told.answers.append(server.get("/system/v1/whoami", token).text)
    with server.client(token) as client:
        key = client.post("/system/v1/signing-keys").json()["data"]["private_key"]
        told.answers.append(client.get("/system/v1/signing-keys").text)
    told.secrets["a private key"] = base64.b64decode(key).decode().splitlines()[1]
    return token


def _wrong(server: PlayheadServer, visitor: Visitor, told: Told, token: Token) -> None:
    """Right secrets in wrong places, and credentials that are none."""
    pair = base64.b64encode(f"{token.id}:{token.secret}".encode()).decode()
    told.secrets["the whole header"] = pair
    anonymous = Visitor(server, told)
    with contextlib.closing(anonymous):
        for header in (
            f"Bearer {token.secret}",
            f"basic  {pair}x",
            f"Basic {token.secret}",
            f"Basic {token.id}:{token.secret}",
            pair,
            f"Basic {pair} {pair}",
        ):
            for path in ("/data/v1/video-views", "/nowhere", "/api/v1/organizations"):
                anonymous.ask("GET", path, authorization=header)
        anonymous.ask("GET", "/data/v1/nothing", authorization=f"Basic {pair}")
        anonymous.ask("PUT", "/data/v1/errors", authorization=f"Basic {pair}")
        anonymous.ask("GET", "/data/v1/errors?limit=x", authorization=f"Basic {pair}")
        session = told.secrets["the second session"]
        anonymous.ask("GET", "/api/v1/organizations", cookie=f"playhead={session}x")
        anonymous.ask("PATCH", "/api/v1/me", {"name": "x"}, cookie=f"playhead={session}")
        # Members of the wrong kind, beside secrets that are right.
        for body in (
            {"email": ["a"], "password": told.secrets["the admin's next password"]},
            {"email": "ada@example.org", "password": [told.secrets["the admin's next password"]]},
            {"mail": "ada@example.org", "password": told.secrets["the admin's next password"]},
            told.secrets["the admin's next password"],
        ):
            anonymous.ask("POST", "/api/v1/session", body)
        anonymous.ask("POST", "/", {"password": told.secrets["the admin's next password"]})
    visitor.ask("PATCH", "/api/v1/me", {"name": "x"}, x_playhead_csrf=visitor.csrf + "x")


def _sign_on(visitor: Visitor) -> None:
    """The provider is not there, which is told in the log."""
    visitor.ask("GET", "/api/v1/sign-in/oidc")
    visitor.ask("GET", "/api/v1/sign-in/oidc/callback?code=abc&state=def")


def _broken(server: PlayheadServer, visitor: Visitor) -> None:
    """A table is taken away under the running server: mistakes of ours, with a trace each."""
    database = server.folder / "control.db"
    with contextlib.closing(sqlite3.connect(database, timeout=10)) as connection:
        connection.execute("ALTER TABLE sessions RENAME TO sessions_away")
        connection.execute("ALTER TABLE people RENAME TO people_away")
        connection.commit()
        try:
            credentials = {"email": "ada@example.org", "password": "does not matter here"}
            failed = visitor.ask("POST", "/api/v1/session", credentials)
            assert failed.status_code == 500
            visitor.ask("GET", "/api/v1/me/sessions")
        finally:
            connection.execute("ALTER TABLE sessions_away RENAME TO sessions")
            connection.execute("ALTER TABLE people_away RENAME TO people")
            connection.commit()


def _commands(server: PlayheadServer, told: Told) -> None:
    """What the command line takes by standard input and shows afterwards."""
    password = told.secrets["a password by command"] = "by command " + secrets.token_hex(8)
    done = subprocess.run(
        [PLAYHEAD, "person", "set-password", "bob@example.org", "--data", server.folder],
        env=clean_environ(),
        input=password + "\n",
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told.answers += [done.stdout, done.stderr]
    for words in (("config",), ("token", "list"), ("person", "list"), ("audit",), ("status",)):
        shown = server.command(*words)
        told.answers += [shown.stdout, shown.stderr]


def _children(pid: int) -> list[str]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return path.read_text().split() if path.exists() else []
