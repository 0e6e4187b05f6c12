"""Endpoints about views."""

from typing import Final

from playhead.api import views
from playhead.api.arguments import Parameter
from playhead.api.bodies import Envelope
from playhead.api.endpoint import Endpoint, Tag
from playhead.api.endpoints.parameters import DIRECTION, PAGE, SCOPE
from playhead.api.view_shape import VideoView
from playhead.model.access import Permission

ENDPOINTS: Final = (
    Endpoint(
        "list_video_views",
        Tag.VIEWS,
        "/data/v1/video-views",
        "The views that ended in a timeframe",
        Permission.DATA_READ,
        (
            *SCOPE,
            Parameter("viewer_id", "the site's id of the viewer, or the player's"),
            Parameter("error_id", "number of an error, or any", example="any"),
            DIRECTION,
            *PAGE,
        ),
        views.list_views,
    ),
    Endpoint(
        "get_video_view",
        Tag.VIEWS,
        "/data/v1/video-views/{VIDEO_VIEW_ID}",
        "One view with everything known of it, and its events",
        Permission.DATA_READ,
        (),
        views.one_view,
        answers=Envelope[VideoView],  # type: ignore[valid-type] # the type is made from the members
    ),
)
