"""What the page itself saw of one view, by the video element's own events.

Law: the fields are those that `page/measure.js` reports, in milliseconds where they end in `_ms`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One view, as far as the page could see it when the viewer left."""

    player: str
    video_id: str
    play_intent_at: int | None
    startup_ms: int | None
    playing_ms: int
    watch_ms: int
    paused_ms: int
    stall_count: int
    stall_ms: int
    seek_count: int
    seek_ms: int
    playhead_ms: int
    source_heights: tuple[int, ...]
    ad_breaks: int
    ad_impressions: int
    ad_errors: int
    ad_playing_ms: int
    fatal_errors: int
    ended: bool
