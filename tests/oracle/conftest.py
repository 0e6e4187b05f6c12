"""One engine for all questions, filled once: a process can hold one folder open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playhead.model.view import View
from playhead.query.run import Query
from playhead.store.clickhouse import open_store
from tests.oracle import made

VIEWS = 10_000
HERE = Path(__file__).parent
CROWD = 12_001


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Reading so many views in plain Python takes minutes."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def views() -> list[View]:
    return made.random_views(VIEWS)


@pytest.fixture(scope="session")
def crowd() -> list[View]:
    return made.crowd(CROWD)


@pytest.fixture(scope="package")
def dsn(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"chdb://{tmp_path_factory.mktemp('oracle')}"


@pytest.fixture(scope="package")
def query(views: list[View], crowd: list[View], dsn: str) -> Iterator[Query]:
    writer, reader = open_store(dsn)
    writer.write(views=views, events=made.events_of(views[0], 30))
    writer.write(views=crowd, events=[])
    yield Query(reader)
    writer.close()
    reader.close()
