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
    return page("A view", "src/playhead/model/view/", _INTRO, *parts, _EVENTS + events)


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
