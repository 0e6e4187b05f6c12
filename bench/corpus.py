"""What is folded and sent: the project's recordings, copied with fresh ids, and one long view.

The recordings are short views, so that many of their events are full snapshots. The long view is
what most of a day's traffic looks like: a heartbeat and the requests of ten seconds in each
beacon, each event with only the fields that changed. It is made from a recording by repeating
the events of its steady state with clocks, counters and numbers that go on.

Law: the same arguments give the same bytes.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from playhead.model.beacon import BeaconRecord, Place
from playhead.replay.recording import read_recording
from playhead.replay.rewrite import Change, rewrite

SCENARIOS = Path(__file__).parents[1] / "tests" / "scenario"
PLACE = Place("DE", "BE", "Berlin", 52.5, 13.4, 64496, "Example Net", "192.0.2.0/24")
USER_AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)
LONG_VIEW_OF = "hls_normal_play"
TICK_MS = 10_000
REQUESTS_PER_TICK = 2
FIRST_REPEATED = "audiotrackchange"
"""The last event of the recording's beginning: what follows it is repeated."""

CLOCKS = frozenset({"uti", "sex", "qst", "qrpst", "qrpen"})
PLAYED = frozenset({"pphti", "xmaphps", "xpntimscv", "xwati", "xtlctpbti", "xctpbti"})
Event = dict[str, Any]


class Sent(msgspec.Struct, frozen=True):
    """A body, and when it came, in milliseconds from the view's beginning."""

    t_ms: int
    body: bytes


class _Body(msgspec.Struct):
    metadata: dict[str, Any]
    events: list[Event]


def recordings() -> dict[str, list[Sent]]:
    """Return the beacons of all recorded scenarios by name; preflights and the like are none."""
    found = {}
    for path in sorted(SCENARIOS.glob("*/beacons.jsonl")):
        sent = [
            Sent(round(request.t_ms), request.body)
            for request in read_recording(path).requests
            if rewrite(request.body, Change()).event_count
        ]
        if sent:
            found[path.parent.name] = sent
    return found


def long_view(*, ticks: int = 60) -> list[Sent]:
    """Return the bodies of an HLS view of `ticks` times ten seconds."""
    bodies = [
        (sent.t_ms, msgspec.json.decode(sent.body, type=_Body))
        for sent in recordings()[LONG_VIEW_OF]
    ]
    events = [event for _, body in bodies for event in body.events]
    names = [event["e"] for event in events]
    begin = names.index(FIRST_REPEATED) + 1
    request = next(e for e in reversed(events) if e["e"] == "requestcompleted")
    heartbeat = [e for e in events if e["e"] == "hb"][1]
    metadata = bodies[0][1].metadata
    first_ms = metadata["transmission_timestamp"]
    made = _Making(events[begin - 1]["xsqno"], metadata, first_ms)
    made.send(1_000, events[:begin], moved_ms=0)
    for tick in range(1, ticks + 1):
        now_ms = tick * TICK_MS
        requests = [
            _moved(request, now_ms - TICK_MS + n * TICK_MS // REQUESTS_PER_TICK)
            for n in range(REQUESTS_PER_TICK)
        ]
        repeated = [*requests, _moved(heartbeat, now_ms - TICK_MS)]
        repeated[-1]["vpbrg"] = f'["0:{now_ms}"]'
        made.send(now_ms + 1_000, repeated, moved_ms=now_ms)
    pause = names.index("pause")
    last_ms = (ticks - 3) * TICK_MS
    ending = [_moved(event, last_ms) for event in events[pause : names.index("viewend") + 1]]
    made.send(ticks * TICK_MS + 3_000, ending, moved_ms=last_ms)
    return made.sent


class _Making:
    """The beacons made so far; gives the events their numbers."""

    def __init__(self, last_number: int, metadata: dict[str, Any], first_ms: int) -> None:
        self.sent: list[Sent] = []
        self._number = last_number
        self._metadata = metadata
        self._first_ms = first_ms

    def send(self, t_ms: int, events: list[Event], *, moved_ms: int) -> None:
        if moved_ms:
            for event in events:
                self._number += 1
                event["xsqno"] = event["psqno"] = self._number
                if "xrqco" in event:
                    event["xrqco"] = self._number
        metadata = {**self._metadata, "transmission_timestamp": self._first_ms + t_ms}
        self.sent.append(Sent(t_ms, msgspec.json.encode(_Body(metadata, events))))


def _moved(event: Event, by_ms: int) -> Event:
    """Return the event as it would be `by_ms` later in the same steady state."""
    moving = CLOCKS | PLAYED
    return {key: value + by_ms if key in moving else value for key, value in event.items()}


def copies(
    sent: Sequence[Sent], copy_ids: Sequence[str], *, env_key: str | None = None
) -> Iterator[list[Sent]]:
    """Yield copies of a view, each with ids of its own."""
    for copy_id in copy_ids:
        change = Change(env_key=env_key, id_seed=copy_id)
        yield [Sent(each.t_ms, rewrite(each.body, change).body) for each in sent]


def records(sent: Sequence[Sent], *, start_ms: int) -> list[BeaconRecord]:
    """Return bodies as the journal's reader returns them, in order of arrival."""
    return [
        BeaconRecord(
            start_ms + each.t_ms, "bench", each.body.count(b'"e":"'), PLACE, USER_AGENT, each.body
        )
        for each in sorted(sent, key=lambda each: each.t_ms)
    ]
