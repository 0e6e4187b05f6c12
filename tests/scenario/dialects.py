"""What the stories of the other players promise, written by hand from each folder's `story.md`.

Law: a promise follows from what the player did, never from what the sessionizer made of it.
"""

from typing import Final

from lab.composing import BEGAN_MS

_CLEAN: Final[dict[str, object]] = {
    "startup.exit_before_video_start": False,
    "engagement.watched": True,
    "failure.playback_failure": False,
    "failure.error_count": 0,
    "smoothness.rebuffer_count": 0,
    "smoothness.seek_count": 1,
    "scores.playback_success_score": 1.0,
    "identity.view_dropped": False,
    "identity.missing_event_count": 0,
}
_FAILED_TWICE: Final[dict[str, object]] = {
    "engagement.watched": True,
    "failure.playback_failure": True,
    "failure.video_startup_failure": False,
    "failure.error_count": 2,
    "failure.player_error_code": "drm-17",
    "failure.player_error_message": "The licence was taken back",
    "failure.player_error_context": "device=lab",
    "failure.player_error_severity": "fatal",
    "video.video_creator_id": "creator-77",
    "viewer.viewer_plan": "family",
    "smoothness.rebuffer_count": 0,
    "scores.playback_success_score": 0.0,
    "identity.view_dropped": False,
    "identity.missing_event_count": 0,
}

