"""Every beacon ends in exactly one outcome, and hears what keeps its player well."""

import gzip
import time
import zlib

import pytest

from playhead.collect.limits import Limits
from playhead.collect.places import Places
from playhead.journal.interface import JournalFailedError, JournalFullError
from playhead.model.beacon import Place
from playhead.model.outcome import BeaconOutcome
from tests.unit.collect.asking import ENVIRONMENT, KEY, NOW_MS, House, ListJournal, beacon, request

GZIP = ((b"content-encoding", b"gzip"),)
DEFLATE = ((b"content-encoding", b"deflate"),)
GOOD = beacon()
_RAW = zlib.compressobj(wbits=-15)
RAW_DEFLATED = _RAW.compress(GOOD) + _RAW.flush()


def events(*texts: bytes) -> bytes:
    return b'{"events":[' + b",".join(texts) + b"]}"


class Broken(Places):
    """Places with a mistake in them."""

    def place_of(self, address: str | None) -> Place:
        raise ZeroDivisionError(address)


ACCEPTED = [
    ("plain", GOOD, ()),
    ("gzip", gzip.compress(GOOD), GZIP),
    ("gzip by its old name", gzip.compress(GOOD), ((b"content-encoding", b"X-GZIP "),)),
    ("deflate", zlib.compress(GOOD), DEFLATE),
    ("deflate without zlib's header", RAW_DEFLATED, DEFLATE),
    ("no encoding by name", GOOD, ((b"content-encoding", b"identity"),)),
    ("sendBeacon's type", GOOD, ((b"content-type", b"text/plain;charset=UTF-8"),)),
    ("a type that is a lie", GOOD, ((b"content-type", b"multipart/form-data"),)),
    ("with metadata", b'{"metadata":{"rtt_ms":3},"events":[{"ake":"key1"}]}', ()),
    ("metadata of any type", b'{"metadata":[],"events":[{"ake":"key1"}]}', ()),
    ("the key in a later event", events(b'{"e":"x"}', b'{"ake":null}', b'{"ake":"key1"}'), ()),
    ("an empty key first", events(b'{"ake":""}', b'{"ake":"key1"}'), ()),
    ("the last of two keys", events(b'{"ake":"other","ake":"key1"}'), ()),
    ("the last of two lists", b'{"events":[],"events":[{"ake":"key1"}]}', ()),
    ("space around it", b" \r\n" + GOOD + b"\n ", ()),
    ("nested values", events(b'{"ake":"key1","qrphe":{"a":[{}]}}'), ()),
    ("text beyond ASCII", '{"events":[{"ake":"key1","vtt":"été 🎬"}]}'.encode(), ()),
    ("a whole surrogate pair", events(rb'{"ake":"key1","vtt":"\ud83d\ude00"}'), ()),
    ("a key as an escape", events(rb'{"ake":"key\u0031"}'), ()),
]

