"""Which beacon fields a view remembers from one event to the next.

A player sends a field when it changes; the last value known holds ("sticky"). Fields that are
true of one event alone (an error, a request, an ad) are not listed: their events' own rules read
them as they pass. A name that no field of the protocol has is a dimension of the site's own, and
is remembered as well, up to a limit.

Law: data only.
"""

import re
import sys
from typing import Final

from playhead.model.field_names import LONG_NAMES, LONGEST_NAME, MOST_CACHED_NAMES

_STICKY: Final = """
player_instance_id player_view_count mux_api_version mux_embed
mux_embed_version mux_sample_rate mux_viewer_id mux_view_message session_id experiment_name
sub_property_id
page_type page_url
player_name player_version player_software player_software_name player_software_version
player_mux_plugin_name player_mux_plugin_version player_width player_height player_is_paused
player_is_fullscreen player_autoplay_on player_preload_on player_language_code
player_remote_played player_captions_enabled player_pip_enabled
player_playback_mode player_playback_mode_data player_program_time player_source_url
player_source_duration player_text_track_enabled player_audio_track_codec
video_id video_title video_series video_producer video_duration video_content_type
video_stream_type video_language_code video_variant_id video_variant_name
video_encoding_variant video_cdn video_creator_id video_affiliate video_brand video_codec
video_audio_codec video_dynamic_range_type video_is_live video_poster_url video_source_url
video_source_hostname video_source_domain video_source_mime_type video_source_format
video_source_duration video_source_width video_source_height video_source_bitrate
video_source_fps video_source_codec video_source_rendition_name video_source_is_live
video_playback_range
view_start view_watch_time view_playing_time_ms_cumulative ad_playing_time_ms_cumulative
view_total_content_playback_time view_time_to_first_frame
view_aggregate_startup_time view_max_playhead_position view_rebuffer_count
view_rebuffer_duration view_seek_count view_seek_duration view_max_seek_time
view_max_upscale_percentage view_max_downscale_percentage view_total_upscaling
view_total_downscaling view_request_count view_request_failed_count
view_request_canceled_count view_min_request_throughput view_average_request_throughput
view_max_request_latency view_average_request_latency view_dropped_frame_count
view_dropped_frames_count view_program_changed view_has_ad view_session_id view_drm_type
view_drm_level view_cdn_edge_pop view_cdn_origin view_client_application_name
view_client_application_version view_time_shift_enabled
ad_type view_preroll_requested view_preroll_played view_preroll_request_count
view_startup_preroll_request_time view_startup_preroll_load_time view_preroll_ad_tag_hostname
view_preroll_ad_asset_hostname
viewer_user_id viewer_connection_type viewer_connection_low_data_mode viewer_application_name
viewer_application_version viewer_application_engine viewer_device_name viewer_device_category
viewer_device_manufacturer viewer_device_model viewer_os_family viewer_os_version
viewer_os_architecture viewer_plan viewer_plan_status viewer_plan_category
mux_viewer_device_category mux_viewer_device_manufacturer mux_viewer_device_name
mux_viewer_device_model mux_viewer_os_family mux_viewer_os_version
"""

STICKY_FIELDS: Final = frozenset(map(sys.intern, _STICKY.split())) | {
    f"custom_{n}" for n in range(1, 21)
}

_PASSING: Final = """
env_key view_id view_sequence_number player_sequence_number viewer_time beacon_domain event
mux_sample_number session_start session_expires player_start retry_count page_load_time
page_load_init_time page_load_end_time player_init_time player_startup_time player_playhead_time
player_time_to_first_frame player_error_code player_error_message player_error_context
player_error_severity player_error_business_exception player_error_data player_text_track_type
player_text_track_format player_text_track_name player_text_track_language
player_audio_track_enabled player_audio_track_name player_audio_track_language
player_audio_track_channels player_audio_track_bitrate player_load_time video_previous_cdn
video_is_autoplay video_part_target_duration view_rebuffer_frequency view_rebuffer_percentage
view_end view_percentage_viewed view_waiting_rebuffer_count view_waiting_rebuffer_duration
view_time_to_preroll view_midroll_time_to_first_ad view_ad_played_count view_ad_clicked_count
view_ad_skipped_count view_ad_break_count view_ad_complete_count view_ad_error_count
view_ad_view_count view_ad_watch_time view_preroll_ad_tag_domain view_preroll_ad_asset_domain
view_preroll_ad_id view_preroll_creative_id ad_id ad_creative_id ad_universal_id ad_asset_url
ad_tag_url player_live_edge_program_time player_manifest_newest_program_time video_holdback
video_part_holdback video_target_duration view_ad_request_count view_ad_request_time
view_content_playback_time view_preroll_load_time view_preroll_request_time
viewer_device_orientation internal_view_session_id internal_video_experiments
"""

_KNOWN: Final = STICKY_FIELDS | frozenset(_PASSING.split())
_PASSING_FAMILIES: Final = ("request_", "response_", "beacon_", "internal_", "timestamp_")
OWN: Final = "+"
"""Before the name of a dimension that the site made up: no field of the protocol has it."""
MOST_OWN: Final = 50
"""Such dimensions in one view."""
_OWN_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")


STICKY_NAMES: Final[dict[str, str | None]] = {}
"""Short name to the name a field is remembered by, None for those forgotten, as far as met.

A pure function's cache, so sharing it changes nothing; a plain dictionary, because the hot path
reads one twice as fast as any class of ours. What it lacks, `sticky_name` decides and adds.
"""


def sticky_name(short: str) -> str | None:
    """Return the name that a view remembers a field by, None for a field it forgets."""
    if short in STICKY_NAMES:
        return STICKY_NAMES[short]
    name = short if short in STICKY_FIELDS else LONG_NAMES[short]
    found = sys.intern(name) if name in STICKY_FIELDS else _own(name)
    if len(STICKY_NAMES) < MOST_CACHED_NAMES and len(short) <= LONGEST_NAME:
        STICKY_NAMES[short] = found
    return found


def _own(name: str) -> str | None:
    """Return how a dimension that the site made up is remembered, None if `name` is none."""
    if name in _KNOWN or name.startswith(_PASSING_FAMILIES) or not _OWN_NAME.fullmatch(name):
        return None
    return OWN + name


def forget_surplus(sticky: dict[str, object]) -> None:
    """Forget all but the first `MOST_OWN` dimensions that the site made up."""
    own = [name for name in sticky if name.startswith(OWN)]
    for name in own[MOST_OWN:]:
        del sticky[name]


class FieldNames:
    """Some fields of the protocol, each under the name that a reader of it uses.

    What a short name stands for is decided once and remembered in a plain dictionary, because the
    hot path reads one twice as fast as any class of ours.
    """

    def __init__(self, shown: dict[str, str]) -> None:
        """Take the long names of the fields wanted, and what each is called by the reader."""
        self._shown = shown
        self._known: dict[str, str | None] = {}

    def pick(self, fields: dict[str, object]) -> dict[str, object]:
        """Return those of `fields` that are wanted and known."""
        known = self._known
        found: dict[str, object] = {}
        for short, value in fields.items():
            if value is None:
                continue
            name = known[short] if short in known else self._decide(short)
            if name is not None:
                found[name] = value
        return found

    def _decide(self, short: str) -> str | None:
        found = self._shown.get(LONG_NAMES[short])
        if len(self._known) < MOST_CACHED_NAMES and len(short) <= LONGEST_NAME:
            self._known[short] = found
        return found
