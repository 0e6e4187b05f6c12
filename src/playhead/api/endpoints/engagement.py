"""Endpoints about one content, by each of its three ids."""

from typing import Final

from playhead.api import engagement
from playhead.api.arguments import Parameter
from playhead.api.endpoint import Endpoint, Tag
from playhead.api.endpoints.parameters import ALL_TIME, DIRECTION, NUMBER
from playhead.model.access import Permission

_KINDS: Final = (
    ("assets", "{ASSET_ID}", "asset"),
    ("playback-ids", "{PLAYBACK_ID}", "playback id"),
    ("videos", "{VIDEO_ID}", "video"),
)

ENDPOINTS: Final = tuple(
    endpoint
    for folder, variable, kind in _KINDS
    for endpoint in (
        Endpoint(
            f"get_{kind.replace(' ', '_')}_heatmap",
            Tag.ENGAGEMENT,
            f"/data/v1/engagement/{folder}/{variable}/heatmap",
            f"How often each part of the content with this {kind} was watched",
            Permission.DATA_READ,
            (ALL_TIME,),
            engagement.heatmap,
        ),
        Endpoint(
            f"get_{kind.replace(' ', '_')}_hotspots",
            Tag.ENGAGEMENT,
            f"/data/v1/engagement/{folder}/{variable}/hotspots",
            f"The parts of the content with this {kind} that were watched most",
            Permission.DATA_READ,
            (ALL_TIME, DIRECTION, Parameter("limit", "how many; else all", NUMBER)),
            engagement.hotspots,
        ),
    )
)
