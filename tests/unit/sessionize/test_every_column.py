"""Each column of a view is filled by some beacons; which never are is said in the docs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from playhead.model.view import VIEW_COLUMNS, View
from tests.unit.sessionize.made import T0_MS, Player

ROOT = Path(__file__).parents[3]
NEVER_KNOWN = frozenset({"asset_id", "live_stream_id"})
BOOKKEEPING = frozenset({"version", "checkpoint_number", "inserted_at_ms", "updated_at_ms"})


def _filled(families: dict[str, dict[str, object]]) -> set[str]:
    return {
        name
        for family in families.values()
        for name, value in family.items()
        if value not in (None, False, "", [], {})
    }


def _recorded() -> Iterator[dict[str, dict[str, object]]]:
    for file in (ROOT / "tests" / "scenario").glob("*/view.json"):
        yield from msgspec.json.decode(file.read_bytes())


def _live_and_odd() -> View:
    """Return a dropped live view with everything that recordings do not have."""
    player = Player("odd", skew_ms=3_600_000)
    own: dict[str, Any] = {f"custom_{n}": f"value {n}" for n in range(13, 21)}
    player.say(
        "playerready",
        0.0,
        video_poster_url="https://media.example/poster.jpg",
        video_source_url="https://stream.mux.com/abcDEF0123.m3u8?token=x",
        video_source_is_live=True,
        view_time_shift_enabled="true",
        viewer_os_architecture="arm64",
        viewer_connection_low_data_mode=True,
        mux_view_message="event queue truncated",
        store_front="corner",
        **own,
    )
    player.start(1.0)
    player.say("playing", 1.5)
    player.number += 3
    player.say(
        "hb",
        12.0,
        player_program_time=T0_MS + 5_000,
        view_request_canceled_count=2,
        view_rebuffer_duration=301_000,
    )
    player.say("adbreakstart", 13.0)
    player.say("adplay", 13.1)
    player.say("error", 13.2, player_error_code="7", player_error_severity="fatal")
    [view] = player.wait(120)
    return view


def _slept() -> View:
    """Return a view that its player ended on waking, by a clock that had run on."""
    player = Player("slept")
    player.start(0.0)
    player.say("playing", 0.3)
    return player.end(9.0, viewer_time=T0_MS + 2 * 60 * 60_000)


@pytest.fixture(scope="module")
def filled() -> set[str]:
    found: set[str] = set()
    for families in _recorded():
        found |= _filled(families)
    for view in (_live_and_odd(), _slept()):
        found |= _filled(msgspec.to_builtins(view))
    return found


@pytest.mark.parametrize("name", [c.name for c in VIEW_COLUMNS if c.name not in NEVER_KNOWN])
def test_some_beacons_fill_the_column(name: str, filled: set[str]) -> None:
    assert name in filled | BOOKKEEPING


@pytest.mark.parametrize("name", sorted(NEVER_KNOWN))
def test_what_no_beacon_fills_is_said_in_the_docs(name: str, filled: set[str]) -> None:
    assert name not in filled
    assert f"`{name}`" in (ROOT / "docs" / "compatibility.md").read_text(encoding="utf-8")


def test_the_ids_of_hosted_videos_are_read_from_their_address() -> None:
    assert _live_and_odd().video.playback_id == "abcDEF0123"
