"""How fast beacons become views, next to only decoding their JSON: one thread, no store.

Law: both halves of a turn read the same bytes; time is that of the thread, so what others do on
the machine disturbs little. The garbage collector runs as it does in the server.
"""

import gc
import time
from collections.abc import Callable, Sequence

import msgspec

from bench.corpus import copies, long_view, recordings, records
from bench.figure import Bar, Figure, against
from playhead.model.beacon import BeaconRecord
from playhead.sessionize.core.sessions import Sessions

BAR = Bar("ratio", at_least=0.25)
TURNS = 15
COPIES = 4
DRAIN_EVERY = 200
"""Beacons between two drains, as the sessionizer reads them from the journal."""
START_MS = 1_795_446_800_000


def measure() -> list[Figure]:
    """Measure both corpora."""
    short = [
        each
        for name, sent in recordings().items()
        for copy in copies(sent, [f"{name}-{n}" for n in range(COPIES)])
        for each in copy
    ]
    long = [
        each for copy in copies(long_view(), [str(n) for n in range(2 * COPIES)]) for each in copy
    ]
    return [
        _figure("recordings (short views, many snapshots)", records(short, start_ms=START_MS)),
        _figure("10-minute HLS views", records(long, start_ms=START_MS)),
    ]


def _figure(name: str, beacons: Sequence[BeaconRecord]) -> Figure:
    events = sum(beacon.event_count for beacon in beacons)
    size = sum(len(beacon.body) for beacon in beacons)
    rates: dict[Callable[[Sequence[BeaconRecord]], None], list[float]] = {decode: [], fold: []}
    for _ in range(TURNS):
        for work, found in rates.items():
            gc.collect()
            began = time.thread_time()
            work(beacons)
            found.append(events / (time.thread_time() - began))
    return against(
        f"sessionize, {name}, {size / events:.0f} bytes an event",
        "events/s",
        rates[fold],
        "msgspec.json.decode",
        rates[decode],
        BAR,
    )


def decode(beacons: Sequence[BeaconRecord]) -> None:
    """Only decode."""
    read = msgspec.json.Decoder().decode
    for beacon in beacons:
        read(beacon.body)


def fold(beacons: Sequence[BeaconRecord]) -> None:
    """Fold, complete and drain."""
    sessions = Sessions()
    for number, beacon in enumerate(beacons):
        sessions.take(beacon)
        if number % DRAIN_EVERY == 0:
            sessions.drain()
    sessions.drain()
