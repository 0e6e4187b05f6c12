"""`playhead showcase`: a server with a demo environment and living demo traffic, in one command."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import httpx
import msgspec
from cyclopts import Parameter
from cyclopts.validators import Number

from playhead.app.first_run import HOUR_MS, LASTS_HOURS
from playhead.app.folder import DataFolder
from playhead.app.links import setup_link
from playhead.cli.data import DEFAULT_DATA, Data, control_in, folder_at, this_user
from playhead.cli.demo import send_traffic
from playhead.cli.stop import CommandError
from playhead.demo.regions import regions_database
from playhead.demo.run import DemoPlan, summary_text
from playhead.model.access import EnvironmentKind

ENVIRONMENT = "Demo"
START_S = 60.0
LOOPBACK = "127.0.0.0/8,::1/128"
REGIONS = "invented-regions.mmdb"


class Access(msgspec.Struct, frozen=True):
    """What a visitor needs; the token is kept for the next run in the data folder."""

    env_key: str
    token_id: str
    secret: str


def showcase(
    *,
    port: Annotated[int, Parameter(validator=Number(gte=1, lte=65_535))] = 8000,
    viewers: Annotated[int, Parameter(validator=Number(gte=1, lte=2_000))] = 25,
    seconds: Annotated[float | None, Parameter(validator=Number(gt=0))] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Run a server with a demo environment and living traffic, and say where to look.

    Args:
        port: Port of the server.
        viewers: About how many invented viewers are watching at a time.
        seconds: Stop after so long.
        data: Folder that holds all state.
    """
    folder = folder_at(data, new=True)
    access = _access(folder)
    with _server(folder, port) as url:
        print(_welcome(url, access, _dashboard(folder, url)), flush=True)
        plan = DemoPlan(url=url, env_key=access.env_key, seed=1, viewers=viewers)
        print(summary_text(asyncio.run(send_traffic(plan, seconds, insecure=False))))


def _access(folder: DataFolder) -> Access:
    """Return the demo environment's key and a token that works, made where missing."""
    kept = folder.path / "showcase.json"
    with control_in(folder.path) as control:
        known = {one.name: one for one in control.list_environments()}
        environment = known.get(ENVIRONMENT) or control.create_environment(
            ENVIRONMENT, EnvironmentKind.DEVELOPMENT, by=this_user()
        )
        try:
            access = msgspec.json.decode(kept.read_bytes(), type=Access)
            if control.verify_token(access.token_id, access.secret) is not None:
                return access
        except (FileNotFoundError, msgspec.MsgspecError):
            pass
        token, secret = control.create_token(environment, "showcase", by=this_user())
    access = Access(environment.env_key, token.id, secret)
    kept.touch(mode=0o600)
    kept.write_bytes(msgspec.json.encode(access))
    return access


@contextmanager
def _server(folder: DataFolder, port: int) -> Iterator[str]:
    """Run `playhead serve` beside us, and stop it with us."""
    log = folder.path / "server.log"
    command = [sys.executable, "-m", "playhead", "serve", "--data", str(folder.path)]
    regions = folder.path / REGIONS
    regions.write_bytes(regions_database())
    settings = {
        # Databases of one's own are asked instead of the invented one.
        "PLAYHEAD_GEO_DATABASES": str(regions),
        **os.environ,
        # The invented viewers say where they are; nobody but this machine is believed.
        "PLAYHEAD_TRUSTED_PROXIES": LOOPBACK,
    }
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - our own program, our own arguments
            [*command, "--port", str(port)],
            stdout=output,
            stderr=output,
            env=settings,
            # An interrupt at the terminal is ours: we stop the traffic first, then the server.
            start_new_session=True,
        )
    try:
        yield _ready(process, folder, log)
    finally:
        process.terminate()
        process.wait()


def _ready(process: subprocess.Popen[bytes], folder: DataFolder, log: Path) -> str:
    """Return the server's URL once it is ready."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise CommandError(f"the server did not start: {_last_line(log)}")
        try:
            told = json.loads(folder.server.read_text())
            url: str = told["url"]
            # Until ours is refused, the file may be that of a server that holds the folder already.
            ours = told["process"] == process.pid
            if ours and httpx.get(f"{url}/readyz", timeout=5).is_success:
                return url
        except (OSError, ValueError, httpx.HTTPError):
            pass
        time.sleep(0.1)
    raise CommandError(f"the server was not ready within {START_S:.0f} s; its log is {log}")


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"its log {log} is empty"


def _dashboard(folder: DataFolder, url: str) -> str:
    """Return where to open the dashboard: to set it up, while nobody can sign in."""
    with control_in(folder.path) as control:
        if not control.people.needs_setup():
            return url
        lasts_ms = LASTS_HOURS * HOUR_MS
        # It ends the link that the server told in its log.
        return setup_link(
            url, control.people.first_run_link_secret(lasts_ms=lasts_ms, by=this_user())
        )


def _welcome(url: str, access: Access, dashboard: str) -> str:
    key, credential = access.env_key, f"{access.token_id}:{access.secret}"
    return f"""
Playhead is running, and invented viewers are watching.

  dashboard {dashboard}
            (choose the environment {ENVIRONMENT} at its top)
  env key   {key}
  token     {access.token_id}
  secret    {access.secret}

Ask:
  curl -u {credential} '{url}/data/v1/metrics/video_startup_time/overall?timeframe[]=60:minutes' -g
  curl -u {credential} '{url}/data/v1/metrics/views/breakdown?group_by=country' -g
  curl -u {credential} '{url}/data/v1/video-views?limit=5' -g

Point a player at it (mux-embed 5.18 or newer):
  beaconCollectionDomain: '{url.removeprefix("http://").replace("127.0.0.1", "localhost")}',
  data: {{ env_key: '{key}' }}

Views appear a few seconds after they end. Stop with Ctrl-C.
"""
