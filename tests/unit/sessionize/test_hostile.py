"""Whatever comes, nothing raises, every event ends once, and every view can be stored and kept."""

import random
from collections import Counter
from pathlib import Path

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from playhead.model.field_words import FIRST_WORDS, LATER_WORDS
from playhead.model.outcome import EventOutcome
from playhead.model.view import View
from playhead.sessionize.checkpoint import Checkpoints, Progress
from playhead.sessionize.core.fields import STICKY_FIELDS
from playhead.sessionize.core.sessions import MOST_EVENTS, MOST_HELD, Sessions
from tests.unit.sessionize.made import T0_MS, Player, beacon, finish, raw_beacon, short, short_name
from tests.unit.sessionize.sane import faults_of

_NAMES = (
    "viewstart viewend play playing pause seeking seeked rebufferstart rebufferend ended error hb "
    "renditionchange playbackmodechange cdnchange requestcompleted requestfailed requestcanceled "
    "adrequest adresponse adbreakstart adbreakend adplay adplaying adpause adended adskipped "
    "aderror playerready texttrackchange audiotrackchange networkchange eventrateexceeded "
    "timeupdate"
).split()
_KNOWN = sorted(
    [short_name(name) for name in STICKY_FIELDS]
    + "psuti wloti percd perme percz persy perbzez qty qst qrpst qrpen qbyld qrphe vpvdn".split()
    + "did dcrid dasur ptetreb paotrcc e xid xsqno psqno uti pphti ake pinid".split()
)
_ODD_NUMBERS = st.sampled_from(
    [
        0,
        -1,
        1,
        -0.0,
        1e308,
        -1e308,
        5e-324,
        2**31,
        2**53,
        2**53 + 1,
        2**63,
        2**64,
        10**30,
        -(10**30),
    ]
)
_ODD_TEXT = st.sampled_from(
    [
        "",
        "0",
        "-1",
        "1e308",
        "nan",
        "inf",
        "true",
        "x" * 3000,
        "\x00",
        "a\x00b",
        "😀",
        "[]",
        "http://[",
    ]
)
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _ODD_NUMBERS
    | _ODD_TEXT
    | st.text(max_size=8)
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=4,
)
_KEYS = (
    st.sampled_from(_KNOWN)
    | st.text(max_size=6)
    | st.sampled_from([first + later for first in FIRST_WORDS for later in list(LATER_WORDS)[::7]])
)
_TIMES = st.integers(T0_MS - 5_000, T0_MS + 100_000) | st.integers(-(2**60), 2**60) | _VALUES
_PLACED = st.fixed_dictionaries(
    {
        "e": st.sampled_from(_NAMES) | st.text(max_size=70),
        "xid": st.sampled_from(["a", "b", "-1"]) | st.text(max_size=3),
        "xsqno": st.integers(-1, 30) | _VALUES,
        "uti": _TIMES,
    },
    optional={"pphti": st.integers(-1, 10_000) | _VALUES},
)
_EVENTS = st.lists(
    st.builds(
        lambda other, placed: other | placed, st.dictionaries(_KEYS, _VALUES, max_size=6), _PLACED
    )
    | st.dictionaries(_KEYS, _VALUES, max_size=6)
    | _VALUES,
    min_size=1,
    max_size=12,
)
IN_MEMORY = Path(":memory:")
_METADATA = st.none() | st.fixed_dictionaries(
    {}, optional={"transmission_timestamp": _TIMES, "rtt_ms": _VALUES}
)
_BEACONS = st.lists(
    st.tuples(_EVENTS, _METADATA, st.integers(-5_000, 4_000_000)), min_size=1, max_size=5
)


def _keep(sessions: Sessions, path: Path) -> None:
    """Save all open views and read them back."""
    checkpoints = Checkpoints(path)
    views = list(sessions.views.values())
    checkpoints.save(Progress(), changed=views, forgotten=[])
    _, loaded = checkpoints.load()
    checkpoints.close()
    assert len(loaded) == len(views)


def _held(sessions: Sessions) -> int:
    return sum(len(view.held) for view in sessions.views.values())


def _check(views: list[View]) -> None:
    for view in views:
        assert faults_of(view) == [], view.identity.view_id


@given(_BEACONS)
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_json_under_any_names(beacons: list[tuple[list[object], object, int]]) -> None:
    sessions = Sessions()
    sent = 0
    views = []
    now_ms = T0_MS
    for events, metadata, later_ms in beacons:
        now_ms += later_ms
        sent += len(events)
        body = msgspec.json.encode({"events": events, "metadata": metadata})
        sessions.take(raw_beacon(body, event_count=len(events), at_ms=now_ms))
        assert sessions.outcomes.total() + _held(sessions) == sent
        _keep(sessions, IN_MEMORY)
        drained = sessions.drain()
        views += drained.views
        msgspec.json.encode(drained.events)
    _check(views + finish(sessions))
    assert sessions.outcomes.total() == sent


