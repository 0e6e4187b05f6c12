"""A view: one attempt to watch, successful or not, with everything known of it.

The struct is made of small families; flattened, their fields are the columns of the store's
`views` table (`VIEW_COLUMNS`). To add a column, add a field to its family.
"""

import msgspec

from playhead.model.column import columns_of
from playhead.model.view.ads import Ads
from playhead.model.view.custom import Custom
from playhead.model.view.failure import Failure
from playhead.model.view.identity import Identity
from playhead.model.view.playback import Delivery, Engagement, Quality, Smoothness, Startup
from playhead.model.view.player import Page, Player
from playhead.model.view.scores import Scores
from playhead.model.view.video import Source, Video
from playhead.model.view.viewer import Location, Viewer

__all__ = [
    "VIEW_COLUMNS",
    "Ads",
    "Custom",
    "Delivery",
    "Engagement",
    "Failure",
    "Identity",
    "Location",
    "Page",
    "Player",
    "Quality",
    "Scores",
    "Smoothness",
    "Source",
    "Startup",
    "Video",
    "View",
    "Viewer",
]


class View(msgspec.Struct, frozen=True):
    """One view."""

    identity: Identity
    video: Video = Video()
    source: Source = Source()
    player: Player = Player()
    page: Page = Page()
    viewer: Viewer = Viewer()
    location: Location = Location()
    custom: Custom = Custom()
    engagement: Engagement = Engagement()
    startup: Startup = Startup()
    smoothness: Smoothness = Smoothness()
    quality: Quality = Quality()
    delivery: Delivery = Delivery()
    failure: Failure = Failure()
    ads: Ads = Ads()
    scores: Scores = Scores()


VIEW_COLUMNS = columns_of(View)
