"""The rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for folder in ("src/playhead", "lab", "bench", "docs/generate")
    for path in (ROOT / folder).rglob("*.py")
)
LONGEST_MODULE = 300
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=_named)
def test_modules_are_short_say_what_they_are_and_have_a_name_that_means_something(
    path: Path,
) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_MODULE, "split it: one idea a module"
    assert path.stem not in VAGUE_NAMES
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "say at the top what the module is"


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [_named(path) for path in SOURCES if later.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_only_the_wiring_reads_the_clock_the_environment_and_chance() -> None:
    reading = re.compile(r"\b(time\.time\(|time_ns\(|os\.environ|os\.urandom\(|random\.random\()")
    wiring = {"app", "cli"}
    found = [
        _named(path)
        for path in (ROOT / "src" / "playhead").rglob("*.py")
        if path.relative_to(ROOT / "src" / "playhead").parts[0] not in wiring
        and reading.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    named = re.compile(rb"(registry\.npmjs|pypi\.org|files\.pythonhosted|/root/|/work/)")
    kinds = {".py", ".md", ".toml", ".json", ".lock", ".js", ".html", ".sql", ".txt", ""}
    found = [
        _named(path)
        for folder in (
            "src",
            "lab",
            "bench",
            "docs",
            "tests",
            "web",
            ".ci",
            "Makefile",
            "README.md",
        )
        for path in ([ROOT / folder] if (ROOT / folder).is_file() else (ROOT / folder).rglob("*"))
        if path.is_file()
        and path.suffix in kinds
        and "node_modules" not in path.parts
        and "__pycache__" not in path.parts
        and path != Path(__file__)
        and named.search(path.read_bytes())
    ]
    assert found == []
