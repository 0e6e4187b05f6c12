"""Which beacon fields replaying has to know: those that hold a client's clock, and those that name.

Law: data, and pure readings of it. Fields are told by their long names, since their short ones
differ between SDK versions.
"""

from typing import Final

from playhead.model.field_names import LONG_NAMES

CLOCKS: Final = frozenset(
    "transmission_timestamp viewer_time view_start view_end player_start player_init_time "
    "page_load_init_time page_load_end_time session_start session_expires request_start "
    "request_response_start request_response_end player_program_time "
    "player_live_edge_program_time player_manifest_newest_program_time".split()
)
"""Epoch milliseconds by the client's clock, or by the programme's in a live stream."""

IDS: Final = frozenset({"view_id", "player_instance_id", "session_id", "mux_viewer_id"})
"""Ids that a player makes up, so that a second telling of the story needs others."""

SNAPSHOTS: Final = frozenset({"viewstart", "viewend"})
"""Events that always carry all that is known; the others carry what changed."""

_KNOWN: Final = CLOCKS | IDS | {"event", "env_key"}


def name_of(key: str) -> str:
    """Return the long name of a field; some players send long names."""
    return key if key in _KNOWN else LONG_NAMES[key]
