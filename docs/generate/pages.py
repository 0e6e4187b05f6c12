"""Everything that is generated: one line a page, one line a block.

Law: a page exists by standing here; the test that finds stale pages reads the same two tables.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from docs.generate import (
    catalog,
    commands,
    endpoints,
    lifecycle,
    monitoring,
    outcomes,
    picture,
    recordings,
    settings,
    view,
)
from docs.generate.markdown import with_block

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"

PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "reference/metrics.md": catalog.metrics_page,
    "reference/dimensions.md": catalog.dimensions_page,
    "reference/monitoring.md": monitoring.monitoring_page,
    "reference/view.md": view.view_page,
    "reference/settings.md": settings.settings_page,
    "reference/outcomes.md": outcomes.outcomes_page,
    "reference/cli.md": commands.commands_page,
    "pictures/line-light.svg": picture.light,
    "pictures/line-dark.svg": picture.dark,
}

BLOCKS: Final[Mapping[str, Mapping[str, Callable[[], str]]]] = {
    "architecture.md": {"lifecycle": lifecycle.lifecycle_block},
    "compatibility.md": {
        "recordings": recordings.recordings_block,
        "endpoints": endpoints.endpoints_block,
    },
}


def generated() -> Mapping[Path, str]:
    """Return what each generated file has to hold."""
    pages = {DOCS / name: write() for name, write in PAGES.items()}
    for name, blocks in BLOCKS.items():
        text = (DOCS / name).read_text(encoding="utf-8")
        for block, write in blocks.items():
            text = with_block(text, block, write())
        pages[DOCS / name] = text
    return pages
