"""What each kind of event does to a view: playing, renditions, modes, delivery, ads, errors."""

import msgspec
import pytest

from playhead.model.view import View
from tests.unit.sessionize.made import T0_MS, Player, finish


def _playing(**fields: object) -> Player:
    """Return a player whose first frame came after a second."""
    player = Player()
    player.start(0, **fields)
    player.say("playing", 1, view_time_to_first_frame=1_000)
    return player


# Playing


def test_playing_time_is_the_players_own_counter() -> None:
    player = _playing()
    player.say("hb", 11, view_playing_time_ms_cumulative=9_800, player_playhead_time=10_000)
    view = player.end(12, view_playing_time_ms_cumulative=10_700, player_playhead_time=11_000)
    assert view.engagement.playing_time_ms == 10_700
    assert view.engagement.content_playing_time_ms == 10_700
    assert view.engagement.ad_playing_time_ms is None


def test_without_a_counter_playing_time_is_the_progress_of_the_playhead() -> None:
    player = _playing()
    player.say("hb", 11, player_playhead_time=10_000)
    player.say("pause", 13, player_playhead_time=12_000)
    player.say("seeking", 14, player_playhead_time=12_000)
    player.say("seeked", 14.2, player_playhead_time=50_000, player_is_paused=True)
    player.say("play", 15, player_playhead_time=50_000)
    player.say("playing", 15.1, player_playhead_time=50_000)
    view = player.end(20.1, player_playhead_time=55_000)
    assert view.engagement.playing_time_ms == 17_000


def test_a_leap_of_the_playhead_is_no_playing() -> None:
    player = _playing()
    player.say("hb", 2, player_playhead_time=500_000)
    assert player.end(3, player_playhead_time=501_000).engagement.playing_time_ms == 1_000


def test_a_view_without_a_frame_has_no_playing_time() -> None:
    player = Player()
    player.start()
    view = player.end(3, view_playing_time_ms_cumulative=0, view_watch_time=3_000)
    assert view.engagement.playing_time_ms is None
    assert view.engagement.watched is False
    assert view.startup.exit_before_video_start


def test_mean_bitrate_weighs_by_the_time_played() -> None:
    player = _playing(video_source_bitrate=1_000_000, view_playing_time_ms_cumulative=0)
    player.say(
        "renditionchange", 10, video_source_bitrate=3_000_000, view_playing_time_ms_cumulative=9_000
    )
    view = player.end(13, view_playing_time_ms_cumulative=12_000)
    assert view.quality.weighted_average_bitrate_bps == pytest.approx(1_500_000)


def test_time_at_an_unknown_bitrate_does_not_weigh() -> None:
    player = _playing(view_playing_time_ms_cumulative=0)
    player.say("hb", 10, video_source_bitrate=2_000_000, view_playing_time_ms_cumulative=9_000)
    view = player.end(13, view_playing_time_ms_cumulative=12_000)
    assert view.quality.weighted_average_bitrate_bps == 2_000_000


def test_modes_share_the_playing_time() -> None:
    player = Player()
    player.say("playbackmodechange", 0, player_playback_mode="standard")
    player.start()
    player.say("playing", 1, view_playing_time_ms_cumulative=0)
    player.say(
        "playbackmodechange",
        5,
        player_playback_mode="fullscreen",
        view_playing_time_ms_cumulative=4_000,
    )
    player.say(
        "playbackmodechange", 7, player_playback_mode="pip", view_playing_time_ms_cumulative=6_000
    )
    view = player.end(8, view_playing_time_ms_cumulative=6_500)
    assert view.player.playback_mode_totals_ms == {
        "standard": 4_000,
        "fullscreen": 2_000,
        "pip": 500,
    }
    assert sum(view.player.playback_mode_totals_ms.values()) == view.engagement.playing_time_ms
    assert view.player.player_playback_mode == "pip"
    assert (view.player.used_fullscreen, view.player.used_pip) == (True, True)


