"""How many beacons a second are acknowledged, next to a handler that does nothing with them.

Players in a process of their own keep all connections busy. The three servers take turns: the
empty handler, the collector with its journal, and the whole of `playhead serve`, which folds and
stores at the same time. What a beacon costs is told as processor time as well, since the servers
share the machine with the players.

Law: every acknowledged beacon of the two latter is on disk; before the next turn the whole
server has folded all that it took.
"""

import contextlib
import tempfile
from pathlib import Path

from bench.figure import Bar, Figure, against
from bench.load import Load
from bench.processes import Target, handler, play, whole_server

BAR = Bar("ratio", at_least=0.5)
TURNS = 5
SECONDS = 3.0
CONNECTIONS = 128


def measure() -> list[Figure]:
    """Let the three take turns."""
    loads: dict[str, list[Load]] = {}
    cpu_us: dict[str, list[float]] = {}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="playhead-bench-")))
        targets = [
            stack.enter_context(handler("empty", folder)),
            stack.enter_context(handler("collector", folder)),
            stack.enter_context(whole_server(folder)),
        ]
        for target in targets:
            play(target, connections=CONNECTIONS, seconds=SECONDS)
        for _ in range(TURNS):
            for target in targets:
                load, used_us = _turn(target)
                loads.setdefault(target.name, []).append(load)
                cpu_us.setdefault(target.name, []).append(used_us)
    figures = []
    for name in ("collector", "playhead serve"):
        figures += _figures(name, loads[name], loads["empty"])
        figures.append(
            against(
                f"processor time of a beacon, {name}",
                "µs",
                cpu_us[name],
                "empty handler",
                cpu_us["empty"],
                more_is_better=False,
            )
        )
    return figures


def _turn(target: Target) -> tuple[Load, float]:
    """Return what the players saw, and the processor time of a beacon until it is folded, in µs."""
    began_s = target.cpu_s()
    load = play(target, connections=CONNECTIONS, seconds=SECONDS)
    if load.refused:
        raise SystemExit(f"{target.name} refused {load.refused} beacons: its queue is too short")
    if target.token is not None:
        target.wait_until_read()
    return load, 1e6 * (target.cpu_s() - began_s) / load.acknowledged


def _figures(name: str, loads: list[Load], empty: list[Load]) -> list[Figure]:
    size = sum(load.mean_bytes for load in loads) / len(loads)
    return [
        against(
            f"acknowledged beacons of {size:.0f} bytes, {name}",
            "beacons/s",
            [load.acknowledged / load.seconds for load in loads],
            "empty handler",
            [load.acknowledged / load.seconds for load in empty],
            BAR,
        ),
        *(
            against(
                f"{percentile} of the acknowledgement over {CONNECTIONS} connections, {name}",
                "ms",
                [getattr(load, field) for load in loads],
                "empty handler",
                [getattr(load, field) for load in empty],
                more_is_better=False,
            )
            for percentile, field in (("median", "p50_ms"), ("99th percentile", "p99_ms"))
        ),
    ]
