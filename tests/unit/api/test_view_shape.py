"""Each member of the whole view: documented, typed as documented, and read from the right place."""

import re
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from playhead.api.view_member import Member, WireType
from playhead.api.view_shape import MEMBERS, shape_view
from playhead.model.timeline import TimelineEvent
from playhead.model.view import View
from playhead.query.answer import ViewAnswer
from tests.unit.api import made
from tests.unit.api.documented import NEVER_NULL, TYPE_BY_NAME

OURS = {f"custom_{number}" for number in range(11, 21)}
BY_NAME = {member.name: member for member in MEMBERS}
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]*[1-9])?")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
EXACT: dict[WireType, Callable[[Any], object]] = {
    WireType.TEXT: lambda found: type(found) is str,
    WireType.INTEGER: lambda found: type(found) is int,
    WireType.NUMBER: lambda found: type(found) in {int, float},
    WireType.DECIMAL_TEXT: lambda found: type(found) is str and _DECIMAL.fullmatch(found),
    WireType.BOOLEAN: lambda found: type(found) is bool,
    WireType.TIME: lambda found: type(found) is str and _TIME.fullmatch(found),
    WireType.TEXT_LIST: lambda found: type(found) is list and all(type(x) is str for x in found),
}
UNFILLED = set("isp metro platform_description player_load_time player_source_stream_type".split())


def shaped(view: View, *events: TimelineEvent) -> dict[str, Any]:
    """Over the wire and back."""
    answer = ViewAnswer(view, events, events_cut=False)
    found: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode(shape_view(answer, made.ENVIRONMENT))
    )
    return found


def with_family(family: str, **values: object) -> View:
    """The bare view with some columns of one family set."""
    bare = made.bare_view()
    changed = msgspec.structs.replace(getattr(bare, family), **values)
    return msgspec.structs.replace(bare, **{family: changed})


def test_every_documented_member_is_declared_and_ours_beside() -> None:
    assert len(TYPE_BY_NAME) == 193
    assert set(BY_NAME) == set(TYPE_BY_NAME) | OURS
    assert len(BY_NAME) == len(MEMBERS)
    assert set(shaped(made.bare_view())) == set(BY_NAME) | {"events", "events_cut"}


@pytest.mark.parametrize("name", TYPE_BY_NAME)
def test_a_member_has_its_documented_type_and_is_null_only_where_it_may(name: str) -> None:
    assert BY_NAME[name].type == TYPE_BY_NAME[name]
    assert BY_NAME[name].never_null == (name in NEVER_NULL)


def test_there_are_nineteen_decimals_written_as_text() -> None:
    assert sum(member.type is WireType.DECIMAL_TEXT for member in MEMBERS) == 19


@pytest.mark.parametrize("view", [made.bare_view(), made.full_view()], ids=["bare", "full"])
def test_every_value_on_the_wire_is_exactly_of_its_type(view: View) -> None:
    found = shaped(view)
    wrong = {
        name: found[name]
        for name, member in BY_NAME.items()
        if not (EXACT[member.type](found[name]) if found[name] is not None else True)
    }
    assert wrong == {}
    assert {name for name in NEVER_NULL if found[name] is None} == set()


def test_a_view_of_which_all_is_known_leaves_only_the_unfilled_members_null() -> None:
    found = shaped(made.full_view())
    assert {name for name, value in found.items() if value is None} == UNFILLED


def test_a_view_of_which_nothing_is_known_is_null_but_where_it_may_not_be() -> None:
    found = shaped(made.bare_view())
    known = {name for name, value in found.items() if value is not None}
    assert known - NEVER_NULL == {"watch_time", "events", "events_cut"}
    assert found["mux_api_version"] == found["session_id"] == ""
    assert found["video_cdn_trace"] == found["events"] == []


