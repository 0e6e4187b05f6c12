"""The table of scenarios: every story that the project's tests tell, one row each.

Law: to add a scenario is to add a row here, and its steps in `steps` if they are new.
"""

from typing import Any

from lab import ad_steps, steps
from lab.scenario import Scenario

MP4: dict[str, Any] = {"source": "mp4"}
HLS: dict[str, Any] = {"source": "hls", "level": 1}
HLS_SHORT = HLS | {"hls": steps.SHORT_BUFFER}
HLS_IMPATIENT = HLS | {"hls": steps.IMPATIENT}
STARTED = ("viewstart", "play", "playing")

EVERY_KEY: dict[str, Any] = {
    **{f"custom_{number}": f"value {number}" for number in range(1, 13)},
    "experiment_name": "big-button",
    "page_type": "watchpage",
    "player_name": "Main player",
    "player_version": "7.3.1",
    "player_captions_enabled": True,
    "player_pip_enabled": False,
    "player_remote_played": False,
    "sub_property_id": "tenant-9",
    "video_affiliate": "KXYZ",
    "video_audio_codec": "mp4a.40.2",
    "video_brand": "Harbour TV",
    "video_cdn": "fastlane",
    "video_codec": "avc1.42c01f",
    "video_content_type": "episode",
    "video_creator_id": "creator-77",
    "video_duration": 12000,
    "video_dynamic_range_type": "sdr",
    "video_encoding_variant": "two-pass",
    "video_id": "harbour-s02e05",
    "video_language_code": "en",
    "video_producer": "Quay Films",
    "video_series": "Harbour, season 2",
    "video_stream_type": "on-demand",
    "video_title": "Harbour: the fog",
    "video_variant_id": "variant-3",
    "video_variant_name": "Director's cut",
    "view_cdn_edge_pop": "ams",
    "view_cdn_origin": "origin-2",
    "view_client_application_name": "harbour-web",
    "view_client_application_version": "2026.4",
    "view_drm_level": "L1",
    "view_drm_type": "widevine",
    "view_session_id": "cdn-session-5521",
    "view_time_shift_enabled": False,
    "viewer_application_engine": "Blink",
    "viewer_application_name": "Harbour",
    "viewer_application_version": "5.1",
    "viewer_device_category": "tv",
    "viewer_device_manufacturer": "Lighthouse",
    "viewer_device_model": "LH-55",
    "viewer_device_name": "Lighthouse 55",
    "viewer_os_family": "BeaconOS",
    "viewer_os_version": "4.2",
    "viewer_plan": "family",
    "viewer_plan_category": "paid",
    "viewer_plan_status": "active",
    "viewer_user_id": "user-1234",
}

