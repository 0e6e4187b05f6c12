from collections.abc import Iterator

import pytest

from tests.contract.throttle.shelves import GuardedShelf, MemoryShelf, RedisShelf, Shelf
from tests.redis_server import RedisServer


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One for all tests that do not break it."""
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def own_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One to break."""
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(
    params=[
        "memory",
        "memory, since redis is broken",
        pytest.param("redis", marks=pytest.mark.slow),
        pytest.param("redis, guarded", marks=pytest.mark.slow),
    ]
)
def shelf(request: pytest.FixtureRequest) -> Shelf:
    if request.param == "memory":
        return MemoryShelf()
    if request.param == "memory, since redis is broken":
        return GuardedShelf(None)
    redis = RedisShelf(request.getfixturevalue("redis_server"))
    return redis if request.param == "redis" else GuardedShelf(redis)