def test_invented_modes_are_bounded() -> None:
    player = _playing()
    for number in range(100):
        player.say(
            "playbackmodechange",
            2 + number,
            player_playback_mode=f"mode-{number}",
            view_playing_time_ms_cumulative=number * 1_000,
        )
    assert len(player.end(200).player.playback_mode_totals_ms) <= 32


@pytest.mark.parametrize(
    ("event", "fields", "used"),
    [
        ("hb", {"player_is_fullscreen": True}, "used_fullscreen"),
        ("hb", {"player_is_fullscreen": "true"}, "used_fullscreen"),
        ("playbackmodechange", {"player_playback_mode": "fullscreen"}, "used_fullscreen"),
        ("hb", {"player_pip_enabled": True}, "used_pip"),
        ("hb", {"player_captions_enabled": 1}, "used_captions"),
        ("texttrackchange", {"player_text_track_enabled": True}, "used_captions"),
    ],
)
def test_what_was_used_once_was_used(event: str, fields: dict[str, object], used: str) -> None:
    player = _playing()
    assert getattr(player.end(2).player, used) is False
    player = _playing()
    player.say(event, 2, number=None, **fields)
    off = {name: False for name in fields if name != "player_playback_mode"}
    player.say(event, 3, number=None, **off)
    assert getattr(player.end(4).player, used) is True


# Renditions


def _renditions(*rows: tuple[int | None, int | None, int | None, str | None]) -> View:
    player = Player()
    player.start()
    for at_s, (width, height, bitrate, codec) in enumerate(rows, 1):
        player.say(
            "renditionchange",
            at_s,
            video_source_width=width,
            video_source_height=height,
            video_source_bitrate=bitrate,
            video_source_codec=codec,
        )
        player.say("playing", at_s)
    return player.end(60)


@pytest.mark.parametrize(
    ("rows", "changes", "up", "down"),
    [
        ([(640, 360, 400, None)], 0, 0, 0),
        ([(640, 360, 400, None), (640, 360, 400, None)], 0, 0, 0),
        ([(640, 360, 400, None), (1280, 720, 900, None)], 1, 1, 0),
        ([(640, 360, 400, None), (320, 180, 100, None)], 1, 0, 1),
        # By bitrate where it is known, whatever the pixels.
        ([(640, 360, 400, None), (320, 180, 900, None)], 1, 1, 0),
        # By pixels where a bitrate is missing.
        ([(640, 360, None, None), (1280, 720, None, None)], 1, 1, 0),
        # A change of codec alone is neither up nor down.
        ([(640, 360, 400, "avc1"), (640, 360, 400, "av01")], 1, 0, 0),
        ([(640, 360, 400, None), (1280, 720, 900, None), (640, 360, 400, None)], 2, 1, 1),
    ],
)
def test_switches(
    rows: list[tuple[int | None, int | None, int | None, str | None]],
    changes: int,
    up: int,
    down: int,
) -> None:
    view = _renditions(*rows)
    quality = view.quality
    found = (
        quality.rendition_change_count,
        quality.rendition_upshift_count,
        quality.rendition_downshift_count,
    )
    assert found == (changes, up, down)
    assert view.source.video_source_width_initial_px == rows[0][0]
    assert view.source.video_source_width_px == rows[-1][0]


def test_a_player_that_cannot_tell_its_rendition_has_no_count() -> None:
    assert _playing().end(5).quality.rendition_change_count is None


def test_a_player_that_tells_of_renditions_has_a_count_before_it_knows_one() -> None:
    player = _playing()
    player.say("renditionchange", 2, video_source_width=0, video_source_height=0)
    view = player.end(5)
    assert view.quality.rendition_change_count == 0
    assert view.source.video_source_width_initial_px is None