@pytest.mark.parametrize(
    ("family", "columns", "expected"),
    [
        ("startup", {"video_startup_time_ms": 625}, {"time_to_first_frame": 625}),
        (
            "smoothness",
            {"rebuffer_count": 2, "rebuffer_duration_ms": 900, "rebuffer_frequency": 3.2e-05},
            {"buffering_count": 2, "buffering_duration": 900, "buffering_rate": "0.000032"},
        ),
        (
            "delivery",
            {"request_latency_ms": 81.6, "request_throughput_bps": 2_875_421.5},
            {"view_average_request_latency": 82, "view_average_request_throughput": 2875422},
        ),
        ("quality", {"weighted_average_bitrate_bps": 2.5}, {"weighted_average_bitrate": 2.5}),
        (
            "scores",
            {
                "viewer_experience_score": 1.0,
                "playback_success_score": 0.5,
                "startup_time_score": 0.9415,
                "smoothness_score": 0.0,
                "video_quality_score": 1.0,
            },
            {
                "viewer_experience_score": "1",
                "playback_score": "0.5",
                "startup_score": "0.9415",
                "rebuffering_score": "0",
                "quality_score": "1",
            },
        ),
        (
            "location",
            {"asn": 64500, "asn_name": "EXAMPLE-NET", "country": "NO", "latitude": 59.9},
            {
                "asn": 64500,
                "asn_name": "EXAMPLE-NET (AS64500)",
                "country_code": "NO",
                "latitude": "59.9",
            },
        ),
        ("location", {"asn": 64500}, {"asn": 64500, "asn_name": None}),
        ("location", {"asn_name": "EXAMPLE-NET"}, {"asn_name": "EXAMPLE-NET"}),
        (
            "viewer",
            {"browser": "Safari", "operating_system": "macOS"},
            {
                "viewer_application_name": "Safari",
                "viewer_os_family": "macOS",
                "platform_summary": "Safari on macOS",
            },
        ),
        ("viewer", {"operating_system": "macOS"}, {"platform_summary": "macOS"}),
        (
            "failure",
            {"playback_failure": True, "error_type_id": 7},
            {
                "playback_failure_error_type_id": 7,
                "error_type_id": 7,
                "view_error_id": 7,
                "playback_business_exception_error_type_id": None,
                "video_startup_business_exception_error_type_id": None,
                "ad_playback_failure_error_type_id": None,
            },
        ),
        (
            "failure",
            {
                "playback_business_exception": True,
                "video_startup_business_exception": True,
                "error_type_id": 8,
            },
            {
                "playback_failure_error_type_id": None,
                "playback_business_exception_error_type_id": 8,
                "video_startup_business_exception_error_type_id": 8,
            },
        ),
        (
            "ads",
            {"ad_attempt_count": 4, "ad_error_count": 1, "ad_break_count": 0},
            {"ad_error_percentage": "0.25", "ad_break_error_percentage": None},
        ),
        (
            "source",
            {"video_source_width_px": 1920, "video_source_fps": 29.97},
            {"player_source_width": 1920, "video_source_width": 1920, "video_source_fps": 29.97},
        ),
        (
            "engagement",
            {"playing_time_ms": 575_100, "watch_time_ms": 581_200},
            {"view_playing_time": "575100", "watch_time": 581_200},
        ),
    ],
)
def test_a_member_is_read_from_its_place(
    family: str, columns: dict[str, object], expected: dict[str, object]
) -> None:
    found = shaped(with_family(family, **columns))
    assert {name: found[name] for name in expected} == expected


def test_what_belongs_to_the_environment_and_to_time() -> None:
    found = shaped(made.bare_view())
    assert found["property_id"] == 100_123
    assert found["environment_id"] == "env00001"
    assert found["view_start"] == found["short_time"] == "2026-02-02T23:00:01.120Z"
    assert found["view_end"] == "2026-02-02T23:01:01.120Z"
    assert found["inserted_at"] == "2026-02-02T23:01:02.120Z"
    assert found["updated_at"] == "2026-02-02T23:01:03.120Z"
    assert found["watched"] is True


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_null(number: float) -> None:
    found = shaped(with_family("quality", weighted_average_bitrate_bps=number))
    assert found["weighted_average_bitrate"] is None
    found = shaped(with_family("delivery", request_latency_ms=number))
    assert found["view_average_request_latency"] is None
    found = shaped(with_family("scores", viewer_experience_score=number))
    assert found["viewer_experience_score"] is None


def test_events_are_told_by_the_viewers_clock() -> None:
    found = shaped(made.bare_view(), made.event(3), made.event(1), made.event(2))
    times = [event["viewer_time"] for event in found["events"]]
    assert times == [made.START_MS + 1_000, made.START_MS + 2_000, made.START_MS + 3_000]


def test_a_dropped_view_ends_with_an_event_of_the_server() -> None:
    dropped = with_family("identity", view_dropped=True)
    *_, last, made_here = shaped(dropped, made.event(1), made.event(2))["events"]
    assert made_here == last | {"name": "viewdropped"}
    (alone,) = shaped(dropped)["events"]
    assert alone == {
        "name": "viewdropped",
        "viewer_time": made.START_MS + 60_000,
        "event_time": made.START_MS + 60_000,
        "playback_time": 0,
        "details": {},
    }


@pytest.mark.parametrize(
    ("wire_type", "source", "never_null", "said"),
    [
        (WireType.TEXT, "no_such_column", False, "no column 'no_such_column'"),
        (WireType.INTEGER, "video_title", False, "'video_title' holds label"),
        (WireType.TEXT, "video_title", True, "may not be null"),
    ],
)
def test_a_member_that_does_not_fit_its_column_cannot_be_declared(
    wire_type: WireType, source: str, said: str, *, never_null: bool
) -> None:
    with pytest.raises(ValueError, match=said):
        Member(wire_type, "member", source, never_null)
