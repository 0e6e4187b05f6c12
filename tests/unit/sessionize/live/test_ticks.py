"""What holds of ticks whatever comes in."""

import random
from collections import Counter

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playhead.model.beacon import BeaconRecord, Place
from playhead.model.pulse import TICK_MS, LiveDimensions, LiveViewers
from playhead.sessionize.core.live.live import Live, Stand, Unwatched
from playhead.sessionize.core.open_view import OpenView
from playhead.sessionize.core.sessions import Sessions
from tests.unit.sessionize.live.watching import FATAL, Watcher, said, tick_at, ticks_of, totals
from tests.unit.sessionize.made import T0_MS, beacon

NAMES = (
    "viewstart play playing pause seeking seeked rebufferstart rebufferend hb error ended viewend "
    "adbreakstart adplay adplaying adpause adended adbreakend requestcompleted cdnchange"
).split()
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(NAMES),
        st.sampled_from([0, 0, 0, 1, 900, 5_000, 40_000, 70_000, 301_000]),
        st.sampled_from(
            [{}, {"video_title": "a"}, {"video_title": "b"}, {"viewer_user_id": "u"}, FATAL]
        ),
        st.sampled_from([{}, {"video_source_bitrate": 1_000}, {"player_program_time": T0_MS}]),
    ),
    max_size=40,
)
Steps = list[tuple[int, str, int, dict[str, object], dict[str, object]]]


def _events(steps: Steps) -> list[tuple[int, dict[str, object]]]:
    """Return when each event arrives, and the event."""
    viewers = [Watcher(name) for name in "abc"]
    at_ms = 0
    found = []
    for who, name, gap_ms, told, more in steps:
        at_ms += gap_ms
        found.append((at_ms, viewers[who].event(name, at_ms / 1000, **told, **more)))
    return found


def _one_each(events: list[tuple[int, dict[str, object]]]) -> list[BeaconRecord]:
    return [beacon([event], at_ms=T0_MS + at_ms) for at_ms, event in events]


def _packed(
    events: list[tuple[int, dict[str, object]]], chance: random.Random
) -> list[BeaconRecord]:
    """Return the same events at the same moments in other beacons."""
    packs: list[tuple[int, list[dict[str, object]]]] = []
    for at_ms, event in events:
        if packs and packs[-1][0] == at_ms and chance.random() < 0.7:
            packs[-1][1].append(event)
        else:
            packs.append((at_ms, [event]))
    return [beacon(pack, at_ms=T0_MS + at_ms) for at_ms, pack in packs]


UNTIL_S = 40 * 301 + 500


