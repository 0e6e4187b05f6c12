"""Databases for the control contract: a SQLite file always, PostgreSQL where it is installed.

Each test gets a schema of its own in PostgreSQL, dropped afterwards.
"""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from playhead.control import Control, ControlLimits, open_control
from tests.postgres import needs_postgres, own_schema, running_postgres


class Clock:
    """A clock that moves one millisecond each time somebody looks."""

    def __init__(self) -> None:
        self.now_ms = 1_700_000_000_000

    def __call__(self) -> int:
        self.now_ms += 1
        return self.now_ms


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL for all tests."""
    with running_postgres() as dsn:
        yield dsn


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=[needs_postgres, pytest.mark.slow])]
)
def dsn(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new, empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/control.db"
        return
    with own_schema(request.getfixturevalue("postgres")) as schema_dsn:
        yield schema_dsn


@pytest.fixture
def opened(dsn: str) -> Iterator[Callable[..., Control]]:
    """Open the database, as often as asked; everything is closed at the end."""
    controls: list[Control] = []

    def open_one(
        *,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
        limits: ControlLimits | None = None,
    ) -> Control:
        control = open_control(dsn, clock=Clock(), random_bytes=random_bytes, limits=limits)
        controls.append(control)
        return control

    yield open_one
    for control in controls:
        control.close()


@pytest.fixture
def control(opened: Callable[..., Control]) -> Control:
    return opened()
