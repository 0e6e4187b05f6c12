"""Servers and players as processes of their own.

Law: who starts a process ends it, whatever happens; every wait has an end.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import msgspec

from bench.handlers import ENV_KEY
from bench.load import Load

READY_MOST_S = 60.0
CAUGHT_UP_MOST_S = 120.0
STOP_MOST_S = 30.0
POLL_S = 0.05
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
UNLIMITED = {"PLAYHEAD_API_RATE": "100000", "PLAYHEAD_API_BURST": "10000000"}
"""Who measures asks more often than a client does."""
PLAYHEAD = Path(sys.executable).with_name("playhead")

T = TypeVar("T")


class Target(msgspec.Struct, frozen=True):
    """A server that runs: where it is, and which environment takes beacons."""

    name: str
    url: str
    process: int
    env_key: str
    token: tuple[str, str] | None = None

    def cpu_s(self) -> float:
        """Return the processor time that it has used, of all its threads, in seconds."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_S

    def metric(self, name: str) -> float:
        """Return one number of `/metrics`."""
        with urllib.request.urlopen(f"{self.url}/metrics", timeout=30) as answer:
            for line in answer.read().decode().splitlines():
                if line.startswith(f"{name} "):
                    return float(line.split()[1])
        raise SystemExit(f"{self.url}/metrics has no {name}: has it been renamed?")

    def wait_until_read(self) -> None:
        """Wait until everything acknowledged has been folded."""
        until(
            lambda: self.metric("playhead_journal_lag_records") == 0,
            CAUGHT_UP_MOST_S,
            f"{self.name} has read its journal",
        )


@contextlib.contextmanager
def handler(name: str, folder: Path) -> Iterator[Target]:
    """Run `empty` or `collector` of `bench.handlers`."""
    port_file = folder / f"{name}.port"
    command = [sys.executable, "-m", "bench.handlers", name, str(port_file)]
    if name == "collector":
        command += ["--journal", str(folder / "journal")]
    with running(command, folder / f"{name}.log") as process:
        until(port_file.exists, READY_MOST_S, f"the {name} handler listens")
        yield Target(name, f"http://127.0.0.1:{port_file.read_text()}", process.pid, ENV_KEY)


@contextlib.contextmanager
def whole_server(folder: Path) -> Iterator[Target]:
    """Run `playhead serve` on a data folder of its own, with an environment and a token."""
    data = folder / "data"
    listening = data / "server.json"
    command = [str(PLAYHEAD), "serve", "--port", "0", "--data", str(data)]
    with running(command, folder / "serve.log", UNLIMITED) as process:
        until(listening.exists, READY_MOST_S, "playhead serves")
        url = json.loads(listening.read_bytes())["url"]
        environment = told(data, "environment", "create", "bench")
        token = told(data, "token", "create", "--environment", "bench", "--name", "bench")
        secret = (token["id"], token["secret"])
        yield Target("playhead serve", url, process.pid, environment["env_key"], secret)


@contextlib.contextmanager
def players(target: Target, **options: float) -> Iterator[subprocess.Popen[bytes]]:
    """Run `bench.load` against `target`."""
    command = [sys.executable, "-m", "bench.load", target.url, "--env-key", target.env_key]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def play(target: Target, **options: float) -> Load:
    """Run `bench.load` against `target` to its end."""
    with players(target, **options) as process:
        out, _ = process.communicate(timeout=READY_MOST_S + options["seconds"])
        if process.returncode:
            raise SystemExit(f"the players of {target.name} failed: see above")
    return msgspec.json.decode(out, type=Load)


def ask_counts(target: Target, tokens: Path, **options: float) -> Load:
    """Run `bench.load` with tokens for counts against `target` to its end."""
    command = [sys.executable, "-m", "bench.load", target.url, "--tokens", str(tokens)]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    most_s = READY_MOST_S + options["seconds"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=most_s)
    return msgspec.json.decode(done.stdout, type=Load)


def until(look: Callable[[], T], most_s: float, what: str) -> T:
    """Return the first true answer of `look`."""
    give_up_s = time.monotonic() + most_s
    while not (found := look()):
        if time.monotonic() > give_up_s:
            raise SystemExit(f"not within {most_s:.0f} s: {what}")
        time.sleep(POLL_S)
    return found


@contextlib.contextmanager
def running(
    command: list[str], log: Path, settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command, and end it."""
    with (
        log.open("wb") as out,
        subprocess.Popen(
            command, stdout=out, stderr=out, env={**os.environ, **settings}
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_MOST_S)
            except subprocess.TimeoutExpired:
                process.kill()


def told(data: Path, *arguments: str) -> dict[str, str]:
    """Return what a command of `playhead` on the data folder answers."""
    command = [str(PLAYHEAD), *arguments, "--json", "--data", str(data)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=READY_MOST_S)
    answer: dict[str, str] = json.loads(done.stdout)
    return answer
