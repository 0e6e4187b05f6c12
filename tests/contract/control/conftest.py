"""Databases for the control contract: a SQLite file always, PostgreSQL where a DSN is given.

PLAYHEAD_TEST_POSTGRES names a PostgreSQL database in which this user may create schemas. Each test
gets a schema of its own there, dropped afterwards.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from playhead.control import Control, ControlLimits, open_control

POSTGRES = os.environ.get("PLAYHEAD_TEST_POSTGRES")


class Clock:
    """A clock that moves one millisecond each time somebody looks."""

    def __init__(self) -> None:
        self.now_ms = 1_700_000_000_000

    def __call__(self) -> int:
        self.now_ms += 1
        return self.now_ms


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param(
            "postgresql",
            marks=pytest.mark.skipif(
                POSTGRES is None, reason="PLAYHEAD_TEST_POSTGRES names no database"
            ),
        ),
    ]
)
def dsn(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new, empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/control.db"
        return
    assert POSTGRES is not None
    schema = f"playhead_test_{secrets.token_hex(6)}"
    server = create_engine(POSTGRES)
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    url = make_url(POSTGRES).update_query_dict({"options": f"-csearch_path={schema}"})
    yield url.render_as_string(hide_password=False)
    with server.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    server.dispose()


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