DROPPED = [
    ("nothing", b"", (), BeaconOutcome.MALFORMED_JSON),
    ("no JSON", b"hello", (), BeaconOutcome.MALFORMED_JSON),
    ("cut off", GOOD[:-1], (), BeaconOutcome.MALFORMED_JSON),
    ("trailing garbage", GOOD + b"x", (), BeaconOutcome.MALFORMED_JSON),
    ("two bodies", GOOD + GOOD, (), BeaconOutcome.MALFORMED_JSON),
    ("NaN", events(b'{"ake":"key1","a":NaN}'), (), BeaconOutcome.MALFORMED_JSON),
    ("Infinity", events(b'{"ake":"key1","a":-Infinity}'), (), BeaconOutcome.MALFORMED_JSON),
    ("a leading zero", events(b'{"ake":"key1","a":01}'), (), BeaconOutcome.MALFORMED_JSON),
    ("a trailing comma", events(b'{"ake":"key1",}'), (), BeaconOutcome.MALFORMED_JSON),
    ("single quotes", b"{'events':[]}", (), BeaconOutcome.MALFORMED_JSON),
    ("a byte order mark", b"\xef\xbb\xbf" + GOOD, (), BeaconOutcome.MALFORMED_JSON),
    ("UTF-16", GOOD.decode().encode("utf-16"), (), BeaconOutcome.MALFORMED_JSON),
    ("no UTF-8", events(b'{"ake":"key1","a":"\xff"}'), (), BeaconOutcome.MALFORMED_JSON),
    ("half a UTF-8 character", events(b'{"ake":"key1","a":"\xc3"}'), (), "malformed_json"),
    ("a control character", events(b'{"ake":"key1","a":"\x01"}'), (), "malformed_json"),
    ("brackets without end", b"[" * 100_000, (), BeaconOutcome.MALFORMED_JSON),
    ("deep in an event", events(b'{"a":' + b"[" * 100_000), (), "malformed_json"),
    ("deep objects", b'{"events":' + b'{"a":' * 100_000, (), BeaconOutcome.MALFORMED_JSON),
    ("wrong before broken", b'{"events":5, garbage', (), BeaconOutcome.MALFORMED_JSON),
    ("gzip unannounced", gzip.compress(GOOD), (), BeaconOutcome.MALFORMED_JSON),
    ("gzip announced only", GOOD, GZIP, BeaconOutcome.MALFORMED_ENCODING),
    ("gzip cut off", gzip.compress(GOOD)[:-9], GZIP, BeaconOutcome.MALFORMED_ENCODING),
    ("gzip and more", gzip.compress(GOOD) + b"x", GZIP, BeaconOutcome.MALFORMED_ENCODING),
    ("a chain of gzips", gzip.compress(GOOD) * 2, GZIP, BeaconOutcome.MALFORMED_ENCODING),
    ("no deflate", b"\xff\xff\xff", DEFLATE, BeaconOutcome.MALFORMED_ENCODING),
    ("empty gzip", b"", GZIP, BeaconOutcome.MALFORMED_ENCODING),
    ("brotli", GOOD, ((b"content-encoding", b"br"),), BeaconOutcome.MALFORMED_ENCODING),
    ("twice", GOOD, ((b"content-encoding", b"gzip, gzip"),), BeaconOutcome.MALFORMED_ENCODING),
    ("null", b"null", (), BeaconOutcome.WRONG_TYPES),
    ("a number", b"12", (), BeaconOutcome.WRONG_TYPES),
    ("a string", b'"events"', (), BeaconOutcome.WRONG_TYPES),
    ("a list", b"[{}]", (), BeaconOutcome.WRONG_TYPES),
    ("no events at all", b"{}", (), BeaconOutcome.WRONG_TYPES),
    ("events null", b'{"events":null}', (), BeaconOutcome.WRONG_TYPES),
    ("events an object", b'{"events":{}}', (), BeaconOutcome.WRONG_TYPES),
    ("events a string", b'{"events":"[]"}', (), BeaconOutcome.WRONG_TYPES),
    ("an event null", events(b"null"), (), BeaconOutcome.WRONG_TYPES),
    ("an event a string", events(b'"hb"'), (), BeaconOutcome.WRONG_TYPES),
    ("an event a list", events(b"[]"), (), BeaconOutcome.WRONG_TYPES),
    ("one event of two", events(b'{"ake":"key1"}', b"7"), (), BeaconOutcome.WRONG_TYPES),
    ("a key of numbers", events(b'{"ake":1}'), (), BeaconOutcome.WRONG_TYPES),
    ("a list of none", b'{"events":[]}', (), BeaconOutcome.NO_EVENTS),
    ("a stranger's key", events(b'{"ake":"other"}'), (), BeaconOutcome.UNKNOWN_ENV_KEY),
    ("no key", events(b'{"e":"hb"}'), (), BeaconOutcome.UNKNOWN_ENV_KEY),
    ("too large", b" " * 2_097_152 + GOOD, (), BeaconOutcome.TOO_LARGE),
    ("a bomb", gzip.compress(b" " * 50_000_000), GZIP, BeaconOutcome.DECOMPRESSION_BOMB),
    ("a deflated bomb", zlib.compress(b" " * 50_000_000), DEFLATE, "decompression_bomb"),
    ("too many", events(*[b"{}"] * 10_001), (), BeaconOutcome.TOO_MANY_EVENTS),
    ("far too many", events(*[b'{"e":"hb"}'] * 100_000), (), BeaconOutcome.TOO_MANY_EVENTS),
]


