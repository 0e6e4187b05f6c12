"""The families that are measured: engagement, startup, smoothness, quality.

The player's own counters are used as they are; what it does not send is taken from the running
totals of its events.
"""

from typing import Final

from playhead.model.view import Engagement, Failure, Quality, Smoothness, Startup
from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.values import amount, count, duration_ms, text, truth

LONGEST_STARTUP_MS: Final = 60 * 60_000
"""A startup longer than an hour is a broken clock, not a startup."""
LONGEST_RANGE_TEXT: Final = 16_384


def engagement_of(view: OpenView) -> Engagement:
    """Return how much was watched."""
    sticky = view.sticky
    shown = first_frame_shown(view)
    playing_ms = _playing_time(view) if shown else None
    ad_ms = (
        _stated_or(sticky.get("ad_playing_time_ms_cumulative"), view.playback.ad_counted_ms)
        if shown
        else None
    )
    return Engagement(
        watch_time_ms=_watch_time(view),
        playing_time_ms=playing_ms,
        content_playing_time_ms=None if playing_ms is None else max(0, playing_ms - (ad_ms or 0)),
        ad_playing_time_ms=ad_ms,
        max_playhead_position_ms=_stated_or(
            sticky.get("view_max_playhead_position"), view.counting.max_playhead_ms
        ),
        total_content_playback_time_ms=_content_time(view),
        playback_range=text(_range(sticky.get("video_playback_range")), LONGEST_RANGE_TEXT),
        watched=shown,
    )


def first_frame_shown(view: OpenView) -> bool:
    """Return whether a frame of content or of an ad was seen."""
    return (
        view.playback.first_frame_ms is not None
        or duration_ms(view.sticky.get("view_time_to_first_frame")) is not None
    )


def _watch_time(view: OpenView) -> int:
    stated = duration_ms(view.sticky.get("view_watch_time"))
    if stated is not None:
        return stated
    return view.counting.watch_ms


def _stated_or(stated: object, counted: int) -> int | None:
    found = duration_ms(stated)
    return found if found is not None else counted or None


def _content_time(view: OpenView) -> int | None:
    """Return the playhead's progress, which weighs the scaling."""
    return _stated_or(view.sticky.get("view_total_content_playback_time"), view.counting.scaled_ms)


def _playing_time(view: OpenView) -> int:
    counter = duration_ms(view.sticky.get("view_playing_time_ms_cumulative"))
    return view.playback.progress_ms if counter is None else counter


def _range(value: object) -> object:
    """Return the played intervals as JSON text: Roku sends a list, the web text."""
    if isinstance(value, list):
        return "[" + ",".join(f'"{part}"' for part in value if isinstance(part, str)) + "]"
    return value


def startup_of(view: OpenView, failure: Failure) -> Startup:
    """Return how fast it began, and whether the viewer left before."""
    shown = first_frame_shown(view)
    return Startup(
        video_startup_time_ms=_startup_time(view) if shown else None,
        content_startup_time_ms=_content_startup_time(view),
        player_startup_time_ms=view.player_startup_ms,
        page_load_time_ms=view.page_load_ms,
        aggregate_startup_time_ms=_aggregate(view),
        exit_before_video_start=not shown and not failure.playback_failure,
    )


def _startup_time(view: OpenView) -> int | None:
    """Return play intent to first frame; null after a programme change: nothing was started."""
    if truth(view.sticky.get("view_program_changed")):
        return None
    stated = view.sticky.get("view_time_to_first_frame")
    if stated is not None:
        return duration_ms(stated, longest_ms=LONGEST_STARTUP_MS)
    first = view.playback.first_frame_ms
    if first is None or not view.start_viewer_ms:
        return None
    return duration_ms(first - view.start_viewer_ms, longest_ms=LONGEST_STARTUP_MS)


def _content_startup_time(view: OpenView) -> int | None:
    """Return play intent to first content frame, without ad breaks and pauses."""
    playback = view.playback
    first = playback.first_content_frame_ms
    if first is None or not view.start_viewer_ms:
        return None
    if truth(view.sticky.get("view_program_changed")):
        return None
    waited = (
        first
        - view.start_viewer_ms
        - view.ads.break_ms_before_content
        - playback.paused_before_content_ms
    )
    return duration_ms(waited, longest_ms=LONGEST_STARTUP_MS)


