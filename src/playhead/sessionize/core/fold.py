"""Folding one event into its view: sticky fields, totals, timeline.

Players send only what changed, so a field keeps its last value; `null` says nothing and
overwrites nothing. An event that comes after later ones (by sequence number) fills only fields
that are still unknown, and runs only the rules that do not depend on order.

Law: pure; this is the hot path, so it does for each event only what each event needs.
"""

from collections.abc import Callable
from typing import Final

from playhead.model.intent import CategoryOf, undecided
from playhead.model.timeline import TimelineEvent
from playhead.sessionize.core import ads, counting, delivery, errors, playback
from playhead.sessionize.core.details import UNTOLD, details_json
from playhead.sessionize.core.fields import STICKY_NAMES, FieldNames, sticky_name
from playhead.sessionize.core.open_view import OpenView, PlayerEvent
from playhead.sessionize.core.values import Fields, Json, duration_ms, text, truth

LONG_GAP_MS: Final = 60 * 60_000
"""A player that slept longer than this ends its old view on waking, with the time of waking."""
LONGEST_STARTUP_MS: Final = 60 * 60_000
MOST_WAITING_ROWS: Final = 200
"""Timeline rows kept for a view that has not begun; it may never begin."""

Rule = Callable[[OpenView, PlayerEvent, Fields], None]


def _on_ready(view: OpenView, _: PlayerEvent, fields: Fields) -> None:
    """Take the two timings that only this event carries."""
    startup = duration_ms(fields.get("player_startup_time"), longest_ms=LONGEST_STARTUP_MS)
    loading = duration_ms(fields.get("page_load_time"), longest_ms=LONGEST_STARTUP_MS)
    view.player_startup_ms = view.player_startup_ms if startup is None else startup
    view.page_load_ms = view.page_load_ms if loading is None else loading


def _on_start(view: OpenView, event: PlayerEvent, fields: Fields) -> None:
    """Take what holds for the whole view as it is now: later values may belong to the next one."""
    if view.start_viewer_ms == 0:
        view.start_viewer_ms = event.viewer_ms
        session = fields.get("session_id")
        view.session_id = text(view.sticky.get("session_id") if session is None else session, 128)
    delivery.note_cdn(view, view.sticky.get("video_cdn"))


def _on_end(view: OpenView, event: PlayerEvent, _: Fields) -> None:
    """Note when the view ended; a player that slept says so only on waking."""
    view.long_resume = event.viewer_ms - view.last_viewer_ms > LONG_GAP_MS
    view.end_viewer_ms = view.last_viewer_ms if view.long_resume else event.viewer_ms


IN_ORDER_RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "viewend": (_on_end,),
    "play": (playback.on_play,),
    "playing": (playback.on_playing,),
    "pause": (playback.on_pause,),
    "hb": (playback.on_heartbeat,),
    "renditionchange": (playback.on_rendition_change,),
    "playbackmodechange": (playback.on_mode_change,),
    "cdnchange": (delivery.on_cdn_change,),
    "requestcompleted": (delivery.on_request_completed,),
    "adrequest": (ads.on_request,),
    "adresponse": (ads.on_request,),
    "adbreakstart": (ads.on_break_start,),
    "adbreakend": (ads.on_break_end,),
    "adplay": (ads.on_play,),
    "adplaying": (playback.on_playing, ads.on_playing),
    "adended": (ads.on_end,),
    "adskipped": (ads.on_end,),
    "aderror": (ads.on_error,),
}
"""Event name to the rules that need to see events in order."""

ANY_ORDER_RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "playerready": (_on_ready,),
    # Late as well, or the view would have begun in 1970.
    "viewstart": (_on_start,),
    "error": (errors.on_error,),
    "texttrackchange": (playback.on_text_track_change,),
}
"""Event name to the rules that hold for late events as well."""

_ASKED: Final = FieldNames(
    {
        name: name
        for name in (
            "player_startup_time page_load_time session_id player_text_track_enabled "
            "player_error_code player_error_message player_error_context player_error_severity "
            "player_error_business_exception"
        ).split()
    }
)
"""What the rules below ask of an event's own fields; nothing else is read for them."""
_NOTHING: Final[Fields] = {}


def apply(
    view: OpenView,
    event: PlayerEvent,
    rows: list[TimelineEvent],
    checkpoint_number: int,
    category_of: CategoryOf = undecided,
) -> bool:
    """Fold `event` into `view` and append its timeline row; return whether it came in order."""
    name = event.name
    number = event.sequence_number
    in_order = number > view.last_applied
    view.event_count += 1
    if in_order:
        view.last_applied = number
        _remember(view.sticky, event.fields)
        if "view_watch_time" not in view.sticky:
            counting.count(view, event)
        elif "view_max_playhead_position" not in view.sticky:
            counting.note_position(view, event)
        playback.advance(view, event)
        for rule in IN_ORDER_RULES.get(name, ()):
            rule(view, event, _NOTHING)
        view.last_viewer_ms = max(view.last_viewer_ms, event.viewer_ms)
    else:
        _fill(view.sticky, event.fields)
    if name in ANY_ORDER_RULES:
        fields = _ASKED.pick(event.fields)
        if name == "error":
            fields = errors.decided(view.environment_id, fields, category_of)
        for rule in ANY_ORDER_RULES[name]:
            rule(view, event, fields)
    _note_use(view)
    if name not in UNTOLD:
        rows.append(
            TimelineEvent(
                view.environment_id,
                view.stored_id if view.generation else view.view_id,
                number,
                name,
                event.viewer_ms,
                event.received_ms,
                event.playhead_ms,
                details_json(name, event.fields),
                checkpoint_number,
            )
        )
    return in_order


def _remember(sticky: dict[str, Json], fields: Fields) -> None:
    known = STICKY_NAMES
    try:
        for key, value in fields.items():
            field = known[key]
            if field is not None and value is not None:
                sticky[field] = value
    except KeyError:
        # A name not met before: once more, with what decides on names.
        for key, value in fields.items():
            field = sticky_name(key)
            if field is not None and value is not None:
                sticky[field] = value


def _fill(sticky: dict[str, Json], fields: Fields) -> None:
    for key, value in fields.items():
        field = sticky_name(key)
        if field is not None and value is not None:
            sticky.setdefault(field, value)


def _note_use(view: OpenView) -> None:
    """Note what was used at any time, however briefly."""
    sticky = view.sticky
    used = view.playback
    # The values are seldom true, so they are asked first.
    if (value := sticky.get("player_is_fullscreen")) and not used.fullscreen:
        used.fullscreen = truth(value) is True
    if (value := sticky.get("player_pip_enabled")) and not used.pip:
        used.pip = truth(value) is True
    if (value := sticky.get("player_captions_enabled")) and not used.captions:
        used.captions = truth(value) is True
