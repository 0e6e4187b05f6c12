"""The view as the API is documented to write it: each member's JSON type, and which are never null.

Written out a second time on purpose: the declarations under test are held against it.
"""

_NAMES_BY_TYPE = {
    "integer": """
    ad_attempt_count ad_break_count ad_break_error_count ad_error_count ad_exit_before_start_count
    ad_impression_count ad_playback_failure_error_type_id ad_preroll_startup_time
    ad_startup_error_count asn buffering_count buffering_duration error_type_id
    live_stream_latency page_load_time playback_business_exception_error_type_id
    playback_failure_error_type_id player_height player_load_time player_source_duration
    player_source_height player_source_width player_startup_time player_view_count player_width
    property_id rendition_change_count rendition_downshift_count rendition_upshift_count
    requests_for_first_preroll time_to_first_frame video_duration video_source_bitrate
    video_source_bitrate_initial video_source_height video_source_height_initial
    video_source_width video_source_width_initial video_startup_business_exception_error_type_id
    video_startup_preroll_load_time video_startup_preroll_request_time
    view_average_request_latency view_average_request_throughput view_content_startup_time
    view_dropped_frame_count view_error_id view_max_request_latency view_seek_count
    view_seek_duration view_total_content_playback_time watch_time
    """,
    "decimal_text": """
    ad_break_error_percentage ad_error_percentage ad_exit_before_start_percentage
    ad_startup_error_percentage buffering_rate latitude longitude playback_score quality_score
    rebuffer_percentage rebuffering_score startup_score view_max_downscale_percentage
    view_max_playhead_position view_max_upscale_percentage view_playing_time
    view_total_downscaling view_total_upscaling viewer_experience_score
    """,
    "text": """
    asn_name asset_id audio_codec audio_codec_initial cdn city client_application_name
    client_application_version continent_code country_code country_name custom_1 custom_10
    custom_2 custom_3 custom_4 custom_5 custom_6 custom_7 custom_8 custom_9 environment_id
    experiment_name id isp live_stream_id metro mux_api_version mux_embed mux_embed_version
    mux_viewer_id page_type page_url platform_description platform_summary playback_id
    player_error_code player_error_context player_error_message player_instance_id player_language
    player_mux_plugin_name player_mux_plugin_version player_name player_poster player_software
    player_software_version player_source_domain player_source_host_name player_source_stream_type
    player_source_type player_source_url player_version preroll_ad_asset_hostname
    preroll_ad_tag_hostname region session_id sub_property_id video_affiliate video_brand
    video_codec video_codec_initial video_content_type video_creator_id video_dynamic_range_type
    video_dynamic_range_type_initial video_encoding_variant video_id video_language video_producer
    video_series video_stream_type video_title video_variant_id video_variant_name
    view_cdn_edge_pop view_cdn_origin view_drm_level view_drm_type view_id view_session_id
    viewer_application_engine viewer_application_name viewer_application_version
    viewer_connection_type viewer_device_category viewer_device_manufacturer viewer_device_model
    viewer_device_name viewer_os_architecture viewer_os_family viewer_os_version viewer_plan
    viewer_plan_category viewer_plan_status viewer_user_agent viewer_user_id
    """,
    "boolean": """
    exit_before_video_start long_rebuffering long_resume playback_failure player_autoplay
    player_preload player_remote_played preroll_played preroll_requested time_shift_enabled
    used_captions used_fullscreen used_pip video_startup_failure view_dropped view_has_ad watched
    """,
    "text_list": """
    video_cdn_trace
    """,
    "number": """
    video_source_fps video_source_fps_initial weighted_average_bitrate
    """,
    "time": """
    inserted_at short_time updated_at view_end view_start
    """,
}
TYPE_BY_NAME = {name: kind for kind, names in _NAMES_BY_TYPE.items() for name in names.split()}
NEVER_NULL = frozenset(
    """
    environment_id exit_before_video_start id inserted_at long_rebuffering long_resume
    mux_api_version mux_viewer_id playback_failure player_autoplay player_preload property_id
    session_id short_time time_shift_enabled updated_at used_captions used_fullscreen used_pip
    video_cdn_trace video_startup_failure view_dropped view_end view_has_ad view_id view_start
    watched
    """.split()
)
