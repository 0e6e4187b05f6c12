"""Android: gzip to a path of its own, numbers and flags as text.

Law: from the SDK's open parts; its core is closed, so its spelling is a guess.
"""

from lab.composing import BEGAN_MS, Dialect, Moment, as_text, web_counters
from lab.dialects.film import COMPOSED, SEGMENT, VIDEO

ANDROID = Dialect(
    name="dialect_android",
    story=COMPOSED + "the open parts of Mux's Android SDK. Its core is closed: that it sends only "
    "what changed, and numbers and flags as text, is a guess.\n\n"
    "A video starts after 900 ms, one request is cancelled, a warning is told, the viewer seeks "
    "once and leaves.\n\n"
    "It posts gzip to `/android`, without `metadata`. It knows its maker and model and leaves "
    "name and category to the server, which knows the phone's name by the user agent and cannot "
    "tell its size. The version of the system is `14 (34)`.\n\n"
    "One view: 9,500 ms of content in 10,700 ms of watching, one seek of 300 ms, a warning that is "
    "no failure, a picture of 1280 by 720 scaled down to 412 by 232 dp, one request of 250 ms that "
    "brought a megabyte, ended cleanly.",
    path="/android",
    zipped=True,
    user_agent="Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8 Build/UQ1A.240105.004)",
    spell=as_text,
    counters=web_counters,
    posts_at_ms=(600, 10_600, 13_300),
    lasting=VIDEO
    | {
        "view_id": "a9b8c7d6-e5f4-4a3b-8c2d-1e0f9a8b7c01",
        "player_instance_id": "3e2d1c0b-a987-4654-8321-0fedcba98701",
        "mux_viewer_id": "c0ffee00-1234-4abc-8def-0123456789a1",
        "player_mux_plugin_name": "mux-media3",
        "player_mux_plugin_version": "1.11.0",
        "player_software": "media3-exoplayer",
        "player_software_version": "1.4.1",
        "player_width": 412,
        "player_height": 232,
        "player_is_paused": True,
        "player_view_count": 1,
        "viewer_application_name": "com.example.harbour",
        "viewer_application_version": "5.1",
        "viewer_connection_type": "cellular",
        "viewer_device_manufacturer": "Google",
        "viewer_device_model": "Pixel 8",
        "viewer_os_family": "Android",
        "viewer_os_version": "14 (34)",
        "video_source_mime_type": "application/x-mpegURL",
        "video_source_duration": 1_800_000,
        "video_source_is_live": False,
    },
    moments=(
        Moment(0, 0, "playerready", "idle", {"player_startup_time": 120}),
        Moment(500, 0, "viewstart", "startup", {"view_start": BEGAN_MS + 500}),
        Moment(500, 0, "play", "startup", {"player_is_paused": False}),
        Moment(
            900,
            0,
            "requestcompleted",
            "startup",
            SEGMENT
            | {
                "request_type": "media",
                "request_start": BEGAN_MS + 600,
                "request_response_start": BEGAN_MS + 640,
                "request_response_end": BEGAN_MS + 850,
                "request_bytes_loaded": 1_000_000,
                "request_labeled_bitrate": 2_400_000,
                "request_media_duration": 4_000,
            },
        ),
        Moment(
            1_350,
            0,
            "renditionchange",
            "startup",
            {
                "video_source_width": 1280,
                "video_source_height": 720,
                "video_source_bitrate": 2_400_000,
                "video_source_fps": 29.97,
            },
        ),
        Moment(1_400, 0, "playing", "content"),
        Moment(
            3_400,
            2_000,
            "error",
            "content",
            {
                "player_error_code": 1_002,
                "player_error_message": "A subtitle could not be read",
                "player_error_severity": "warning",
                "player_error_business_exception": False,
            },
        ),
        Moment(6_400, 5_000, "seeking", "seek"),
        Moment(
            6_410,
            5_000,
            "requestcanceled",
            "seek",
            SEGMENT | {"request_type": "media", "request_cancel": "genericLoadCanceled"},
        ),
        Moment(6_700, 60_000, "seeked", "content"),
        Moment(
            11_200,
            64_500,
            "viewend",
            "idle",
            {
                "view_max_upscale_percentage": 0,
                "view_max_downscale_percentage": 0.678125,
                "view_total_upscaling": 0,
                "view_total_downscaling": 6442.1875,
                "view_total_content_playback_time": 9_500,
                "view_max_playhead_position": 64_500,
            },
        ),
    ),
)
