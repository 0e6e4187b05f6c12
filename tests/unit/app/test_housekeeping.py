"""The server clears away what may no longer be kept, and a failed round stops nothing."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import Any, cast

import msgspec

from playhead.app.housekeeping import Housekeeping, kept_since
from playhead.app.settings import Settings
from playhead.control import ControlSnapshot
from playhead.model.access import Environment
from playhead.store.retention import Dropped, Kept, Retention

DAY_MS = 86_400_000
NOW_MS = 1_795_446_800_000


def snapshot(days: Mapping[str, int | None]) -> ControlSnapshot:
    return ControlSnapshot(
        change_number=1,
        organizations_by_id={},
        environments_by_key={},
        environments_by_id={
            name: Environment(name, 1, "org", name, name, 0, view_retention_days=each)
            for name, each in days.items()
        },
        credentials_by_token_id={},
    )


class ToldRetention(msgspec.Struct):
    """Says on the loop that it was asked, from whatever thread."""

    was_asked: Callable[[], object]

    def drop(self, _kept: Kept) -> Dropped:
        self.was_asked()
        return Dropped()


class Lines(msgspec.Struct):
    errors: list[dict[str, Any]] = []

    def info(self, _event: str, **_values: object) -> None: ...

    def error(self, _event: str, **values: object) -> None:
        self.errors.append(values)


def test_an_environment_s_own_time_holds_before_the_server_s() -> None:
    kept = kept_since(snapshot({"own": 30, "other": None}), 100, NOW_MS)
    assert kept.since_ms == NOW_MS - 100 * DAY_MS
    assert kept.since_ms_by_environment == {"own": NOW_MS - 30 * DAY_MS}


def test_a_chore_that_fails_is_told_and_the_next_one_is_done() -> None:
    lines = Lines()

    def fail(_since_ms: int) -> int:
        raise OSError("the disk is gone")

    async def one_round() -> None:
        asked, loop = asyncio.Event(), asyncio.get_running_loop()
        retention = ToldRetention(lambda: loop.call_soon_threadsafe(asked.set))
        housekeeping = Housekeeping(
            settings=Settings(),
            snapshot=lambda: snapshot({}),
            drop_records=fail,
            retention=cast("Retention", retention),
            clock=lambda: NOW_MS,
            log=lines,
        )
        task = asyncio.create_task(housekeeping.keep())
        await asked.wait()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(asyncio.wait_for(one_round(), 10))
    assert [each["error"] for each in lines.errors] == ["the disk is gone"]
