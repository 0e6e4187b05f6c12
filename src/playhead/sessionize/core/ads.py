"""Rules of advertising: breaks, attempts, impressions and errors, counted from the ad events.

A break is an `adbreakstart`. An attempt is each new `adplay`: the first of a break, or the first
after an ad ended, failed or was skipped (an `adplay` after `adpause` only resumes). An impression
is the first `adplaying` of an attempt. An error before it is a startup error.

Law: pure; touches `OpenView.ads` only.
"""

from typing import Final

from playhead.sessionize.core.open_view import OpenView, PlayerEvent
from playhead.sessionize.core.values import Fields

LONGEST_BREAK_MS: Final = 60 * 60_000
"""A longer one is a broken clock."""


def on_break_start(view: OpenView, event: PlayerEvent, _: Fields) -> None:
    """Enter a break."""
    ads = view.ads
    ads.seen = True
    ads.in_break = True
    ads.break_started_ms = event.viewer_ms
    ads.break_has_error = False
    ads.attempt_open = False
    ads.breaks += 1


def on_break_end(view: OpenView, event: PlayerEvent, _: Fields) -> None:
    """Leave a break."""
    ads = view.ads
    if ads.in_break and view.playback.first_content_frame_ms is None:
        break_ms = event.viewer_ms - ads.break_started_ms
        if 0 < break_ms <= LONGEST_BREAK_MS:
            ads.break_ms_before_content += break_ms
    ads.in_break = False
    ads.attempt_open = False


def on_play(view: OpenView, event: PlayerEvent, _: Fields) -> None:
    """Begin an attempt, unless one is running."""
    ads = view.ads
    ads.seen = True
    if ads.attempt_open:
        return
    ads.attempt_open = True
    ads.attempt_shown = False
    ads.attempt_started_ms = event.viewer_ms
    ads.attempts += 1


def on_playing(view: OpenView, event: PlayerEvent, fields: Fields) -> None:
    """Count an impression at an attempt's first frame."""
    ads = view.ads
    if not ads.attempt_open:
        on_play(view, event, fields)
    if ads.attempt_shown:
        return
    ads.attempt_shown = True
    ads.impressions += 1
    if ads.preroll_startup_ms is None and view.playback.first_content_frame_ms is None:
        ads.preroll_startup_ms = max(0, event.viewer_ms - ads.attempt_started_ms)


def on_end(view: OpenView, _: PlayerEvent, __: Fields) -> None:
    """Close the attempt: the ad ended or was skipped."""
    view.ads.attempt_open = False


def on_error(view: OpenView, _: PlayerEvent, __: Fields) -> None:
    """Count an ad error, and the break it spoils."""
    ads = view.ads
    ads.seen = True
    ads.errors += 1
    if not (ads.attempt_open and ads.attempt_shown):
        ads.startup_errors += 1
    if ads.in_break and not ads.break_has_error:
        ads.break_has_error = True
        ads.break_errors += 1
    ads.attempt_open = False


def on_request(view: OpenView, _: PlayerEvent, __: Fields) -> None:
    """Note that the view has to do with ads."""
    view.ads.seen = True