def test_what_is_learnt_of_a_rendition_later_is_no_switch() -> None:
    view = _renditions((640, 360, None, None), (640, 360, 400, "avc1"), (1280, 720, 900, "avc1"))
    assert (view.quality.rendition_change_count, view.quality.rendition_upshift_count) == (1, 1)
    assert view.source.video_source_bitrate_initial_bps == 400
    assert view.source.video_codec_initial == "avc1"


def test_a_view_that_showed_nothing_switched_nothing() -> None:
    player = Player()
    player.start()
    player.say("renditionchange", 1, video_source_width=640)
    assert player.end(5).quality.rendition_change_count is None


def test_the_first_rendition_known_is_the_initial_one() -> None:
    player = Player()
    player.start()
    player.say("renditionchange", 0.1, video_source_width=0, video_source_bitrate=None)
    player.say("renditionchange", 1, video_source_width=640, video_source_bitrate=400)
    player.say("playing", 1.1)
    player.say("renditionchange", 2, video_source_width=1280, video_source_bitrate=900)
    view = player.end(5)
    assert view.quality.rendition_change_count == 1
    assert view.source.video_source_width_initial_px == 640
    assert view.source.video_source_bitrate_initial_bps == 400


# Live


def test_live_latency_is_the_mean_distance_to_now() -> None:
    player = _playing()
    for at_s, behind_ms in ((10, 4_000), (20, 6_000)):
        shown_ms = T0_MS + at_s * 1000 - behind_ms
        player.say("hb", at_s, player_program_time=shown_ms)
    assert player.end(21).quality.live_stream_latency_ms == 5_000


@pytest.mark.parametrize("behind_ms", [-1, 300_001])
def test_who_is_not_near_the_live_edge_is_not_measured(behind_ms: int) -> None:
    player = _playing()
    player.say("hb", 10, player_program_time=T0_MS + 10_000 - behind_ms)
    assert player.end(11).quality.live_stream_latency_ms is None


def test_live_latency_is_measured_by_our_clock() -> None:
    player = Player(skew_ms=100_000)
    player.start()
    player.say("playing", 1)
    player.say("hb", 10, player_program_time=T0_MS + 10_000 - 4_000)
    assert player.end(11).quality.live_stream_latency_ms == 4_000


# Startup


def test_startup_is_play_intent_to_first_frame() -> None:
    player = Player()
    player.start()
    player.say("playing", 1.5)
    view = player.end(5)
    assert view.startup.video_startup_time_ms == 1_500
    assert view.startup.content_startup_time_ms == 1_500


@pytest.mark.parametrize("stated", [3_600_001, -1, 10**12, "soon"])
def test_a_startup_that_cannot_be_is_unknown(stated: object) -> None:
    player = Player()
    player.start()
    player.say("playing", 1, view_time_to_first_frame=stated)
    assert player.end(5).startup.video_startup_time_ms is None


def test_pauses_before_the_first_frame_are_no_startup_of_the_content() -> None:
    player = Player()
    player.start()
    player.say("pause", 1)
    player.say("play", 11)
    player.say("playing", 12)
    assert player.end(15).startup.content_startup_time_ms == 2_000


@pytest.mark.parametrize(
    ("ready", "aggregate_ms"),
    [
        ({"page_load_time": 200, "player_startup_time": 100}, 1_300),
        ({"page_load_time": 200}, 1_200),
        ({"player_startup_time": 100}, None),
    ],
)
def test_aggregate_startup(ready: dict[str, object], aggregate_ms: int | None) -> None:
    player = Player()
    player.say("playerready", -1, number=None, **ready)
    player.start()
    player.say("playing", 1)
    view = player.end(5)
    assert view.startup.aggregate_startup_time_ms == aggregate_ms
    assert view.startup.page_load_time_ms == ready.get("page_load_time")


def test_a_programme_change_has_no_startup() -> None:
    player = Player()
    player.start(view_program_changed=True)
    player.say("playing", 0.1)
    view = player.end(5)
    assert view.startup.video_startup_time_ms is None
    assert view.startup.exit_before_video_start is False
    assert view.identity.program_changed


