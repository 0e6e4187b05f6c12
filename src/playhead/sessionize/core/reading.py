"""Reading a beacon's body: from JSON text to events whose place in their view is known.

Law: pure, and total: the collector has seen to it that the body is an object with a list of
objects, but everything inside is still the client's word.
"""

from typing import Final

import msgspec

from playhead.model.beacon import BeaconRecord
from playhead.model.field_names import LONG_NAMES
from playhead.model.outcome import EventOutcome
from playhead.sessionize.core.open_view import PlayerEvent
from playhead.sessionize.core.values import Json, number, whole

LONGEST_ID: Final = 128
LONGEST_EVENT_NAME: Final = 64
LARGEST: Final = 1 << 52
"""Numbers and times beyond it are no one's: a float could no longer count them."""
TRUSTED_SKEW_MS: Final = 10_000
"""A viewer's clock this close to ours is believed; beyond it, times are moved by the difference."""

_SPELLED: Final = {
    "event": "e",
    "env_key": "ake",
    "view_id": "xid",
    "view_sequence_number": "xsqno",
    "player_sequence_number": "psqno",
    "player_instance_id": "pinid",
    "viewer_time": "uti",
    "player_playhead_time": "pphti",
}
_decode = msgspec.json.Decoder().decode


class Reading(msgspec.Struct):
    """What a body held: the events in order, the ends of the others, and the viewer's clock.

    `skew_ms` is what has to be added to the viewer's clock to get ours: 0 where the clocks agree
    well enough, None where the body does not tell.
    """

    events: list[PlayerEvent]
    refused: list[EventOutcome]
    skew_ms: int | None


def read(record: BeaconRecord) -> Reading:
    """Return what `record` holds. Every event it announces is in `events` or in `refused`."""
    try:
        body = _decode(record.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Reading([], [EventOutcome.UNREADABLE] * record.event_count, None)
    received_ms = record.received_at_ms
    found: list[PlayerEvent] = []
    refused: list[EventOutcome] = []
    env_key: Json = None
    view_id = ""
    for sent in body["events"]:
        if type(sent) is not dict:
            refused.append(EventOutcome.MALFORMED)
            continue
        fields = sent if "e" in sent else _canonical(sent)
        name = fields.get("e")
        if type(name) is not str or not name:
            refused.append(EventOutcome.MALFORMED)
            continue
        own_key = fields.get("ake")
        if own_key is not None and own_key != env_key:
            if env_key is not None:
                refused.append(EventOutcome.OTHER_ENVIRONMENT)
                continue
            env_key = own_key
        # Almost every beacon is of one view: its id is looked at once.
        own_id = fields.get("xid")
        if type(own_id) is not str or not own_id or own_id == "-1":
            refused.append(EventOutcome.NO_VIEW)
            continue
        if own_id != view_id:
            if len(own_id) > LONGEST_ID or "\x00" in own_id:
                refused.append(EventOutcome.MALFORMED)
                continue
            view_id = own_id
        found.append(_event(view_id, name, fields, received_ms))
    return Reading(found, refused, _skew(body.get("metadata"), received_ms, found))


def _event(view_id: str, name: str, fields: dict[str, Json], received_ms: int) -> PlayerEvent:
    sequence = fields.get("xsqno")
    if type(sequence) is not int:
        sequence = whole(sequence)
        if sequence is None:
            sequence = whole(fields.get("psqno")) or 0
    if not 0 <= sequence <= LARGEST:
        sequence = 0 if sequence < 0 else LARGEST
    viewer_ms = fields.get("uti")
    if type(viewer_ms) is not int or not 0 < viewer_ms < LARGEST:
        viewer_ms = whole(viewer_ms)
        if viewer_ms is None or not 0 < viewer_ms < LARGEST:
            viewer_ms = received_ms
    playhead_ms = fields.get("pphti")
    if type(playhead_ms) is not int:
        playhead_ms = whole(playhead_ms) or 0
    if not 0 <= playhead_ms < LARGEST:
        playhead_ms = 0
    if len(name) > LONGEST_EVENT_NAME:
        name = name[:LONGEST_EVENT_NAME]
    return PlayerEvent(view_id, name, sequence, viewer_ms, playhead_ms, received_ms, fields)


def _canonical(fields: dict[str, Json]) -> dict[str, Json]:
    """Return the fields with those that place an event under their short names."""
    found: dict[str, Json] = {}
    for key, value in fields.items():
        name = key if key in _SPELLED else LONG_NAMES[key]
        found[_SPELLED.get(name, key)] = value
    return found


def _skew(metadata: Json, received_ms: int, events: list[PlayerEvent]) -> int | None:
    """Return by how much the viewer's clock is off; nothing where that is little."""
    if isinstance(metadata, dict):
        sent_ms = whole(metadata.get("transmission_timestamp"))
        if sent_ms is not None and sent_ms > 0:
            trip_ms = number(metadata.get("rtt_ms")) or 0.0
            travel = round(trip_ms / 2) if 0 <= trip_ms <= 60_000 else 0
            skew = received_ms - sent_ms - travel
            return skew if abs(skew) > TRUSTED_SKEW_MS else 0
    if events and (ahead := events[-1].viewer_ms - received_ms) > TRUSTED_SKEW_MS:
        # Without the time of sending, only a clock that is ahead of ours is certainly wrong.
        return -ahead
    return None
