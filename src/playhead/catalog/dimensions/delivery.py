"""What brought the media."""

from playhead.catalog.dimension import Dimension, Level

DIMENSIONS = (
    Dimension(
        id="cdn",
        label="CDN",
        meaning="delivery network",
        column="cdn",
        level=Level.BASIC,
    ),
    Dimension(
        id="video_cdn_trace",
        label="CDN Trace",
        meaning="delivery networks in the order of their use",
        column="video_cdn_trace",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="view_cdn_edge_pop",
        label="CDN Edge PoP",
        meaning="edge point of presence",
        column="view_cdn_edge_pop",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="view_cdn_origin",
        label="CDN Origin",
        meaning="origin behind the CDN",
        column="view_cdn_origin",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="view_drm_level",
        label="DRM Level",
        meaning="security level of the DRM system",
        column="view_drm_level",
        level=Level.ADVANCED,
    ),
    Dimension(
        id="view_drm_type",
        label="DRM Type",
        meaning="DRM system",
        column="view_drm_type",
        level=Level.ADVANCED,
    ),
)
