"""A recording stretched to any length is still what the player SDK would have sent."""

import copy
import itertools

import pytest

from playhead.demo.catalogue import LADDERS
from playhead.demo.run import read_scripts
from playhead.demo.script import FLUSH_MS, Script, batches, delay_start, on_ladder, stretch

SCRIPTS = read_scripts()
BY_NAME = pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())
PLAYED_ON = ("normal_play", "pause_and_seek", "rebuffer", "rendition_drop")
BEATS = 12


def test_there_are_scripts() -> None:
    assert set(PLAYED_ON) < set(SCRIPTS)


@BY_NAME
def test_a_script_has_each_event_once_in_order_from_start_to_end(script: Script) -> None:
    names = [event["e"] for event in script.events]
    assert [event["xsqno"] for event in script.events] == list(range(1, len(names) + 1))
    assert names.count("viewstart") == 1
    assert names[-1] == "viewend"


@BY_NAME
def test_no_beat_more_is_the_same_story(script: Script) -> None:
    assert stretch(script, 0) == script


@BY_NAME
def test_stretching_leaves_no_gap_and_the_original_as_it_was(script: Script) -> None:
    before = copy.deepcopy(script)
    longer = stretch(script, BEATS)
    assert script == before
    assert len(longer.events) == len(script.events) + BEATS
    for key in ("xsqno", "psqno"):
        numbers = [event[key] for event in longer.events]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert longer.events[: script.stretch_at] == script.events[: script.stretch_at]


@pytest.mark.parametrize("name", PLAYED_ON)
def test_every_counter_grows_with_the_playing(name: str) -> None:
    script = SCRIPTS[name]
    end, longer_end = script.events[-1], stretch(script, BEATS).events[-1]
    grown = {
        key for key in end if isinstance(end[key], int) and longer_end[key] == end[key] + 120_000
    }
    assert grown == {"uti", "sex", "pphti", "xmaphps", "xpntimscv", "xwati", "xctpbti", "xtlctpbti"}
    assert longer_end["xst"] == end["xst"]
    last_range = end["vpbrg"].rstrip('"]').rpartition(":")[2]
    assert longer_end["vpbrg"].endswith(f':{int(last_range) + 120_000}"]')


@pytest.mark.parametrize("name", PLAYED_ON)
def test_a_later_first_frame_is_waited_for_and_not_played(name: str) -> None:
    script = SCRIPTS[name]
    end, later_end = script.events[-1], delay_start(script, 1_500).events[-1]
    grown = {key for key in end if later_end[key] != end[key]}
    assert grown - {"xrepe", "xrefq"} == {"uti", "sex", "xwati", "xtitofifr"}
    assert later_end["xtitofifr"] == end["xtitofifr"] + 1_500


def test_without_a_first_frame_there_is_none_to_wait_for() -> None:
    for name in ("exit_before_start", "startup_failure"):
        assert delay_start(SCRIPTS[name], 1_500) == SCRIPTS[name]


def test_a_stall_weighs_less_in_a_longer_view() -> None:
    end = stretch(SCRIPTS["rebuffer"], BEATS).events[-1]
    assert end["xrepe"] == pytest.approx(end["xredu"] / end["xwati"], rel=0.01)
    assert end["xrefq"] == pytest.approx(end["xreco"] / end["xwati"], rel=0.01)


@BY_NAME
def test_clocks_run_forward_in_heartbeats(script: Script) -> None:
    longer = stretch(script, BEATS)
    beats = longer.events[script.stretch_at : script.stretch_at + BEATS]
    assert {event["e"] for event in beats} == {"hb"}
    for key in ("uti", "pphti", "xpntimscv"):
        assert [b[key] - a[key] for a, b in itertools.pairwise(beats)] == [10_000] * (BEATS - 1)
    assert beats[0]["uti"] >= longer.events[script.stretch_at - 1]["uti"]


@BY_NAME
def test_batches_hold_every_event_once_and_are_sent_as_the_sdk_sends(script: Script) -> None:
    longer = stretch(script, BEATS)
    sent = batches(longer, unloads=False)
    assert [event for batch in sent for event in batch.events] == list(longer.events)
    offsets = [batch.offset_ms for batch in sent]
    assert offsets == sorted(offsets)
    assert all(b - a <= FLUSH_MS for a, b in itertools.pairwise(offsets))
    for batch in sent:
        names = [event["e"] for event in batch.events]
        assert not {"viewstart", "error", "viewend"} & set(names[:-1])
        assert all(event["uti"] - longer.first_ms <= batch.offset_ms for event in batch.events)
    assert batches(longer, unloads=True) == [*sent, sent[-1]]


def test_a_story_moves_to_another_ladder() -> None:
    drop = on_ladder(SCRIPTS["rendition_drop"], LADDERS["middle"])
    told = [
        (event["vsorfnm"], event["vsowd"], event["vsoht"], event["vsobi"])
        for event in drop.events
        if "vsorfnm" in event
    ]
    assert told[0] == ("1080p", 1920, 1080, 5_000_000)
    assert told[-1] == ("360p", 640, 360, 800_000)
    assert not any("qrfls" in event for event in drop.events)
