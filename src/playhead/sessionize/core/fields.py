"""Which beacon fields a view remembers from one event to the next.

A player sends a field when it changes; the last value known holds ("sticky"). Fields that are
true of one event alone (an error, a request, an ad) are not listed: their events' own rules read
them as they pass. Fields nobody reads are not kept, so that a client cannot fill our memory with
names of its own.

Law: data only.
"""

from typing import Final

from playhead.sessionize.core.keys import LONG_NAMES, MOST_CACHED_NAMES

_STICKY: Final = """
player_instance_id player_view_count mux_api_version mux_embed
mux_embed_version mux_sample_rate mux_viewer_id mux_view_message session_id experiment_name
sub_property_id
page_type page_url
player_name player_version player_software player_software_name player_software_version
player_mux_plugin_name player_mux_plugin_version player_width player_height player_is_paused
player_is_fullscreen player_autoplay_on player_preload_on player_language_code
player_remote_played player_captions_enabled player_pip_enabled
player_playback_mode player_playback_mode_data player_program_time
player_live_edge_program_time player_manifest_newest_program_time player_source_url
player_source_duration player_text_track_enabled player_audio_track_codec
video_id video_title video_series video_producer video_duration video_content_type
video_stream_type video_language_code video_variant_id video_variant_name
video_encoding_variant video_cdn video_creator_id video_affiliate video_brand video_codec
video_audio_codec video_dynamic_range_type video_is_live video_poster_url video_source_url
video_source_hostname video_source_domain video_source_mime_type video_source_format
video_source_duration video_source_width video_source_height video_source_bitrate
video_source_fps video_source_codec video_source_rendition_name video_source_is_live
video_holdback video_part_holdback video_target_duration video_playback_range
view_start view_watch_time view_playing_time_ms_cumulative ad_playing_time_ms_cumulative
view_content_playback_time view_total_content_playback_time view_time_to_first_frame
view_aggregate_startup_time view_max_playhead_position view_rebuffer_count
view_rebuffer_duration view_seek_count view_seek_duration view_max_seek_time
view_max_upscale_percentage view_max_downscale_percentage view_total_upscaling
view_total_downscaling view_request_count view_request_failed_count
view_request_canceled_count view_min_request_throughput view_average_request_throughput
view_max_request_latency view_average_request_latency view_dropped_frame_count
view_dropped_frames_count view_program_changed view_has_ad view_session_id view_drm_type
view_drm_level view_cdn_edge_pop view_cdn_origin view_client_application_name
view_client_application_version view_time_shift_enabled
ad_type view_ad_request_count view_ad_request_time view_preroll_requested view_preroll_played
view_preroll_request_count view_preroll_request_time view_startup_preroll_request_time
view_preroll_load_time view_startup_preroll_load_time view_preroll_ad_tag_hostname
view_preroll_ad_asset_hostname
viewer_user_id viewer_connection_type viewer_connection_low_data_mode viewer_application_name
viewer_application_version viewer_application_engine viewer_device_name viewer_device_category
viewer_device_manufacturer viewer_device_model viewer_os_family viewer_os_version
viewer_os_architecture viewer_plan viewer_plan_status viewer_plan_category
mux_viewer_device_category mux_viewer_device_manufacturer mux_viewer_device_name
mux_viewer_device_model mux_viewer_os_family mux_viewer_os_version
"""

STICKY_FIELDS: Final = frozenset(_STICKY.split()) | {f"custom_{n}" for n in range(1, 21)}


class StickyNames(dict[str, str | None]):
    """Short name to the long name of a sticky field, None for all others; remembered."""

    def __missing__(self, short: str) -> str | None:
        """Decide on a name not met before."""
        name = short if short in STICKY_FIELDS else LONG_NAMES[short]
        found = name if name in STICKY_FIELDS else None
        if len(self) < MOST_CACHED_NAMES:
            self[short] = found
        return found


STICKY_NAMES = StickyNames()
"""Every caller's memory of names: a pure function's cache, so sharing it changes nothing."""
