"""A scenario: a folder with recorded beacons, its story, what the page measured, and its views.

Law: `beacons.jsonl`, `story.md` and `measured.json` come from a real player and are never edited;
`view.json` is what the beacons must become, each view with only the fields that say something.
What was composed, not recorded, says so in its story and has no `measured.json`.
"""

import gzip
from pathlib import Path

import msgspec

from lab.measured import Measured
from playhead.model.beacon import BeaconRecord, Place
from playhead.model.view import View
from playhead.replay.recording import Request, read_recording

HERE = Path(__file__).parent
ENVIRONMENT = "env-scenario"
PLACE = Place("DE", "BE", "Berlin", 52.5, 13.4, 64496, "Example Net", "192.0.2.0/24")
TRAVEL_MS = 5
"""From the player's sending to our receipt."""
BOOKKEEPING = ("version", "checkpoint_number", "inserted_at_ms", "updated_at_ms")
"""What depends on when and how often a view was completed, not on what happened in it."""


class Page(msgspec.Struct, frozen=True):
    """What the page saw: the ids of its views, and each view by the video element's own events."""

    view_ids: list[str]
    views: list[Measured]


class Scenario(msgspec.Struct, frozen=True):
    """One recording, its beacons as the journal would hold them."""

    name: str
    beacons: tuple[BeaconRecord, ...]
    page: Page | None

    @property
    def golden(self) -> Path:
        """Return where the expected views stand."""
        return HERE / self.name / "view.json"


class _Metadata(msgspec.Struct, omit_defaults=True):
    transmission_timestamp: int
    rtt_ms: float | None = None


class _Body(msgspec.Struct, omit_defaults=True):
    events: list[msgspec.Raw]
    metadata: _Metadata | None = None

    @property
    def sent_ms(self) -> int:
        """Return when it was sent: as it says, else when the last of its events happened."""
        if self.metadata is not None:
            return self.metadata.transmission_timestamp
        return max(msgspec.json.decode(e, type=_Event, strict=False).uti for e in self.events)


class _Event(msgspec.Struct):
    uti: int


def names() -> list[str]:
    """Return the names of all scenarios."""
    return sorted(path.parent.name for path in HERE.glob("*/beacons.jsonl"))


def recorded() -> list[str]:
    """Return the names of those that a real player played on a page that measured."""
    return sorted(path.parent.name for path in HERE.glob("*/measured.json"))


def scenario(name: str) -> Scenario:
    """Read a scenario; its beacons arrive when they did, by the clock of the player's machine."""
    everything = read_recording(HERE / name / "beacons.jsonl").requests
    # A browser that asks by OPTIONS whether it may post brings nothing yet.
    requests = [_unzipped(request) for request in everything if request.method == "POST"]
    bodies = [msgspec.json.decode(request.body, type=_Body) for request in requests]
    base_ms = bodies[0].sent_ms - requests[0].t_ms + TRAVEL_MS
    file = HERE / name / "measured.json"
    page = msgspec.json.decode(file.read_bytes(), type=Page) if file.exists() else None
    beacons = tuple(
        BeaconRecord(
            round(base_ms + request.t_ms),
            ENVIRONMENT,
            len(body.events),
            PLACE,
            request.headers["user-agent"],
            request.body,
        )
        for request, body in zip(requests, bodies, strict=True)
    )
    return Scenario(name, beacons, page)


def _unzipped(request: Request) -> Request:
    if request.headers.get("content-encoding") != "gzip":
        return request
    return msgspec.structs.replace(request, body=gzip.decompress(request.body))


def event_by_event(beacons: tuple[BeaconRecord, ...]) -> list[BeaconRecord]:
    """Return a beacon for each event, in the order of the events."""
    found = []
    for beacon in beacons:
        body = msgspec.json.decode(beacon.body, type=_Body)
        for event in body.events:
            one = msgspec.json.encode(_Body([event], body.metadata))
            found.append(msgspec.structs.replace(beacon, event_count=1, body=one))
    return found


def told(view: View) -> dict[str, dict[str, object]]:
    """Return what a view says beyond its defaults, without its bookkeeping."""
    found = {}
    for family in View.__struct_fields__:
        struct = getattr(view, family)
        default = {f.name: f.default for f in msgspec.structs.fields(type(struct))}
        fields = {
            name: value
            for name, value in msgspec.to_builtins(struct).items()
            if value not in (None, {}, [], ())
            and value != default[name]
            and name not in BOOKKEEPING
        }
        if fields:
            found[family] = fields
    return found


def written(views: list[View]) -> list[dict[str, dict[str, object]]]:
    """Return views as `view.json` holds them, in the order of their starts."""
    ordered = sorted(views, key=lambda v: (v.identity.view_start_ms, v.identity.view_id))
    decoded: list[dict[str, dict[str, object]]] = msgspec.json.decode(
        msgspec.json.encode([told(view) for view in ordered])
    )
    return decoded


def as_json(views: list[View]) -> bytes:
    """Return the text of a `view.json`."""
    return msgspec.json.format(msgspec.json.encode(written(views)), indent=1) + b"\n"
