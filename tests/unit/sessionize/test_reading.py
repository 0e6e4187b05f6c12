"""From a body to events in their place: names, ids, times and the viewer's clock."""

import msgspec
import pytest

from playhead.model.outcome import EventOutcome
from playhead.sessionize.core.open_view import PlayerEvent
from playhead.sessionize.core.reading import read
from tests.unit.sessionize.made import T0_MS, beacon, raw_beacon

GOOD: dict[str, object] = {"e": "hb", "xid": "v", "xsqno": 7, "uti": T0_MS, "pphti": 30}


def _one(**fields: object) -> PlayerEvent:
    reading = read(beacon([GOOD | fields]))
    assert reading.refused == []
    [event] = reading.events
    return event


def test_an_event_in_its_place() -> None:
    event = _one()
    placed = (event.view_id, event.name, event.sequence_number, event.viewer_ms, event.playhead_ms)
    assert placed == ("v", "hb", 7, T0_MS, 30)


@pytest.mark.parametrize(
    ("field", "value", "attribute", "expected"),
    [
        ("xsqno", "8", "sequence_number", 8),
        ("xsqno", 8.0, "sequence_number", 8),
        ("xsqno", -3, "sequence_number", 0),
        ("xsqno", 2**60, "sequence_number", 2**52),
        ("xsqno", 2**53, "sequence_number", 2**52),
        ("xsqno", None, "sequence_number", 0),
        ("uti", str(T0_MS), "viewer_ms", T0_MS),
        ("uti", T0_MS + 0.6, "viewer_ms", T0_MS + 1),
        ("uti", "1.7672688E12", "viewer_ms", T0_MS),
        ("uti", 0, "viewer_ms", T0_MS + 5),
        ("uti", -1, "viewer_ms", T0_MS + 5),
        ("uti", "soon", "viewer_ms", T0_MS + 5),
        ("uti", None, "viewer_ms", T0_MS + 5),
        ("pphti", "12.4", "playhead_ms", 12),
        ("pphti", -1, "playhead_ms", 0),
        ("pphti", 1e300, "playhead_ms", 0),
        ("e", "n" * 500, "name", "n" * 64),
    ],
)
def test_odd_numbers(field: str, value: object, attribute: str, expected: object) -> None:
    [event] = read(beacon([GOOD | {field: value}], at_ms=T0_MS + 5)).events
    assert getattr(event, attribute) == expected


def test_a_player_without_a_number_in_the_view_counts_by_its_own() -> None:
    fields = {key: value for key, value in GOOD.items() if key != "xsqno"} | {"psqno": 40}
    assert read(beacon([fields])).events[0].sequence_number == 40


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        (1, EventOutcome.MALFORMED),
        (None, EventOutcome.MALFORMED),
        ([], EventOutcome.MALFORMED),
        ({}, EventOutcome.MALFORMED),
        (GOOD | {"e": ""}, EventOutcome.MALFORMED),
        (GOOD | {"e": 5}, EventOutcome.MALFORMED),
        (GOOD | {"xid": "i" * 129}, EventOutcome.MALFORMED),
        (GOOD | {"xid": "a\x00"}, EventOutcome.MALFORMED),
        (GOOD | {"xid": ""}, EventOutcome.NO_VIEW),
        (GOOD | {"xid": "-1"}, EventOutcome.NO_VIEW),
        (GOOD | {"xid": None}, EventOutcome.NO_VIEW),
        (GOOD | {"xid": 17}, EventOutcome.NO_VIEW),
        ({"e": "hb"}, EventOutcome.NO_VIEW),
    ],
)
def test_what_is_refused(event: object, outcome: EventOutcome) -> None:
    body = msgspec.json.encode({"events": [GOOD, event]})
    reading = read(raw_beacon(body, event_count=2))
    assert reading.refused == [outcome]
    assert len(reading.events) == 1


def test_an_id_of_128_characters_is_an_id() -> None:
    assert _one(xid="i" * 128).view_id == "i" * 128


def test_one_beacon_has_one_environment() -> None:
    events = [GOOD | {"ake": key} for key in ("one", "two", "one")] + [dict(GOOD)]
    reading = read(beacon(events))
    assert reading.refused == [EventOutcome.OTHER_ENVIRONMENT]
    assert len(reading.events) == 3


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"events":[{"e":"\\ud800"}]}',
        b'{"events":[' + b"[" * 100_000,
        b'{"events":[1e400]}',
        b'{"events":[{"e":"\xca\xa0\xff"}]}',
    ],
)
def test_a_body_that_cannot_be_read_is_counted(body: bytes) -> None:
    reading = read(raw_beacon(body, event_count=3))
    assert (reading.events, reading.refused) == ([], [EventOutcome.UNREADABLE] * 3)


def test_names_may_come_in_full() -> None:
    long = {
        "event": "hb",
        "view_id": "v",
        "view_sequence_number": 7,
        "viewer_time": T0_MS,
        "player_playhead_time": 30,
        "player_instance_id": "p",
        "env_key": "k",
    }
    [event] = read(beacon([long])).events
    placed = (event.view_id, event.name, event.sequence_number, event.viewer_ms, event.playhead_ms)
    assert placed == ("v", "hb", 7, T0_MS, 30)


@pytest.mark.parametrize(
    ("off_ms", "rtt_ms", "expected"),
    [
        (0, None, 0),
        (9_000, None, 0),
        (-9_000, None, 0),
        (60_000, None, 60_000),
        (-60_000, None, -60_000),
        (60_000, 400, 59_800),
        (60_000, 90_000, 60_000),
        (60_000, -5, 60_000),
    ],
)
def test_the_viewers_clock(off_ms: int, rtt_ms: float | None, expected: int) -> None:
    record = beacon([GOOD], at_ms=T0_MS + off_ms, sent_ms=T0_MS, rtt_ms=rtt_ms)
    assert read(record).skew_ms == expected


@pytest.mark.parametrize(("ahead_ms", "expected"), [(0, None), (-(10**9), None), (60_000, -60_000)])
def test_without_a_time_of_sending_only_a_clock_ahead_is_wrong(
    ahead_ms: int, expected: int | None
) -> None:
    assert read(beacon([GOOD | {"uti": T0_MS + ahead_ms}], at_ms=T0_MS)).skew_ms == expected


@pytest.mark.parametrize("metadata", [None, [], "x", {}, {"transmission_timestamp": "soon"}])
def test_odd_metadata_tells_nothing(metadata: object) -> None:
    body = msgspec.json.encode({"events": [GOOD], "metadata": metadata})
    reading = read(raw_beacon(body, event_count=1))
    assert (len(reading.events), reading.skew_ms) == (1, None)