@pytest.mark.parametrize(("story", "body", "headers"), ACCEPTED, ids=[a[0] for a in ACCEPTED])
def test_accepts(story: str, body: bytes, headers: tuple[tuple[bytes, bytes], ...]) -> None:
    house = House()
    assert house.post(body, headers=headers).status == 200, story
    assert house.outcomes() == {BeaconOutcome.ACCEPTED: 1}
    assert len(house.journal.records) == 1


@pytest.mark.parametrize(
    ("story", "body", "headers", "outcome"), DROPPED, ids=[d[0] for d in DROPPED]
)
def test_drops_and_still_answers_200(
    story: str, body: bytes, headers: tuple[tuple[bytes, bytes], ...], outcome: str
) -> None:
    house = House()
    heard = house.post(body, headers=headers)
    assert (heard.status, heard.headers["access-control-allow-origin"]) == (200, "*"), story
    assert house.outcomes() == {BeaconOutcome(outcome): 1}
    assert not house.journal.records


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (JournalFullError(), BeaconOutcome.OVERLOADED),
        (JournalFailedError(), BeaconOutcome.JOURNAL_FAILED),
        (OSError(28, "no space left"), BeaconOutcome.JOURNAL_FAILED),
    ],
    ids=["full", "failed", "failed in a way of its own"],
)
def test_says_come_again_when_the_journal_cannot_take_it(
    failure: Exception, outcome: BeaconOutcome
) -> None:
    house = House(journal=ListJournal(failure))
    heard = house.post(GOOD)
    assert heard.status == 503
    assert heard.headers["access-control-allow-origin"] == "*"
    assert heard.headers["cache-control"] == "no-store"
    assert int(heard.headers["retry-after"]) > 0
    assert house.outcomes() == {outcome: 1}


def test_a_mistake_of_its_own_is_counted_and_not_a_500() -> None:
    house = House(places=Broken([]))
    assert house.post(GOOD).status == 200
    assert house.outcomes() == {BeaconOutcome.FAULT: 1}


def test_the_record_is_what_came_and_what_the_edge_knows() -> None:
    house = House()
    body = beacon({"e": "play", "ake": KEY}, {"e": "playing"})
    house.post(gzip.compress(body), headers=(*GZIP, (b"user-agent", b"Browser/1 " * 200)))
    record = house.journal.last()
    assert record.received_at_ms == NOW_MS
    assert record.environment_id == ENVIRONMENT
    assert record.event_count == 2
    assert record.body == body
    assert record.user_agent == ("Browser/1 " * 200)[:1024]


def test_counts_what_it_accepted() -> None:
    house = House()
    house.post(GOOD)
    house.post(gzip.compress(GOOD), headers=GZIP)
    house.post(b"")
    counts = house.counts
    assert counts.accepted_by_environment == {ENVIRONMENT: 2}
    assert (counts.accepted_events, counts.accepted_bytes) == (2, 2 * len(GOOD))
    assert counts.beacons[BeaconOutcome.MALFORMED_JSON] == 1
    assert set(counts.beacons) == set(BeaconOutcome)


