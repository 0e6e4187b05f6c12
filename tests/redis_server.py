"""A real Redis, Debian's, as a process of its own: on a free port, keeping nothing on disk.

Law: who starts it ends it; every wait has a deadline. Where it is not installed, tests that need
it are skipped and say so.
"""

import shutil
import signal
import socket
import subprocess
from pathlib import Path
from typing import Self

import pytest

from tests.servers import eventually

START_MOST_S = 20.0
STOP_MOST_S = 10.0


class RedisServer:
    """One Redis; it may be stopped, started and killed again and again on the same port."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.skip("needs Redis: as root, apt-get install redis-server")
        self._folder = folder
        self._arguments = arguments
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self._folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *(self._program, "--port", str(self.port), "--bind", "127.0.0.1"),
                    *("--save", "", "--appendonly", "no", "--dir", str(self._folder)),
                    *self._arguments,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        eventually(self._answers, START_MOST_S, "Redis answers")

    def kill(self) -> None:
        """End it at once; everything it knew is gone."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait(STOP_MOST_S)

    def hold(self) -> None:
        """Let it keep its connections and answer nothing, as a machine that hangs."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self._folder / "redis.log").read_text()
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as asked:
                asked.sendall(b"PING\r\n")
                # One that wants a password first answers as well.
                return asked.recv(64)[:1] in {b"+", b"-"}
        except OSError:
            return False
