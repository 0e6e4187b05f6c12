"""What is served beside the whole: a handler that does nothing, and the collector alone.

    python -m bench.handlers empty PORT_FILE
    python -m bench.handlers collector PORT_FILE --journal FOLDER

Both run on the server's own settings of uvicorn. The empty handler reads the body and answers
with the collector's own answer: whatever takes beacons on this server costs at least that. The
collector alone has the real journal, on disk, and nobody reads it.
"""

import argparse
import time
from pathlib import Path
from typing import Any

import uvicorn
import uvloop

from playhead.app.limiting import now_us
from playhead.app.listening import BACKLOG, listen
from playhead.app.pages import RESERVED_PREFIXES
from playhead.collect.admission import BeaconAdmission
from playhead.collect.answers import TAKEN
from playhead.collect.collector import Collector
from playhead.collect.counts import OutcomeCounts
from playhead.collect.limits import Limits
from playhead.collect.places import open_places
from playhead.journal.segment_writer import SegmentWriter
from playhead.throttle.interface import Limit
from playhead.throttle.memory import MemoryLimiter

ENV_KEY = "benchkey"
WIDE = Limit.per_second(100_000, 10_000_000)


def now_ms() -> int:
    """Return the time in epoch milliseconds."""
    return time.time_ns() // 1_000_000


async def empty(scope: Any, receive: Any, send: Any) -> None:
    """Read the body and answer."""
    del scope
    while (await receive()).get("more_body", False):
        pass
    await TAKEN.to(send)


class OneKey:
    """The one environment there is."""

    def environment_of(self, env_key: str) -> str | None:
        """Return its id."""
        return "bench" if env_key == ENV_KEY else None

    async def refresh(self) -> None:
        """There is nothing to read."""


def collector(journal: SegmentWriter) -> Collector:
    """Return the collector as the server makes it."""
    places, _ = open_places()
    return Collector(
        journal,
        OneKey(),
        places,
        now_ms,
        Limits(),
        OutcomeCounts(),
        # Limits that count and are never reached: what is measured is what a beacon costs.
        admission=BeaconAdmission(MemoryLimiter(now_us), MemoryLimiter(now_us), WIDE, WIDE),
        reserved_prefixes=RESERVED_PREFIXES,
    )


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("handler", choices=["empty", "collector"])
    parser.add_argument("port_file", type=Path)
    parser.add_argument("--journal", type=Path)
    told = parser.parse_args()
    if told.handler == "empty":
        _serve(empty, told.port_file)
        return
    writer = SegmentWriter(told.journal, clock_ms=now_ms)
    try:
        _serve(collector(writer), told.port_file)
    finally:
        writer.close()


def _serve(app: Any, port_file: Path) -> None:
    config = uvicorn.Config(
        app,
        loop="none",
        http="httptools",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
    )
    listener = listen("127.0.0.1", 0)
    written = port_file.with_suffix(".new")
    written.write_text(str(listener.getsockname()[1]))
    written.replace(port_file)
    uvloop.run(uvicorn.Server(config).serve(sockets=[listener]))


if __name__ == "__main__":
    main()
