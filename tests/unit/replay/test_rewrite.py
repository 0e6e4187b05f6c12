"""A recorded body is told again with other ids, clocks and key; all else stays as it was."""

import json
import uuid

import pytest

from playhead.replay.rewrite import Change, fresh_id, player_of, rewrite, sent_at_ms

SHIFT_MS = 86_400_000


def beacon(*events: str, metadata: str | None = None) -> bytes:
    head = "" if metadata is None else f'"metadata":{metadata},'
    return f'{{{head}"events":[{",".join(events)}]}}'.encode()


def changed(body: bytes, change: Change) -> str:
    return rewrite(body, change).body.decode()


@pytest.mark.parametrize(
    ("field", "moved"),
    [
        ('"uti":1795432000000', '"uti":1795518400000'),
        ('"uti":1795432000000.25', '"uti":1795518400000.25'),
        ('"uti":1795432000000.0', '"uti":1795518400000.0'),
        ('"uti":1.795432e12', '"uti":1795518400000.0'),
        ('"uti":"1795432000000"', '"uti":"1795518400000"'),
        ('"uti":"1795432000000.125"', '"uti":"1795518400000.125"'),
        ('"xst":1795432000000', '"xst":1795518400000'),
        ('"pst":"1795432000000"', '"pst":"1795518400000"'),
        ('"sst":1795432000000', '"sst":1795518400000'),
        ('"sex":1795432000000', '"sex":1795518400000'),
        ('"piiti":1795432000000', '"piiti":1795518400000'),
        ('"wloiiti":1795432000000', '"wloiiti":1795518400000'),
        ('"wloenti":1795432000000', '"wloenti":1795518400000'),
        ('"qst":1795432000000', '"qst":1795518400000'),
        ('"qrpst":1795432000000', '"qrpst":1795518400000'),
        ('"qrpen":1795432000000', '"qrpen":1795518400000'),
        ('"ppgti":1795432000000', '"ppgti":1795518400000'),
        ('"pliedpgti":1795432000000', '"pliedpgti":1795518400000'),
        ('"pmfnepgti":1795432000000', '"pmfnepgti":1795518400000'),
        ('"viewer_time":1795432000000', '"viewer_time":1795518400000'),
    ],
)
def test_every_clock_moves_in_the_type_it_came_in(field: str, moved: str) -> None:
    change = Change(shift_ms=SHIFT_MS)
    assert changed(beacon(f"{{{field}}}"), change) == beacon(f"{{{moved}}}").decode()


@pytest.mark.parametrize(
    "field",
    [
        '"pphti":1795432000000',  # a playhead is no clock
        '"c1":"1795432000000"',  # nor is what a site writes down
        '"xst":0',
        '"xst":1795432000',  # seconds
        '"xst":null',
        '"xst":""',
        '"xst":"soon"',
        '"xst":-1795432000000',
        '"xst":1e99',
        '"xst":true',
        '"xst":[1795432000000]',
    ],
)
def test_what_is_no_clock_stays(field: str) -> None:
    body = beacon(f"{{{field}}}")
    assert changed(body, Change(shift_ms=SHIFT_MS)) == body.decode()


def test_the_time_of_sending_moves_and_the_round_trip_does_not() -> None:
    body = beacon("{}", metadata='{"transmission_timestamp":1795432000000,"rtt_ms":18}')
    told = json.loads(changed(body, Change(shift_ms=5)))
    assert told["metadata"] == {"transmission_timestamp": 1795432000005, "rtt_ms": 18}


def test_without_a_change_a_body_stays_byte_for_byte() -> None:
    body = b'{ "events" : [ {"e" : "hb", "xid":"v", "n": 1.50} ] }'
    assert rewrite(body, Change()).body == body


def test_what_is_not_changed_keeps_its_order_and_every_digit() -> None:
    event = (
        '{"z":1.50,"e":"hb","uti":1795432000000,"a":1e3,"s":"\\u00e9\\/",'
        '"o":{"b":1,"a":[ ]},"n":null}'
    )
    body = beacon(event, metadata='{"rtt_ms":8.0}')
    assert changed(body, Change(shift_ms=1)) == body.decode().replace("000000,", "000001,")


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ('{"ake":"old","e":"hb"}', '{"ake":"new","e":"hb"}'),
        ('{"env_key":"old","e":"hb"}', '{"env_key":"new","e":"hb"}'),
        ('{"e":"hb"}', '{"e":"hb","ake":"new"}'),
    ],
)
def test_the_environment_key_is_in_every_event(event: str, told: str) -> None:
    assert changed(beacon(event, event), Change(env_key="new")) == beacon(told, told).decode()