# Ends


def test_a_player_that_slept_ended_when_it_was_last_heard() -> None:
    player = _playing()
    player.say("hb", 10)
    # Its beacons were kept back and come together, an hour and a half after the last one.
    slept = player.event("viewend", 10 + 90 * 60)
    player.send([slept], 20)
    [view] = player.drain()
    assert view.identity.long_resume
    assert view.identity.view_end_ms == T0_MS + 10_000


def test_over_five_minutes_of_stalls() -> None:
    assert not _playing().end(400, view_rebuffer_duration=300_000).identity.long_rebuffering
    assert _playing().end(400, view_rebuffer_duration=300_001).identity.long_rebuffering


def test_stalls_are_unknown_before_playing_and_zero_after() -> None:
    player = Player()
    player.start()
    assert player.end(5).smoothness.rebuffer_count is None
    assert _playing().end(5).smoothness.rebuffer_count == 0


def test_stalls_are_measured_against_the_time_watched() -> None:
    view = _playing().end(
        300, view_watch_time=300_000, view_rebuffer_count=1, view_rebuffer_duration=5_000
    )
    assert view.smoothness.rebuffer_percentage == pytest.approx(5 / 300)
    assert view.smoothness.rebuffer_frequency == pytest.approx(1 / 300_000)
    assert view.scores.smoothness_score == pytest.approx(0.870454, abs=1e-6)


# Delivery


def test_the_trace_of_cdns() -> None:
    player = _playing(video_cdn="one")
    player.say("cdnchange", 2, video_cdn="two", video_previous_cdn="one")
    player.say("cdnchange", 3, video_cdn="one", video_previous_cdn="two")
    player.say("cdnchange", 4, video_cdn="one", video_previous_cdn="two")
    delivery = player.end(5).delivery
    assert delivery.video_cdn_trace == ("one", "two", "one")
    assert delivery.cdn == "one"


def test_the_cdn_before_the_first_change_was_in_use() -> None:
    player = _playing()
    player.say("cdnchange", 2, video_cdn="two", video_previous_cdn="one")
    assert player.end(5).delivery.video_cdn_trace == ("one", "two")


def test_the_cdn_of_the_answers() -> None:
    player = _playing()
    for at_s, cdn in enumerate(["Fast Lane", "fast lane", "Back Road"], 2):
        _request(player, at_s, request_response_headers={"x-cdn": cdn})
    assert player.end(9).delivery.video_cdn_trace == ("fast_lane", "back_road")


def test_a_trace_is_bounded() -> None:
    player = _playing()
    for number in range(300):
        player.say("cdnchange", 2 + number, video_cdn=f"cdn-{number}")
    assert len(player.end(400).delivery.video_cdn_trace) == 100


def _request(player: Player, at_s: float, **fields: object) -> None:
    at_ms = T0_MS + round(at_s * 1000)
    sent: dict[str, object] = {
        "request_type": "video",
        "request_start": at_ms,
        "request_response_start": at_ms + 100,
        "request_response_end": at_ms + 1_100,
        "request_bytes_loaded": 1_100_000,
    }
    player.say("requestcompleted", at_s, number=None, **(sent | fields))


def test_requests_are_measured_for_players_that_do_not() -> None:
    player = _playing()
    _request(player, 2)
    _request(player, 4, request_response_start=T0_MS + 4_300)
    for kind in ("manifest", "video_init", "subtitle", None):
        _request(player, 6, request_type=kind, request_bytes_loaded=10**9)
    delivery = player.end(9).delivery
    assert delivery.request_latency_ms == 200
    assert delivery.max_request_latency_ms == 300
    assert delivery.request_throughput_bps == 8_000_000


def test_the_players_own_totals_come_first() -> None:
    player = _playing()
    _request(player, 2)
    delivery = player.end(
        9, view_average_request_latency=55.5, view_average_request_throughput=1_000_000
    ).delivery
    assert delivery.request_latency_ms == 55.5
    assert delivery.request_throughput_bps == 1_000_000


