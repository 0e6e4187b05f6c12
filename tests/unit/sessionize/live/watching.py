"""Viewers made by hand, and what their ticks say."""

from collections.abc import Iterable, Sequence

import msgspec

from playhead.model.beacon import BeaconRecord
from playhead.model.pulse import TICK_MS, LiveSums, LiveViewers, Tick
from playhead.sessionize.core.live.live import Live
from playhead.sessionize.core.sessions import Sessions
from tests.unit.sessionize.made import T0_MS, beacon, short

FATAL = {"player_error_code": "2", "player_error_severity": "fatal"}
WARNING = {"player_error_code": "2", "player_error_severity": "warning"}
BUSINESS = {**FATAL, "player_error_business_exception": True}


class Watcher:
    """One view that sends each event as it happens. Times are seconds after `T0_MS`."""

    def __init__(self, view_id: str = "v", **known: object) -> None:
        self.view_id = view_id
        self.number = 0
        self._known: dict[str, object] = {"video_id": "film", "mux_viewer_id": f"m-{view_id}"}
        self._known |= known

    def event(self, name: str, at_s: float, **fields: object) -> dict[str, object]:
        """Return an event as it travels."""
        self.number += 1
        at_ms = T0_MS + round(at_s * 1000)
        placed: dict[str, object] = {
            "event": name,
            "view_id": self.view_id,
            "view_sequence_number": self.number,
            "viewer_time": at_ms,
        }
        first = self._known if self.number == 1 else {}
        return short({**placed, **first, **fields})

    def beacon(self, at_s: float, *names: str, **fields: object) -> BeaconRecord:
        """Return a beacon with events that happened just now."""
        events = [self.event(name, at_s, **fields) for name in names]
        return beacon(events, at_ms=T0_MS + round(at_s * 1000))


def ticks_of(
    records: Iterable[BeaconRecord], until_s: float, *, live: Live | None = None
) -> list[Tick]:
    """Return the ticks of what came in, up to a moment."""
    sessions = Sessions(live=live)
    sessions.advance(T0_MS)
    for record in sorted(records, key=lambda one: one.received_at_ms):
        sessions.take(record)
    sessions.advance(T0_MS + round(until_s * 1000))
    return sessions.drain().ticks


def totals(tick: Tick) -> tuple[LiveViewers, LiveSums]:
    """Return the sums over all sets."""
    viewers = [msgspec.structs.astuple(pulse.viewers) for pulse in tick.pulses]
    added = LiveViewers(*(sum(column) for column in zip(*viewers, strict=True)))
    sums: dict[str, object] = {}
    for field in LiveSums.__struct_fields__:
        values = [getattr(pulse.sums, field) for pulse in tick.pulses]
        if field == "startup_samples_ms":
            sums[field] = tuple(sorted(sample for value in values for sample in value))
        else:
            sums[field] = sum(values)
    return added, msgspec.convert(sums, LiveSums)


def said(ticks: Sequence[Tick]) -> list[object]:
    """Return what ticks say, whatever the order of rows and the checkpoint; silence left out."""
    told: list[object] = []
    for tick in ticks:
        pulses = sorted(
            (
                repr(p.identity.environment_id),
                repr(p.dimensions),
                repr(p.viewers),
                repr(p.sums),
            )
            for p in tick.pulses
        )
        audiences = sorted(
            (a.environment_id, a.kind, a.id, a.views, a.viewers) for a in tick.audiences
        )
        if pulses or audiences:
            told.append((tick.tick_ms, pulses, audiences))
    return told


def tick_at(ticks: Sequence[Tick], at_s: float) -> Tick:
    """Return the tick that holds the moment."""
    wanted = T0_MS + int(at_s * 1000) // TICK_MS * TICK_MS
    (found,) = [tick for tick in ticks if tick.tick_ms == wanted]
    return found
