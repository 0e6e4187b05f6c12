"""`playhead replay`: send recorded beacons to a server."""

import asyncio
import secrets
import time
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter
from cyclopts.validators import Number

from playhead.cli.data import DEFAULT_DATA, Data, Json, folder_at, running_server
from playhead.cli.stop import CommandError
from playhead.replay.recording import Recording, RecordingError, read_recording
from playhead.replay.report import Report, report_text
from playhead.replay.send import Plan, ReplayError
from playhead.replay.send import replay as send_recordings
from playhead.replay.wire import checked_url, open_client

CONNECTIONS = 16


def replay(  # noqa: PLR0913 - one parameter an option
    *files: Path,
    url: str | None = None,
    env_key: str | None = None,
    now: bool = False,
    speed: str = "1",
    copies: Annotated[int, Parameter(validator=Number(gte=1, lte=100_000))] = 1,
    keep_ids: bool = False,
    insecure: bool = False,
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Send recorded beacons to a server, in their own time or faster.

    Bodies go out as they were recorded, but for what the options change. Ids of views, players,
    sessions and viewers are made anew for each run and each copy. Ends with status 1 if anything
    was not answered with a 2xx.

    Args:
        files: Recordings: files with one HTTP request a line (.jsonl).
        url: The server, such as http://127.0.0.1:8000; a path in it goes before the recorded ones.
            Without it, the server that runs on the data folder.
        env_key: The environment key to put into every event, instead of the recorded one.
        now: Move the players' clocks so that each recording's first request happens now.
        speed: How many times faster than recorded, or `max` for as fast as the server answers.
        copies: How many times to send everything, side by side, with ids of their own.
        keep_ids: Send the recorded ids, as when a player repeats itself.
        insecure: Take any TLS certificate.
        json: Print the report as JSON.
        data: Folder whose running server is meant where no URL is given.
    """
    try:
        if not files:
            raise ValueError("no recording was named; give one or more .jsonl files")  # noqa: TRY301
        plan = Plan(
            url=checked_url(url or running_server(folder_at(data))),
            seed=secrets.token_hex(8),
            env_key=env_key,
            move_to_now=now,
            keep_ids=keep_ids,
            speed=_speed(speed),
            copies=copies,
            connections=CONNECTIONS,
        )
        recordings = [read_recording(path) for path in files]
        if not any(recording.requests for recording in recordings):
            raise RecordingError(f"{_names(files)} hold no request; a recording has one a line")  # noqa: TRY301
        report = asyncio.run(_replay(recordings, plan, insecure=insecure))
    except (RecordingError, ReplayError, ValueError) as error:
        raise CommandError(str(error)) from error
    print(msgspec.json.encode(report).decode() if json else report_text(report))
    if not report.all_taken:
        raise SystemExit(1)


async def _replay(recordings: list[Recording], plan: Plan, *, insecure: bool) -> Report:
    async with open_client(connections=plan.connections, insecure=insecure) as client:
        return await send_recordings(
            recordings, plan, client, clock_ms=lambda: time.time_ns() // 1_000_000
        )


def _names(files: tuple[Path, ...]) -> str:
    return ", ".join(str(path) for path in files)


def _speed(text: str) -> float | None:
    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0.001 <= speed <= 1_000_000:
        raise ValueError(f"--speed {text}: give a number such as 1 or 10, or `max`")
    return speed
