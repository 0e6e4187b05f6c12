from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from tests.unit.api.asking import ToldQuery, api
from tests.unit.api.house import House, opened


@pytest.fixture
def query() -> ToldQuery:
    return ToldQuery()


@pytest.fixture
def app(query: ToldQuery) -> ASGIApp:
    return api(query)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    yield from opened(tmp_path)