@given(st.dictionaries(_KEYS, _VALUES, max_size=20), st.sampled_from(_NAMES))
@settings(max_examples=300, deadline=None)
def test_any_fields_in_the_middle_of_a_view(fields: dict[str, object], name: str) -> None:
    player = Player()
    player.start()
    player.say("playing", 1)
    player.send([fields | player.event(name, 2)], 2)
    player.say("hb", 3)
    player.say("viewend", 4)
    assert player.sessions.outcomes.total() == 6
    _keep(player.sessions, IN_MEMORY)
    views = finish(player.sessions)
    assert views
    _check(views)


@pytest.mark.parametrize(
    "value",
    [10**30, -(10**30), 2**64, 1e308, -1e308, "9" * 400, "x" * 100_000, True, [], {}, [[1]] * 9],
    ids=lambda value: str(value)[:12],
)
def test_one_odd_value_in_every_known_field(value: object, tmp_path: Path) -> None:
    player = Player()
    player.start()
    odd: dict[str, object] = dict.fromkeys(_KNOWN, value)
    for at_s, name in enumerate(_NAMES, 1):
        player.send([odd | player.event(name, at_s)], at_s)
    _keep(player.sessions, tmp_path / "checkpoint.sqlite")
    _check(finish(player.sessions))


@pytest.mark.parametrize("years", [-50, -1, 1, 50])
def test_a_clock_that_is_off_by_years(years: int) -> None:
    skew_ms = years * 365 * 86_400_000
    player = Player(skew_ms=skew_ms)
    player.start()
    player.say("playing", 1)
    view = player.end(20)
    assert view.identity.view_start_ms == T0_MS
    assert view.identity.view_end_ms == T0_MS + 20_000
    assert view.identity.clock_skew_ms == skew_ms
    _check([view])


def test_a_clock_that_jumps() -> None:
    player = Player()
    player.start()
    for number, at_ms in enumerate((T0_MS + 10**11, 5, T0_MS, 2**51, 1), 3):
        event = player.event("hb", 1, number=number) | {"uti": at_ms, "pphti": 2**51 - at_ms}
        player.send([event], number)
    _check([player.end(9)])


def test_sums_of_absurd_values_stay_storable(tmp_path: Path) -> None:
    """Each value is believable alone; their sum would not fit 64 bits."""
    player = Player()
    player.start()
    player.say("playing", 1)
    huge = 2**52 - 1
    numbers = iter(range(4, 10**6))
    for _ in range(6):
        events = []
        for turn in range(1_500):
            at_ms, playhead_ms = (huge, huge) if turn % 2 else (1, 0)
            placed = {"uti": at_ms, "pphti": playhead_ms, "vsobi": 2**53}
            name = ("pause", "play", "requestcompleted", "adbreakstart", "adbreakend")[turn % 5]
            request = short(
                {
                    "request_type": "media",
                    "request_start": -(2**53),
                    "request_response_start": 2**53,
                    "request_response_end": 2**53,
                    "request_bytes_loaded": 2**53,
                }
            )
            events.append(player.event(name, 2, number=next(numbers)) | placed | request)
        player.send(events, 2)
    _keep(player.sessions, tmp_path / "checkpoint.sqlite")
    _check([player.end(3), *finish(player.sessions)])


@pytest.mark.parametrize("depth", [100, 500, 900, 980, 5_000])
def test_deep_nesting(depth: int, tmp_path: Path) -> None:
    player = Player()
    player.start()
    player.number += 5  # A gap: the next event is held.
    event = msgspec.json.encode(player.event("hb", 1))
    nested = b"[" * depth + b"]" * depth
    body = b'{"events":[' + event[:-1] + b',"c1":' + nested + b',"vpbrg":' + nested + b"}]}"
    player.sessions.take(raw_beacon(body, event_count=1, at_ms=T0_MS))
    assert player.sessions.outcomes.total() + 1 >= 3
    _keep(player.sessions, tmp_path / "held.sqlite")
    player.sessions.advance(T0_MS + 5_000)
    _keep(player.sessions, tmp_path / "checkpoint.sqlite")
    assert player.sessions.outcomes.total() == 3
    _check(finish(player.sessions))


def test_without_viewstart_there_is_no_view() -> None:
    player = Player()
    for at_s, name in enumerate(["play", "playing", "hb", "error", "viewend", "viewend"]):
        player.say(name, at_s)
    assert finish(player.sessions) == []
    assert player.sessions.outcomes == Counter({EventOutcome.APPLIED: 6})


def test_viewend_twice_with_numbers_of_its_own() -> None:
    player = Player()
    player.start()
    first = player.end(10)
    second = player.end(12)
    assert (first.identity.version, second.identity.version) == (1, 2)
    assert second.identity.view_end_ms == T0_MS + 12_000
    assert not second.identity.view_dropped


