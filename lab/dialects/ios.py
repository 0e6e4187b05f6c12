"""iOS: a view begins with `viewinit`, and the device is told apart from what the site says.

Law: from the SDK's public headers; its core is closed, so its spelling is a guess.
"""

from lab.composing import BEGAN_MS, Dialect, Moment, as_text, web_counters
from lab.dialects.film import COMPOSED, VIDEO

IOS = Dialect(
    name="dialect_ios",
    story=COMPOSED + "the public headers of Mux's SDK for AVPlayer. Its core is closed: path, "
    "envelope and spelling are guesses.\n\n"
    "A live stream starts after 700 ms, the phone is turned, the picture stalls for two seconds, "
    "and the viewer leaves.\n\n"
    "A view begins with `viewinit`, which is no play attempt. Flags are text. What the SDK knows "
    "of the device travels as `mux_viewer_*`; what the site says (`viewer_device_name`) goes "
    "before it. `orientationchange` brings angles that no column keeps; they stay in the "
    "timeline.\n\n"
    "One view: 8,000 ms of content in 10,700 ms of watching, one stall of 2,000 ms, live, full "
    "screen at the end, one change of rendition downwards, ended cleanly.",
    user_agent="Harbour/5.1 CFNetwork/1494.0.7 Darwin/23.4.0",
    spell=lambda value: as_text(value) if isinstance(value, bool) else value,
    counters=web_counters,
    posts_at_ms=(400, 10_400, 11_100),
    lasting=VIDEO
    | {
        "view_id": "0A1B2C3D-4E5F-4061-8273-8495A6B7C801",
        "player_instance_id": "9F8E7D6C-5B4A-4392-8170-6F5E4D3C2B01",
        "mux_viewer_id": "D0E1F2A3-B4C5-4D6E-8F70-8192A3B4C501",
        "player_mux_plugin_name": "apple-mux",
        "player_mux_plugin_version": "4.5.0",
        "player_software_name": "AVPlayerViewController",
        "player_width": 390,
        "player_height": 219,
        "player_is_paused": True,
        "player_is_fullscreen": False,
        "viewer_application_name": "com.example.harbour",
        "viewer_application_version": "5.1",
        "viewer_connection_type": "wifi",
        "viewer_device_name": "Lobby phone",
        "mux_viewer_device_category": "phone",
        "mux_viewer_device_manufacturer": "Apple",
        "mux_viewer_device_model": "iPhone16,1",
        "mux_viewer_device_name": "iPhone 15 Pro",
        "mux_viewer_os_family": "iOS",
        "mux_viewer_os_version": "17.4",
        "video_source_is_live": True,
    },
    moments=(
        Moment(0, 0, "viewinit", "idle"),
        Moment(50, 0, "playerready", "idle", {"player_startup_time": 50}),
        Moment(
            300,
            0,
            "viewstart",
            "startup",
            {"view_start": BEGAN_MS + 300, "player_view_count": 1},
        ),
        Moment(300, 0, "play", "startup", {"player_is_paused": False}),
        Moment(
            1_000,
            0,
            "playing",
            "content",
            {
                "video_source_width": 1920,
                "video_source_height": 1080,
                "video_source_bitrate": 5_000_000,
            },
        ),
        Moment(1_000, 0, "renditionchange", "content"),
        Moment(
            3_000,
            2_000,
            "orientationchange",
            "content",
            {
                "viewer_device_orientation": {"x": 0, "y": 0, "z": 90},
                "player_width": 844,
                "player_height": 390,
                "player_is_fullscreen": True,
            },
        ),
        Moment(
            5_000,
            4_000,
            "requestcompleted",
            "content",
            {
                "view_average_request_throughput": 8_000_000,
                "view_min_request_throughput": 2_000_000,
                "view_request_count": 3,
                "request_hostname": "media.example.com",
                "request_type": "media",
            },
        ),
        Moment(6_000, 5_000, "rebufferstart", "stall"),
        Moment(8_000, 5_000, "rebufferend", "content"),
        Moment(
            8_000,
            5_000,
            "renditionchange",
            "content",
            {
                "video_source_width": 1280,
                "video_source_height": 720,
                "video_source_bitrate": 2_400_000,
            },
        ),
        Moment(11_000, 8_000, "viewend", "idle"),
    ),
)