# Ads


def _ads(*events: tuple[str, float]) -> View:
    player = Player()
    player.start()
    for name, at_s in events:
        player.say(name, at_s)
    return player.end(60)


def test_two_breaks_three_attempts_two_impressions_one_error() -> None:
    ads = _ads(
        ("adbreakstart", 0.1),
        ("adrequest", 0.2),
        ("adresponse", 0.5),
        ("adplay", 0.6),
        ("adplaying", 1.0),
        ("adpause", 2.0),
        ("adplay", 3.0),
        ("adplaying", 3.1),
        ("adended", 5.0),
        ("adbreakend", 5.1),
        ("play", 5.2),
        ("playing", 5.3),
        ("pause", 20.0),
        ("adbreakstart", 20.1),
        ("adplay", 20.2),
        ("adplaying", 20.4),
        ("adended", 25.0),
        ("adplay", 25.1),
        ("aderror", 25.5),
        ("adbreakend", 25.6),
        ("playing", 26.0),
    ).ads
    assert (ads.ad_break_count, ads.ad_attempt_count, ads.ad_impression_count) == (2, 3, 2)
    assert (ads.ad_error_count, ads.ad_startup_error_count, ads.ad_break_error_count) == (1, 1, 1)
    assert ads.ad_exit_before_start_count == 0
    assert ads.ad_preroll_startup_time_ms == 400


@pytest.mark.parametrize(
    ("events", "counts"),
    [
        # breaks, attempts, impressions, errors, startup errors, breaks with errors, exits
        ([("adrequest", 1)], (0, 0, 0, 0, 0, 0, 0)),
        ([("adbreakstart", 1), ("adbreakend", 2)], (1, 0, 0, 0, 0, 0, 0)),
        ([("adbreakstart", 1), ("adplay", 2)], (1, 1, 0, 0, 0, 0, 1)),
        ([("adbreakstart", 1), ("adplay", 2), ("adplaying", 3)], (1, 1, 1, 0, 0, 0, 0)),
        ([("adbreakstart", 1), ("adplay", 2), ("aderror", 3)], (1, 1, 0, 1, 1, 1, 0)),
        (
            [("adbreakstart", 1), ("adplay", 2), ("adplaying", 3), ("aderror", 4)],
            (1, 1, 1, 1, 0, 1, 0),
        ),
        (
            [("adbreakstart", 1), ("aderror", 2), ("aderror", 3), ("adbreakend", 4)],
            (1, 0, 0, 2, 2, 1, 0),
        ),
        (
            [("adbreakstart", 1), ("adplay", 2), ("adplaying", 3), ("adskipped", 4), ("adplay", 5)],
            (1, 2, 1, 0, 0, 0, 1),
        ),
        # An ad that never asked, only showed.
        ([("adplaying", 3), ("adended", 5)], (0, 1, 1, 0, 0, 0, 0)),
    ],
)
def test_the_arithmetic_of_ads(events: list[tuple[str, float]], counts: tuple[int, ...]) -> None:
    ads = _ads(*events).ads
    assert ads.view_has_ad
    assert (
        ads.ad_break_count,
        ads.ad_attempt_count,
        ads.ad_impression_count,
        ads.ad_error_count,
        ads.ad_startup_error_count,
        ads.ad_break_error_count,
        ads.ad_exit_before_start_count,
    ) == counts


def test_without_ads_the_counts_are_unknown() -> None:
    ads = _playing().end(5).ads
    assert not ads.view_has_ad
    assert ads.ad_break_count is None


def test_a_preroll_is_the_first_frame_but_not_of_the_content() -> None:
    view = _ads(
        ("adbreakstart", 0),
        ("adplay", 0.1),
        ("adplaying", 1),
        ("adended", 9),
        ("adbreakend", 10),
        ("playing", 12),
    )
    assert view.startup.video_startup_time_ms == 1_000
    assert view.startup.content_startup_time_ms == 2_000


