"""The whole view on the wire: every member, its JSON type, and where it comes from.

To find where a member comes from, find its word: `member` is the column of that name,
`member=column` another column, and `_read(...)` names a function of `view_readings`.

Law: every member is always present; types are exact, since some clients are typed; the names are
those that clients know, which are older than ours.
"""

import itertools
from typing import Final

import msgspec

from playhead.api import view_readings as readings
from playhead.api.timeline_shape import Event, shape_timeline
from playhead.api.view_member import JSON_TYPES, Member, Reading, WireType, members
from playhead.model.access import Environment
from playhead.query.answer import ViewAnswer


def _read(
    wire_type: WireType, name: str, reading: Reading, *, never_null: bool = False
) -> list[Member]:
    return [Member(wire_type, name, reading, never_null)]


_TEXT, _INTEGER, _NUMBER = WireType.TEXT, WireType.INTEGER, WireType.NUMBER
_DECIMAL_TEXT, _BOOLEAN, _TIME = WireType.DECIMAL_TEXT, WireType.BOOLEAN, WireType.TIME

_IDENTITY = (
    members(_TEXT, "id=view_id view_id environment_id mux_viewer_id", never_null=True),
    members(_TEXT, "session_id", never_null=True, instead=""),
    members(_TEXT, "view_session_id viewer_user_id sub_property_id"),
    _read(_INTEGER, "property_id", readings.property_id, never_null=True),
    members(
        _TIME,
        "view_start=view_start_ms view_end=view_end_ms short_time=view_start_ms"
        " inserted_at=inserted_at_ms updated_at=updated_at_ms",
        never_null=True,
    ),
    members(_BOOLEAN, "view_dropped long_resume long_rebuffering", never_null=True),
    _read(_BOOLEAN, "watched", readings.always, never_null=True),
)

_VIDEO = (
    members(
        _TEXT,
        "video_id video_title video_series video_producer video_content_type video_language"
        " video_variant_id video_variant_name video_encoding_variant video_creator_id"
        " video_affiliate video_brand video_stream_type=stream_type"
        " asset_id playback_id live_stream_id",
    ),
    members(_INTEGER, "video_duration=video_duration_ms"),
)

_SOURCE = (
    members(
        _TEXT,
        "player_source_url player_source_domain player_source_host_name=source_hostname"
        " player_source_type=source_type video_codec audio_codec video_dynamic_range_type"
        " video_codec_initial audio_codec_initial video_dynamic_range_type_initial",
    ),
    _read(_TEXT, "player_source_stream_type", readings.nothing),
    members(
        _INTEGER,
        "player_source_duration=player_source_duration_ms"
        " player_source_width=video_source_width_px player_source_height=video_source_height_px"
        " video_source_width=video_source_width_px video_source_height=video_source_height_px"
        " video_source_bitrate=video_source_bitrate_bps"
        " video_source_width_initial=video_source_width_initial_px"
        " video_source_height_initial=video_source_height_initial_px"
        " video_source_bitrate_initial=video_source_bitrate_initial_bps",
    ),
    members(_NUMBER, "video_source_fps video_source_fps_initial"),
)

_PLAYER = (
    members(
        _TEXT,
        "player_instance_id player_name player_version player_software player_software_version"
        " player_mux_plugin_name player_mux_plugin_version mux_embed mux_embed_version"
        " player_language player_poster",
    ),
    members(_TEXT, "mux_api_version", never_null=True, instead=""),
    members(
        _INTEGER,
        "player_view_count player_width=player_width_px player_height=player_height_px"
        " view_dropped_frame_count",
    ),
    members(
        _BOOLEAN,
        "player_autoplay player_preload used_fullscreen used_pip used_captions time_shift_enabled",
        never_null=True,
    ),
    members(_BOOLEAN, "player_remote_played"),
)

_PAGE = (
    members(
        _TEXT,
        "page_type page_url experiment_name client_application_name client_application_version",
    ),
)

_VIEWER = (
    members(
        _TEXT,
        "viewer_application_name=browser viewer_application_version=browser_version"
        " viewer_application_engine=browser_engine viewer_os_family=operating_system"
        " viewer_os_version=operating_system_version viewer_os_architecture"
        " viewer_device_category viewer_device_manufacturer viewer_device_name"
        " viewer_device_model viewer_connection_type viewer_user_agent"
        " viewer_plan viewer_plan_status viewer_plan_category",
    ),
    _read(_TEXT, "platform_summary", readings.browser_on_system),
    _read(_TEXT, "platform_description", readings.nothing),
)

_LOCATION = (
    members(_INTEGER, "asn"),
    _read(_TEXT, "asn_name", readings.asn_with_name),
    members(_TEXT, "continent_code country_code=country country_name region city"),
    members(_DECIMAL_TEXT, "latitude longitude"),
    _read(_TEXT, "isp", readings.nothing),
    _read(_TEXT, "metro", readings.nothing),
)

# Eleven to twenty are in no client's model; a member too many harms none.
_CUSTOM = (members(_TEXT, " ".join(f"custom_{number}" for number in range(1, 21))),)

