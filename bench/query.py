"""How fast the dashboard's questions are answered, next to SQL written by hand for each.

Plausible views are made first (`bench.views`); then each question goes to the API of a running
server and, as hand-written SQL, to the same engine, in turns. Making 10 million views takes some
minutes and 4 GB of disk: `--views` says how many, `--keep` where they stay for another run.

Law: what was made is removed at the end, unless `keep` names a folder.
"""

import contextlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench.asking import MARK, Asked, Times, today
from bench.figure import Bar, Figure, against, alone
from bench.processes import told
from bench.shapes import SHAPES, Shape
from bench.views import Made

VIEWS = 1_000_000
TURNS = 20
BEYOND = Bar("value", at_most=10.0)
BY_HAND_SHARE = 1.25
ALL_MOST_S = 3600


def measure(views: int = VIEWS, keep: Path | None = None, turns: int = TURNS) -> list[Figure]:
    """Make the views where they are not yet, and ask."""
    with in_folder(keep) as folder:
        asked = _asked(folder, views, turns)
        command = [sys.executable, "-m", "bench.asking", str(folder)]
        command.append(msgspec.json.encode(asked).decode())
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=ALL_MOST_S)
    found = msgspec.json.decode(done.stdout, type=list[Times])
    figures = []
    for shape, times in zip(SHAPES, found, strict=True):
        figures += _figures(f"{shape.name}, {shape.days} days of {views:,} views", shape, times)
    return figures


@contextlib.contextmanager
def in_folder(keep: Path | None) -> Iterator[Path]:
    """Give the folder that is kept, or one that is gone afterwards."""
    if keep is not None:
        yield keep.expanduser()
        return
    # Gigabytes, and /tmp may be memory.
    parent = Path.home() / "tmp"
    parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="playhead-bench-", dir=parent) as folder:
        yield Path(folder)


def _asked(folder: Path, views: int, turns: int) -> Asked:
    mark = folder / MARK
    if not mark.exists():
        environment = told(folder, "environment", "create", "bench")
        token = told(folder, "token", "create", "--environment", "bench", "--name", "bench")
        made = Made(environment["id"], views, today())
        return Asked(made, (token["id"], token["secret"]), turns)
    asked = msgspec.json.decode(mark.read_bytes(), type=Asked)
    if asked.made.views != views:
        raise SystemExit(
            f"{folder} holds {asked.made.views:,} views, not {views:,}: name another folder"
        )
    return msgspec.structs.replace(asked, turns=turns)


def _figures(name: str, shape: Shape, times: Times) -> list[Figure]:
    beyond = [
        api - BY_HAND_SHARE * hand for api, hand in zip(times.api_ms, times.by_hand_ms, strict=True)
    ]
    p95 = statistics.quantiles(times.api_ms, n=20, method="inclusive")[-1]
    bar = None if shape.p95_most_ms is None else Bar("value", at_most=shape.p95_most_ms)
    return [
        against(name, "ms", times.api_ms, "SQL by hand", times.by_hand_ms, more_is_better=False),
        alone("  beyond 1.25 x by hand", "ms", beyond, BEYOND),
        alone("  95th percentile", "ms", [p95], bar),
        against(
            "  processor time",
            "ms",
            times.api_cpu_ms,
            "SQL by hand",
            times.by_hand_cpu_ms,
            more_is_better=False,
        ),
    ]
