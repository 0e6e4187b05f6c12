"""Looking at an integration: what arrives is shown decoded, and nothing else is touched by it."""

import msgspec
import pytest

from playhead.model.beacon import BeaconRecord, Place
from playhead.model.field_names import short_name
from playhead.model.inspection import Inspected
from playhead.sessionize import inspection as room
from playhead.sessionize.inspection import Inspection

ENV = "env00001"
START_MS = 1_795_446_800_000


TITLE = short_name("video_title")
VIEWER = short_name("viewer_user_id")
STARTUP = short_name("player_startup_time")


def event(
    name: str, number: int, at_ms: int = 0, fields: dict[str, object] | None = None
) -> dict[str, object]:
    placed = {"e": name, "xid": "view-1", "xsqno": number, "uti": START_MS + at_ms}
    return {**placed, **(fields or {})}


def record(*events: dict[str, object], at_ms: int = 0, environment: str = ENV) -> BeaconRecord:
    return BeaconRecord(
        START_MS + at_ms,
        environment,
        len(events),
        Place(country="NO"),
        "Browser",
        msgspec.json.encode({"events": events}),
    )


class Clock:
    now_ms = START_MS

    def __call__(self) -> int:
        return self.now_ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def looking(clock: Clock) -> Inspection:
    inspection = Inspection(clock)
    inspection.look(ENV, 0)
    return inspection


def codes(found: Inspected) -> set[str]:
    return {each.code for view in found.views for each in view.remarks}


def test_nothing_is_noted_while_nobody_looks(clock: Clock) -> None:
    inspection = Inspection(clock)
    inspection.note(record(event("viewstart", 1)))
    assert inspection.look(ENV, 0).beacons == ()


def test_a_beacon_is_shown_with_its_fields_under_their_long_names(looking: Inspection) -> None:
    looking.note(
        record(event("viewstart", 1, fields={TITLE: "The Paper Orchard"}), event("play", 2, 10))
    )
    (beacon,) = looking.look(ENV, 0).beacons
    assert [each.name for each in beacon.events] == ["viewstart", "play"]
    assert beacon.events[0].fields["video_title"] == "The Paper Orchard"
    assert beacon.outcomes == {"applied": 2}
    assert beacon.country == "NO"
    assert beacon.remarks == ()


def test_only_what_is_new_is_shown_the_next_time(looking: Inspection) -> None:
    looking.note(record(event("viewstart", 1)))
    first = looking.look(ENV, 0)
    looking.note(record(event("play", 2)))
    second = looking.look(ENV, first.next_number)
    assert [each.number for each in second.beacons] == [2]


def test_the_view_is_shown_as_it_would_be_stored(looking: Inspection) -> None:
    looking.note(
        record(
            event("viewstart", 1, fields={TITLE: "The Paper Orchard"}),
            event("play", 2, 10),
            event("playing", 3, 510),
        )
    )
    (view,) = looking.look(ENV, 0).views
    assert view.state == "open"
    assert view.fields["video_title"] == "The Paper Orchard"
    assert view.event_count == 3


@pytest.mark.parametrize(
    ("fields", "code", "told"),
    [
        ({}, "no_video_title", True),
        ({TITLE: "Fog"}, "no_video_title", False),
        ({}, "no_viewer_user_id", True),
        ({VIEWER: "7"}, "no_viewer_user_id", False),
    ],
)
def test_missing_metadata_is_told(
    looking: Inspection, fields: dict[str, object], code: str, *, told: bool
) -> None:
    looking.note(record(event("viewstart", 1, fields=fields)))
    assert (code in codes(looking.look(ENV, 0))) is told


def test_a_player_without_init_time_is_told(looking: Inspection) -> None:
    looking.note(record(event("playerready", 1), event("viewstart", 2)))
    assert "no_player_startup_time" in codes(looking.look(ENV, 0))
    looking.note(record(event("playerready", 3, fields={STARTUP: 120})))
    assert "no_player_startup_time" not in codes(looking.look(ENV, 0))


def test_of_a_view_that_began_before_no_more_is_said_than_that(looking: Inspection) -> None:
    looking.note(record(event("hb", 40)))
    looking.note(record({**event("viewstart", 1), "xid": "view-2"}, at_ms=-400))
    first, second = looking.look(ENV, 0).views
    assert first.view_id == "view-2"
    assert [each.code for each in second.remarks] == ["began_before"]


def test_a_view_without_a_start_is_told(looking: Inspection) -> None:
    looking.note(record(event("playerready", 1)))
    assert "no_viewstart" in codes(looking.look(ENV, 0))


def test_two_views_of_one_viewer_and_source_at_once_are_told(looking: Inspection) -> None:
    common: dict[str, object] = {
        short_name("mux_viewer_id"): "viewer",
        short_name("player_source_url"): "https://example.com/a.m3u8",
    }
    looking.note(record(event("viewstart", 1, fields=common)))
    looking.note(record({**event("viewstart", 1, fields=common), "xid": "view-2"}, at_ms=400))
    assert "double_view" in codes(looking.look(ENV, 0))


def test_repeated_and_late_events_are_told_with_their_beacon(looking: Inspection) -> None:
    looking.note(record(event("viewstart", 1), event("play", 2)))
    looking.note(record(event("play", 2), at_ms=100))
    found = looking.look(ENV, 0).beacons[1]
    assert found.outcomes == {"duplicate": 1}
    assert found.remarks[0].code == "duplicate"


def test_another_environment_is_never_shown(looking: Inspection) -> None:
    looking.note(record(event("viewstart", 1), environment="env00002"))
    assert looking.look(ENV, 0).beacons == ()


def test_looking_ends_by_itself(looking: Inspection, clock: Clock) -> None:
    clock.now_ms += room.WATCHED_FOR_MS + 1
    looking.note(record(event("viewstart", 1)))
    assert looking.look(ENV, 0).beacons == ()


def test_what_does_not_fit_is_counted(looking: Inspection) -> None:
    for number in range(room.MOST_WAITING + 3):
        looking.note(record(event("play", number + 1)))
    looking.note(record(event("play", 1, fields={"junk": "x" * room.LARGEST_RECORD_BYTES})))
    found = looking.look(ENV, 0)
    assert found.missed == 4
    assert len(found.beacons) == room.MOST_BEACONS


def test_a_busy_site_does_not_fill_the_memory(looking: Inspection) -> None:
    inspection = looking
    for number in range(2 * room.MOST_VIEWS):
        inspection.note(record({**event("viewstart", 1), "xid": f"view-{number}"}))
        if number % 100 == 0:
            inspection.look(ENV, 0)
    assert len(inspection.look(ENV, 0).views) == room.VIEWS_SHOWN


def test_no_more_environments_are_watched_than_may_be(clock: Clock) -> None:
    inspection = Inspection(clock)
    for number in range(room.MOST_ENVIRONMENTS + 1):
        clock.now_ms += 1
        inspection.look(f"env{number}", 0)
    inspection.note(record(event("viewstart", 1), environment="env0"))
    assert inspection.look("env0", 0).beacons == ()
