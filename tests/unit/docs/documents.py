"""The documents as the tests see them: pages, their code blocks, their headings."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[3]
DOCUMENTS = (
    *(
        ROOT / name
        for name in (
            "README.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "SECURITY.md",
            "lab/README.md",
        )
    ),
    *sorted((ROOT / "docs").rglob("*.md")),
)

_BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL
)
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


class Block(msgspec.Struct, frozen=True):
    """A fenced block of code."""

    document: Path
    language: str
    text: str

    @property
    def name(self) -> str:
        first = self.text.strip().partition("\n")[0]
        return f"{self.document.relative_to(ROOT)}: {first[:60]}"


def blocks(*languages: str) -> list[Block]:
    """All blocks in these languages."""
    return [block for block in _all_blocks() if block.language in languages]


def _all_blocks() -> Iterator[Block]:
    for document in DOCUMENTS:
        for found in _BLOCK.finditer(document.read_text(encoding="utf-8")):
            yield Block(document, found["language"], found["text"])


def prose(document: Path) -> str:
    """A page without its blocks of code."""
    return _BLOCK.sub("", document.read_text(encoding="utf-8"))


def anchors(document: Path) -> set[str]:
    """The anchors that a page's headings make, as GitHub makes them."""
    return {
        _NOT_IN_ANCHORS.sub("", heading.lower().replace("`", "")).replace(" ", "-")
        for heading in _HEADING.findall(prose(document))
    }
