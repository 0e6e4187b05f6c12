"""One engine for all questions, filled once: a process can hold one folder open."""

from collections.abc import Iterator

import pytest

from playhead.model.view import View
from playhead.query.run import Query
from playhead.store.clickhouse import open_store
from tests.oracle import made

VIEWS = 2000
CROWD = 12_001


@pytest.fixture(scope="session")
def views() -> list[View]:
    return made.random_views(VIEWS)


@pytest.fixture(scope="session")
def crowd() -> list[View]:
    return made.crowd(CROWD)


@pytest.fixture(scope="package")
def query(
    views: list[View], crowd: list[View], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Query]:
    writer, reader = open_store(f"chdb://{tmp_path_factory.mktemp('oracle')}")
    writer.write(views=views, events=made.events_of(views[0], 30))
    writer.write(views=crowd, events=[])
    yield Query(reader)
    writer.close()
    reader.close()
