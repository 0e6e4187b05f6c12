"""A server filled with known views, and the official Python client pointed at it."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import mux_python
import pytest

from tests.sdk.serving import Served

ROOT = Path(__file__).parents[2]
START_MOST_S = 60
STOP_MOST_S = 20


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Start the server, and end it."""
    folder = tmp_path_factory.mktemp("served")
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    with (
        (folder / "stderr.txt").open("wb") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "tests.sdk.serving", str(folder)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path},
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            ready, _, _ = select.select([process.stdout], [], [], START_MOST_S)
            line = process.stdout.readline() if ready else b""
            assert line, (folder / "stderr.txt").read_text()
            yield msgspec.json.decode(line, type=Served)
        finally:
            process.terminate()
            try:
                process.wait(STOP_MOST_S)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture
def client(server: Served) -> Iterator[mux_python.ApiClient]:
    """The client as its own documentation sets it up, with another host."""
    configuration = mux_python.Configuration(
        host=server.base_url, username=server.token_id, password=server.secret
    )
    with mux_python.ApiClient(configuration) as opened:
        yield opened


@pytest.fixture
def metrics(client: mux_python.ApiClient) -> mux_python.MetricsApi:
    return mux_python.MetricsApi(client)


@pytest.fixture
def video_views(client: mux_python.ApiClient) -> mux_python.VideoViewsApi:
    return mux_python.VideoViewsApi(client)
