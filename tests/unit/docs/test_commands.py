"""Every command in the documents is one that exists, with options that it takes."""

import re
import shlex
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from playhead.api import ENDPOINTS
from playhead.api.routing import find_route
from playhead.cli import app
from playhead.collect.pixel import is_pixel
from tests.unit.docs.documents import DOCUMENTS, ROOT, blocks, prose

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
PAGES = {"/", "/healthz", "/readyz", "/metrics"}
ELSEWHERE = {".", "cp"}
"""Commands of every machine, which nothing here could check."""
PLACEHOLDERS = {"ENV_KEY": "j7rbuon36nj36fcvyg6pekba", "NAME": "seek"}


def _commands() -> Iterator[list[str]]:
    for block in blocks("sh"):
        for line in block.text.replace("\\\n", " ").splitlines():
            if words := shlex.split(line, comments=True):
                yield [PLACEHOLDERS.get(word, word) for word in words]


COMMANDS = list(_commands())


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_in_the_documents_exists(words: list[str]) -> None:
    program, *arguments = words
    if Path(program).parts[:2] == (".venv", "bin"):
        program = Path(program).name
    match program:
        case "playhead":
            app.parse_args(arguments, exit_on_error=False, print_error=False)
        case "make":
            assert set(arguments) <= TARGETS
        case "python":
            assert arguments[0] == "-m"
            assert find_spec(arguments[1]) is not None
        case "curl":
            _check_url(arguments[-1])
        case _:
            assert program in ELSEWHERE


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    assert parts.path in PAGES or find_route(parts.path.encode(), ENDPOINTS) is not None
    assert not is_pixel(parts.query.encode())


def test_files_that_commands_name_exist() -> None:
    named = {word for words in COMMANDS for word in words if word.startswith("tests/")}
    assert named
    assert all((ROOT / name).is_file() for name in named)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_that_prose_names_exist(document: Path) -> None:
    for named in re.findall(r"`playhead ([a-z -]+)", prose(document)):
        command = app
        for word in named.split():
            if not word.startswith("-") and command.default_command is None:
                command = command[word]


def test_every_make_target_that_prose_names_exists() -> None:
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"))
    )
    named = {
        target for targets in re.findall(r"`make ([a-z -]+)`", text) for target in targets.split()
    }
    assert {"run", "test", "docs"} <= named <= TARGETS


def test_what_the_readme_does_first_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The server that runs by then has made it.
    (tmp_path / "data").mkdir()
    data = str(tmp_path / "data")
    first = [
        words
        for words in COMMANDS
        if words[:2] in (["playhead", "environment"], ["playhead", "token"])
    ]
    assert [words[2] for words in first] == ["list", "create"]
    for words in first:
        assert words[-2:] == ["--data", "./data"]
        app(
            [*words[1:-1], data],
            exit_on_error=False,
            print_error=False,
            result_action="return_value",
        )
    said = capsys.readouterr().out
    assert re.search(r"^[a-z2-7]{8}  [a-z2-7]{24}  Production$", said, re.MULTILINE)
    assert re.search(r"^token id +[0-9a-f-]{36}$", said, re.MULTILINE)
    assert re.search(r"^secret +\S{43}$", said, re.MULTILINE)