def test_kinds_of_ads_share_their_time() -> None:
    player = Player()
    player.start()
    ad = ("view_playing_time_ms_cumulative", "ad_playing_time_ms_cumulative")
    player.say("adplaying", 1, number=None, ad_type="preroll", **dict.fromkeys(ad, 0))
    player.say("adended", 4, number=None, **dict.fromkeys(ad, 3_000))
    player.say("playing", 5)
    player.say("adplaying", 6, number=None, ad_type="midroll")
    view = player.end(8, **dict.fromkeys(ad, 5_000))
    assert view.ads.ad_type_totals_ms == {"preroll": 3_000, "midroll": 2_000}


# Errors

FATAL = {"player_error_code": 4, "player_error_message": "gone"}
WARNING = {"player_error_code": "W", "player_error_severity": "warning"}
BUSINESS = {"player_error_code": "B", "player_error_business_exception": True}


def _flags(view: View) -> tuple[bool, ...]:
    failure = view.failure
    return (
        failure.playback_failure,
        failure.video_startup_failure,
        failure.playback_business_exception,
        failure.video_startup_business_exception,
    )


@pytest.mark.parametrize(
    ("before", "after", "flags"),
    [
        ([FATAL], [], (True, True, False, False)),
        ([], [FATAL], (True, False, False, False)),
        ([WARNING], [WARNING], (False, False, False, False)),
        ([BUSINESS], [], (False, False, True, True)),
        ([], [BUSINESS], (False, False, True, False)),
        ([], [BUSINESS, FATAL], (True, False, True, False)),
        ([WARNING | BUSINESS | {"player_error_severity": "warning"}], [], (False,) * 4),
        # Old SDKs repeat an error without its fields.
        ([], [FATAL, {}], (True, False, False, False)),
        ([], [WARNING, {}], (False, False, False, False)),
        ([], [{}], (True, False, False, False)),
    ],
)
def test_errors(
    before: list[dict[str, object]], after: list[dict[str, object]], flags: tuple[bool, ...]
) -> None:
    player = Player()
    player.start()
    for fields in before:
        player.say("error", 0.5, number=None, **fields)
    if after:
        player.say("playing", 1)
    for fields in after:
        player.say("error", 2, number=None, **fields)
    view = player.end(3)
    assert _flags(view) == flags
    assert view.failure.error_count == len(before) + len(after)


def test_the_last_fatal_error_is_shown_and_a_warning_never_hides_it() -> None:
    player = _playing()
    player.say("error", 2, number=None, **FATAL)
    player.say("error", 3, player_error_code="T-9", player_error_context="here")
    player.say("error", 4, number=None, **WARNING)
    failure = player.end(5).failure
    assert failure.player_error_code == "T-9"
    assert failure.player_error_context == "here"
    assert failure.player_error_severity == "fatal"


def test_the_same_code_and_message_have_the_same_type() -> None:
    ids = []
    for message in ("gone", "gone", "other"):
        player = _playing()
        player.say("error", 2, player_error_code=4, player_error_message=message)
        ids.append(player.end(3).failure.error_type_id)
    assert ids[0] == ids[1] != ids[2]
    assert all(isinstance(found, int) and 0 < found < 2**31 for found in ids)


def test_an_error_in_a_break_is_the_ads() -> None:
    player = _playing()
    player.say("adbreakstart", 2)
    player.say("error", 3, number=None, **FATAL)
    failure = player.end(5).failure
    assert (failure.ad_playback_failure, failure.content_playback_failure) == (True, False)


def test_an_error_before_the_attempt_counts_once_it_is_made() -> None:
    player = Player()
    player.say("error", 0, number=None, **FATAL)
    player.start(1)
    assert _flags(player.end(2)) == (True, True, False, False)


def test_an_error_without_an_attempt_makes_no_view() -> None:
    player = Player()
    player.say("error", 0, number=None, **FATAL)
    assert finish(player.sessions) == []


