"""`python -m bench`: run the measurements named, or all, and tell which bars are met."""

import argparse
import functools
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from bench import (
    auth,
    collect,
    counts,
    dashboard,
    fresh,
    live,
    live_query,
    memory,
    query,
    sessionize,
)
from bench.figure import Figure, shown

MEASUREMENTS: dict[str, Callable[[], list[Figure]]] = {
    "sessionize": sessionize.measure,
    "memory": memory.measure,
    "live": live.measure,
    "fresh": fresh.measure,
    "collect": collect.measure,
    "auth": auth.measure,
    "counts": counts.measure,
    "query": query.measure,
    "live_query": live_query.measure,
    "dashboard": dashboard.measure,
}


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[[], *MEASUREMENTS], help="what to measure")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    parser.add_argument("--views", type=int, default=query.VIEWS, help="how many to ask about")
    parser.add_argument("--turns", type=int, default=query.TURNS, help="query: how often to ask")
    parser.add_argument("--viewers", type=int, default=live.VIEWERS, help="live: how many watch")
    parser.add_argument("--sets", type=int, default=live.SETS, help="live: of how many dimensions")
    parser.add_argument("--seconds", type=int, default=live.SECONDS, help="live: for how long")
    parser.add_argument("--keep", type=Path, help="make or find those in this folder")
    arguments = parser.parse_args()
    sized = functools.partial(
        query.measure, views=arguments.views, keep=arguments.keep, turns=arguments.turns
    )
    in_browser = functools.partial(dashboard.measure, views=arguments.views, keep=arguments.keep)
    watched = functools.partial(
        live.measure, viewers=arguments.viewers, sets=arguments.sets, seconds=arguments.seconds
    )
    measurements = MEASUREMENTS | {"query": sized, "dashboard": in_browser, "live": watched}
    found: dict[str, list[Figure]] = {}
    for name in arguments.name or MEASUREMENTS:
        began = time.monotonic()
        found[name] = measurements[name]()
        print(f"{name} ({time.monotonic() - began:.0f} s)")
        for figure in found[name]:
            print(shown(figure), flush=True)
    if arguments.json:
        arguments.json.write_bytes(msgspec.json.format(msgspec.json.encode(found)) + b"\n")


if __name__ == "__main__":
    main()
