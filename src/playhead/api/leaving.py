"""Whoever has gone gets no answer: what is asked for them is given up.

A dashboard asks anew at every click and drops what it asked before; without this the questions
of an impatient reader would queue before the one whose answer they wait for.

Law: as long as somebody waits nothing changes; the answer, or what was raised, is passed on.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio
import anyio.lowlevel
import anyio.to_thread
from starlette.types import Receive

Result = TypeVar("Result")


async def unless_left(
    work: Awaitable[Result], receive: Receive, leave: Callable[[], None]
) -> Result:
    """Return what `work` does; call `leave`, in a thread, if the client goes before it is done.

    Raises:
        Exception: whatever `work` raises, or `leave`.
    """
    failure: Exception | None = None
    async with anyio.create_task_group() as watching:
        watching.start_soon(_watch, receive, leave)
        try:
            result = await work
        except Exception as error:  # noqa: BLE001 - raised below, and not in a group of errors
            failure = error
        watching.cancel_scope.cancel()
    if failure is not None:
        raise failure
    return result


async def _watch(receive: Receive, leave: Callable[[], None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        await anyio.lowlevel.checkpoint()
    await anyio.to_thread.run_sync(leave)
