"""A recording made playable: its events in their order, stretched to any length, in batches.

The recordings are seconds long and started at once; people wait, then watch for minutes. So the
first frame is put off, and where a story is in plain playing, more playing is put in: a heartbeat
every ten seconds, and every counter and clock after it moved on.
Batches are then formed as the player SDK forms them: at once for the start, an error and the end
of a view, every ten seconds otherwise.

Law: pure; a script is never changed, a longer one is a new one.
"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from playhead.demo.cast import BEAT_MS
from playhead.demo.catalogue import Ladder, Rung
from playhead.model.field_names import short_name
from playhead.replay.recording import Recording

Event = dict[str, Any]

FLUSH_MS: Final = 10_000
_FLUSHING: Final = frozenset({"viewstart", "error", "viewend"})
_EVENT: Final = short_name("event")
_SEQUENCE: Final = short_name("view_sequence_number")
_TIME: Final = short_name("viewer_time")
_RANGES: Final = short_name("video_playback_range")
_WATCHED: Final = short_name("view_watch_time")
_STALLED_SHARE: Final = short_name("view_rebuffer_percentage")
_STALL_RATE: Final = short_name("view_rebuffer_frequency")
_LISTS: Final = short_name("request_rendition_lists")

_GROWING: Final = tuple(
    short_name(name)
    for name in (
        "viewer_time session_expires player_playhead_time view_max_playhead_position "
        "view_playing_time_ms_cumulative view_watch_time view_content_playback_time "
        "view_total_content_playback_time"
    ).split()
)
"""What grows by a millisecond in each millisecond of playing."""
_DELAYED: Final = tuple(
    short_name(name)
    for name in ("viewer_time session_expires view_watch_time view_time_to_first_frame").split()
)
"""What grows by a millisecond in each millisecond of waiting for the first frame."""
_REQUEST_CLOCKS: Final = tuple(
    short_name(name) for name in ("request_start", "request_response_start", "request_response_end")
)
_COUNTED: Final = tuple(
    short_name(name) for name in ("view_sequence_number", "player_sequence_number")
)
_TOLD_BY_HEARTBEATS: Final = (
    *(
        short_name(name)
        for name in (
            "mux_api_version player_instance_id beacon_domain env_key video_id view_id"
        ).split()
    ),
    *_COUNTED,
    *_GROWING,
    _RANGES,
)
_RUNG_FIELDS: Final = (
    ("width", short_name("video_source_width"), short_name("request_video_width")),
    ("height", short_name("video_source_height"), short_name("request_video_height")),
    ("bitrate", short_name("video_source_bitrate"), short_name("request_labeled_bitrate")),
    ("name", short_name("video_source_rendition_name")),
)
_RECORDED: Final = Ladder(
    Rung("low", 320, 180, 150_000),
    Rung("mid", 640, 360, 400_000),
    Rung("high", 1280, 720, 1_200_000),
)


class Script(msgspec.Struct, frozen=True):
    """The events of one view, in the order of their sequence numbers, and the site they came from.

    `stretch_at` is the index of the event that ends the last plain playing.
    """

    events: tuple[Event, ...]
    site: str
    stretch_at: int

    @property
    def first_ms(self) -> int:
        """When the first event happened, by the recorded clock."""
        return int(self.events[0][_TIME])


class Batch(msgspec.Struct, frozen=True):
    """Events that are sent together, so long after the first event."""

    offset_ms: int
    events: tuple[Event, ...]


def script_of(recording: Recording) -> Script:
    """Return the script of a recording of one view by a browser."""
    by_sequence: dict[int, Event] = {}
    for request in recording.requests:
        for event in msgspec.json.decode(request.body)["events"]:
            by_sequence.setdefault(event[_SEQUENCE], event)
    events = tuple(by_sequence[number] for number in sorted(by_sequence))
    enders = [n for n, event in enumerate(events) if event[_EVENT] in {"requestfailed", "viewend"}]
    return Script(events, recording.requests[0].headers["origin"], enders[0])


def stretch(script: Script, beats: int) -> Script:
    """Return the story with `beats` heartbeats of playing more."""
    if beats == 0:
        return script
    at = script.stretch_at
    state: Event = {}
    for event in script.events[: at + 1]:
        state.update(event)
    pattern = {key: state[key] for key in _TOLD_BY_HEARTBEATS if key in state} | {_EVENT: "hb"}
    more = [_played_on(pattern, beat) for beat in range(beats)]
    rest = [_played_on(event, beats) for event in script.events[at:]]
    return Script((*script.events[:at], *more, *rest), script.site, at + beats)


def delay_start(script: Script, by_ms: int) -> Script:
    """Return the story with its first frame so much later; itself if there was no first frame."""
    at = next((n for n, event in enumerate(script.events) if event[_EVENT] == "playing"), None)
    if at is None or by_ms == 0:
        return script
    rest = [_later(event, by_ms, _DELAYED) for event in script.events[at:]]
    return Script((*script.events[:at], *rest), script.site, script.stretch_at)


def on_ladder(script: Script, ladder: Ladder) -> Script:
    """Return the story over other renditions than the recorded ones."""
    swaps = {
        (field, getattr(old, member)): getattr(new, member)
        for member, *fields in _RUNG_FIELDS
        for field in fields
        for old, new in (
            (_RECORDED.low, ladder.low),
            (_RECORDED.mid, ladder.mid),
            (_RECORDED.high, ladder.high),
        )
    }
    events = tuple(
        {
            key: swaps.get((key, value), value) if isinstance(value, int | str) else value
            for key, value in event.items()
            if key != _LISTS
        }
        for event in script.events
    )
    return Script(events, script.site, script.stretch_at)


def batches(script: Script, *, unloads: bool) -> list[Batch]:
    """Return the batches that a player sends; one whose page unloads sends the last one twice."""
    found: list[Batch] = []
    queue: list[Event] = []
    now_ms = flush_ms = 0
    for event in script.events:
        # Some events are back-dated; they are sent when they are noticed.
        now_ms = max(now_ms, int(event[_TIME]) - script.first_ms)
        while flush_ms + FLUSH_MS <= now_ms:
            flush_ms += FLUSH_MS
            found += _batch(flush_ms, queue)
        queue.append(event)
        if event[_EVENT] in _FLUSHING:
            flush_ms = now_ms
            found += _batch(flush_ms, queue)
    found += _batch(flush_ms + FLUSH_MS, queue)
    return found + found[-1:] if unloads else found


def _batch(offset_ms: int, queue: list[Event]) -> Iterable[Batch]:
    if queue:
        yield Batch(offset_ms, tuple(queue))
        queue.clear()


def _played_on(event: Event, beats: int) -> Event:
    """Return an event after so many more heartbeats of playing."""
    later = _later(event, beats * BEAT_MS, _GROWING)
    for key in _COUNTED:
        later[key] += beats
    if _RANGES in later:
        later[_RANGES] = _longer(later[_RANGES], beats * BEAT_MS)
    return later


def _later(event: Event, by_ms: int, growing: tuple[str, ...]) -> Event:
    """Return an event so much later, with the shares of its counters made true again."""
    later = dict(event)
    if event[_EVENT].startswith("request"):
        growing += _REQUEST_CLOCKS
    for key in growing:
        if key in later:
            later[key] += by_ms
    if event.get(_WATCHED) and later[_WATCHED] != event[_WATCHED]:
        # Both are a sum over the watch time, and the sum itself need not be in this event.
        for key in (_STALLED_SHARE, _STALL_RATE):
            if key in later:
                later[key] *= event[_WATCHED] / later[_WATCHED]
    return later


def _longer(ranges: str, by_ms: int) -> str:
    """Return the played ranges with the last one longer."""
    played: list[str] = msgspec.json.decode(ranges)
    if not played:
        return ranges
    begin, end = played[-1].split(":")
    told: str = msgspec.json.encode([*played[:-1], f"{begin}:{int(end) + by_ms}"]).decode()
    return told