_ENGAGEMENT = (
    members(
        _INTEGER,
        "watch_time=watch_time_ms view_total_content_playback_time=total_content_playback_time_ms",
    ),
    members(
        _DECIMAL_TEXT,
        "view_playing_time=playing_time_ms view_max_playhead_position=max_playhead_position_ms",
    ),
)

_STARTUP = (
    members(
        _INTEGER,
        "time_to_first_frame=video_startup_time_ms player_startup_time=player_startup_time_ms"
        " page_load_time=page_load_time_ms view_content_startup_time=content_startup_time_ms",
    ),
    _read(_INTEGER, "player_load_time", readings.nothing),
    members(_BOOLEAN, "exit_before_video_start", never_null=True),
)

_SMOOTHNESS = (
    members(
        _INTEGER,
        "buffering_count=rebuffer_count buffering_duration=rebuffer_duration_ms"
        " view_seek_count=seek_count view_seek_duration=seek_duration_ms",
    ),
    members(_DECIMAL_TEXT, "buffering_rate=rebuffer_frequency rebuffer_percentage"),
)

_QUALITY = (
    members(
        _DECIMAL_TEXT,
        "view_max_upscale_percentage=max_upscale_percentage"
        " view_max_downscale_percentage=max_downscale_percentage"
        " view_total_upscaling=total_upscaling_ms view_total_downscaling=total_downscaling_ms",
    ),
    members(_NUMBER, "weighted_average_bitrate=weighted_average_bitrate_bps"),
    members(
        _INTEGER,
        "rendition_change_count rendition_upshift_count rendition_downshift_count"
        " live_stream_latency=live_stream_latency_ms",
    ),
)

_DELIVERY = (
    members(_TEXT, "cdn view_cdn_edge_pop view_cdn_origin view_drm_type view_drm_level"),
    members(WireType.TEXT_LIST, "video_cdn_trace", never_null=True),
    members(
        _INTEGER,
        "view_average_request_latency=request_latency_ms"
        " view_average_request_throughput=request_throughput_bps"
        " view_max_request_latency=max_request_latency_ms",
    ),
)

_FAILURE = (
    members(_BOOLEAN, "playback_failure video_startup_failure", never_null=True),
    members(_INTEGER, "error_type_id view_error_id=error_type_id"),
    *(
        _read(_INTEGER, f"{flag}_error_type_id", readings.error_type_where(flag))
        for flag in (
            "playback_failure",
            "playback_business_exception",
            "video_startup_business_exception",
            "ad_playback_failure",
        )
    ),
    members(_TEXT, "player_error_code player_error_message player_error_context"),
)

_ADS = (
    members(_BOOLEAN, "view_has_ad", never_null=True),
    members(_BOOLEAN, "preroll_requested preroll_played"),
    members(
        _INTEGER,
        "ad_break_count ad_attempt_count ad_impression_count ad_error_count ad_break_error_count"
        " ad_startup_error_count ad_exit_before_start_count requests_for_first_preroll"
        " ad_preroll_startup_time=ad_preroll_startup_time_ms"
        " video_startup_preroll_request_time=video_startup_preroll_request_time_ms"
        " video_startup_preroll_load_time=video_startup_preroll_load_time_ms",
    ),
    members(_TEXT, "preroll_ad_tag_hostname preroll_ad_asset_hostname"),
    *(
        _read(_DECIMAL_TEXT, metric_id, readings.metric(metric_id))
        for metric_id in (
            "ad_error_percentage",
            "ad_break_error_percentage",
            "ad_startup_error_percentage",
            "ad_exit_before_start_percentage",
        )
    ),
)

_SCORES = (
    members(
        _DECIMAL_TEXT,
        "viewer_experience_score playback_score=playback_success_score"
        " startup_score=startup_time_score rebuffering_score=smoothness_score"
        " quality_score=video_quality_score",
    ),
)

MEMBERS: Final[tuple[Member, ...]] = tuple(
    itertools.chain.from_iterable(
        itertools.chain(
            _IDENTITY, _VIDEO, _SOURCE, _PLAYER, _PAGE, _VIEWER, _LOCATION, _CUSTOM, _ENGAGEMENT,
            _STARTUP, _SMOOTHNESS, _QUALITY, _DELIVERY, _FAILURE, _ADS, _SCORES,
        )
    )
)  # fmt: skip

VideoView: Final[type[msgspec.Struct]] = msgspec.defstruct(
    "VideoView",
    [
        *(
            (each.name, JSON_TYPES[each.type] if each.never_null else JSON_TYPES[each.type] | None)
            for each in MEMBERS
        ),
        ("events", tuple[Event, ...]),
        ("events_cut", bool),
    ],
    frozen=True,
    module=__name__,
)
"""The view as it is written. `events_cut` is ours: the view has more events than are given."""


def shape_view(answer: ViewAnswer, environment: Environment) -> msgspec.Struct:
    """Return a view and its timeline as they are written."""
    values = (member.read(answer.view, environment) for member in MEMBERS)
    return VideoView(*values, shape_timeline(answer.view, answer.events), answer.events_cut)
