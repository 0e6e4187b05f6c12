"""Whatever bytes come, there is one answer and one outcome."""

import asyncio
import gzip

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playhead.collect.limits import Limits
from playhead.journal.interface import JournalFullError
from playhead.model.outcome import BeaconOutcome
from tests.unit.collect.asking import House, ListJournal, beacon, request

LIMITS = Limits(
    body_bytes=400, unzipped_bytes=600, drain_bytes=400, events=5, refresh_interval_s=0.0
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)
event_like = st.dictionaries(st.sampled_from(["ake", "e", "x"]), json_values | st.just("key1"))
beacon_like = st.fixed_dictionaries({"events": st.lists(event_like, max_size=7)}).map(
    msgspec.json.encode
)
bodies = st.one_of(
    st.binary(max_size=900),
    json_values.map(msgspec.json.encode),
    beacon_like,
    beacon_like.map(gzip.compress),
    st.tuples(beacon_like, st.integers(0, 60), st.binary(max_size=6)).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] :]
    ),
    st.lists(st.sampled_from([rb"\ud83d", rb"\ude00", rb"\\", rb"\n", b"a"]), max_size=9).map(
        lambda parts: b'{"events":[{"ake":"key1","t":"' + b"".join(parts) + b'"}]}'
    ),
)
encodings = st.sampled_from([None, b"gzip", b"deflate", b"br", b"\xff"])


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    body=bodies,
    encoding=encodings,
    chunk=st.integers(1, 500),
    hangs_up=st.booleans(),
    full=st.booleans(),
)
def test_any_bytes_get_one_answer_and_one_outcome(
    body: bytes, encoding: bytes | None, chunk: int, *, hangs_up: bool, full: bool
) -> None:
    house = House(journal=ListJournal(JournalFullError() if full else None), limits=LIMITS)
    chunks: list[bytes | None] = [body[at : at + chunk] for at in range(0, len(body), chunk)]
    chunks = [*chunks, None] if hangs_up else [*chunks, b""]
    headers = [(b"content-encoding", encoding)] if encoding is not None else []
    heard = house.ask(request(headers=headers), chunks)
    (outcome,) = house.outcomes()
    assert house.outcomes()[outcome] == 1
    assert outcome is not BeaconOutcome.FAULT
    assert len(house.journal.records) == (outcome is BeaconOutcome.ACCEPTED)
    if heard is None:
        assert outcome is BeaconOutcome.INCOMPLETE
    else:
        assert heard.status == (503 if outcome is BeaconOutcome.OVERLOADED else 200)
        assert heard.headers["access-control-allow-origin"] == "*"
    if outcome is BeaconOutcome.ACCEPTED:
        kept = house.journal.last()
        assert len(msgspec.json.decode(kept.body)["events"]) == kept.event_count


@settings(max_examples=200, deadline=None)
@given(query=st.binary(max_size=80))
def test_any_query_is_a_pixel_or_is_not(query: bytes) -> None:
    house = House()
    heard = house.ask(request("GET", "/", query))
    assert heard is not None
    assert (heard.status == 200) is house.collector.is_beacon(request("GET", "/", query))
    assert sum(house.outcomes().values()) + house.counts.not_beacons == 1


@settings(max_examples=200, deadline=None)
@given(
    names=st.lists(
        st.tuples(
            st.sampled_from([b"host", b"user-agent", b"content-length", b"content-type"]),
            st.binary(max_size=60),
        )
    )
)
def test_any_headers_leave_a_good_beacon_accepted(names: list[tuple[bytes, bytes]]) -> None:
    house = House()
    heard = asyncio.run(house.asked(request(headers=names), [beacon()]))
    assert heard is not None
    assert house.outcomes() == {BeaconOutcome.ACCEPTED: 1}
