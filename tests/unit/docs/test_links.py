"""Links lead somewhere, and paths that are named exist."""

import re
from pathlib import Path

import pytest

from tests.unit.docs.documents import DOCUMENTS, ROOT, anchors, prose

_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")
_PATH = re.compile(r"`((?:src|tests|docs|lab|bench|web|\.ci)/[\w./-]*)`")
_ROOM = re.compile(r"`([a-z]+)`")
_named = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT))
)


@_named
def test_links_lead_somewhere(document: Path) -> None:
    for found in _LINK.finditer(prose(document)):
        target = found[1] or found[2]
        if target.startswith(("https://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        there = (document.parent / name).resolve() if name else document
        assert there.exists(), target
        assert there.is_relative_to(ROOT), target
        if anchor:
            assert anchor in anchors(there), target


@_named
def test_paths_that_are_named_exist(document: Path) -> None:
    for name in _PATH.findall(prose(document)):
        assert (ROOT / name).exists(), name


def test_every_room_of_the_house_is_in_the_architecture() -> None:
    rooms = {
        path.name for path in (ROOT / "src/playhead").iterdir() if (path / "__init__.py").is_file()
    }
    named = set(_ROOM.findall(prose(ROOT / "docs/architecture.md")))
    assert rooms <= named


def test_every_decision_is_listed_with_its_title() -> None:
    folder = ROOT / "docs/decisions"
    listed = re.findall(
        r"^\d+\. \[(.+)\]\((\d{4}-[a-z0-9-]+\.md)\)$",
        (folder / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    titles = [
        (re.sub(r"^# \d+\. ", "", path.read_text(encoding="utf-8").partition("\n")[0]), path.name)
        for path in sorted(folder.glob("0*.md"))
    ]
    assert listed == titles


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs/decisions").glob("0*.md")), ids=lambda path: path.name
)
def test_a_decision_has_its_four_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    places = [
        text.find(f"**{part}.**")
        for part in ("Context", "Decision", "Alternatives", "Consequences")
    ]
    assert -1 not in places
    assert places == sorted(places)
    assert text.startswith(f"# {int(path.name[:4])}. ")
