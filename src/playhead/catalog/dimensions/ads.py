"""Advertising in the view."""

from playhead.catalog.dimension import Dimension, Level

DIMENSIONS = (
    Dimension(
        id="preroll_ad_asset_hostname",
        label="Preroll Ad Asset Hostname",
        meaning="host of the first pre-roll",
        column="preroll_ad_asset_hostname",
        level=Level.NONE,
    ),
    Dimension(
        id="preroll_ad_tag_hostname",
        label="Preroll Ad Tag Hostname",
        meaning="host of the ad tag of the first pre-roll",
        column="preroll_ad_tag_hostname",
        level=Level.NONE,
    ),
    Dimension(
        id="preroll_played",
        label="Preroll Played",
        meaning="whether a pre-roll played",
        column="preroll_played",
        level=Level.NONE,
    ),
    Dimension(
        id="preroll_requested",
        label="Preroll Requested",
        meaning="whether a pre-roll was requested",
        column="preroll_requested",
        level=Level.NONE,
    ),
    Dimension(
        id="view_has_ad",
        label="View Has Ad",
        meaning="whether an ad played or was tried",
        column="view_has_ad",
        level=Level.BASIC,
    ),
)
