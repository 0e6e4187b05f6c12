"""`playhead recompute`: build views anew from raw beacons, with or without a running server."""

import json as json_module
import os
import sys
import time
from typing import TYPE_CHECKING, Annotated

import msgspec
from cyclopts import Parameter

from playhead.app.folder import DataFolder, FolderError
from playhead.cli.data import (
    DEFAULT_DATA,
    Data,
    Json,
    control_in,
    folder_at,
    settings_in,
    this_user,
)
from playhead.cli.moment import moment_ms
from playhead.cli.stop import CommandError
from playhead.model.intent import Recomputation

if TYPE_CHECKING:
    from playhead.control import Control

LOOK_EVERY_S = 0.25
SHOW_EVERY_S = 2.0
SERVER_GONE_S = 10.0
"""How long a server may be away, as when it is restarted."""


def recompute(
    *,
    from_: Annotated[
        str,
        Parameter(name="--from", help="First end of view: date or time (UTC), or epoch seconds."),
    ],
    to: Annotated[str, Parameter(help="End of view before which to stop, likewise.")],
    environment: Annotated[str | None, Parameter(help="Only views of this one.")] = None,
    json: Json = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Build views anew from raw beacons with the present rules, and replace them.

    For views that ended in the given time, after an update of Playhead or a change of error
    categories, as far back as raw beacons are kept (`journal_retention_days`). A view whose
    beginning is not kept, or whose last beacon came within the last hour, stays as it is. So do
    the event timelines of all views. Raw beacons are read from the first to the last one,
    whatever the range.

    A running server does it beside its work, and goes on after a restart; interrupting this
    command does not stop it. Without a server, this command does it.
    """
    from_ms, to_ms = moment_ms("--from", from_), moment_ms("--to", to)
    if from_ms >= to_ms:
        raise CommandError(
            f"--from {from_} is not before --to {to}: no view ends in between", exit_status=2
        )
    folder = folder_at(data)
    with control_in(data) as control:
        chosen = control.find_environment(environment).id if environment else None
        try:
            held = folder.hold()
        except FolderError:
            asked = control.recomputations.request(
                from_ms=from_ms, to_ms=to_ms, environment_id=chosen, by=this_user()
            )
            _wait(folder, control, asked.id)
        else:
            try:
                asked = _do_it_here(folder, control, from_ms, to_ms, chosen)
            finally:
                held.close()
        ended = control.recomputations.find(asked.id)
    if json:
        print(msgspec.json.encode(ended).decode())
    if ended.failure is not None:
        raise CommandError(f"recomputation {ended.id} failed: {ended.failure}")
    if not json:
        print(f"recomputation {ended.id} is done: {ended.views_replaced:,} views replaced")


def _do_it_here(
    folder: DataFolder, control: "Control", from_ms: int, to_ms: int, environment_id: str | None
) -> Recomputation:
    """Finish what an earlier run left, then do what is asked now."""
    # The engine takes a second to load, and is needed only here.
    from playhead.app.logs import set_up_logs  # noqa: PLC0415
    from playhead.app.sessionizing import recompute_here  # noqa: PLC0415
    from playhead.sessionize.checkpoint import CheckpointError  # noqa: PLC0415
    from playhead.store.interface import StoreError  # noqa: PLC0415

    settings = settings_in(folder.path)
    log = set_up_logs(settings)
    try:
        left = control.recomputations.under_way()
        if left is not None:
            print(f"first, recomputation {left.id} is taken up again", file=sys.stderr)
            recompute_here(folder, settings, control, log)
        asked = control.recomputations.request(
            from_ms=from_ms, to_ms=to_ms, environment_id=environment_id, by=this_user()
        )
        recompute_here(folder, settings, control, log)
    except (StoreError, CheckpointError) as error:
        raise CommandError(str(error)) from error
    return asked


def _wait(folder: DataFolder, control: "Control", recomputation_id: int) -> None:
    """Show how a server gets on with it, until it has ended.

    Raises:
        CommandError: no server is there any more.
    """
    seen_s = shown_s = time.monotonic()
    while True:
        now_s = time.monotonic()
        current = control.recomputations.find(recomputation_id)
        if current.state.is_end:
            return
        if _server_lives(folder):
            seen_s = now_s
        elif now_s - seen_s > SERVER_GONE_S:
            raise CommandError(
                f"the server stopped; recomputation {recomputation_id} goes on when it, or "
                "`playhead recompute`, is started again"
            )
        if now_s - shown_s > SHOW_EVERY_S:
            shown_s = now_s
            print(_progress(current), file=sys.stderr, flush=True)
        time.sleep(LOOK_EVERY_S)


def _server_lives(folder: DataFolder) -> bool:
    try:
        process: int = json_module.loads(folder.server.read_text())["process"]
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _progress(current: Recomputation) -> str:
    if not current.records_total:
        return f"recomputation {current.id} is {current.state.value}"
    share = current.records_read / current.records_total
    return (
        f"recomputation {current.id}: {share:.0%} of {current.records_total:,} raw beacons read,"
        f" {current.views_replaced:,} views replaced"
    )
