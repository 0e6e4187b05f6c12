"""Roku: the whole state with every event, and much of it as text.

Law: from the SDK's open source; composed, not recorded.
"""

from typing import Any

from lab.composing import BEGAN_MS, Counted, Dialect, Moment, as_text
from lab.dialects.film import COMPOSED, VIDEO


def _numbers_as_text(value: Any) -> Any:
    """Spell as a Roku does: whole numbers stay numbers, but times of day and flags are text."""
    if isinstance(value, bool) or (isinstance(value, int) and value >= BEGAN_MS):
        return as_text(value)
    return value


def _roku_counters(counted: Counted) -> dict[str, Any]:
    spent = counted.spent_ms
    content, ad = spent.get("content", 0), spent.get("ad", 0)
    found: dict[str, Any] = {
        "view_rebuffer_count": counted.stalls,
        "view_rebuffer_duration": spent.get("stall", 0),
        "view_seek_count": counted.seeks,
        "view_seek_duration": spent.get("seek", 0),
        "view_playing_time_ms_cumulative": content + ad,
        "ad_playing_time_ms_cumulative": ad,
        "view_preroll_played": ad > 0,
    }
    if counted.first_frame_ms is not None:
        found["view_time_to_first_frame"] = counted.first_frame_ms
        # An advertisement is no content, so it is not watched either.
        found["view_watch_time"] = counted.first_frame_ms + spent.get("stall", 0) + content
    if content:
        found["view_total_content_playback_time"] = content
    return found


ROKU = Dialect(
    name="dialect_roku",
    story=COMPOSED + "the open source of Mux's Roku SDK and its documented differences.\n\n"
    "An advertisement of three seconds is skipped, then the video plays, stalls for 1.5 s, is "
    "sought once and paused for four seconds, and the viewer leaves.\n\n"
    "The player sends its whole state with every event and no `metadata`; times of day, sizes and "
    "flags are text; words that its dictionary lacks are spelled `_word_`; there is no session, "
    "and the first `playerready` has no view id, so it belongs to no view. "
    "The played intervals are a list, dropped frames travel as `view_dropped_frames_count`, and "
    "its watch time leaves the advertisement out, so it is shorter than its playing time.\n\n"
    "One view: one break, one attempt, one impression, no ad error; startup 1,400 ms, one stall "
    "of 1,500 ms, one seek of 800 ms, 28,100 ms of content and 3,000 ms of ad, 7 dropped frames, "
    "a picture of 1440 lines on a screen of 720, a television in full screen, ended cleanly.",
    full_state=True,
    unknown_words=frozenset({"channels", "cmcd", "data", "low", "sid"}),
    before_view=frozenset({"playerready"}),
    user_agent="Roku/DVP-14.1 (14.1.4.7709-55)",
    spell=_numbers_as_text,
    counters=_roku_counters,
    posts_at_ms=(10_000, 20_000, 30_000, 40_000, 41_450),
    lasting=VIDEO
    | {
        "view_id": "5b0c7a52-11d2-4f0e-9a57-0d1f6f3e2a01",
        "player_instance_id": "0d2c7a10-6f0e-4c2b-9b8e-1f2a3b4c5d6e",
        "mux_viewer_id": "7f9d2c1e-4b7a-4c35-8d21-5e6f7a8b9c0d",
        "player_mux_plugin_name": "roku-mux",
        "player_mux_plugin_version": "2.8.0",
        "player_software_name": "RokuSG",
        "player_software_version": "14.1",
        "player_language_code": "en_US",
        "player_width": "1280",
        "player_height": "720 ",
        "player_is_fullscreen": "true",
        "player_is_paused": "false",
        "player_start": BEGAN_MS,
        "player_view_count": 1,
        "viewer_application_name": "Harbour Channel",
        "viewer_application_version": "1.0.3",
        "viewer_connection_type": "wifi",
        "viewer_connection_low_data_mode": False,
        "viewer_device_category": "tv",
        "viewer_device_manufacturer": "Roku",
        "viewer_device_model": "4802X",
        "viewer_device_name": "Roku Ultra",
        "viewer_os_family": "Roku OS",
        "viewer_os_version": "14.1",
        "video_source_format": "m3u8",
        "video_source_mime_type": "application/x-mpegurl",
        "video_source_is_live": "false",
        "video_source_duration": 1_800_000,
        "view_start": BEGAN_MS + 1_000,
    },
    moments=(
        Moment(0, 0, "playerready", "idle"),
        Moment(
            1_000,
            0,
            "playbackmodechange",
            "startup",
            {"player_playback_mode": "fullscreen", "player_playback_mode_data": "{}"},
        ),
        Moment(1_000, 0, "networkchange", "startup"),
        Moment(1_000, 0, "viewstart", "startup"),
        Moment(1_001, 0, "play", "startup"),
        Moment(
            1_010,
            0,
            "adbreakstart",
            "startup",
            {"ad_type": "preroll", "view_preroll_ad_tag_hostname": "tags.example.net"},
        ),
        Moment(2_390, 0, "adimpression", "startup"),
        Moment(2_400, 0, "adplay", "startup", {"view_ad_played_count": 1}),
        Moment(2_400, 0, "adplaying", "ad"),
        Moment(5_400, 0, "adskipped", "idle"),
        Moment(5_400, 0, "adended", "idle"),
        Moment(5_450, 0, "adbreakend", "idle"),
        Moment(5_460, 0, "play", "idle"),
        Moment(5_900, 0, "playing", "content"),
        Moment(
            5_950,
            50,
            "renditionchange",
            "content",
            {
                "video_source_width": 2560,
                "video_source_height": 1440,
                "video_source_bitrate": 5_000_000,
            },
        ),
        Moment(15_950, 10_050, "hb", "content", {"view_dropped_frames_count": 7}),
        Moment(18_000, 12_100, "rebufferstart", "stall"),
        Moment(19_500, 12_100, "rebufferend", "content"),
        Moment(21_500, 14_100, "pause", "seek"),
        Moment(21_500, 14_100, "seeking", "seek"),
        Moment(22_300, 40_000, "seeked", "idle"),
        Moment(22_300, 40_000, "play", "idle"),
        Moment(
            22_300,
            40_000,
            "playing",
            "content",
            {"video_playback_range": ["0:14100", "40000:40000"]},
        ),
        Moment(30_300, 48_000, "pause", "pause", {"player_is_paused": "true"}),
        Moment(34_300, 48_000, "play", "idle", {"player_is_paused": "false"}),
        Moment(34_300, 48_000, "playing", "content"),
        Moment(
            40_300,
            54_000,
            "viewend",
            "idle",
            {
                "video_playback_range": ["0:14100", "40000:54000"],
                "view_max_upscale_percentage": 0,
                "view_max_downscale_percentage": 0.5,
                "view_total_upscaling": 0,
                "view_total_downscaling": 14_050,
            },
        ),
    ),
)
