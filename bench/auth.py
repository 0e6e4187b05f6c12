"""What authentication and rate limits add to a request, next to the same API without them.

One client asks `whoami` over one kept-alive connection, one request after another, so that what is
timed is the way of a request and no queue. The servers take turns: without both, with limits in
memory, and with limits in a Redis on this machine, if it is installed.

Law: every answer was a 200; the difference is that of the medians of one turn.
"""

import base64
import contextlib
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench.figure import Bar, Figure, against, alone
from bench.processes import READY_MOST_S, STOP_MOST_S, until

BAR = Bar("value", at_most=0.3)
TURNS = 20
REQUESTS = 50
PATH = "/system/v1/whoami"


class Asked(msgspec.Struct, frozen=True):
    """A server that runs, and the request that it gets."""

    port: int
    request: bytes


def measure() -> list[Figure]:
    """Let them take turns."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="playhead-bench-")))
        servers = {
            "bare": stack.enter_context(_server("bare", folder)),
            "memory": stack.enter_context(_server("memory", folder)),
        }
        if shutil.which("redis-server"):
            url = stack.enter_context(_redis(folder))
            servers["redis"] = stack.enter_context(_server("redis", folder, "--redis-url", url))
        else:
            print("  limits in Redis are not measured: there is no redis-server")
        for server in servers.values():
            _median_ms(server)
        medians: dict[str, list[float]] = {name: [] for name in servers}
        for _ in range(TURNS):
            for name, server in servers.items():
                medians[name].append(_median_ms(server))
    figures = []
    for kept_in in [name for name in servers if name != "bare"]:
        added = [
            with_both - without
            for with_both, without in zip(medians[kept_in], medians["bare"], strict=True)
        ]
        figures += [
            against(
                f"median of a request, limits in {kept_in}",
                "ms",
                medians[kept_in],
                "without authentication and limits",
                medians["bare"],
                more_is_better=False,
            ),
            alone(f"what they add, limits in {kept_in}", "ms", added, BAR),
        ]
    return figures


def _median_ms(server: Asked) -> float:
    times_ms = []
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(REQUESTS):
            began = time.perf_counter()
            connection.sendall(server.request)
            answer = connection.recv(65_536)
            while answer and not answer.endswith(b"}}"):
                answer += connection.recv(65_536)
            times_ms.append(1000 * (time.perf_counter() - began))
            if not answer.startswith(b"HTTP/1.1 200 "):
                raise SystemExit(f"the server answered {answer[:200]!r}")
    return statistics.median(times_ms)


@contextlib.contextmanager
def _server(kind: str, folder: Path, *arguments: str) -> Iterator[Asked]:
    told = folder / f"{kind}.port"
    control = str(folder / f"{kind}.db")
    command = [sys.executable, "-m", "bench.auth_server", kind, str(told), "--control", control]
    with _running([*command, *arguments], folder / f"{kind}.log"):
        until(told.exists, READY_MOST_S, f"the API listens ({kind})")
        found = json.loads(told.read_bytes())
        pair = base64.b64encode(f"{found['id']}:{found['secret']}".encode()).decode()
        head = f"GET {PATH} HTTP/1.1\r\nhost: bench\r\nauthorization: Basic {pair}\r\n\r\n"
        yield Asked(found["port"], head.encode())


@contextlib.contextmanager
def _redis(folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]

    def answers() -> bool:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        return False

    with _running([*command, "--dir", str(folder)], folder / "redis.log"):
        until(answers, READY_MOST_S, "Redis answers")
        yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def _running(command: list[str], log: Path) -> Iterator[None]:
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(STOP_MOST_S)
            except subprocess.TimeoutExpired:
                process.kill()
