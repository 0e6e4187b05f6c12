"""The views that the server under test is filled with; each tells what it is there for."""

from collections.abc import Sequence

import msgspec

from playhead.model.timeline import TimelineEvent
from playhead.model.view import View
from tests.unit.api import made

NOW_MS = made.NOW_MS
COMPLETE = "complete/with a slash"
"""A view of which every column is known."""
BARE = "bare"
"""One of which as little as possible is."""
DROPPED = "dropped"
"""One that ended without a word."""
PLAIN = tuple(f"plain-{nth:02}" for nth in range(30))
"""Enough for more than one page, in two countries, one of them unknown."""
DURATION_MS = 12_000
ELSEWHERE = "elsewhere"
"""A view of another environment."""
STARTUP_TIMES_MS = tuple(100 + nth * 10 for nth in range(len(PLAIN)))


def views(environment_id: str, other_id: str) -> Sequence[View]:
    """Return all of them."""
    bare = made.bare_view()
    return [
        _placed(_complete(), environment_id, COMPLETE, 1),
        _placed(bare, environment_id, BARE, 2),
        _placed(bare, environment_id, DROPPED, 3, dropped=True),
        _placed(bare, other_id, ELSEWHERE, 4),
        *(
            msgspec.structs.replace(
                _placed(bare, environment_id, view_id, 10 + nth),
                location=msgspec.structs.replace(bare.location, country="NO" if nth % 3 else None),
                startup=msgspec.structs.replace(
                    bare.startup, video_startup_time_ms=STARTUP_TIMES_MS[nth]
                ),
            )
            for nth, view_id in enumerate(PLAIN)
        ),
    ]


def events(environment_id: str) -> Sequence[TimelineEvent]:
    """Return the timelines of two of the views."""
    told = [
        made.event(0, "viewstart"),
        made.event(1, "renditionchange", '{"width":1920,"height":1080,"codec":"avc1"}'),
        made.event(2, "playing"),
    ]
    return [
        msgspec.structs.replace(event, environment_id=environment_id, view_id=view_id)
        for view_id in (COMPLETE, DROPPED)
        for event in told
    ]


def _complete() -> View:
    """A view with every column, those that are read in parts in the form that they have."""
    full, replace = made.full_view(), msgspec.structs.replace
    return replace(
        full,
        failure=replace(full.failure, player_error_severity="fatal"),
        source=replace(full.source, player_source_duration_ms=DURATION_MS),
        engagement=replace(full.engagement, playback_range='["0:4000","9000:12000"]'),
        player=replace(full.player, playback_mode_totals_ms={"standard": 5_000, "pip": 500}),
        quality=replace(
            full.quality,
            rendition_totals_ms={
                "3000000\t1920\t1080\t30\tavc1\t1080p": 4_000,
                "800000\t640\t360\t30\tavc1\t360p": 1_500,
            },
        ),
    )


def _placed(
    view: View, environment_id: str, view_id: str, minutes_ago: int, *, dropped: bool = False
) -> View:
    end_ms = NOW_MS - minutes_ago * 60_000
    identity = msgspec.structs.replace(
        view.identity,
        environment_id=environment_id,
        view_id=view_id,
        view_start_ms=end_ms - 30_000,
        view_end_ms=end_ms,
        view_dropped=dropped,
        version=1,
    )
    return msgspec.structs.replace(view, identity=identity)
