import pytest
from starlette.types import ASGIApp

from tests.unit.api.asking import ToldQuery, api


@pytest.fixture
def query() -> ToldQuery:
    return ToldQuery()


@pytest.fixture
def app(query: ToldQuery) -> ASGIApp:
    return api(query)