LONE = [
    (rb"cut \ud83d", rb"cut \ufffd"),
    (rb"\ude00 cut", rb"\ufffd cut"),
    (rb"\uD83D\uD83D\uDE00", rb"\ufffd\uD83D\uDE00"),
    (rb"\ud83d\ude00\ude00", rb"\ud83d\ude00\ufffd"),
    (rb"\ude00\ud83d", rb"\ufffd\ufffd"),
    (rb"\\ud83d \ud83d", rb"\\ud83d \ufffd"),
    (rb"\\\ud83d", rb"\\\ufffd"),
    (rb"\ud83d\n\ude00", rb"\ufffd\n\ufffd"),
]


@pytest.mark.parametrize(("sent", "kept"), LONE)
def test_half_an_emoji_does_not_cost_the_beacon(sent: bytes, kept: bytes) -> None:
    house = House()
    house.post(events(b'{"ake":"key1","vtt":"' + sent + b'"}'))
    assert house.outcomes() == {BeaconOutcome.ACCEPTED: 1}
    assert house.journal.last().body == events(b'{"ake":"key1","vtt":"' + kept + b'"}')


@pytest.mark.parametrize(
    ("story", "text", "outcome"),
    [
        ("broken besides", rb'{"events":[{"vtt":"\ud83d"}', BeaconOutcome.MALFORMED_JSON),
        ("wrong besides", rb'{"events":["\ud83d"]}', BeaconOutcome.WRONG_TYPES),
        ("a NUL besides", b'{"events":[{"vtt":"\\ud83d\0"}]}', BeaconOutcome.MALFORMED_JSON),
        ("no hexadecimal", rb'{"events":[{"vtt":"\ud8zz"}]}', BeaconOutcome.MALFORMED_JSON),
    ],
)
def test_half_an_emoji_does_not_hide_what_else_is_wrong(
    story: str, text: bytes, outcome: BeaconOutcome
) -> None:
    house = House()
    house.post(text)
    assert house.outcomes() == {outcome: 1}, story


def test_only_what_an_honest_player_sends_is_repaired() -> None:
    house = House(limits=Limits(repaired_bytes=50))
    house.post(events(b'{"ake":"key1","vtt":"' + rb"\ud83d" * 9 + b'"}'))
    assert house.outcomes() == {BeaconOutcome.MALFORMED_JSON: 1}


def test_many_braces_in_a_title_are_not_many_events() -> None:
    house = House(limits=Limits(events=10))
    house.post(beacon(*[{"ake": KEY, "vtt": "{" * 50}] * 10))
    assert house.outcomes() == {BeaconOutcome.ACCEPTED: 1}
    house.post(beacon(*[{"ake": KEY, "vtt": "{" * 50}] * 11))
    assert house.counts.beacons[BeaconOutcome.TOO_MANY_EVENTS] == 1


@pytest.mark.parametrize(
    ("story", "body", "headers"),
    [
        ("100,000 events", events(*[b'{"e":"hb"}'] * 100_000), ()),
        ("a zipped list of millions", gzip.compress(events(*[b"{}"] * 2_700_000), 1), GZIP),
    ],
)
def test_refuses_far_too_many_events_in_milliseconds(
    story: str, body: bytes, headers: tuple[tuple[bytes, bytes], ...]
) -> None:
    house = House()
    took = []
    for _ in range(3):
        began = time.process_time()
        house.post(body, headers=headers)
        took.append(time.process_time() - began)
    assert house.outcomes() == {BeaconOutcome.TOO_MANY_EVENTS: 3}
    assert min(took) < 0.15, story


def test_takes_as_much_as_the_largest_honest_player_sends() -> None:
    house = House()
    house.post(beacon(*[{"ake": KEY, "qur": "x" * 3000}] * 340))
    assert house.counts.accepted_bytes > 1_000_000


def test_a_pixel_with_a_thousand_fields_too_many() -> None:
    house = House()
    query = b"e=hb&ake=key1&" + b"&".join(b"c%d=1" % n for n in range(2000))
    assert house.ask(request("GET", "/a.gif", query)).status == 200  # type: ignore[union-attr]
    assert house.outcomes() == {BeaconOutcome.TOO_LARGE: 1}
