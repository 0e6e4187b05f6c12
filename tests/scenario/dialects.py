"""What the stories of the other players promise, written by hand from each folder's `story.md`.

Law: a promise follows from what the player did, never from what the sessionizer made of it.
"""

from typing import Final

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
}
