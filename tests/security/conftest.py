from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import pytest_runtest_makereport
from tests.unit.api.house import House, opened

__all__ = ["pytest_runtest_makereport"]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    yield from opened(tmp_path)
