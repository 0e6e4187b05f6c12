"""Rules of playing: when the first frame came, how long it played, at which bitrate and mode.

Playing time is the player's own cumulative counter where it sends one (web SDKs from 5.13 on),
else the progress of the playhead while playing, and the time that ads were on.

Law: pure; touches `OpenView.playback` only.
"""

from typing import Final

from playhead.sessionize.core.open_view import OpenView, PlayerEvent, Rendition
from playhead.sessionize.core.values import (
    LARGEST_WHOLE,
    Fields,
    number,
    positive,
    text,
    truth,
    whole,
)

_STOPS: Final = "pause ended viewend error aderror adpause adended adbreakend rebufferstart seeking"
_PLAYING_AFTER: Final = {
    **dict.fromkeys(("playing", "adplaying", "rebufferend"), True),
    **dict.fromkeys(_STOPS.split(), False),
}
"""Event name to whether the player plays from then on; all others change nothing."""
MOST_MODES = 32
MOST_RENDITIONS = 32
LONGEST_GAP_MS = 60 * 60_000
"""Between two events of one view; a longer one is a broken clock."""
LONGEST_LATENCY_MS = 300_000
"""Viewers further behind the live edge are not watching live."""


def advance(view: OpenView, event: PlayerEvent) -> None:
    """Account for the time between the previous event and `event`, then take up its state."""
    playback = view.playback
    sticky = view.sticky
    counter = sticky.get("view_playing_time_ms_cumulative")
    if type(counter) is not int:
        counter = whole(counter)
    if counter is not None:
        played_ms = counter - playback.counted_ms
        if played_ms > 0 and counter <= LARGEST_WHOLE:
            playback.counted_ms = counter
            _attribute(view, played_ms)
    elif playback.playing:
        ads = view.ads
        if ads.in_break and ads.attempt_open and ads.attempt_shown:
            # The content's playhead stands still meanwhile.
            played_ms = _wall(view, event)
            _attribute_ad(view, playback.ad_counted_ms + played_ms)
        else:
            played_ms = _progress(view, event)
        playback.progress_ms += played_ms
        if played_ms:
            _attribute(view, played_ms)
    playback.last_viewer_ms = event.viewer_ms
    playback.last_playhead_ms = event.playhead_ms
    name = event.name
    if name in _PLAYING_AFTER:
        playback.playing = _PLAYING_AFTER[name]
    elif name == "seeked":
        playback.playing = truth(sticky.get("player_is_paused")) is not True
    bitrate = sticky.get("video_source_bitrate")
    playback.bitrate_bps = None if bitrate is None else positive(bitrate)


def _progress(view: OpenView, event: PlayerEvent) -> int:
    """Return by how much the playhead moved, disbelieving leaps that no playback speed explains."""
    playback = view.playback
    moved = event.playhead_ms - playback.last_playhead_ms
    return moved if 0 < moved <= 4 * _wall(view, event) + 1_000 else 0


def _wall(view: OpenView, event: PlayerEvent) -> int:
    """Return how long it was from the previous event to this one."""
    return min(max(0, event.viewer_ms - view.playback.last_viewer_ms), LONGEST_GAP_MS)


def _attribute(view: OpenView, played_ms: int) -> None:
    playback = view.playback
    if playback.bitrate_bps is not None:
        playback.bitrate_known_ms += played_ms
        playback.bitrate_bits += playback.bitrate_bps * played_ms / 1000
    totals = playback.mode_totals_ms
    if playback.mode is not None and (playback.mode in totals or len(totals) < MOST_MODES):
        totals[playback.mode] = totals.get(playback.mode, 0) + played_ms
    shown, renditions = playback.rendition_text, playback.rendition_totals_ms
    if shown is not None and (shown in renditions or len(renditions) < MOST_RENDITIONS):
        renditions[shown] = renditions.get(shown, 0) + played_ms
    counter = view.sticky.get("ad_playing_time_ms_cumulative")
    ads_ms = whole(counter) if counter is not None else None
    if ads_ms is not None:
        _attribute_ad(view, ads_ms)


def _attribute_ad(view: OpenView, ads_ms: int) -> None:
    """Take up the ads' playing time so far."""
    playback = view.playback
    if ads_ms <= playback.ad_counted_ms:
        return
    kind = text(view.sticky.get("ad_type"), 64) or "unknown"
    shown = playback.ad_totals_ms
    if kind in shown or len(shown) < MOST_MODES:
        shown[kind] = shown.get(kind, 0) + ads_ms - playback.ad_counted_ms
    playback.ad_counted_ms = ads_ms


def on_playing(view: OpenView, event: PlayerEvent, _: Fields) -> None:
    """Note the first frame, of ad or content."""
    playback = view.playback
    if playback.first_frame_ms is None:
        playback.first_frame_ms = event.viewer_ms
    if event.name == "playing" and playback.first_content_frame_ms is None:
        if view.ads.in_break:
            return
        _end_pause(view, event)
        playback.first_content_frame_ms = event.viewer_ms
        if playback.rendition is None:
            # Some players switch before they have told of the rendition they began with.
            playback.rendition = _rendition(view)
    playback.rendition_text = _rendition_text(view.sticky)
    _sample_latency(view, event)


