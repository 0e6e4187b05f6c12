from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.journal.shelves import MemoryShelf, SegmentShelf, Shelf


@pytest.fixture(params=["memory", "segments", "segments of another process"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    folder = tmp_path / "journal"
    opened: Shelf
    if request.param == "memory":
        opened = MemoryShelf()
    else:
        opened = SegmentShelf(folder, followed=request.param != "segments")
    yield opened
    opened.close()


@pytest.fixture(params=[False, True], ids=["same process", "another process"])
def disk_shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SegmentShelf]:
    opened = SegmentShelf(tmp_path / "journal", followed=request.param)
    yield opened
    opened.close()