def test_equal_ids_stay_equal_and_each_kind_gets_its_own() -> None:
    first = beacon('{"e":"viewstart","xid":"v1","pinid":"p1","sid":"s1","mvrid":"m1"}')
    later = beacon('{"e":"hb","xid":"v1","view_id":"v2","pinid":"v1"}')
    change = Change(id_seed="one")
    begun = json.loads(changed(first, change))["events"][0]
    ended = json.loads(changed(later, change))["events"][0]
    assert begun["xid"] == ended["xid"] == fresh_id("one", "view_id", "v1")
    assert len({begun["xid"], begun["pinid"], begun["sid"], begun["mvrid"]}) == 4
    assert ended["view_id"] != ended["xid"] != ended["pinid"]
    assert uuid.UUID(begun["xid"]).version == 4
    assert rewrite(later, change).view_ids == {ended["xid"], ended["view_id"]}


def test_another_seed_is_another_viewer() -> None:
    body = beacon('{"e":"hb","xid":"v1"}')
    assert changed(body, Change(id_seed="a")) == changed(body, Change(id_seed="a"))
    assert changed(body, Change(id_seed="a")) != changed(body, Change(id_seed="b"))


@pytest.mark.parametrize("nothing", ['""', '"-1"', "null", "7"])
def test_no_id_stays_no_id(nothing: str) -> None:
    body = beacon(f'{{"e":"hb","xid":{nothing}}}')
    assert changed(body, Change(id_seed="a")) == body.decode()


def test_a_fact_is_told_where_it_was_told_and_in_every_snapshot() -> None:
    events = (
        '{"e":"viewstart","vtt":"Old","x":1}',
        '{"e":"hb","x":1}',
        '{"e":"renditionchange","vtt":"Old"}',
        '{"e":"viewend"}',
    )
    told = json.loads(changed(beacon(*events), Change(facts={"video_title": "New"})))["events"]
    assert told == [
        {"e": "viewstart", "vtt": "New", "x": 1},
        {"e": "hb", "x": 1},
        {"e": "renditionchange", "vtt": "New"},
        {"e": "viewend", "vtt": "New"},
    ]


def test_texts_are_replaced_inside_values_and_not_in_names() -> None:
    body = beacon('{"e":"hb","qur":"http://lab/x/1.m4s","q":"lab","lab":1}')
    told = json.loads(changed(body, Change(texts=(("http://lab", "https://cdn"), ("lab", "cdn")))))
    assert told["events"][0] == {"e": "hb", "qur": "https://cdn/x/1.m4s", "q": "cdn", "lab": 1}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"events":1}', b'{"metadata":{}}', b"\xff", b"[" * 100_000]
)
def test_what_is_no_beacon_stays(body: bytes) -> None:
    rewritten = rewrite(body, Change(env_key="k", shift_ms=1, id_seed="s"))
    assert (rewritten.body, rewritten.event_count) == (body, 0)


def test_an_event_that_is_none_stays_among_the_others() -> None:
    told = json.loads(changed(beacon("7", '{"e":"hb"}'), Change(env_key="k")))
    assert told["events"] == [7, {"e": "hb", "ake": "k"}]


@pytest.mark.parametrize(
    ("body", "clock"),
    [
        (beacon('{"uti":1}', metadata='{"transmission_timestamp":1795432000010}'), 1795432000010),
        (beacon('{"uti":"1795432000001"}', '{"uti":"1795432000002"}'), 1795432000002),
        (beacon('{"uti":1795432000003.7}'), 1795432000003),
        (beacon('{"uti":1795432000003}', "{}"), 1795432000003),
        (beacon("{}"), None),
        (b"no beacon", None),
    ],
)
def test_the_time_of_sending_is_read_from_the_envelope_or_the_last_event(
    body: bytes, clock: int | None
) -> None:
    assert sent_at_ms(body) == clock


def test_a_beacon_names_its_player() -> None:
    assert player_of(beacon('{"e":"hb"}', '{"pinid":"p1"}')) == "p1"
    assert player_of(b"no beacon") is None
