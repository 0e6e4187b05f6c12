"""How many browsers a second are told how many watch, next to a handler that says it by heart.

Pages in a process of their own keep all connections busy, with the tokens of a thousand viewers of
twenty videos. The two servers take turns: the empty handler, and the counts' door as the server
has it, but with a store that answers at once: what is measured is the answer from memory. Each is
one process on one core. What an answer costs is told as processor time as well, since the servers
share the machine with the pages.

Law: every answer was a 200, and every token was verified at least once.
"""

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Bar, Figure, against
from bench.load import Load
from bench.processes import READY_MOST_S, Target, ask_counts, running, until

BAR = Bar("value", at_least=5_000)
TURNS = 5
SECONDS = 3.0
CONNECTIONS = 128


def measure() -> list[Figure]:
    """Let the two take turns."""
    loads: dict[str, list[Load]] = {}
    cpu_us: dict[str, list[float]] = {}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="playhead-bench-")))
        targets = [stack.enter_context(_server(kind, folder)) for kind in ("empty", "counts")]
        for target in targets:
            _asked(target, folder)
        for _ in range(TURNS):
            for target in targets:
                began_s = target.cpu_s()
                load = _asked(target, folder)
                loads.setdefault(target.name, []).append(load)
                used_s = target.cpu_s() - began_s
                cpu_us.setdefault(target.name, []).append(1e6 * used_s / load.acknowledged)
    return [
        against(
            "answered requests for counts",
            "requests/s",
            [load.acknowledged / load.seconds for load in loads["counts"]],
            "empty handler",
            [load.acknowledged / load.seconds for load in loads["empty"]],
            BAR,
        ),
        *(
            against(
                f"{percentile} of the answer over {CONNECTIONS} connections",
                "ms",
                [getattr(load, field) for load in loads["counts"]],
                "empty handler",
                [getattr(load, field) for load in loads["empty"]],
                more_is_better=False,
            )
            for percentile, field in (("median", "p50_ms"), ("99th percentile", "p99_ms"))
        ),
        against(
            "processor time of an answer",
            "µs",
            cpu_us["counts"],
            "empty handler",
            cpu_us["empty"],
            more_is_better=False,
        ),
    ]


def _asked(target: Target, folder: Path) -> Load:
    load = ask_counts(
        target, folder / f"{target.name}.tokens", connections=CONNECTIONS, seconds=SECONDS
    )
    if load.refused:
        raise SystemExit(f"{target.name} refused {load.refused} requests")
    return load


@contextlib.contextmanager
def _server(kind: str, folder: Path) -> Iterator[Target]:
    port_file = folder / f"{kind}.port"
    command = [sys.executable, "-m", "bench.counts_server", kind, str(port_file)]
    command += ["--control", str(folder / f"{kind}.db")]
    command += ["--tokens", str(folder / f"{kind}.tokens")]
    with running(command, folder / f"{kind}.log") as process:
        until(port_file.exists, READY_MOST_S, f"the {kind} handler listens")
        yield Target(kind, f"http://127.0.0.1:{port_file.read_text()}", process.pid, "")
