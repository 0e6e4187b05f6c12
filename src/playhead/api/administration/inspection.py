"""The live inspector: beacons as they arrive, decoded, and the views that they make.

Law: whoever sees the environment's views may see the beacons that make them, and nobody else; what
players sent is answered as data and never as anything else.
"""

from typing import Any

import msgspec

from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.errors import invalid_parameters
from playhead.api.spelling import iso_milliseconds
from playhead.model.inspection import InspectedBeacon, InspectedView, Remark

_LARGEST = 2**53


class RemarkBody(msgspec.Struct, frozen=True):
    """Something that should be mended, and how."""

    code: str
    text: str


class InspectedEventBody(msgspec.Struct, frozen=True):
    """An event under the long names of its fields; times in milliseconds."""

    view_id: str
    name: str
    sequence_number: int
    viewer_time: int
    playback_time: int
    fields: dict[str, Any]


class InspectedBeaconBody(msgspec.Struct, frozen=True):
    """One beacon. `outcomes`: how many of its events ended how."""

    number: int
    received_at: str
    size_bytes: int
    country_code: str | None
    user_agent: str
    events: tuple[InspectedEventBody, ...]
    outcomes: dict[str, int]
    remarks: tuple[RemarkBody, ...]


class InspectedViewBody(msgspec.Struct, frozen=True):
    """A view as it would be stored now; `fields` are those that are known."""

    view_id: str
    state: str
    event_count: int
    last_received_at: str
    fields: dict[str, Any]
    remarks: tuple[RemarkBody, ...]


class InspectionBody(msgspec.Struct, frozen=True):
    """What came since `after`. Give `next_after` the next time; `missed` beacons were not shown."""

    beacons: tuple[InspectedBeaconBody, ...]
    views: tuple[InspectedViewBody, ...]
    missed: int
    next_after: int


def inspect(asked: Asked) -> SystemEnvelope[InspectionBody]:
    """Answer `GET …/inspection`."""
    found = asked.inspect(asked.environment.id, _after(asked.arguments.last_of("after")))
    return SystemEnvelope(
        InspectionBody(
            beacons=tuple(_beacon(each) for each in found.beacons),
            views=tuple(_view(each) for each in found.views),
            missed=found.missed,
            next_after=found.next_number,
        )
    )


def _after(text: str | None) -> int:
    if text is None:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 17 and int(text) <= _LARGEST):
        raise invalid_parameters(
            f"Invalid value for parameter: after: {text[:40]!r} is no number that was told before"
        )
    return int(text)


def _beacon(beacon: InspectedBeacon) -> InspectedBeaconBody:
    return InspectedBeaconBody(
        number=beacon.number,
        received_at=iso_milliseconds(beacon.received_at_ms),
        size_bytes=beacon.size_bytes,
        country_code=beacon.country,
        user_agent=beacon.user_agent,
        events=tuple(
            InspectedEventBody(
                view_id=event.view_id,
                name=event.name,
                sequence_number=event.sequence_number,
                viewer_time=event.viewer_time_ms,
                playback_time=event.playhead_ms,
                fields=event.fields,
            )
            for event in beacon.events
        ),
        outcomes=beacon.outcomes,
        remarks=_remarks(beacon.remarks),
    )


def _view(view: InspectedView) -> InspectedViewBody:
    return InspectedViewBody(
        view_id=view.view_id,
        state=view.state,
        event_count=view.event_count,
        last_received_at=iso_milliseconds(view.last_received_at_ms),
        fields=view.fields,
        remarks=_remarks(view.remarks),
    )


def _remarks(remarks: tuple[Remark, ...]) -> tuple[RemarkBody, ...]:
    return tuple(RemarkBody(each.code, each.text) for each in remarks)
