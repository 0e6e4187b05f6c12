"""What was watched: the site's words for the video, and the media it came from."""

from typing import Annotated

import msgspec

from playhead.model.column import decimal, integer, label, text


class Video(msgspec.Struct, frozen=True):
    """The video as the site describes it."""

    video_id: Annotated[str | None, label("the site's id of the video", 128)] = None
    video_title: Annotated[str | None, label("title")] = None
    video_series: Annotated[str | None, label("series")] = None
    video_producer: Annotated[str | None, label("producer")] = None
    video_content_type: Annotated[str | None, label("short, movie, episode, clip, event")] = None
    stream_type: Annotated[str | None, label("live or on-demand")] = None
    video_language: Annotated[str | None, label("audio language")] = None
    video_variant_id: Annotated[str | None, label("id of the variant", 128)] = None
    video_variant_name: Annotated[str | None, label("name of the variant")] = None
    video_encoding_variant: Annotated[str | None, label("encoder or ladder label")] = None
    video_creator_id: Annotated[str | None, label("id of the creator", 128)] = None
    video_affiliate: Annotated[str | None, label("affiliate station")] = None
    video_brand: Annotated[str | None, label("brand")] = None
    video_duration_ms: Annotated[int | None, integer("duration given by the site")] = None
    asset_id: Annotated[str | None, label("id of the hosted asset", 128)] = None
    playback_id: Annotated[str | None, label("id of the hosted playback", 128)] = None
    live_stream_id: Annotated[str | None, label("id of the hosted live stream", 128)] = None


class Source(msgspec.Struct, frozen=True):
    """The media the player loaded: now, and at the start of the view (`_initial`)."""

    player_source_url: Annotated[str | None, text("manifest or file URL", 2048)] = None
    source_hostname: Annotated[str | None, label("host of the media URL", 253)] = None
    player_source_domain: Annotated[str | None, label("domain of the media URL", 253)] = None
    source_type: Annotated[str | None, label("MIME type")] = None
    player_source_duration_ms: Annotated[int | None, integer("duration; null while live")] = None
    video_source_width_px: Annotated[int | None, integer("width of the rendition")] = None
    video_source_height_px: Annotated[int | None, integer("height of the rendition")] = None
    video_source_bitrate_bps: Annotated[int | None, integer("declared bitrate")] = None
    video_source_fps: Annotated[float | None, decimal("frames per second")] = None
    video_source_rendition_name: Annotated[str | None, label("name of the rendition")] = None
    video_codec: Annotated[str | None, label("video codec")] = None
    audio_codec: Annotated[str | None, label("audio codec")] = None
    video_dynamic_range_type: Annotated[str | None, label("SDR or the kind of HDR")] = None
    video_source_width_initial_px: Annotated[int | None, integer("first width")] = None
    video_source_height_initial_px: Annotated[int | None, integer("first height")] = None
    video_source_bitrate_initial_bps: Annotated[int | None, integer("first bitrate")] = None
    video_source_fps_initial: Annotated[float | None, decimal("first frame rate")] = None
    video_codec_initial: Annotated[str | None, label("first video codec")] = None
    audio_codec_initial: Annotated[str | None, label("first audio codec")] = None
    video_dynamic_range_type_initial: Annotated[str | None, label("first dynamic range")] = None
