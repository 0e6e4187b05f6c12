"""The command line of the lab: `python -m lab record|demo|compose|play`.

Law: what a person can mend is said in one sentence on standard error, never as a stack trace.
"""

import argparse
import asyncio
import dataclasses
import json
import sys
from collections.abc import Mapping, Sequence
from typing import TypeVar

from lab.errors import LabError

Story = TypeVar("Story")


def main(arguments: Sequence[str]) -> int:
    """Run one command and answer the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        _run(asked)
    except LabError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    except ModuleNotFoundError as error:
        missing = (
            f"The Python package {error.name} is missing: install the group dev of this project."
        )
        print(missing, file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lab", description="The player lab.")
    commands = parser.add_subparsers(dest="command", required=True)
    record = commands.add_parser("record", help="record scenarios for the tests")
    record.add_argument("names", nargs="*", metavar="NAME", help="all, when none is named")
    demo = commands.add_parser("demo", help="record the plays of the product's demo")
    demo.add_argument("names", nargs="*", metavar="NAME", help="all, when none is named")
    compose = commands.add_parser("compose", help="compose players that no browser runs")
    compose.add_argument("names", nargs="*", metavar="NAME", help="all, when none is named")
    play = commands.add_parser("play", help="play once against a running server")
    play.add_argument("--beacons", required=True, metavar="HOST:PORT")
    play.add_argument("--env-key", required=True, metavar="KEY")
    play.add_argument("--source", choices=("hls", "mp4"), default="hls")
    play.add_argument("--seconds", type=float, default=10.0)
    play.add_argument("--scenario", metavar="NAME", help="act this scenario out instead")
    return parser


def _run(asked: argparse.Namespace) -> None:
    # Here and not above, so that a missing package is told in one sentence.
    from lab.demo import DEMO  # noqa: PLC0415
    from lab.dialects import DIALECTS, write  # noqa: PLC0415
    from lab.play import act, play  # noqa: PLC0415
    from lab.players import PLAYERS  # noqa: PLC0415
    from lab.record import record_demo, record_tests  # noqa: PLC0415
    from lab.scenarios import SCENARIOS  # noqa: PLC0415

    stories = SCENARIOS | PLAYERS
    match asked.command:
        case "record":
            asyncio.run(record_tests(_chosen(stories, asked.names)))
        case "demo":
            asyncio.run(record_demo(_chosen(DEMO, asked.names)))
        case "compose":
            for dialect in _chosen(DIALECTS, asked.names):
                write(dialect)
        case _:
            receiver = {"beacons": asked.beacons, "env_key": asked.env_key}
            if asked.scenario:
                [scenario] = _chosen(stories, [asked.scenario])
                played = act(scenario, **receiver)
            else:
                played = play(**receiver, source=asked.source, seconds=asked.seconds)
            print(json.dumps(dataclasses.asdict(played), indent=1))  # noqa: T201


def _chosen(table: Mapping[str, Story], names: Sequence[str]) -> list[Story]:
    unknown = [name for name in names if name not in table]
    if unknown:
        raise LabError(f"There is no scenario {unknown[0]!r}: choose from {', '.join(table)}.")
    return [table[name] for name in names or table]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