def test_a_lost_first_frame_that_was_told_of_is_no_startup_failure() -> None:
    player = Player()
    player.start()
    player.say("hb", 10, view_time_to_first_frame=900)
    player.say("error", 11, number=None, **FATAL)
    assert _flags(player.end(12)) == (True, False, False, False)


# Identity


@pytest.mark.parametrize(
    ("fields", "viewer"),
    [
        ({"mux_viewer_id": "m"}, "m"),
        ({"mux_viewer_id": "m", "viewer_user_id": "u"}, "u"),
        ({"mux_viewer_id": "m", "viewer_user_id": ""}, "m"),
    ],
)
def test_who_watched(fields: dict[str, object], viewer: str) -> None:
    identity = _playing(**fields).end(5).identity
    assert identity.viewer_id == viewer
    assert identity.mux_viewer_id == "m"


def test_the_session_is_that_of_the_start() -> None:
    player = _playing(session_id="first")
    assert player.end(2_000, session_id="second").identity.session_id == "first"


def test_the_media() -> None:
    source = _playing(
        video_source_url="https://media.example.co.uk:8443/a/b.m3u8",
        video_source_hostname="media.example.co.uk:8443",
        video_source_domain="co.uk:8443",
        video_source_duration=30_000,
    ).end(5)
    assert source.source.source_hostname == "media.example.co.uk"
    assert source.source.player_source_domain == "example.co.uk"
    assert source.source.player_source_duration_ms == 30_000


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, None),
        ({"video_source_is_live": True}, "live"),
        ({"video_source_is_live": "false"}, "on-demand"),
        ({"video_is_live": 1}, "live"),
        ({"video_stream_type": "on-demand", "video_source_is_live": True}, "on-demand"),
    ],
)
def test_stream_types(fields: dict[str, object], kind: str | None) -> None:
    assert _playing(**fields).end(5).video.stream_type == kind


@pytest.mark.parametrize("spelling", ["view_dropped_frame_count", "view_dropped_frames_count"])
def test_dropped_frames_in_both_spellings(spelling: str) -> None:
    player = _playing()
    assert player.end(5, **{spelling: "17"}).player.view_dropped_frame_count == 17


def test_played_intervals_as_text_and_as_a_list() -> None:
    text = _playing().end(5, video_playback_range='["0:4000"]').engagement.playback_range
    listed = _playing().end(5, video_playback_range=["0:4000"]).engagement.playback_range
    assert text == listed == '["0:4000"]'


def test_the_timeline_keeps_the_headers_that_the_player_collected() -> None:
    player = Player()
    player.start(0.0)
    headers = {"x-cdn": "alder", "x-litix-shard": "7"}
    player.say("requestcompleted", 1.0, request_type="video", request_response_headers=headers)
    player.end(2.0)
    [row] = [row for row in player.rows if row.name == "requestcompleted"]
    assert msgspec.json.decode(row.details_json)["request_response_headers"] == headers


_PLACED = {"request_type": "video", "request_media_start_time": 3.947392290249433}


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(_PLACED | {"request_media_duration": 4}, id="where it lies and how long"),
        pytest.param({"request_media_start_time": 8}, id="dash.js: where it begins"),
        pytest.param({"request_type": "media", "request_media_duration": 4}, id="hls.js: seconds"),
        pytest.param({"request_type": "media", "request_media_duration": 4_000}, id="Android: ms"),
        pytest.param(_PLACED | {"request_response_end": 1_795_430_665_651}, id="when it was there"),
    ],
)
def test_the_timeline_keeps_where_segments_lie_as_they_were_told(told: dict[str, object]) -> None:
    player = Player()
    player.start(0.0)
    player.say("requestcompleted", 1.0, number=None, **told)
    player.end(2.0)
    [row] = [row for row in player.rows if row.name == "requestcompleted"]
    assert msgspec.json.decode(row.details_json) == told
