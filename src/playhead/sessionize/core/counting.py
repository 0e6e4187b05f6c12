"""Counting for players that do not count themselves.

The official SDKs send running totals with their events: watch time, seeks, stalls, scaling. From
a player that sends bare events the same totals are counted here, by the same rules.

Law: pure; touches `OpenView.counting` only, and only while the player sends no totals.
"""

from typing import Final

from playhead.sessionize.core.open_view import OpenView, PlayerEvent
from playhead.sessionize.core.values import positive, truth

_WATCHING: Final = frozenset(
    "viewstart play playing adbreakstart adplay adplaying devicewake rebufferstart".split()
)
_NOT_WATCHING: Final = frozenset(
    "pause ended viewend error aderror adpause adended adbreakend devicesleep".split()
)
_TURNING: Final = _WATCHING | _NOT_WATCHING | {"seeking", "seeked", "rebufferend"}
"""Events after which another thing is counted than before."""
LONGEST_GAP_MS: Final = 60 * 60_000
"""Between two events: a player that slept longer was not watched."""


def count(view: OpenView, event: PlayerEvent) -> None:
    """Account for the time since the previous event, then take up what `event` begins or ends.

    `view.playback` still stands at the previous event.
    """
    counting = view.counting
    before = view.playback
    note_position(view, event)
    if not counting.watching and not before.playing and event.name not in _TURNING:
        return
    wall_ms = event.viewer_ms - before.last_viewer_ms
    if counting.watching and 0 < wall_ms <= LONGEST_GAP_MS:
        counting.watch_ms += wall_ms
    if before.playing:
        _weigh(view, event.playhead_ms - before.last_playhead_ms, wall_ms)
    name = event.name
    if name == "seeking" and counting.seeking_since_ms is None:
        counting.seeks += 1
        counting.seeking_since_ms = event.viewer_ms
    elif name in {"seeked", "viewend"} and counting.seeking_since_ms is not None:
        took_ms = _within(event.viewer_ms - counting.seeking_since_ms)
        counting.seek_ms += took_ms
        counting.max_seek_ms = max(counting.max_seek_ms, took_ms)
        counting.seeking_since_ms = None
    elif name == "rebufferstart" and counting.stalled_since_ms is None:
        counting.stalls += 1
        counting.stalled_since_ms = event.viewer_ms
    elif name in {"rebufferend", "viewend"} and counting.stalled_since_ms is not None:
        counting.stalled_ms += _within(event.viewer_ms - counting.stalled_since_ms)
        counting.stalled_since_ms = None
    if name in _WATCHING:
        counting.watching = True
    elif name in _NOT_WATCHING:
        counting.watching = False
    elif name == "seeked":
        counting.watching = truth(view.sticky.get("player_is_paused")) is not True


def note_position(view: OpenView, event: PlayerEvent) -> None:
    """Note how far it came: a Roku counts all the rest itself."""
    view.counting.max_playhead_ms = max(view.counting.max_playhead_ms, event.playhead_ms)


def _within(took_ms: int) -> int:
    """Return a time that can be: nothing where the clock ran back or leapt."""
    return took_ms if 0 < took_ms <= LONGEST_GAP_MS else 0


def _weigh(view: OpenView, moved_ms: int, wall_ms: int) -> None:
    """Weigh how much the picture is scaled by how far the playhead moved."""
    if not 0 < moved_ms <= 4 * _within(wall_ms) + 1_000:
        return
    counting = view.counting
    scale = _scale(view)
    if scale is None:
        return
    counting.scaled_ms += moved_ms
    counting.upscaling_ms += max(0.0, scale - 1) * moved_ms
    counting.downscaling_ms += max(0.0, 1 - scale) * moved_ms
    counting.max_upscale = max(counting.max_upscale, scale - 1)
    counting.max_downscale = max(counting.max_downscale, 1 - scale)


def _scale(view: OpenView) -> float | None:
    """Return the player's size over the picture's: the smaller of both directions."""
    sticky = view.sticky
    player_width = positive(sticky.get("player_width"))
    player_height = positive(sticky.get("player_height"))
    width = positive(sticky.get("video_source_width"))
    height = positive(sticky.get("video_source_height"))
    if player_width is None or player_height is None or width is None or height is None:
        return None
    return min(player_width / width, player_height / height)
