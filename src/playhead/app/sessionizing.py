"""Joining the sessionizer to its shelves: for the server, and for a command without one."""

import time
from collections.abc import Callable
from typing import Any

from playhead.app.folder import DataFolder
from playhead.app.settings import Settings
from playhead.control import Control, ControlSnapshot
from playhead.journal.interface import Gap
from playhead.journal.segment_reader import SegmentReader
from playhead.journal.segment_tail import FollowedTail, Tail
from playhead.model.intent import ErrorCategory
from playhead.sessionize.checkpoint import Checkpoints
from playhead.sessionize.inspection import Inspection
from playhead.sessionize.recompute import Recomputer
from playhead.sessionize.shell import Sessionizer
from playhead.store.clickhouse import open_store
from playhead.store.interface import StoreWriter

REFRESH_S = 0.25
SCRATCH_FILE = "recompute.db"


def now_ms() -> int:
    """Return the time in epoch milliseconds: the only clock of the server."""
    return time.time_ns() // 1_000_000


def join_sessionizer(  # noqa: PLR0913 - it joins as many parts
    folder: DataFolder,
    settings: Settings,
    tail: Tail,
    *,
    writer: StoreWriter,
    checkpoints: Checkpoints,
    control: Control,
    snapshot: Callable[[], ControlSnapshot],
    log: Any,
) -> Sessionizer:
    """Return a sessionizer that also carries out recomputations.

    `snapshot` returns the state of control as it is at hand, without asking the database.
    """

    def on_gap(gap: Gap) -> None:
        log.error(
            "journal records are damaged and were passed over", first=gap.first, next=gap.next
        )

    def read() -> SegmentReader:
        return SegmentReader(folder.journal, tail, on_gap=on_gap)

    def category_of(environment_id: str, code: str) -> ErrorCategory | None:
        return snapshot().category_of(environment_id, code)

    recomputer = Recomputer(
        lambda: snapshot().recomputation,
        control.recomputations,
        read(),
        writer,
        now_ms,
        log,
        open_scratch=lambda: _open_scratch(folder),
        category_of=category_of,
        most_open_views=settings.open_views,
    )
    return Sessionizer(
        read(),
        writer,
        checkpoints,
        now_ms,
        log,
        most_open_views=settings.open_views,
        category_of=category_of,
        recomputer=recomputer,
        dropping=read(),
        inspection=Inspection(now_ms, category_of=category_of),
    )


def _open_scratch(folder: DataFolder) -> Checkpoints:
    """Return an empty file for one recomputation; what an earlier one left goes."""
    path = folder.path / SCRATCH_FILE
    for each in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        each.unlink(missing_ok=True)
    return Checkpoints(path)


def recompute_here(folder: DataFolder, settings: Settings, control: Control, log: Any) -> None:
    """Carry out what is wanted, without a server. The caller holds the folder.

    What a server would do with the journal is done on the way: all of it is read and written.

    Raises:
        ControlError, StoreError, CheckpointError: a shelf cannot be used.
    """
    writer, reader = open_store(folder.store_dsn, connections=1)
    checkpoints = Checkpoints(folder.checkpoint)
    known = control.snapshot()

    def snapshot() -> ControlSnapshot:
        return known

    try:
        sessionizer = join_sessionizer(
            folder,
            settings,
            FollowedTail(folder.journal),
            writer=writer,
            checkpoints=checkpoints,
            control=control,
            snapshot=snapshot,
            log=log,
        )
        looked_at_s = time.monotonic()
        while known.recomputation is not None:
            sessionizer.step()
            if time.monotonic() - looked_at_s > REFRESH_S:
                known = control.snapshot()
                looked_at_s = time.monotonic()
        sessionizer.finish()
    finally:
        checkpoints.close()
        reader.close()
        writer.close()