@settings(max_examples=60, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_splitting_copies_and_order_do_not_show(steps: Steps, chance: random.Random) -> None:
    events = _events(steps)
    until_s = (events[-1][0] / 1000 if events else 0) + 70
    expected = said(ticks_of(_one_each(events), until_s))
    assert said(ticks_of(_packed(events, chance), until_s)) == expected

    records = _packed(events, chance)
    for record in list(records):
        if chance.random() < 0.5:
            later_ms = record.received_at_ms + chance.choice((0, 10, 61_000))
            if later_ms <= T0_MS + until_s * 1000:
                records.append(msgspec.structs.replace(record, received_at_ms=later_ms))
    assert said(ticks_of(records, until_s)) == expected

    # In another order within a moment: numbers restore it before the moment is over, as soon as
    # a view's first event has told where it begins.
    shuffled = _one_each(events)
    chance.shuffle(shuffled)
    assert said(ticks_of(shuffled, until_s)) == expected


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_no_count_is_negative_and_none_is_counted_twice(steps: Steps) -> None:
    events = _events(steps)
    until_s = (events[-1][0] / 1000 if events else 0) + 70
    for tick in ticks_of(_one_each(events), until_s):
        sets = Counter(pulse.dimensions for pulse in tick.pulses)
        assert not sets or max(sets.values()) == 1
        for pulse in tick.pulses:
            assert min(msgspec.structs.astuple(pulse.viewers)) >= 0
            sums = msgspec.structs.asdict(pulse.sums)
            assert all(value >= 0 for name, value in sums.items() if name != "startup_samples_ms")
        viewers, sums_of_all = totals(tick)
        assert sum(msgspec.structs.astuple(viewers)) <= 3
        watched_ms = sums_of_all.startup_ms + sums_of_all.playing_ms + sums_of_all.rebuffering_ms
        assert watched_ms <= 3 * TICK_MS
        assert sums_of_all.bitrate_ms <= sums_of_all.playing_ms


_FAILED: Steps = [(0, "viewstart", 0, {}, {}), (1, "error", 0, {**FATAL}, {})]


@settings(max_examples=30, deadline=None)
@given(STEPS, st.integers(0, 40))
@example([*_FAILED, (0, "viewstart", 0, {"video_title": "a"}, {})], 3)
@example([*_FAILED, (1, "viewstart", 0, {"viewer_user_id": "u"}, {})], 3)
def test_a_restart_anywhere_does_not_show(steps: Steps, cut: int) -> None:
    events = _events(steps)
    until_ms = T0_MS + (events[-1][0] if events else 0) + 70_000
    records = _one_each(events)
    expected = said(ticks_of(records, (until_ms - T0_MS) / 1000))

    sessions = Sessions()
    sessions.advance(T0_MS)
    for record in records[:cut]:
        sessions.take(record)
    ticks = list(sessions.drain().ticks)
    kept = msgspec.msgpack.encode(list(sessions.views.values()))
    stand = msgspec.msgpack.encode(sessions.live.stand())
    again = Sessions(
        msgspec.msgpack.decode(kept, type=list[OpenView]),
        stand=msgspec.msgpack.decode(stand, type=Stand),
    )
    for record in records[cut:]:
        again.take(record)
    again.advance(until_ms)
    assert said([*ticks, *again.drain().ticks]) == expected


def test_viewers_move_with_their_dimensions() -> None:
    viewer = Watcher(video_title="one", video_source_bitrate=2_000)
    sent = [
        viewer.beacon(1, "viewstart", "playing"),
        viewer.beacon(3, "hb", video_title="two", viewer_os_family="Plan 9"),
    ]
    first, second = tick_at(ticks_of(sent, 6), 1).pulses
    assert (first.dimensions.video_title, first.dimensions.operating_system) == ("one", "Windows")
    assert (first.viewers, first.sums.playing_ms) == (LiveViewers(), 2_000)
    assert (second.dimensions.video_title, second.dimensions.operating_system) == ("two", "Plan 9")
    assert (second.viewers, second.sums.playing_ms) == (LiveViewers(playing=1), 2_000)
    assert (second.sums.bitrate_ms, second.sums.bitrate_bits) == (2_000, 4_000)


def test_dimensions_are_those_of_the_finished_view() -> None:
    viewer = Watcher(
        video_title="t" * 600,
        video_series="s",
        sub_property_id="p",
        player_name="main",
        video_is_live="true",
        video_cdn="edge",
        view_has_ad=True,
        video_source_url="https://stream.mux.com/abc.m3u8",
    )
    sessions = Sessions()
    record = viewer.beacon(1, "viewstart", "playing")
    place = Place(country="NO", region="Oslo", asn=64_500, asn_name="EXAMPLE-NET")
    sessions.take(msgspec.structs.replace(record, place=place))
    sessions.take(viewer.beacon(6, "viewend"))
    written = sessions.drain()
    (view,), (told,) = written.views, written.ticks[0].pulses
    families = [getattr(view, family) for family in view.__struct_fields__]
    for field in LiveDimensions.__struct_fields__:
        (value,) = [getattr(family, field) for family in families if hasattr(family, field)]
        assert getattr(told.dimensions, field) == value, field


def test_too_many_titles_are_told_without_a_name() -> None:
    live = Live(most_sets=3)
    sent = [
        Watcher(f"v{n}", video_title=f"title {n}").beacon(1, "viewstart", "playing")
        for n in range(10)
    ]
    ticks = ticks_of(sent, 6, live=live)
    pulses = tick_at(ticks, 1).pulses
    assert len(pulses) == 4
    assert totals(tick_at(ticks, 1))[0].playing == 10
    (rest,) = [p for p in pulses if p.dimensions == LiveDimensions()]
    assert rest.viewers.playing == 7
    assert live.folded == 7


def test_an_audience_knows_views_from_viewers() -> None:
    sent = [
        Watcher("a", viewer_user_id="u").beacon(1, "viewstart", "playing"),
        Watcher("b", viewer_user_id="u").beacon(1, "viewstart"),
        Watcher("c", mux_viewer_id="m").beacon(1, "viewstart", "playing", "rebufferstart"),
        Watcher("d").beacon(1, "viewstart", "playing", "pause"),
    ]
    (told,) = tick_at(ticks_of(sent, 6), 1).audiences
    assert (told.kind, told.id, told.views, told.viewers) == ("video_id", "film", 3, 2)


def test_live_latency_is_told_as_it_comes() -> None:
    viewer = Watcher()
    sent = [
        viewer.beacon(1, "viewstart"),
        viewer.beacon(2, "playing", player_program_time=T0_MS),
        viewer.beacon(7, "hb", player_program_time=T0_MS + 4_000),
    ]
    ticks = ticks_of(sent, 11)
    sums = [totals(tick_at(ticks, at))[1] for at in (1, 6)]
    assert [(s.latency_samples, s.latency_sum_ms) for s in sums] == [(1, 2_000), (1, 3_000)]


def test_a_quiet_minute_is_told_and_a_quiet_hour_is_leapt_over() -> None:
    sessions = Sessions()
    sessions.advance(T0_MS)
    sessions.advance(T0_MS + 60_000)
    assert len(sessions.drain().ticks) == 12
    sessions.advance(T0_MS + 3_600_000)
    (last,) = sessions.drain().ticks
    assert last.tick_ms == T0_MS + 3_600_000 - TICK_MS
    assert last.pulses == []


def test_old_ticks_are_not_made_and_rebuilding_makes_none() -> None:
    live = Live()
    live.tell_from_ms = T0_MS + 10_000
    viewer = Watcher()
    record = viewer.beacon(1, "viewstart", "playing")
    ticks = ticks_of([record], 21, live=live)
    assert [tick.tick_ms - T0_MS for tick in ticks] == [10_000, 15_000]
    assert ticks_of([record], 21, live=Unwatched()) == []
