"""What holds for every view, whatever the beacons said.

Law: these are the view's own promises (types, limits, ranges); they know nothing of the rules that
built it.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from playhead.model.column import FieldOfView, Kind
from playhead.model.view import VIEW_COLUMNS, View

_SIGNED_64 = 2**63
_SHARES = frozenset(
    "rebuffer_percentage downscale_percentage max_downscale_percentage sample_rate".split()
)


def faults_of(view: View) -> list[str]:
    """Return what is wrong with a view; nothing where it may be stored."""
    found = [fault for field in VIEW_COLUMNS for fault in _faults(view, field)]
    identity = view.identity
    if identity.view_end_ms < identity.view_start_ms:
        found.append(f"ends at {identity.view_end_ms}, starts at {identity.view_start_ms}")
    if view.startup.exit_before_video_start and view.engagement.watched:
        found.append("left before the start, yet watched")
    # What does not survive its own encoding cannot be stored.
    if msgspec.json.decode(msgspec.json.encode(view), type=View) != view:
        found.append("does not come back from JSON")
    return found


def _faults(view: View, field: FieldOfView) -> Iterator[str]:
    value = getattr(getattr(view, field.family), field.name)
    if value is None:
        if not field.nullable:
            yield f"{field.name} is null"
        return
    kind = field.column.kind
    if kind in (Kind.LABEL, Kind.TEXT):
        yield from _text_faults(field, value)
    elif kind in (Kind.INTEGER, Kind.TIME, Kind.DECIMAL):
        yield from _number_faults(field, value)
    elif kind is Kind.FLAG and not isinstance(value, bool):
        yield f"{field.name} is {value!r}, no yes or no"
    elif kind is Kind.TEXT_LIST:
        if not isinstance(value, Sequence) or len(value) > 100:
            yield f"{field.name} is no short list"
        for part in value:
            yield from _text_faults(field, part)
    elif kind is Kind.TOTALS:
        if not isinstance(value, Mapping) or len(value) > 32:
            yield f"{field.name} is no small map"
        for part in value.values():
            yield from _number_faults(field, part)


def _text_faults(field: FieldOfView, value: object) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{field.name} is {value!r}, no text"
    elif len(value) > (field.column.limit or 0) or "\x00" in value:
        yield f"{field.name} is too long or holds a NUL: {value[:40]!r}"


def _number_faults(field: FieldOfView, value: object) -> Iterator[str]:
    whole = field.column.kind is not Kind.DECIMAL
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        yield f"{field.name} is {value!r}, no {'whole ' if whole else ''}number"
        return
    if not math.isfinite(value) or not -_SIGNED_64 <= value < _SIGNED_64:
        yield f"{field.name} is {value!r}, out of range"
    signed = ("clock_skew_ms", "latitude", "longitude")
    if value < 0 and field.name not in signed:
        yield f"{field.name} is {value!r}, below zero"
    if value > 1 and (field.name.endswith("_score") or field.name in _SHARES):
        yield f"{field.name} is {value!r}, above one"
