"""From what a view's events told to the view that is stored: one function for each family.

Law: pure. A value the beacons do not give is null, and so is an impossible one.
"""

from playhead.model.view import View
from playhead.sessionize.core.complete.measured import (
    engagement_of,
    quality_of,
    smoothness_of,
    startup_of,
)
from playhead.sessionize.core.complete.occurred import ads_of, delivery_of, identity_of, scores_of
from playhead.sessionize.core.complete.stated import (
    custom_of,
    page_of,
    player_of,
    source_of,
    video_of,
)
from playhead.sessionize.core.complete.surroundings import location_of, viewer_of
from playhead.sessionize.core.errors import failure_of
from playhead.sessionize.core.open_view import OpenView

__all__ = ["complete"]


def complete(view: OpenView, *, now_ms: int, checkpoint_number: int) -> View:
    """Return the view as it is known at `now_ms` (epoch ms, the server's clock)."""
    engagement = engagement_of(view)
    failure = failure_of(view)
    startup = startup_of(view, failure)
    smoothness = smoothness_of(view, engagement, startup)
    quality = quality_of(view, startup)
    source = source_of(view)
    return View(
        identity=identity_of(view, now_ms=now_ms, checkpoint_number=checkpoint_number),
        video=video_of(view),
        source=source,
        player=player_of(view),
        page=page_of(view),
        viewer=viewer_of(view),
        location=location_of(view.place),
        custom=custom_of(view),
        engagement=engagement,
        startup=startup,
        smoothness=smoothness,
        quality=quality,
        delivery=delivery_of(view),
        failure=failure,
        ads=ads_of(view),
        scores=scores_of(view, engagement, startup, smoothness, quality, failure),
    )
