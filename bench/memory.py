"""What an open view costs in memory, by the resident size of a process that holds many.

The views are real ones, a while into playing: all but the last beacons of a recording, each copy
decoded anew, so that no two share a text that the sessionizer does not make them share.

Law: measured in a fresh process, with nothing kept but the views.
"""

import gc
import multiprocessing
import os
import uuid
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.corpus import LONG_VIEW_OF, Sent, recordings, records
from bench.figure import Bar, Figure, alone
from playhead.replay.rewrite import Change, rewrite
from playhead.sessionize.core.sessions import Sessions

BAR = Bar("value", at_most=8.0)
VIEWS = 100_000
STILL_PLAYING = 4
"""Beacons of the recording after which its view has begun and not ended."""
START_MS = 1_795_446_800_000
DRAIN_EVERY = 200
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def measure() -> list[Figure]:
    """Measure in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        size = pool.submit(bytes_per_view, VIEWS).result()
    return [alone(f"an open view, of {VIEWS:,}", "KB", [size / 1024], BAR)]


def bytes_per_view(views: int) -> float:
    """Return by how much the process grew for each of `views` open views, in bytes."""
    sent = [rewrite(each.body, Change()) for each in recordings()[LONG_VIEW_OF][:STILL_PLAYING]]
    (view_id,) = sent[0].view_ids
    parts = [tuple(each.body.split(view_id.encode())) for each in sent]
    sessions = Sessions()
    _open(sessions, parts, 100)
    # Views hold no cycles; looking for some again and again only takes time.
    gc.disable()
    before = _resident_bytes()
    _open(sessions, parts, views)
    return (_resident_bytes() - before) / views


def _open(sessions: Sessions, parts: list[tuple[bytes, ...]], views: int) -> None:
    for number in range(views):
        view_id = str(uuid.uuid4()).encode()
        bodies = [Sent(0, view_id.join(each)) for each in parts]
        for record in records(bodies, start_ms=START_MS):
            sessions.take(record)
        if number % DRAIN_EVERY == 0:
            sessions.drain()
            sessions.changed.clear()
    sessions.drain()


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES
