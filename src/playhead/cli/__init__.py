"""The command line: `playhead --help`.

Law: commands parse, call one thing, and print; each says in one sentence what went wrong.
"""

import os
import sys

from cyclopts import App

from playhead import __version__
from playhead.cli.audit import audit
from playhead.cli.demo import demo
from playhead.cli.dimension import dimension
from playhead.cli.environment import environment
from playhead.cli.error import error
from playhead.cli.organization import organization
from playhead.cli.person import person
from playhead.cli.recompute import recompute
from playhead.cli.replay import replay
from playhead.cli.serve import config, serve
from playhead.cli.showcase import showcase
from playhead.cli.signing_key import signing_key
from playhead.cli.status import status
from playhead.cli.stop import CommandError
from playhead.cli.token import token

app = App(
    name="playhead",
    version=__version__,
    help="""Self-hosted video analytics that speaks Mux Data's protocols.

Start a server, look up the key of an environment, and point a player at it:

    playhead serve --data ./data
    playhead environment list --data ./data
    playhead token create --environment Production --name reports --data ./data

Players report with the environment's env key to the server's host (`beaconCollectionDomain`);
API clients read with the token from `/data/v1`. Everything lies in the data folder, which every
command takes as `--data DIR` or from `PLAYHEAD_DATA`.""",
)
app.command(serve)
app.command(config)
app.command(organization)
app.command(environment)
app.command(token)
app.command(signing_key)
app.command(person)
app.command(error)
app.command(dimension)
app.command(audit)
app.command(status)
app.command(recompute)
app.command(replay)
app.command(demo)
app.command(showcase)


def main() -> None:
    """Run the command line."""
    try:
        app()
    except CommandError as stopped:
        print(f"playhead: {stopped}", file=sys.stderr)
        sys.exit(stopped.exit_status)
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KeyboardInterrupt:
        sys.exit(130)