def on_pause(view: OpenView, event: PlayerEvent, _: Fields) -> None:
    """Begin a pause; only those before the first content frame are measured."""
    playback = view.playback
    if playback.first_content_frame_ms is None and not view.ads.in_break:
        playback.paused_since_ms = event.viewer_ms


def on_play(view: OpenView, event: PlayerEvent, _: Fields) -> None:
    """End a pause."""
    _end_pause(view, event)


def _end_pause(view: OpenView, event: PlayerEvent) -> None:
    playback = view.playback
    if playback.paused_since_ms is not None:
        paused_ms = event.viewer_ms - playback.paused_since_ms
        if 0 < paused_ms <= LONGEST_GAP_MS:
            playback.paused_before_content_ms += paused_ms
        playback.paused_since_ms = None


def on_heartbeat(view: OpenView, event: PlayerEvent, _: Fields) -> None:
    """Sample how far behind live the picture is."""
    _sample_latency(view, event)


def _sample_latency(view: OpenView, event: PlayerEvent) -> None:
    shown_ms = view.sticky.get("player_program_time")
    if shown_ms is None or not view.playback.playing:
        return
    found = whole(shown_ms)
    if found is None:
        return
    latency = event.viewer_ms + (view.skew_ms or 0) - found
    if 0 <= latency <= LONGEST_LATENCY_MS:
        view.playback.latency_sum_ms += latency
        view.playback.latency_samples += 1


def on_rendition_change(view: OpenView, _: PlayerEvent, __: Fields) -> None:
    """Count a switch; the copy that SDKs send after every start is no switch."""
    playback = view.playback
    playback.rendition_text = _rendition_text(view.sticky)
    now = _rendition(view)
    if now is None:
        # It tells of renditions, so there is a count, if only of none.
        playback.first_rendition = playback.first_rendition or Rendition()
        return
    before = playback.rendition
    playback.rendition = now
    if before is None or not _differ(before, now):
        if playback.changes == 0:
            # Players learn its bitrate and codec later than its size.
            playback.first_rendition = now
        return
    if playback.changes == 0:
        playback.first_rendition = _filled(before, now)
    playback.changes += 1
    rise = _compare(before, now)
    playback.upshifts += rise > 0
    playback.downshifts += rise < 0


def _rendition(view: OpenView) -> Rendition | None:
    """Return what is played as far as the player has told; None where it told nothing."""
    sticky = view.sticky
    found = Rendition(
        positive(sticky.get("video_source_width")),
        positive(sticky.get("video_source_height")),
        positive(sticky.get("video_source_bitrate")),
        number(sticky.get("video_source_fps")),
        text(sticky.get("video_source_codec")),
    )
    return None if (found.width, found.height, found.bitrate) == (None,) * 3 else found


def _filled(known: Rendition, later: Rendition) -> Rendition:
    """Return `known`, with what was first told later where it was not yet."""
    return Rendition(
        known.width or later.width,
        known.height or later.height,
        known.bitrate or later.bitrate,
        known.fps or later.fps,
        known.codec or later.codec,
    )


def _differ(before: Rendition, now: Rendition) -> bool:
    """Return whether something known of both is not the same."""
    pairs = (
        (before.width, now.width),
        (before.height, now.height),
        (before.bitrate, now.bitrate),
        (before.codec, now.codec),
    )
    return any(a != b for a, b in pairs if a is not None and b is not None)


def _compare(before: Rendition, now: Rendition) -> int:
    """Return whether quality rose: by bitrate, by pixels where a bitrate is missing."""
    if before.bitrate is not None and now.bitrate is not None:
        return now.bitrate - before.bitrate
    return (now.width or 0) * (now.height or 0) - (before.width or 0) * (before.height or 0)


def _rendition_text(sticky: Fields) -> str | None:
    """Return what is known of the rendition, with tabs between; nothing where nothing is."""
    fps = number(sticky.get("video_source_fps"))
    parts = (
        positive(sticky.get("video_source_bitrate")),
        positive(sticky.get("video_source_width")),
        positive(sticky.get("video_source_height")),
        None if fps is None else f"{fps:g}",
        text(sticky.get("video_source_codec"), 64),
        text(sticky.get("video_source_rendition_name"), 64),
    )
    if not any(parts):
        return None
    return "\t".join("" if part is None else str(part).replace("\t", " ") for part in parts)


def on_mode_change(view: OpenView, _: PlayerEvent, __: Fields) -> None:
    """Take up the new playback mode."""
    mode = text(view.sticky.get("player_playback_mode"), 64)
    view.playback.mode = mode
    view.playback.fullscreen |= mode == "fullscreen"
    view.playback.pip |= mode == "pip"


def on_text_track_change(view: OpenView, _: PlayerEvent, fields: Fields) -> None:
    """Note that captions were on."""
    view.playback.captions |= truth(fields.get("player_text_track_enabled")) is True