def test_two_players_with_one_view_id() -> None:
    player = Player()
    player.start(player_instance_id="one")
    player.number = 0
    player.start(player_instance_id="two")
    player.say("viewend", 5)
    views = finish(player.sessions)
    assert player.sessions.outcomes[EventOutcome.DUPLICATE] == 2
    assert [view.player.player_instance_id for view in views] == ["one"]


@pytest.mark.parametrize("numbers", [[0] * 5, [-5, -4, -3, -2, -1], [2**60 + n for n in range(5)]])
def test_sequence_numbers_outside_of_any_sense(numbers: list[int]) -> None:
    player = Player()
    for at_s, (name, number) in enumerate(
        zip(["viewstart", "play", "playing", "hb", "viewend"], numbers, strict=True)
    ):
        player.say(name, at_s, number=number)
    views = finish(player.sessions)
    assert player.sessions.outcomes.total() == 5
    assert len(views) <= 2
    _check(views)


def test_more_events_than_a_view_may_have() -> None:
    player = Player()
    player.start()
    total = 2
    while total < MOST_EVENTS + 2_000:
        player.send([player.event("hb", 1 + total / 10_000) for _ in range(2_500)], 10)
        total += 2_500
    outcomes = player.sessions.outcomes
    assert outcomes[EventOutcome.APPLIED] == MOST_EVENTS
    assert outcomes[EventOutcome.OVER_VIEW_LIMIT] == total - MOST_EVENTS
    [view] = player.sessions.views.values()
    assert len(msgspec.msgpack.encode(view)) < 4_000
    assert finish(player.sessions)[-1].identity.event_count == MOST_EVENTS


def test_ids_of_a_megabyte_are_refused() -> None:
    player = Player("v" * 1_000_000)
    player.start()
    assert player.sessions.outcomes == Counter({EventOutcome.MALFORMED: 2})
    assert not player.sessions.views


def test_a_view_in_memory_stays_small_whatever_it_is_told() -> None:
    player = Player()
    player.start()
    for number, name in enumerate(_KNOWN):
        if name not in {"e", "xid", "xsqno", "psqno", "uti", "pphti", "ake", "pinid"}:
            player.send([{name: f"{number}" * 300_000} | player.event("hb", 1)], 1)
    invented = {f"x_{number}_": "y" * 100 for number in range(5_000)}
    player.send([invented | player.event("hb", 1)], 1)
    _keep(player.sessions, IN_MEMORY)
    [view] = player.sessions.views.values()
    assert len(msgspec.msgpack.encode(view)) < 250 * 17_000
    _check(finish(player.sessions))


def test_held_events_are_bounded() -> None:
    player = Player()
    player.start()
    backwards = [player.event("hb", 1, number=n) for n in range(9_000, 100, -2)]
    for at in range(0, len(backwards), 500):
        player.send(backwards[at : at + 500], 1)
        [view] = player.sessions.views.values()
        assert len(view.held) <= MOST_HELD
        assert len(view.seen.starts) <= 64
    assert player.sessions.outcomes.total() + len(view.held) == 2 + len(backwards)
    finish(player.sessions)
    assert player.sessions.outcomes.total() == 2 + len(backwards)


def test_rows_of_a_view_that_never_starts_are_bounded() -> None:
    player = Player()
    player.send([player.event("waiting", 0) for _ in range(5_000)], 0)
    [view] = player.sessions.views.values()
    assert len(view.waiting_rows) <= 200
    assert finish(player.sessions) == []


def test_more_views_than_may_be_open() -> None:
    sessions = Sessions(most_open_views=3)
    for number in range(5):
        player = Player(f"view-{number}")
        sessions.take(beacon([player.event("viewstart", 0)]))
    assert len(sessions.views) == 3
    assert sessions.outcomes[EventOutcome.OVER_OPEN_VIEWS] == 2
    assert len(finish(sessions)) == 3


def test_noise_of_bytes() -> None:
    chance = random.Random(7)  # noqa: S311 - noise, not a secret
    good = msgspec.json.encode({"events": [Player().event("viewstart", 0)]})
    sessions = Sessions()
    for _ in range(300):
        body = bytearray(good)
        for _ in range(3):
            body[chance.randrange(len(body))] = chance.randrange(256)
        try:
            counted = len(msgspec.json.decode(body)["events"])
        except Exception:  # noqa: BLE001 - then the collector would have refused it
            counted = 1
        before = sessions.outcomes.total() + _held(sessions)
        try:
            sessions.take(raw_beacon(bytes(body), event_count=counted))
        except (KeyError, TypeError, AttributeError):
            continue  # No object with a list of events: the collector lets none of these through.
        after = sessions.outcomes.total() + _held(sessions)
        assert after - before == counted
