"""`playhead person`: what it prints, and that no password passes through an argument."""

import getpass
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from playhead.cli.passwords import read_new_password
from playhead.cli.stop import CommandError
from tests.servers import PLAYHEAD, clean_environ

PASSWORD = "long enough for anybody"
URL = "https://video.example.com"
SECRET = r"#[A-Za-z0-9_-]{43}"


def person(
    folder: Path, *arguments: str, stdin: str = "", settings: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PLAYHEAD, "person", *arguments, "--data", str(folder)],
        env={**clean_environ(), **(settings or {})},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def shown(folder: Path, *arguments: str, stdin: str = "") -> str:
    done = person(folder, *arguments, stdin=stdin)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def told(folder: Path, *arguments: str, stdin: str = "") -> str:
    """Return the one sentence with which a command refuses."""
    done = person(folder, *arguments, stdin=stdin)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with one admin."""
    made = shown(
        tmp_path / "data",
        *("create", "Admin@example.org", "--name", "Grace", "--role", "admin"),
        stdin=f"{PASSWORD}\n",
    )
    assert re.fullmatch(r"[0-9a-f-]{36}  Admin@example\.org  Grace\n", made)
    return tmp_path / "data"


def test_people_are_made_listed_and_changed(folder: Path) -> None:
    seen = ("--environment", "Development")
    shown(folder, "create", "ada@example.org", "--name", "Ada", "--without-password", *seen)
    admin, ada = shown(folder, "list").splitlines()
    assert re.fullmatch(r"\S{36}  Admin@example\.org  admin  all  Grace", admin)
    assert re.fullmatch(r"\S{36}  ada@example\.org  member  Development  Ada", ada)
    assert shown(folder, "set-environments", "ada@example.org").endswith("sees all environments\n")
    assert shown(folder, "set-role", "ADA@example.org", "--role", "admin").endswith("is admin\n")
    listed = json.loads(shown(folder, "list", "--json"))
    assert listed[1]["membership"]["role"] == "admin"
    assert listed[1]["person"]["has_password"] is False
    assert "last admin" in told(folder, "remove", "admin@example.org")
    shown(folder, "set-role", "ada@example.org", "--role", "member")
    assert shown(folder, "disable", "ada@example.org") == "ada@example.org is disabled\n"
    assert "disabled 20" in shown(folder, "list").splitlines()[1]
    assert shown(folder, "enable", "ada@example.org") == "ada@example.org is enabled\n"
    assert "0 sessions" in shown(folder, "sign-out", "ada@example.org")
    assert shown(folder, "remove", "ada@example.org") == "ada@example.org is removed\n"
    assert "not in the organization" in told(folder, "remove", "ada@example.org")
    assert "nobody has the email address" in told(folder, "disable", "eve@example.org")


def test_a_password_is_one_line_of_standard_input_and_nowhere_else(folder: Path) -> None:
    new = "another one, also long"
    done = shown(folder, "set-password", "admin@example.org", stdin=f"{new}\r\nmore\n")
    assert done == "Admin@example.org has a new password\n"
    assert "no password on standard input" in told(folder, "set-password", "admin@example.org")
    weak = told(folder, "set-password", "admin@example.org", stdin="password\n")
    assert "too short" in weak
    for file in folder.glob("control.db*"):
        assert PASSWORD.encode() not in file.read_bytes()
        assert new.encode() not in file.read_bytes()
    for word in ("create", "set-password"):
        assert "--password" not in shown(folder, word, "--help")


def test_links_lead_to_where_browsers_find_the_server(folder: Path) -> None:
    at = ("--url", f"{URL}/")
    invited = shown(folder, "invite", "ada@example.org", "--environment", "Production", *at)
    assert re.fullmatch(f"{URL}/invitation{SECRET}\n", invited)
    reset = json.loads(shown(folder, "reset-link", "admin@example.org", "--json", *at))
    assert re.fullmatch(f"{URL}/reset{SECRET}", reset["link"])
    public = person(folder, "setup-link", settings={"PLAYHEAD_PUBLIC_URL": URL})
    assert re.fullmatch(f"{URL}/invitation{SECRET}\n", public.stdout), "there is an admin already"
    assert "give --url" in told(folder, "setup-link"), "no server runs that could be asked"
    assert "--url ftp" in told(folder, "setup-link", "--url", "ftp://example.org")


def test_a_server_without_an_admin_is_set_up_by_a_link(folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    shown(empty, "create", "ada@example.org", "--name", "Ada", "--without-password")
    assert re.fullmatch(f"{URL}/setup{SECRET}\n", shown(empty, "setup-link", "--url", URL))
    assert "cannot last" in told(empty, "setup-link", "--url", URL, "--hours", "1000000")
    assert folder != empty


def test_a_person_at_a_terminal_is_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("not from here\n"))
    answers = iter([PASSWORD, PASSWORD, PASSWORD, "a slip of the finger"])
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(answers))
    assert read_new_password() == PASSWORD
    with pytest.raises(CommandError, match="differ"):
        read_new_password()
