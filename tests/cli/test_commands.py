"""What commands print, for people and as JSON, and how they end when they cannot do it.

Law: errors go to standard error, one sentence or more, no stack trace; status 1 where the world
refused, 2 where the command line or a setting is wrong.
"""

import json
import os
import re
import socket
from pathlib import Path

import pytest

from tests.servers import playhead

RECORDING = Path(__file__).parents[1] / "scenario" / "seek" / "beacons.jsonl"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one environment and one token."""
    path = tmp_path_factory.mktemp("cli") / "data"
    environment = json_of(path, "environment", "create", "Site")
    assert environment.keys() == {"id", "name", "env_key"}
    assert environment["name"] == "Site"
    assert re.fullmatch(r"[a-z0-9]{20,}", environment["env_key"])
    made = json_of(path, "token", "create", "--environment", "Production", "--name", "first")
    assert made.keys() == {"id", "secret"}
    assert len(made["secret"]) >= 43
    return path


def json_of(folder: Path, *arguments: str) -> dict[str, str]:
    done = playhead(*arguments, "--json", "--data", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\n")
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def text_of(folder: Path, *arguments: str) -> str:
    done = playhead(*arguments, "--data", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_environments_are_listed(folder: Path) -> None:
    shown = text_of(folder, "environment", "create", "Été 2026 🎬")
    assert re.search(r"^environment Été 2026 🎬 \([a-z0-9]+\)$", shown, re.MULTILINE)
    assert re.search(r"^env key +[a-z0-9]{20,}$", shown, re.MULTILINE)
    done = playhead("environment", "list", "--json", "--data", str(folder))
    listed = json.loads(done.stdout)
    assert [one["name"] for one in listed][:3] == ["Production", "Development", "Site"]
    assert listed[-1]["name"] == "Été 2026 🎬"
    assert {"id", "name", "env_key"} <= listed[0].keys()
    rows = text_of(folder, "environment", "list").splitlines()
    kinds = {"production": "", "development": "  (development)"}
    assert rows == [
        f"{one['id']}  {one['env_key']}  {one['name']}{kinds[one['kind']]}" for one in listed
    ]


def test_a_token_is_shown_once_listed_without_its_secret_and_revoked(folder: Path) -> None:
    permissions = ("--permission", "data:read", "--permission", "data:write")
    named = ("--environment", "Production", "--name", "second")
    shown = text_of(folder, "token", "create", *named, *permissions)
    token_id, secret = re.findall(r"^(?:token id|secret) +(\S+)$", shown, re.MULTILINE)
    assert "Keep the secret now" in shown
    listed = text_of(folder, "token", "list", "--environment", "production")
    assert f"{token_id}  Production  data:read,data:write  second  used never\n" in listed
    assert secret not in listed
    assert not any(secret.encode() in file.read_bytes() for file in folder.glob("control.db*"))
    assert text_of(folder, "token", "revoke", token_id) == f"token {token_id} is revoked\n"
    assert token_id not in text_of(folder, "token", "list")


def test_the_data_folder_may_be_named_by_the_environment(folder: Path) -> None:
    done = playhead("environment", "list", settings={"PLAYHEAD_DATA": str(folder)})
    assert "Production" in done.stdout


def test_files_with_secrets_are_for_their_owner_alone(folder: Path) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700


def test_config_shows_every_setting_and_what_is_in_force(folder: Path) -> None:
    settings = {"PLAYHEAD_PORT": "8123", "PLAYHEAD_TRUSTED_PROXIES": "10.0.0.0/8,::1/128"}
    done = playhead("config", "--json", "--data", str(folder), settings=settings)
    told = json.loads(done.stdout)
    assert (told["port"], told["trusted_proxies"]) == (8123, ["10.0.0.0/8", "::1/128"])
    shown = playhead("config", "--data", str(folder), settings=settings).stdout.splitlines()
    assert [line.partition(" = ")[0] for line in shown[::2]] == list(told)
    assert all(re.fullmatch(r"    [A-Z].{10,}\.", line) for line in shown[1::2])


REFUSED = {
    "an unknown command": (["nosuch"], 2, 'Unknown command "nosuch"'),
    "a missing name": (["environment", "create"], 2, "parameter NAME requires an argument"),
    "an unknown option": (["status", "--verbose"], 2, "--verbose"),
    "a port that is no number": (["serve", "--port", "x"], 2, 'unable to convert "x" into int'),
    "a port beyond all": (["serve", "--port", "99999"], 2, "port = 99999"),
    "half of TLS": (["serve", "--tls-cert", "c.pem"], 2, "give both or neither"),
    "an empty name": (["environment", "create", ""], 1, "The environment name '' is empty"),
    "a name with a line's end": (["environment", "create", "a\nb"], 1, r"'a\nb'"),
    "a name that is taken": (["environment", "create", "PRODUCTION"], 1, "is taken by Production"),
    "a token for nothing": (
        ["token", "create", "--environment", "Staging", "--name", "x"],
        1,
        "No environment has the name or id 'Staging'. There are: ",
    ),
    "a permission misspelt": (
        ["token", "create", "--environment", "Production", "--name", "x", "--permission", "data"],
        1,
        "There is no permission 'data'. Did you mean data:read?",
    ),
    "a token that is not there": (["token", "revoke", "nope"], 1, "No access token has the id"),
    "no server": (["status"], 1, "start one with `playhead serve`"),
    "a recording that is not there": (
        ["replay", "/nowhere.jsonl", "--url", "http://127.0.0.1:1"],
        1,
        "there is no file /nowhere.jsonl",
    ),
    "no recording": (["replay", "--url", "http://127.0.0.1:1"], 1, "no recording was named"),
    "no URL": (["replay", str(RECORDING), "--url", "localhost"], 1, "'localhost' is no server's"),
    "no speed": (
        ["replay", str(RECORDING), "--url", "http://127.0.0.1:1", "--speed", "fast"],
        1,
        "--speed fast: give a number",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_done_is_told(folder: Path, what: str) -> None:
    arguments, status, sentence = REFUSED[what]
    done = playhead(*arguments, settings={"PLAYHEAD_DATA": str(folder)})
    assert (done.returncode, done.stdout) == (status, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_replay_says_that_nobody_answers(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    done = playhead("replay", str(RECORDING), "--url", url, "--data", str(folder))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"nobody answers at {url}" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = playhead("environment", "list", "--data", str(tmp_path))
    assert done.returncode == 1
    assert f"{tmp_path} may not be written" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("environment", "list"),
        ("token", "list"),
        ("demo", "--seconds", "1"),
        ("recompute", "--from", "1", "--to", "2"),
    ],
)
def test_a_folder_that_is_not_there_is_told_and_not_made(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    folder = tmp_path / "mistyped"
    done = playhead(*command, "--data", str(folder))
    assert done.returncode == 1
    assert f"there is no data folder {folder}" in done.stderr
    assert not folder.exists()


def test_settings_can_be_seen_before_there_is_a_folder(tmp_path: Path) -> None:
    done = playhead("config", "--data", str(tmp_path / "later"))
    assert done.returncode == 0
    assert "port = 8000" in done.stdout
    assert not (tmp_path / "later").exists()
