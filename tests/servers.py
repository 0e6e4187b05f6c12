"""A real `playhead serve`, as a process of its own, for tests that ask how it behaves.

It has a data folder, a log and a free port; it is waited for by asking `/readyz`, told what to do
by the real command line, stopped with SIGTERM or killed. Its log is shown when a test fails.

Law: every wait has a deadline; who starts a server stops it.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

PLAYHEAD = Path(sys.executable).with_name("playhead")
START_MOST_S = 60.0
STOP_MOST_S = 30.0
COMMAND_MOST_S = 30.0
KNOWN_MOST_S = 20.0
POLL_S = 0.02
LOG_CHARACTERS_SHOWN = 6_000
UNLIMITED = {
    f"PLAYHEAD_{name}": value
    for limit in ("API", "REALTIME", "PERSON", "FAILURE")
    for name, value in ((f"{limit}_RATE", "100000"), (f"{limit}_BURST", "10000000"))
}
"""Tests ask more often than clients do; those of the rate limits set their own."""

T = TypeVar("T")

_open_servers: list["PlayheadServer"] = []


class Environment(NamedTuple):
    """What `playhead environment create --json` answers."""

    id: str
    name: str
    env_key: str


class Token(NamedTuple):
    """What `playhead token create --json` answers."""

    id: str
    secret: str


class PlayheadServer:
    """One server on one data folder; it may be started and stopped again and again.

    `arguments` follow `playhead serve`; `settings` are the variables `PLAYHEAD_…`.
    """

    def __init__(
        self, folder: Path, *arguments: str, settings: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.log_file = folder.with_name(f"{folder.name}.log")
        self._arguments = arguments
        self._settings = settings or {}
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def __enter__(self) -> Self:
        """Start it."""
        _open_servers.append(self)
        try:
            self.start()
        except BaseException as failed:
            self.__exit__(type(failed), failed, None)
            raise
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        failed: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """End it, in whatever state it is."""
        self.kill()
        _open_servers.remove(self)
        if failed is not None:
            failed.add_note(self.log_tail())

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """Return the process; it must have been launched."""
        assert self._process is not None, "the server was never launched"
        return self._process

    @property
    def port(self) -> int:
        """Return the port that it listens on."""
        port = httpx.URL(self.url).port
        assert port is not None
        return port

    def start(self) -> None:
        """Launch it and wait until it is ready."""
        self.launch()
        self.wait_until_ready()

    def launch(self) -> None:
        """Begin to start it. From the second time on it listens where it did before."""
        assert self._process is None or self._process.poll() is not None, "it runs already"
        port = self.port if self.url else 0
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [PLAYHEAD, "serve", "--data", self.folder, "--port", str(port), *self._arguments],
                env={**clean_environ(), **UNLIMITED, **self._settings},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def wait_until_ready(self) -> None:
        """Wait until `/readyz` says so."""
        eventually(self._is_ready, START_MOST_S, "the server is ready", while_true=self._lives)

    def _is_ready(self) -> bool:
        try:
            told = json.loads((self.folder / "server.json").read_bytes())
        except (FileNotFoundError, json.JSONDecodeError):
            return False
        # A killed server leaves its file behind.
        if told["process"] != self.process.pid:
            return False
        self.url = told["url"]
        with contextlib.suppress(httpx.TransportError):
            return self.get("/readyz").status_code == 200
        return False

    def _lives(self) -> bool:
        if self.process.poll() is None:
            return True
        raise AssertionError(f"the server ended with status {self.process.returncode}")

    def stop(self) -> int:
        """Ask it to end, as a service manager does; return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_MOST_S)

    def kill(self) -> None:
        """End it at once, with no chance to finish anything."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait(STOP_MOST_S)

    def client(self, token: Token | None = None) -> httpx.Client:
        """Return a client that keeps its connections, and takes any certificate."""
        return httpx.Client(
            base_url=self.url,
            auth=(token.id, token.secret) if token else None,
            verify=False,  # noqa: S501 - the certificate, if any, was made by the test
            timeout=60,
            trust_env=False,
        )

    def get(self, path: str, token: Token | None = None, **parameters: Any) -> httpx.Response:
        """Ask it, on a connection of its own."""
        with self.client(token) as client:
            return client.get(path, params=parameters or None)

    def post(self, body: bytes, path: str = "/", **headers: str) -> httpx.Response:
        """Send a beacon, on a connection of its own."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with self.client() as client:
            return client.post(path, content=body, headers={"content-type": "text/plain", **named})

    def counters(self, name: str) -> dict[str, int]:
        """Return a metric of `/metrics` by label; one without labels has the label ""."""
        answer = self.get("/metrics")
        assert answer.status_code == 200, answer.text
        found = {
            next(iter(sample.labels.values()), ""): int(sample.value)
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
            if sample.name == name
        }
        assert found, f"/metrics has no {name}:\n{answer.text}"
        return found

    def counter(self, name: str, label: str = "") -> int:
        """Return one number of `/metrics`."""
        return self.counters(name)[label]

    def wait_until_read(self) -> None:
        """Wait until every beacon in the journal has been folded."""
        eventually(
            lambda: self.counter("playhead_journal_lag_records") == 0,
            STOP_MOST_S,
            "the sessionizer has read the whole journal",
            while_true=self._lives,
        )

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command on the server's data folder, by the server's settings."""
        return playhead(*arguments, "--data", str(self.folder), settings=self._settings)

    def create_environment(self, name: str) -> Environment:
        """Make an environment by the command line."""
        done = self.command("environment", "create", name, "--json")
        assert done.returncode == 0, done.stderr
        return Environment(**json.loads(done.stdout))

    def create_token(self, environment: str, *permissions: str, known: bool = True) -> Token:
        """Make a token by the command line.

        That is another process, of which a running server hears a moment later: with `known` the
        token is good when this returns, and has been used.
        """
        asked = [word for each in permissions for word in ("--permission", each)]
        done = self.command(
            "token", "create", "--environment", environment, "--name", "test", *asked, "--json"
        )
        assert done.returncode == 0, done.stderr
        token = Token(**json.loads(done.stdout))
        if known and self._process is not None and self._process.poll() is None:
            eventually(lambda: self._knows(token), KNOWN_MOST_S, "the token is known")
        return token

    def _knows(self, token: Token) -> bool:
        return self.get("/system/v1/whoami", token).status_code == 200

    def log(self) -> str:
        """Return what it wrote to its log, over all its lives."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def log_tail(self) -> str:
        """Return the end of the log, for a failed test."""
        return f"log of the server on {self.folder}:\n{self.log()[-LOG_CHARACTERS_SHOWN:]}"


def playhead(
    *arguments: str, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end."""
    return subprocess.run(
        [PLAYHEAD, *arguments],
        env={**clean_environ(), **(settings or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=COMMAND_MOST_S,
        check=False,
    )


def clean_environ() -> dict[str, str]:
    """Return the environment without settings of whoever runs the tests; a terminal of 80."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PLAYHEAD_")}
    return kept | {"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}


def eventually(
    look: Callable[[], T],
    within_s: float,
    what: str,
    *,
    while_true: Callable[[], object] = lambda: True,
) -> T:
    """Return the first true answer of `look`; fail when none came in time."""
    give_up = time.monotonic() + within_s
    while not (found := look()):
        while_true()
        assert time.monotonic() < give_up, f"not within {within_s} s: {what}"
        time.sleep(POLL_S)
    return found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put the logs of running servers below a failure. A folder's conftest imports this hook."""
    del item, call
    report = yield
    if report.failed:
        report.sections += [("server", server.log_tail()) for server in _open_servers]
    return report
