"""Chromecast: the web's SDK on a television, without a size.

Law: from the SDK's open source; composed, not recorded.
"""

from typing import Any

from lab.composing import BEGAN_MS, Counted, Dialect, Moment, web_counters
from lab.dialects.film import COMPOSED, VIDEO


def _old_counters(counted: Counted) -> dict[str, Any]:
    found = web_counters(counted)
    return {name: value for name, value in found.items() if "cumulative" not in name}


CHROMECAST = Dialect(
    name="dialect_chromecast",
    story=COMPOSED + "the open source of Mux's Chromecast SDK, which is mux-embed with a "
    "plugin.\n\n"
    "A viewer casts a video to a television; after four seconds a break of one advertisement "
    "comes, and the video goes on.\n\n"
    "It sends as the web does, only what changed. The player's size is 0, so nothing is known of "
    "scaling; it was played remotely; breaks begin without the ids of an ad. Its mux-embed is of "
    "the fourth series and counts no playing time.\n\n"
    "One view: one break, one attempt, one impression; startup 600 ms, 8,000 ms of content and "
    "2,000 ms of ad, a television, no scaling, ended cleanly.",
    content_type="text/plain",
    metadata=True,
    user_agent="Mozilla/5.0 (X11; Linux armv7l) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/120.0.6099.230 Safari/537.36 CrKey/1.56.500000",
    spell=lambda value: value,
    counters=_old_counters,
    posts_at_ms=(400, 10_400, 11_300),
    lasting=VIDEO
    | {
        "view_id": "c4574c57-0000-4000-8000-000000000c01",
        "player_instance_id": "c4574c57-0000-4000-8000-000000000b01",
        "mux_viewer_id": "c4574c57-0000-4000-8000-000000000a01",
        "mux_embed": "mux-embed",
        "mux_embed_version": "4.30.0",
        "session_id": "c4574c57-0000-4000-8000-000000000d01",
        "player_mux_plugin_name": "chromecast-mux",
        "player_mux_plugin_version": "4.1.0",
        "player_software_name": "Cast Application Framework Player",
        "player_width": 0,
        "player_height": 0,
        "player_remote_played": True,
        "player_is_paused": False,
        "viewer_device_category": "",
        "viewer_device_name": "Chromecast Ultra",
        "video_source_duration": 1_800_000,
        "video_source_is_live": False,
    },
    moments=(
        Moment(0, 0, "playerready", "idle", {"player_startup_time": 80}),
        Moment(
            300,
            0,
            "viewstart",
            "startup",
            {"view_start": BEGAN_MS + 300, "player_view_count": 1},
        ),
        Moment(300, 0, "play", "startup"),
        Moment(900, 0, "playing", "content"),
        Moment(4_900, 4_000, "pause", "pause", {"player_is_paused": True}),
        Moment(4_900, 4_000, "adbreakstart", "startup", {"ad_type": "midroll"}),
        Moment(4_900, 4_000, "adplay", "startup", {"ad_id": "ad-7", "ad_creative_id": "cr-7"}),
        Moment(4_900, 4_000, "adplaying", "ad"),
        Moment(6_900, 4_000, "adended", "idle"),
        Moment(6_900, 4_000, "adbreakend", "idle"),
        Moment(6_950, 4_000, "play", "startup", {"player_is_paused": False}),
        Moment(7_000, 4_000, "playing", "content"),
        Moment(11_000, 8_000, "viewend", "idle"),
    ),
)
