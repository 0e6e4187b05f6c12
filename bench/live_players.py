"""Many viewers at once, each with a heartbeat every ten seconds, straight into a journal.

    python -m bench.live_players FOLDER --viewers 200000 --sets 20000 --seconds 120

They stop when their standard input ends, or after so many seconds.

Their events are those of a recorded player: first the beginning of its view, spread over
`starting_s`, then its heartbeats. What tells viewers apart are ids, clocks, counters, place and
title.

Law: a viewer's beacon comes at its own moment; what could not be sent in time is told as lag.
"""

import argparse
import asyncio
import re
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bench.corpus import FIRST_REPEATED, LONG_VIEW_OF, PLACE, USER_AGENT, Event, recordings
from playhead.journal.segment_writer import SegmentWriter
from playhead.model.beacon import BeaconRecord, Place, encode_record

ENVIRONMENT = "bench"
HEARTBEAT_S = 10
STARTS_PER_S = 5_000
SHORTEST_START_S = 5
PLACES = 20
SLICE_S = 0.05
_BEGINS = frozenset("playerready playbackmodechange viewstart play playing".split())
_MARKS = {"xid": "<view>", "vid": "<video>", "vtt": "<title>", "uti": "<now>"} | dict.fromkeys(
    ("pphti", "xmaphps", "xpntimscv", "xwati", "xtlctpbti", "xctpbti"), "<played>"
)
_NUMBERS = frozenset({"psqno", "xsqno"})
_BARE = re.compile(r'"<(now|played|\d+)>"')
_MARK = re.compile(r"<(\w+)>")


class Sent(msgspec.Struct, frozen=True):
    """What was sent, and how late the latest of it was."""

    beacons: int
    bytes: int
    most_lag_s: float


def starting_s(viewers: int) -> int:
    """Return over how many seconds so many viewers begin."""
    return max(SHORTEST_START_S, viewers // STARTS_PER_S)


class Bodies:
    """Bodies of a recorded player with other ids, clocks and counters."""

    def __init__(self) -> None:
        events = [
            event
            for sent in recordings()[LONG_VIEW_OF]
            for event in msgspec.json.decode(sent.body)["events"]
        ]
        names = [event["e"] for event in events]
        begins = [e for e in events[: names.index(FIRST_REPEATED)] if e["e"] in _BEGINS]
        self.first_events = len(begins)
        self._beginning = _template(begins)
        self._heartbeat = _template([[e for e in events if e["e"] == "hb"][1]])

    def beginning(self, view: bytes, video: bytes, now_ms: int) -> bytes:
        """Return the beacon with which a view begins."""
        return _filled(self._beginning, view, video, now_ms, 0)

    def heartbeat(self, view: bytes, video: bytes, turn: int, now_ms: int) -> bytes:
        """Return a heartbeat, the `turn`th from 1 on."""
        number = b"%d" % (self.first_events + turn)
        played_ms = turn * HEARTBEAT_S * 1000
        return _filled(self._heartbeat, view, video, now_ms, played_ms, number)


_Template = tuple[list[bytes], list[str]]


def _template(events: list[Event]) -> _Template:
    """Return the constant parts of a beacon, and what stands between them."""
    said = []
    for number, event in enumerate(events, 1):
        told = event | {"vtt": ""} if event["e"] == "viewstart" else event
        said.append(
            {
                name: f"<{number}>" if name in _NUMBERS else _MARKS.get(name, value)
                for name, value in told.items()
            }
        )
    body = {"metadata": {"transmission_timestamp": "<now>"}, "events": said}
    parts = _MARK.split(_BARE.sub(r"<\1>", msgspec.json.encode(body).decode()))
    return [part.encode() for part in parts[::2]], parts[1::2]


def _filled(
    template: _Template,
    view: bytes,
    video: bytes,
    now_ms: int,
    played_ms: int,
    number: bytes | None = None,
) -> bytes:
    values = {
        "view": view,
        "video": video,
        "title": b"Title " + video,
        "now": b"%d" % now_ms,
        "played": b"%d" % played_ms,
    }
    constant, variable = template
    found = [constant[0]]
    for name, following in zip(variable, constant[1:], strict=True):
        found.append(values.get(name) or number or name.encode())
        found.append(following)
    return b"".join(found)


class Crowd:
    """The viewers, and whose turn it is."""

    def __init__(self, viewers: int, sets: int) -> None:
        self._viewers = viewers
        self._sets = sets
        self._start_s = starting_s(viewers)
        self._bodies = Bodies()
        self._places = [
            msgspec.structs.replace(
                PLACE, country=("NO", "SE", "DE", "FR")[n % 4], asn=64500 + n, region=f"R{n}"
            )
            for n in range(PLACES)
        ]
        self._sent = 0

    def until(self, passed_s: float, now_ms: int) -> Iterator[bytes]:
        """Yield the records of all whose turn has come, `passed_s` after the beginning."""
        viewers = self._viewers
        started = min(viewers, int(passed_s / self._start_s * viewers))
        beats = max(0, int((passed_s - self._start_s) / HEARTBEAT_S * viewers))
        while self._sent < started + beats:
            turn, viewer = divmod(self._sent, viewers)
            self._sent += 1
            yield self._record(viewer, turn, now_ms)

    def _record(self, viewer: int, turn: int, now_ms: int) -> bytes:
        bodies = self._bodies
        of_set = viewer % self._sets
        view = b"%08x-7e5c-4c11-9a00-5d5008f80471" % (viewer * 2_654_435_761 % 2**32)
        video = b"video-%d" % (of_set // PLACES)
        if turn:
            body, events = bodies.heartbeat(view, video, turn, now_ms), 1
        else:
            body, events = bodies.beginning(view, video, now_ms), bodies.first_events
        place: Place = self._places[of_set % PLACES]
        return encode_record(BeaconRecord(now_ms, ENVIRONMENT, events, place, USER_AGENT, body))


async def play(folder: Path, crowd: Crowd, seconds: float, stop: threading.Event) -> Sent:
    """Send, each at its moment, until told to stop, for so many seconds at most."""
    writer = SegmentWriter(folder, clock_ms=_now_ms)
    began = time.monotonic()
    beacons = size = 0
    lag_s = 0.0
    try:
        while (passed_s := time.monotonic() - began) < seconds and not stop.is_set():
            records = list(crowd.until(passed_s, _now_ms()))
            beacons += len(records)
            size += sum(map(len, records))
            await asyncio.gather(*map(writer.append, records))
            took_s = time.monotonic() - began - passed_s
            lag_s = max(lag_s, took_s)
            await asyncio.sleep(max(0.0, SLICE_S - took_s))
    finally:
        writer.close()
    return Sent(beacons, size, lag_s)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def main() -> None:
    """Send, then say what was sent."""
    parser = argparse.ArgumentParser(prog="python -m bench.live_players", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--viewers", type=int, required=True)
    parser.add_argument("--sets", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    asked = parser.parse_args()
    stop = threading.Event()

    def wait_for_end() -> None:
        sys.stdin.read()
        stop.set()

    threading.Thread(target=wait_for_end, daemon=True).start()
    crowd = Crowd(asked.viewers, asked.sets)
    sent = asyncio.run(play(asked.folder, crowd, asked.seconds, stop))
    sys.stdout.write(msgspec.json.encode(sent).decode())


if __name__ == "__main__":
    main()
