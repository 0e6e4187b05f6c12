"""Short names of every SDK generation read as the same long names."""

import itertools

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import given

from playhead.model import field_names as keys
from playhead.model.field_names import LONGEST_NAME, MOST_CACHED_NAMES, LongNames, long_name
from playhead.model.field_words import FIRST_WORDS, LATER_WORDS
from tests.scenario import scenarios
from tests.unit.sessionize.made import short_name as spelled_as_the_web_does


def test_the_tables_are_those_of_the_protocol() -> None:
    assert len(FIRST_WORDS) == 19
    assert len(LATER_WORDS) == 180
    assert len(set(FIRST_WORDS.values())) == 19
    assert len(set(LATER_WORDS.values())) == 180
    assert all(len(code) == 1 for code in FIRST_WORDS)
    assert all(len(code) == 2 for code in LATER_WORDS)


@pytest.mark.parametrize("first", FIRST_WORDS.values())
def test_every_pair_of_words_survives_the_way_there_and_back(first: str) -> None:
    for word in LATER_WORDS.values():
        name = f"{first}_{word}"
        assert long_name(keys.short_name(name)) == name
        assert long_name(spelled_as_the_web_does(name)) == name


_WORDS = st.sampled_from(sorted(LATER_WORDS.values()))
_STRANGE = st.from_regex(r"[a-z]{1,8}", fullmatch=True)


@given(
    st.sampled_from(sorted(FIRST_WORDS.values())),
    st.lists(_WORDS | _STRANGE | st.integers(0, 99).map(str), max_size=6),
)
def test_names_with_strange_words_and_digits_come_back(first: str, later: list[str]) -> None:
    name = "_".join([first, *later])
    touching = any(a.isdigit() and b.isdigit() for a, b in itertools.pairwise(later))
    if not touching:
        assert long_name(spelled_as_the_web_does(name)) == name


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("e", "event"),
        ("ake", "env_key"),
        ("xtitofifr", "view_time_to_first_frame"),
        ("c1", "custom_1"),
        ("c11", "custom_11"),
        ("c20", "custom_20"),
        ("xpntimscv", "view_playing_time_ms_cumulative"),
        ("ucxlwdamp", "viewer_connection_low_data_mode"),
        # Words that were unknown to older dictionaries travel spelled out.
        ("browser_ve", "browser_version"),
        ("operating__system_", "operating_system"),
        ("cdn_", "cdn"),
        ("foo__bar_ur", "foo_bar_url"),
        ("udv_orientation_", "viewer_device_orientation"),
        ("xdp_frames_co", "view_dropped_frames_count"),
        ("ppbmp_data_", "player_playback_mode_data"),
        ("v_creator_id", "video_creator_id"),
        ("per_severity_", "player_error_severity"),
        # Roku puts an underscore before a first word it does not know.
        ("_foo_", "foo"),
        ("_foo__bar_", "foo_bar"),
        ("_foo_ur", "foo_url"),
        # What is already long stays long enough to be known.
        ("x", "view"),
    ],
)
def test_known_spellings(short: str, long: str) -> None:
    assert long_name(short) == long


@pytest.mark.parametrize("raw", ["", "_", "__", "zz", "xq", "xti_open", "é", "x-1", "1", "xTI"])
def test_what_cannot_be_read_keeps_its_name(raw: str) -> None:
    assert long_name(raw) == raw


@given(st.text(max_size=300))
def test_any_name_gives_a_name_of_bounded_length(raw: str) -> None:
    name = long_name(raw)
    # The longest word of the table stands for two letters.
    assert len(name) <= LONGEST_NAME * 7


def test_every_field_of_the_recordings_is_read() -> None:
    shorts = {
        name
        for scenario in scenarios.names()
        for beacon in scenarios.scenario(scenario).beacons
        for event in msgspec.json.decode(beacon.body)["events"]
        for name in event
    }
    assert len(shorts) > 100
    unread = {name for name in shorts if long_name(name) == name}
    assert unread == set()


def test_the_memory_of_names_is_bounded() -> None:
    names = LongNames()
    for number in range(MOST_CACHED_NAMES + 500):
        assert names[f"hostile_{number}_"] == long_name(f"hostile_{number}_")
    assert len(names) == MOST_CACHED_NAMES