_ROWS = (
    Scenario(
        name="hls_normal_play",
        story="A viewer plays a 30 s HLS video to its end and leaves a second later. "
        "One view: started, no stall, no seek, no error, one rendition, ended cleanly.",
        options=HLS,
        steps=steps.watch_to_end,
        expects=(*STARTED, "hb", "pause", "ended", "viewend"),
    ),
    Scenario(
        name="mp4_normal_play",
        story="A viewer plays a 12 s MP4 to its end and leaves a second later. "
        "One view: started, no stall, no seek, no error, ended cleanly.",
        options=MP4,
        steps=steps.watch_to_end,
        expects=(*STARTED, "pause", "ended", "viewend"),
    ),
    Scenario(
        name="seek",
        story="A viewer seeks ahead, then back, then once while paused. One view with three seeks, "
        "whose paused time does not count as watch time.",
        options=HLS,
        steps=steps.seek,
        expects=(*STARTED, "seeking", "seeked", "seeking", "seeked", "pause", "seeking", "seeked",
                 "play", "playing", "viewend"),
    ),
    Scenario(
        name="pause_resume",
        story="A viewer pauses for three seconds and plays on. "
        "One view; the pause counts neither as watch time nor as playing time.",
        options=HLS,
        steps=steps.pause_resume,
        expects=(*STARTED, "pause", "play", "playing", "viewend"),
    ),
    Scenario(
        name="rebuffer",
        story="The server keeps segments back until the picture has stood still for three seconds. "
        "One view with one stall of about three seconds.",
        options=HLS_SHORT,
        steps=steps.rebuffer,
        expects=(*STARTED, "rebufferstart", "rebufferend", "viewend"),
    ),
    Scenario(
        name="rendition_change",
        story="The player goes from 360 lines up to 720 and down to 180. "
        "One view with one upshift and one downshift.",
        options=HLS,
        steps=steps.rendition_change,
        expects=("viewstart", *4 * ("renditionchange",), "viewend"),
    ),
    Scenario(
        name="fatal_error",
        story="A viewer presses play, and the manifest is gone (404). "
        "One view that failed at startup: a playback failure and a video startup failure.",
        options=HLS | {"lazy": 1},
        steps=steps.fatal_error,
        expects=("viewstart", "play", "error", "viewend"),
    ),
    Scenario(
        name="fatal_error_midplay",
        story="While a viewer watches, all further segments are gone (404). "
        "One view that started and then failed: a playback failure, no startup failure.",
        options=HLS_IMPATIENT,
        steps=steps.fatal_error_midplay,
        expects=(*STARTED, "requestfailed", "error", "viewend"),
    ),
    Scenario(
        name="warning_error",
        story="The site reports a warning (captions missing) and the picture goes on. "
        "One view without a playback failure, although it holds an error event.",
        options=MP4,
        steps=steps.warning_error,
        expects=(*STARTED, "error", "viewend"),
    ),
    Scenario(
        name="business_exception",
        story="A viewer presses play and the site refuses, because the video is not for this "
        "country. One view with a startup business exception, which is no playback failure.",
        options=HLS | {"lazy": 1},
        steps=steps.business_exception,
        expects=("viewstart", "play", "error", "viewend"),
    ),
    Scenario(
        name="exit_before_start",
        story="A viewer presses play, sees nothing for two seconds and leaves. "
        "One view that exited before the video started.",
        options=HLS | {"lazy": 1},
        steps=steps.exit_before_start(2),
        expects=("viewstart", "play", "viewend"),
    ),
    Scenario(
        name="exit_at_once",
        story="A viewer presses play and leaves within half a second. "
        "One view that exited before the video started, too early to be given a score.",
        options=HLS | {"lazy": 1},
        steps=steps.exit_before_start(0.4),
        expects=("viewstart", "play", "viewend"),
    ),
    Scenario(
        name="preroll_ads",
        story="Before the video a break of two ads: the first plays for three seconds, the second "
        "fails before it starts. One view: one break, two attempts, one impression, one ad error.",
        options=MP4,
        steps=ad_steps.preroll_ads,
        expects=("viewstart", "adbreakstart", "adrequest", "adresponse", "adplay", "adplaying",
                 "adfirstquartile", "admidpoint", "adthirdquartile", "adended", "adplay", "aderror",
                 "adbreakend", "play", "playing", "viewend"),
    ),
    Scenario(
        name="midroll_ads",
        story="After four seconds of video a break of two ads: the first plays for three seconds, "
        "the second fails. One view: one break, two attempts, one impression, one ad error, and "
        "content on both sides of the break.",
        options=MP4,
        steps=ad_steps.midroll_ads,
        expects=(*STARTED, "adrequest", "adresponse", "pause", "adbreakstart", "adplay",
                 "adplaying", "adfirstquartile", "admidpoint", "adthirdquartile", "adended",
                 "adplay", "aderror", "adbreakend", "play", "playing", "viewend"),
    ),
    Scenario(
        name="videochange",
        story="After five seconds the player goes on to the second video of a playlist. "
        "Two views of one player, each with its own title and startup time.",
        options=MP4,
        steps=steps.videochange,
        expects=(*STARTED, "viewend"),
        views=2,
    ),
    Scenario(
        name="programchange",
        story="After five seconds the next programme of the same stream begins. "
        "Two views; the second has no startup time, since nothing had to load.",
        options=MP4,
        steps=steps.programchange,
        expects=(*STARTED, "viewend"),
        views=2,
    ),
    Scenario(
        name="unload_midplay",
        story="A viewer closes the tab while the video plays. The last events arrive twice, "
        "in two requests; one view, in which nothing is counted twice.",
        options=HLS,
        steps=steps.watch_until(6),
        expects=(*STARTED, "viewend"),
    ),
    Scenario(
        name="autoplay_muted",
        story="The page plays a muted video by itself. "
        "One view with autoplay set and an aggregate startup time.",
        options=MP4 | {"autoplay": 1, "muted": 1, "meta": {"video_is_autoplay": True}},
        steps=steps.autoplay,
        expects=(*STARTED, "viewend"),
    ),
    Scenario(
        name="load_no_play",
        story="A viewer opens the page and leaves without pressing play. "
        "Events arrive, but no view may come of them.",
        options=MP4,
        steps=steps.load_only,
        expects=("playerready",),
        views=0,
    ),
    Scenario(
        name="custom_dimensions",
        story="The site fills every field that a customer can fill, custom_1 to custom_12 among "
        "them. One view that shows each of them, the customer's word before the user agent's.",
        options=MP4 | {"meta": EVERY_KEY},
        steps=steps.watch_until(4),
        expects=(*STARTED, "viewend"),
    ),
    Scenario(
        name="cdn_change",
        story="After some seconds the segments come from another CDN. "
        "One view whose CDN trace is fastlane, then backroad.",
        options=HLS_SHORT,
        steps=steps.cdn_change,
        expects=(*STARTED, "cdnchange", "viewend"),
    ),
    Scenario(
        name="text_audio_tracks",
        story="A viewer switches captions on and off and changes the audio to Spanish; the player "
        "goes to picture-in-picture and back. One view that used captions and picture-in-picture.",
        options=MP4,
        steps=steps.text_audio_tracks,
        expects=(*STARTED, "texttrackchange", "texttrackchange", "audiotrackchange",
                 "playbackmodechange", "playbackmodechange", "viewend"),
    ),
    Scenario(
        name="network_change",
        story="The network is away for two seconds while the buffer plays on. "
        "One view with two more network changes, no stall and no error.",
        options=MP4,
        steps=steps.network_change,
        expects=(*STARTED, "networkchange", "networkchange", "viewend"),
    ),
    Scenario(
        name="two_players_on_page",
        story="Two players on one page play at once and send apart from each other. "
        "Two views of two players in one session of one viewer.",
        options=MP4 | {"players": 2, "muted": 1},
        steps=steps.two_players,
        expects=(*STARTED, "viewend"),
        views=2,
    ),
    Scenario(
        name="error_then_recover",
        story="Playing fails fatally in the middle, the page loads again and the video goes on. "
        "One view with a playback failure that played on after it.",
        options=HLS_IMPATIENT,
        steps=steps.error_then_recover,
        expects=(*STARTED, "error", "playing", "viewend"),
    ),
    Scenario(
        name="disable_cookies",
        story="The site switched the SDK's cookie off. "
        "One view without a viewer id, a session or a sample number from the client.",
        options=MP4 | {"cookies": 0},
        steps=steps.watch_until(4),
        expects=(*STARTED, "viewend"),
    ),
    Scenario(
        name="old_sdk",
        story="A site still uses mux-embed 5.9.0, which sends by HTTPS only. "
        "One view like that of a new SDK, but without the cumulative playing time.",
        options=HLS | {"sdk": "mux-5.9.js"},
        steps=steps.pause_resume,
        expects=(*STARTED, "pause", "play", "playing", "viewend"),
        old_sdk=True,
    ),
)  # fmt: skip

SCENARIOS = {scenario.name: scenario for scenario in _ROWS}
