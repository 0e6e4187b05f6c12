"""How it went: engagement, startup, smoothness, quality and delivery, as numbers."""

from typing import Annotated

import msgspec

from playhead.model.column import Column, Kind, decimal, flag, integer, label, text


class Engagement(msgspec.Struct, frozen=True):
    """How much was watched. Null playing times: no frame was shown."""

    watch_time_ms: Annotated[int, integer("startup, playing, stalls and seeks; not pauses")] = 0
    playing_time_ms: Annotated[int | None, integer("content or ads advancing")] = None
    content_playing_time_ms: Annotated[int | None, integer("content advancing")] = None
    ad_playing_time_ms: Annotated[int | None, integer("ads advancing")] = None
    max_playhead_position_ms: Annotated[int | None, integer("furthest position")] = None
    total_content_playback_time_ms: Annotated[
        int | None, integer("playhead progress; the weight of the scaling percentages")
    ] = None
    playback_range: Annotated[str | None, text("played intervals, JSON", 16384)] = None
    watched: Annotated[bool, flag("a frame was shown")] = False


class Startup(msgspec.Struct, frozen=True):
    """How fast it began."""

    video_startup_time_ms: Annotated[int | None, integer("play intent to first frame")] = None
    content_startup_time_ms: Annotated[int | None, integer("to the first content frame")] = None
    player_startup_time_ms: Annotated[int | None, integer("player init to player ready")] = None
    page_load_time_ms: Annotated[int | None, integer("page request to player init")] = None
    aggregate_startup_time_ms: Annotated[int | None, integer("page request to frame")] = None
    exit_before_video_start: Annotated[bool, flag("left before a frame, without failure")] = False


class Smoothness(msgspec.Struct, frozen=True):
    """Stalls and seeks. Null stalls: playback never started."""

    rebuffer_count: Annotated[int | None, integer("stalls")] = None
    rebuffer_duration_ms: Annotated[int | None, integer("time stalled")] = None
    rebuffer_percentage: Annotated[float | None, decimal("time stalled per watch time")] = None
    rebuffer_frequency: Annotated[float | None, decimal("stalls per ms of watch time")] = None
    seek_count: Annotated[int | None, integer("seeks")] = None
    seek_duration_ms: Annotated[int | None, integer("time waiting on seeks")] = None
    max_seek_time_ms: Annotated[int | None, integer("longest seek")] = None


class Quality(msgspec.Struct, frozen=True):
    """How good the picture was."""

    max_upscale_percentage: Annotated[float | None, decimal("largest upscale, fraction")] = None
    max_downscale_percentage: Annotated[float | None, decimal("largest downscale")] = None
    upscale_percentage: Annotated[float | None, decimal("mean upscale over time")] = None
    downscale_percentage: Annotated[float | None, decimal("mean downscale over time")] = None
    total_upscaling_ms: Annotated[float | None, decimal("sum of upscale x time")] = None
    total_downscaling_ms: Annotated[float | None, decimal("sum of downscale x time")] = None
    weighted_average_bitrate_bps: Annotated[float | None, decimal("bitrate over time")] = None
    rendition_change_count: Annotated[int | None, integer("switches")] = None
    rendition_upshift_count: Annotated[int | None, integer("switches up")] = None
    rendition_downshift_count: Annotated[int | None, integer("switches down")] = None
    live_stream_latency_ms: Annotated[int | None, integer("behind live, mean")] = None
    rendition_totals_ms: Annotated[
        dict[str, int],
        Column(
            Kind.TOTALS,
            "rendition (bitrate, width, height, fps, codec and name, with tabs between) to its"
            " playing time",
        ),
    ] = {}


class Delivery(msgspec.Struct, frozen=True):
    """What brought the media: CDNs, DRM and requests."""

    cdn: Annotated[str | None, label("delivery network")] = None
    video_cdn_trace: Annotated[
        tuple[str, ...], Column(Kind.TEXT_LIST, "delivery networks in order", 512)
    ] = ()
    view_cdn_edge_pop: Annotated[str | None, label("edge point of presence")] = None
    view_cdn_origin: Annotated[str | None, label("origin")] = None
    view_drm_type: Annotated[str | None, label("DRM system")] = None
    view_drm_level: Annotated[str | None, label("DRM security level")] = None
    request_count: Annotated[int | None, integer("requests, as the player counts")] = None
    request_failed_count: Annotated[int | None, integer("failed requests")] = None
    request_canceled_count: Annotated[int | None, integer("canceled requests")] = None
    request_latency_ms: Annotated[float | None, decimal("mean time to first byte")] = None
    max_request_latency_ms: Annotated[int | None, integer("largest time to first byte")] = None
    request_throughput_bps: Annotated[float | None, decimal("bits per request second")] = None
    request_bits: Annotated[int | None, integer("bits of media requests")] = None
    request_transfer_ms: Annotated[int | None, integer("time they took, added up")] = None
    min_request_throughput_bps: Annotated[float | None, decimal("slowest request")] = None
