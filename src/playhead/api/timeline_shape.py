"""The events of a view on the wire, in the order of the viewer's clock."""

from collections.abc import Sequence
from typing import Final

import msgspec

from playhead.model.timeline import TimelineEvent
from playhead.model.view import View

VIEW_DROPPED: Final = "viewdropped"


class Event(msgspec.Struct, frozen=True):
    """One event. Times in epoch milliseconds, `playback_time` in milliseconds of the media."""

    name: str
    viewer_time: int
    event_time: int
    playback_time: int
    details: msgspec.Raw


def shape_timeline(view: View, events: Sequence[TimelineEvent]) -> tuple[Event, ...]:
    """Return the events by time.

    A view that ended without a word ends with an event that no player sent, at the time of the
    last one that came.
    """
    ordered = sorted(events, key=lambda event: (event.viewer_time_ms, event.sequence_number))
    shaped = [
        Event(
            name=event.name,
            viewer_time=event.viewer_time_ms,
            event_time=event.event_time_ms,
            playback_time=event.playhead_ms,
            details=msgspec.Raw(event.details_json),
        )
        for event in ordered
    ]
    if view.identity.view_dropped:
        shaped.append(_dropped(view, shaped))
    return tuple(shaped)


def _dropped(view: View, shaped: Sequence[Event]) -> Event:
    end_ms = view.identity.view_end_ms
    return Event(
        name=VIEW_DROPPED,
        viewer_time=shaped[-1].viewer_time if shaped else end_ms,
        event_time=shaped[-1].event_time if shaped else end_ms,
        playback_time=shaped[-1].playback_time if shaped else 0,
        details=msgspec.Raw(b"{}"),
    )