def _aggregate(view: OpenView) -> int | None:
    """Return page request to first frame: the player's figure, else the sum of the parts.

    Known only where the page load is known; a missing player startup counts nothing.
    """
    stated = duration_ms(
        view.sticky.get("view_aggregate_startup_time"), longest_ms=LONGEST_STARTUP_MS
    )
    if stated is not None:
        return stated
    startup = _startup_time(view) if first_frame_shown(view) else None
    if view.page_load_ms is None or startup is None:
        return None
    return view.page_load_ms + (view.player_startup_ms or 0) + startup


def smoothness_of(view: OpenView, engagement: Engagement, startup: Startup) -> Smoothness:
    """Return stalls and seeks; stalls are null where playback never started."""
    sticky = view.sticky
    counted = view.counting
    seeks = count(sticky.get("view_seek_count"))
    seeks = counted.seeks or None if seeks is None else seeks
    seeking = Smoothness(
        seek_count=seeks,
        seek_duration_ms=(
            _stated_or(sticky.get("view_seek_duration"), counted.seek_ms) if seeks else None
        ),
        max_seek_time_ms=(
            _stated_or(sticky.get("view_max_seek_time"), counted.max_seek_ms) if seeks else None
        ),
    )
    if not engagement.watched or startup.exit_before_video_start:
        return seeking
    stalls = count(sticky.get("view_rebuffer_count")) or counted.stalls
    stalled_ms = duration_ms(sticky.get("view_rebuffer_duration")) or counted.stalled_ms
    watched_ms = engagement.watch_time_ms
    return Smoothness(
        rebuffer_count=stalls,
        rebuffer_duration_ms=stalled_ms,
        rebuffer_percentage=min(1.0, stalled_ms / watched_ms) if watched_ms else None,
        rebuffer_frequency=stalls / watched_ms if watched_ms else None,
        seek_count=seeking.seek_count,
        seek_duration_ms=seeking.seek_duration_ms,
        max_seek_time_ms=seeking.max_seek_time_ms,
    )


def quality_of(view: OpenView, startup: Startup) -> Quality:
    """Return scaling, bitrate, switches and live latency; scaling is null without sizes."""
    sticky = view.sticky
    played = view.playback
    weight_ms = _content_time(view)
    up = amount(sticky.get("view_total_upscaling"))
    down = amount(sticky.get("view_total_downscaling"))
    max_up = amount(sticky.get("view_max_upscale_percentage"))
    max_down = amount(sticky.get("view_max_downscale_percentage"))
    counted = view.counting
    if up is None and down is None and counted.scaled_ms:
        up, down = counted.upscaling_ms, counted.downscaling_ms
        max_up, max_down = counted.max_upscale, counted.max_downscale
    if startup.exit_before_video_start:
        up = down = max_up = max_down = None
    switching = played.first_rendition is not None and first_frame_shown(view)
    return Quality(
        max_upscale_percentage=max_up,
        max_downscale_percentage=None if max_down is None else min(1.0, max_down),
        upscale_percentage=up / weight_ms if up is not None and weight_ms else None,
        downscale_percentage=(
            min(1.0, down / weight_ms) if down is not None and weight_ms else None
        ),
        total_upscaling_ms=up,
        total_downscaling_ms=down,
        weighted_average_bitrate_bps=(
            played.bitrate_bits * 1000 / played.bitrate_known_ms
            if played.bitrate_known_ms
            else None
        ),
        rendition_change_count=played.changes if switching else None,
        rendition_upshift_count=played.upshifts if switching else None,
        rendition_downshift_count=played.downshifts if switching else None,
        rendition_totals_ms=dict(played.rendition_totals_ms),
        live_stream_latency_ms=(
            round(played.latency_sum_ms / played.latency_samples)
            if played.latency_samples
            else None
        ),
    )
