"""`playhead demo`: living traffic from invented viewers."""

import asyncio
import signal
import sys
import time
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from playhead.cli.data import DEFAULT_DATA, Data, control_in, folder_at, running_server
from playhead.cli.stop import CommandError
from playhead.demo.run import DemoPlan, Summary, run_demo, summary_text
from playhead.model.access import EnvironmentKind
from playhead.replay.wire import checked_url, open_client

CONNECTIONS = 16


def demo(  # noqa: PLR0913 - one parameter an option
    *,
    url: str | None = None,
    env_key: str | None = None,
    viewers: Annotated[int, Parameter(validator=Number(gte=1, lte=2_000))] = 25,
    seed: int = 1,
    seconds: Annotated[float | None, Parameter(validator=Number(gt=0))] = None,
    insecure: bool = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Send living traffic from invented viewers, until it is interrupted.

    Several titles, countries, devices, CDNs and renditions; more in the evening; one rendition
    that stalls, and a CDN that fails for some minutes now and then. If the server goes away, the
    viewers wait for it. The server sees the viewers' countries only if it trusts X-Forwarded-For
    from this machine.

    Args:
        url: The server, such as http://127.0.0.1:8000. Without it, the one that runs on the data
            folder.
        env_key: The environment key to report to. Without it, that of the data folder's first
            environment for development.
        viewers: About how many are watching at a time.
        seed: Another seed is another town of viewers.
        seconds: Stop after so long.
        insecure: Take any TLS certificate.
        data: Folder that is meant where no URL or key is given.
    """
    try:
        plan = DemoPlan(
            url=checked_url(url or running_server(folder_at(data))),
            env_key=env_key or _first_key(data),
            seed=seed,
            viewers=viewers,
        )
    except ValueError as error:
        raise CommandError(str(error)) from error
    print(summary_text(asyncio.run(send_traffic(plan, seconds, insecure=insecure))))


def _first_key(data: Path) -> str:
    with control_in(data) as control:
        environments = control.list_environments()
    for each in environments:
        # Invented views would spoil what is told of real ones.
        if each.kind is EnvironmentKind.DEVELOPMENT:
            return each.env_key
    raise CommandError(
        f"the data folder {data} has no environment for development; make one with `playhead "
        "environment create NAME --kind development`, or give --env-key"
    )


async def send_traffic(plan: DemoPlan, seconds: float | None, *, insecure: bool) -> Summary:
    """Play `plan` for so many seconds, or until SIGINT or SIGTERM; return what was sent."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    if seconds is not None:
        loop.call_later(seconds, stop.set)
    async with open_client(connections=CONNECTIONS, insecure=insecure) as client:
        return await run_demo(
            plan,
            client,
            stop,
            clock_ms=lambda: time.time_ns() // 1_000_000,
            say=lambda sentence: print(sentence, file=sys.stderr, flush=True),
        )
