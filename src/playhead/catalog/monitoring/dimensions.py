"""The live dimensions: those that the official API lists in its order, then those of its guide."""

from types import MappingProxyType
from typing import Final

from playhead.catalog.monitoring.live_dimension import LiveDimension

LIVE_DIMENSIONS: Final = (
    LiveDimension(
        id="asn",
        label="ASN",
        meaning="autonomous system of the viewer's network, such as `AS64500`",
        column="asn",
        prefix="AS",
        name_column="asn_name",
    ),
    LiveDimension(id="cdn", label="CDN", meaning="CDN that delivers the video", column="cdn"),
    LiveDimension(
        id="country",
        label="Country",
        meaning="ISO 3166-1 alpha-2 code of the country",
        column="country",
        names_country=True,
    ),
    LiveDimension(
        id="operating_system",
        label="Operating system",
        meaning="operating system of the viewer's device",
        column="operating_system",
    ),
    LiveDimension(
        id="player_name",
        label="Player name",
        meaning="player's name, given by the site",
        column="player_name",
    ),
    LiveDimension(
        id="region", label="Region / State", meaning="state or province", column="region"
    ),
    LiveDimension(
        id="stream_type", label="Stream type", meaning="live or on-demand", column="stream_type"
    ),
    LiveDimension(
        id="sub_property_id",
        label="Sub property ID",
        meaning="part of the site",
        column="sub_property_id",
    ),
    LiveDimension(
        id="video_series",
        label="Video series",
        meaning="series that the video belongs to",
        column="video_series",
    ),
    LiveDimension(
        id="video_title", label="Video title", meaning="title of the video", column="video_title"
    ),
    LiveDimension(
        id="view_has_ad",
        label="View has ad",
        meaning="whether an ad was asked for or shown",
        column="view_has_ad",
        in_realtime=False,
    ),
    LiveDimension(
        id="video_id",
        label="Video ID",
        meaning="the site's id of the video",
        column="video_id",
        in_realtime=False,
    ),
    LiveDimension(
        id="asset_id",
        label="Asset ID",
        meaning="id of the hosted asset",
        column="asset_id",
        in_realtime=False,
    ),
    LiveDimension(
        id="live_stream_id",
        label="Live stream ID",
        meaning="id of the hosted live stream",
        column="live_stream_id",
        in_realtime=False,
    ),
    LiveDimension(
        id="playback_id",
        label="Playback ID",
        meaning="id of the hosted playback",
        column="playback_id",
        in_realtime=False,
    ),
)

LIVE_DIMENSION_BY_ID: Final = MappingProxyType({each.id: each for each in LIVE_DIMENSIONS})
