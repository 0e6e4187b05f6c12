"""The reference of a view's columns, from the structs that declare them."""

from collections.abc import Sequence
from itertools import groupby
from typing import get_type_hints

from docs.generate.markdown import code, first_paragraph, page, table
from playhead.model.column import FieldOfView, Kind
from playhead.model.view import VIEW_COLUMNS, View
from playhead.store.ddl import VIEW_EVENTS, VIEWS

_INTRO = f"""\
A view is one attempt to watch, successful or not. Its {len(VIEW_COLUMNS)} columns, in families, are
the `views` table of the store; the last column shows how the store spells each type. A column that
may be null is null where the player said nothing, or something impossible: nothing is guessed.

Units stand last in a name: `_ms` milliseconds, `_px` logical pixels, `_bps` bits per second.
Fractions and counts have none. Text longer than its limit (in code points) is cut. A `time` is an
instant in epoch milliseconds.
"""

_EVENTS = """\
## The timeline

Each event of a view is one row of `view_events`; `details_json` holds the fields that the event
is about.

"""

_BUFFER = """\
### The buffer, reckoned from requests

No player sends the level of its buffer. The dashboard reckons it from the requests for media that
the timeline keeps (`requestcompleted` of type `media`, `video` or `audio`, or of no type):

    level = the end of what is loaded without a gap from the playhead on, less the playhead

Of several tracks the one that ends first counts.

- **Playhead.** Between two events it goes evenly while the content plays, and stands still in every
  other state and in ads. From `seeking` on it is where the seek leads.
- **Loaded.** A segment counts from `request_response_end` on, or from the event where that is not
  told. Segments may overlap; holes up to 250 ms are played over. A seek keeps what reaches on from
  where it leads, and drops the rest.
- **Units.** `request_media_start_time` and `request_media_duration` come in seconds (hls.js,
  dash.js) or in milliseconds (Android). The unit is the one that the values look like, or the other
  if that explains more of what was played. No segment of more than 120 seconds is believed.
- **Not known.** Where the player plays on for more than 2 seconds past all that it told of, it has
  loaded more than it told: the lane is grey and not zero. A track that is left behind does not
  count until it is loaded again.

"""

_BASES = (
    (
        "start and duration",
        "where the segments lie",
        "as exact as the player's words; what it threw away by itself is not seen",
    ),
    (
        "start only (dash.js)",
        "each segment lasts until the next one starts, the last as long as most",
        "without a type, of sound and picture the one that reaches farther counts",
    ),
    (
        "duration only (hls.js, Android)",
        "what was loaded since the start or the last seek away, less what was played",
        "at most: what another rendition replaced counts twice, one URL only once",
    ),
    ("neither", "none", "the page says that this player tells nothing of it"),
)
_ELSEWHERE = """
Where less than half of what was played lies in what was loaded, the starts are on another clock
than the playhead: then durations are counted, or nothing is reckoned.
"""

_WORDS = {
    Kind.LABEL: "text, few distinct values",
    Kind.TEXT: "text",
    Kind.TIME: "time",
    Kind.INTEGER: "whole number",
    Kind.DECIMAL: "number",
    Kind.FLAG: "yes or no",
    Kind.TEXT_LIST: "list of texts",
    Kind.TEXT_MAP: "map of texts",
    Kind.TOTALS: "map of text to whole number",
}


def view_page() -> str:
    """Return the reference of a view."""
    families = get_type_hints(View)
    stored = {column.name: column.type for column in VIEWS.columns}
    parts = [
        f"## {name.capitalize()}\n\n{first_paragraph(families[name])}\n\n"
        + _family(list(fields), stored)
        for name, fields in groupby(VIEW_COLUMNS, key=lambda field: field.family)
    ]
    events = table(
        ("column", "in the store"),
        [(code(column.name), code(column.type)) for column in VIEW_EVENTS.columns],
    )
    buffer = _BUFFER + table(("what the player tells", "basis", "how exact"), _BASES) + _ELSEWHERE
    return page("A view", "src/playhead/model/view/", _INTRO, *parts, _EVENTS + events, buffer)


def _family(fields: Sequence[FieldOfView], stored: dict[str, str]) -> str:
    rows = [
        (
            code(field.name),
            field.column.meaning,
            _WORDS[field.column.kind] + (", may be null" if field.nullable else ""),
            str(field.column.limit or ""),
            code(stored[field.name]),
        )
        for field in fields
    ]
    return table(("column", "meaning", "kind", "limit", "in the store"), rows)
