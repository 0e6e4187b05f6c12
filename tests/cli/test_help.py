"""Every help text, as it stands on a terminal of 80 columns, next to what was agreed upon.

`PLAYHEAD_REWRITE_GOLDEN=1` writes them anew; a text without a command, or a command without a
text, fails.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import App
from rich.console import Console

from playhead.cli import app
from tests.servers import playhead

GOLDEN = Path(__file__).parents[1] / "golden" / "cli"
REWRITE = bool(os.environ.get("PLAYHEAD_REWRITE_GOLDEN"))
Words = tuple[str, ...]


def commands(node: App, words: Words = ()) -> Iterator[Words]:
    yield words
    for name in node:
        if not name.startswith("-"):
            yield from commands(node[name], (*words, name))


COMMANDS = sorted(commands(app))


def golden_file(words: Words) -> Path:
    return GOLDEN / f"{'_'.join(('playhead', *words))}.txt"


def tidy(text: str) -> str:
    """Return a text without the space that fills its lines."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def help_text(words: Words) -> str:
    shown = io.StringIO()
    console = Console(file=shown, width=80, color_system=None, legacy_windows=False)
    app.help_print(words, console=console)
    return tidy(shown.getvalue())


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_is_as_agreed(monkeypatch: pytest.MonkeyPatch, words: Words) -> None:
    monkeypatch.delenv("PLAYHEAD_DATA", raising=False)
    shown, file = help_text(words), golden_file(words)
    if REWRITE:
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert file.exists(), f"{file} is missing: run with PLAYHEAD_REWRITE_GOLDEN=1"
    assert shown == file.read_text(encoding="utf-8")


def test_no_text_is_left_of_a_command_that_is_gone() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == {golden_file(one).name for one in COMMANDS}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_and_option_says_what_it_is(words: Words) -> None:
    described = [line for line in help_text(words).splitlines() if line.startswith("│ ")]
    unsaid = [line for line in described if line.strip("│ *").startswith("-") and _is_bare(line)]
    assert not unsaid


def _is_bare(line: str) -> bool:
    """Return whether an option stands alone on its line, as one does that nobody described."""
    return len(line.strip("│ *").split()) <= 2 and not line.strip("│ ").endswith(".")


def test_the_program_shows_the_same_and_its_version() -> None:
    for arguments in ((), ("--help",), ("-h",)):
        done = playhead(*arguments)
        assert (done.returncode, done.stderr) == (0, "")
        assert tidy(done.stdout) == golden_file(()).read_text(encoding="utf-8")
    assert playhead("--version").stdout == "0.1.0\n"
