"""A process that appends without end and prints the name of each acknowledged record.

Started by the test that kills it: `python loaded_writer.py FOLDER ROUND`.
"""

import asyncio
import os
import sys
from pathlib import Path

from playhead.journal.segment_writer import SegmentLimits, SegmentWriter

APPENDERS = 40


async def main(folder: Path, round_number: int) -> None:
    writer = SegmentWriter(
        folder, clock_ms=lambda: 0, limits=SegmentLimits(segment_bytes=256 * 1024)
    )

    async def append_for_ever(who: int) -> None:
        count = 0
        while True:
            name = b"%d.%d.%d" % (round_number, who, count)
            await writer.append(name + b" " + os.urandom(300))
            os.write(1, name + b"\n")
            count += 1

    await asyncio.gather(*(append_for_ever(who) for who in range(APPENDERS)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