PROMISES: Final[dict[str, list[dict[str, object]]]] = {
    "dialect_mux_embed_4_9": [_FAILED_TWICE | {"player.mux_embed_version": "4.9.1"}],
    "dialect_mux_embed_4_30": [_FAILED_TWICE | {"player.mux_embed_version": "4.30.0"}],
    "dialect_mux_embed_5_1": [_FAILED_TWICE | {"player.mux_embed_version": "5.1.0"}],
    "dialect_mux_embed_5_18": [_CLEAN | {"player.mux_embed_version": "5.18.2"}],
    "dialect_videojs": [
        _CLEAN
        | {
            "player.player_mux_plugin_name": "videojs-mux",
            "player.player_mux_plugin_version": "4.21.28",
            "player.player_software_version": "8.24.1",
            "player.mux_embed_version": "5.18.0",
            # Told relative to the page, without a host.
            "source.player_source_url": "/media/ladder/master.m3u8",
            "source.source_hostname": "127.0.0.1",
            "source.player_source_domain": "127.0.0.1",
        }
    ],
    "dialect_dashjs": [
        _CLEAN
        | {
            "player.mux_embed_version": "5.19.0",
            "source.player_source_url": "/media/dash/manifest.mpd",
            "source.source_hostname": "127.0.0.1",
        }
    ],
    "dialect_mux_player": [
        _CLEAN
        | {
            "player.player_software": "mux-player",
            "player.player_software_version": "3.14.0",
            "player.mux_embed_version": "5.18.1",
        }
    ],
    "dialect_roku": [
        _CLEAN
        | {
            "smoothness.rebuffer_count": 1,
            "smoothness.rebuffer_duration_ms": 1_500,
            "smoothness.seek_duration_ms": 800,
            "startup.video_startup_time_ms": 1_400,
            "engagement.content_playing_time_ms": 28_100,
            "engagement.ad_playing_time_ms": 3_000,
            "engagement.watch_time_ms": 31_000,
            "engagement.playback_range": '["0:14100","40000:54000"]',
            "ads.view_has_ad": True,
            "ads.ad_break_count": 1,
            "ads.ad_attempt_count": 1,
            "ads.ad_impression_count": 1,
            "ads.ad_error_count": 0,
            "ads.ad_exit_before_start_count": 0,
            "ads.preroll_played": True,
            "ads.preroll_ad_tag_hostname": "tags.example.net",
            "identity.session_id": None,
            "identity.view_start_ms": BEGAN_MS + 1_000,
            "identity.view_end_ms": BEGAN_MS + 40_300,
            "player.player_software": "RokuSG",
            "player.player_width_px": 1280,
            "player.player_height_px": 720,
            "player.used_fullscreen": True,
            "player.view_dropped_frame_count": 7,
            "player.player_playback_mode_data": "{}",
            "viewer.viewer_device_category": "tv",
            "viewer.viewer_connection_low_data_mode": False,
            "engagement.max_playhead_position_ms": 54_000,
            "quality.downscale_percentage": 0.5,
            "quality.upscale_percentage": 0.0,
            "quality.rendition_change_count": 0,
            "source.video_source_bitrate_bps": 5_000_000,
            "custom.custom_dimensions": {},
        }
    ],
    "dialect_android": [
        _CLEAN
        | {
            "failure.error_count": 1,
            "failure.player_error_code": "1002",
            "failure.player_error_severity": "warning",
            "smoothness.seek_duration_ms": 300,
            "startup.video_startup_time_ms": 900,
            "startup.player_startup_time_ms": 120,
            "engagement.watch_time_ms": 10_700,
            "engagement.content_playing_time_ms": 9_500,
            "identity.view_start_ms": BEGAN_MS + 500,
            "identity.view_end_ms": BEGAN_MS + 11_200,
            "viewer.operating_system": "Android",
            "viewer.operating_system_version": "14 (34)",
            "viewer.viewer_device_manufacturer": "Google",
            "viewer.viewer_device_model": "Pixel 8",
            "viewer.viewer_device_name": "Pixel 8",
            "viewer.viewer_device_category": None,
            "viewer.viewer_connection_type": "cellular",
            "quality.max_downscale_percentage": 0.678125,
            "quality.downscale_percentage": 0.678125,
            "quality.upscale_percentage": 0.0,
            "quality.weighted_average_bitrate_bps": 2_400_000.0,
            "source.video_source_fps": 29.97,
            "source.player_source_duration_ms": 1_800_000,
            "video.stream_type": "on-demand",
            "delivery.request_latency_ms": 40.0,
            "delivery.request_throughput_bps": 32_000_000.0,
            "custom.custom_dimensions": {},
        }
    ],
    "dialect_ios": [
        _CLEAN
        | {
            "smoothness.seek_count": None,
            "smoothness.rebuffer_count": 1,
            "smoothness.rebuffer_duration_ms": 2_000,
            "startup.video_startup_time_ms": 700,
            "startup.player_startup_time_ms": 50,
            "engagement.watch_time_ms": 10_700,
            "engagement.content_playing_time_ms": 8_000,
            "identity.view_start_ms": BEGAN_MS + 300,
            "identity.view_end_ms": BEGAN_MS + 11_000,
            "player.used_fullscreen": True,
            "player.player_width_px": 844,
            "video.stream_type": "live",
            "viewer.viewer_device_category": "phone",
            "viewer.viewer_device_manufacturer": "Apple",
            "viewer.viewer_device_model": "iPhone16,1",
            "viewer.viewer_device_name": "Lobby phone",
            "viewer.operating_system": "iOS",
            "viewer.operating_system_version": "17.4",
            "quality.rendition_change_count": 1,
            "quality.rendition_downshift_count": 1,
            "source.video_source_height_px": 720,
            "source.video_source_height_initial_px": 1080,
            "delivery.request_count": 3,
            "delivery.request_throughput_bps": 8_000_000.0,
            "custom.custom_dimensions": {},
        }
    ],
    "dialect_chromecast": [
        _CLEAN
        | {
            "smoothness.seek_count": None,
            "startup.video_startup_time_ms": 600,
            "engagement.watch_time_ms": 10_650,
            "engagement.content_playing_time_ms": 8_000,
            "engagement.ad_playing_time_ms": 2_000,
            "engagement.playing_time_ms": 10_000,
            "ads.ad_type_totals_ms": {"midroll": 2_000},
            "ads.ad_break_count": 1,
            "ads.ad_attempt_count": 1,
            "ads.ad_impression_count": 1,
            "ads.ad_error_count": 0,
            "player.player_remote_played": True,
            "player.player_width_px": None,
            "player.player_height_px": None,
            "quality.upscale_percentage": None,
            "quality.downscale_percentage": None,
            "viewer.viewer_device_category": "tv",
            "viewer.viewer_device_name": "Chromecast Ultra",
            "custom.custom_dimensions": {},
        }
    ],
}
