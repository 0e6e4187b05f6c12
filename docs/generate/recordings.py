"""The table of players that were recorded, from the recordings that the scenario tests replay."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from docs.generate.markdown import code, codes, table
from playhead.model.field_names import LONG_NAMES
from playhead.replay.recording import read_recording
from playhead.replay.wire import unzipped

SCENARIOS: Final = Path(__file__).parents[2] / "tests" / "scenario"
_SHOWN: Final = (
    (("player_mux_plugin_name",), "player_mux_plugin_version"),
    (("mux_embed",), "mux_embed_version"),
    (("player_software_name", "player_software"), "player_software_version"),
)
"""What a player says of itself: under which names, and under which its version."""


_read_body = msgspec.json.Decoder(dict[str, object]).decode


def recordings_block() -> str:
    """Return which integrations and versions were recorded, and in which scenarios."""
    scenarios: dict[tuple[str, ...], list[str]] = defaultdict(list)
    # What was composed by hand has no page that measured.
    for page in sorted(SCENARIOS.glob("*/measured.json")):
        for player in _players(page.with_name("beacons.jsonl")):
            scenarios[player].append(page.parent.name)
    rows = [(*player, codes(names)) for player, names in sorted(scenarios.items())]
    return table(("integration", "core", "player", "path", "scenarios"), rows)


def _players(file: Path) -> Iterator[tuple[str, ...]]:
    """Yield each player of a recording once: what it says of itself, and how it sent it."""
    found: dict[tuple[str, ...], None] = {}
    for request in read_recording(file).requests:
        body = unzipped(request.body, request.headers)
        if request.method != "POST" or body is None:
            continue
        events = _read_body(body).get("events")
        for event in events if isinstance(events, list) else []:
            known = {LONG_NAMES[name]: str(value) for name, value in event.items()}
            if known.get("event") == "viewstart":
                shown = [_named(known, *pair) for pair in _SHOWN]
                found[(*shown, code(request.path))] = None
    yield from found


def _named(known: Mapping[str, str], names: Sequence[str], version: str) -> str:
    name = next((known[name] for name in names if known.get(name)), "not told")
    return f"{name} {known.get(version, '')}".strip()
