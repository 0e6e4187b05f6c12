"""Compiled code runs only where it was made from exactly these sources, by this Python."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from playhead.sessionize import FORM
from playhead.sessionize.form import COMPILED, MARK, PLAIN, Form, Mark, judge, mark_of, take


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return the folder of a package whose core was compiled a moment ago."""
    package = tmp_path / "package"
    for folder in ("model", "catalog", "sessionize/core/complete"):
        (package / folder).mkdir(parents=True)
        (package / folder / "words.py").write_text("A = 1\n")
    (tmp_path / MARK).write_bytes(msgspec.json.encode(mark_of(package, "shared")))
    return package


def judged(package: Path) -> Mark | Form:
    return judge(package.parent, package)


def test_what_was_made_from_these_sources_runs(package: Path) -> None:
    assert isinstance(judged(package), Mark)


@pytest.mark.parametrize("folder", ["model", "catalog", "sessionize/core/complete"])
def test_one_changed_byte_of_any_source_makes_it_stale(package: Path, folder: str) -> None:
    (package / folder / "words.py").write_text("A = 2\n")
    found = judged(package)
    assert isinstance(found, Form)
    assert str(found) == "plain (compiled from other sources than these: compile anew)"


def test_a_source_that_came_went_or_was_renamed_makes_it_stale(package: Path) -> None:
    words = package / "model" / "words.py"
    (package / "model" / "more.py").write_text("")
    assert isinstance(judged(package), Form)
    (package / "model" / "more.py").unlink()
    assert isinstance(judged(package), Mark)
    words.rename(words.with_name("other.py"))
    assert isinstance(judged(package), Form)


def test_what_another_python_made_does_not_run(package: Path) -> None:
    mark = msgspec.structs.replace(mark_of(package, "shared"), interpreter=".cpython-39.so")
    (package.parent / MARK).write_bytes(msgspec.json.encode(mark))
    assert "another Python, .cpython-39.so" in str(judged(package))


def test_a_damaged_mark_is_no_mark(package: Path) -> None:
    (package.parent / MARK).write_bytes(b'{"sources": ')
    assert "cannot be read" in str(judged(package))
    (package.parent / MARK).unlink()
    assert str(judged(package)) == "plain (not compiled)"


def test_a_form_nobody_knows_is_refused() -> None:
    with pytest.raises(ImportError, match="-X core=fast: there are two forms"):
        take([], "fast")


def test_the_form_that_was_asked_for_is_the_one_that_runs() -> None:
    code = (
        "import playhead.sessionize as s; from playhead.sessionize.core import fold;"
        "print(s.FORM.name, fold.__file__.endswith('.py'))"
    )
    shown = subprocess.check_output([sys.executable, "-X", "core=plain", "-c", code], text=True)
    assert shown.split() == [PLAIN, "True"]
    wanted = sys._xoptions.get("core")
    assert wanted in {None, FORM.name}
    assert FORM.name in {PLAIN, COMPILED}
