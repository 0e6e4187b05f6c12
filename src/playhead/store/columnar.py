"""Views turned into columns, and rows turned back into views.

The driver inserts a list per column; its answers come as rows. Both directions follow
`VIEW_COLUMNS` and run over every view, so they avoid work per value: whole families are unpacked
and transposed in C.

Law: `decode_view(VIEW_NAMES, row)` of a row that was written equals the view. Times are epoch
milliseconds on both sides.
"""

import functools
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_type_hints

import msgspec

from playhead.model.column import FieldOfView, Kind
from playhead.model.timeline import TimelineEvent
from playhead.model.view import VIEW_COLUMNS, View

_INT64_MIN = -(2**63)
_INT64_MAX = 2**63 - 1

VIEW_NAMES = tuple(field.name for field in VIEW_COLUMNS)
EVENT_NAMES = TimelineEvent.__struct_fields__

# Transposing few views at a time keeps them in the processor's cache.
_CHUNK = 256

_ZEROS: Mapping[Kind, object] = {
    Kind.LABEL: "",
    Kind.TEXT: "",
    Kind.TIME: 0,
    Kind.INTEGER: 0,
    Kind.COUNT: 0,
    Kind.DECIMAL: 0.0,
    Kind.FLAG: False,
    Kind.TEXT_LIST: (),
    Kind.INTEGER_LIST: (),
    Kind.TEXT_MAP: {},
    Kind.TOTALS: {},
}

_FAMILIES: tuple[tuple[str, type[msgspec.Struct]], ...] = tuple(get_type_hints(View).items())


def view_columns(views: Sequence[View]) -> Mapping[str, Sequence[Any]]:
    """Return the values of each column, in the order of `VIEW_NAMES`.

    A column is left out where every view holds what the engine puts into a column that it is
    not given: null, or the type's zero. Half of the columns of usual traffic are such.
    """
    return filled_columns(VIEW_COLUMNS, transposed(VIEW_COLUMNS, views))


def transposed(
    fields: Sequence[FieldOfView], structs: Sequence[msgspec.Struct]
) -> Sequence[list[Any]]:
    """Return the values of each of `fields`, which are all columns of the structs, in order."""
    columns: list[list[Any]] = [[] for _ in fields]
    families = list(dict.fromkeys(field.family for field in fields))
    for begin in range(0, len(structs), _CHUNK):
        chunk = structs[begin : begin + _CHUNK]
        place = 0
        for family in families:
            rows = map(msgspec.structs.astuple, map(operator.attrgetter(family), chunk))
            for values in zip(*rows, strict=True):
                columns[place].extend(values)
                place += 1
    return columns


def filled_columns(
    fields: Sequence[FieldOfView], columns: Sequence[list[Any]]
) -> Mapping[str, list[Any]]:
    """Return the columns by name, but for those that hold what the engine puts there itself."""
    return {
        field.name: values
        for field, values in zip(fields, columns, strict=True)
        if values and not _all_empty(field, values)
    }


def _all_empty(field: FieldOfView, values: list[Any]) -> bool:
    empty = None if field.nullable else _ZEROS[field.column.kind]
    return bool(values[0] == empty and values.count(empty) == len(values))


def event_columns(events: Sequence[TimelineEvent]) -> Sequence[Sequence[Any]]:
    """Return one sequence per field, in the order of `EVENT_NAMES`.

    Raises:
        ValueError: a number has more than 64 bits, or a text holds half a surrogate pair.
    """
    columns = list(zip(*map(msgspec.structs.astuple, events), strict=True))
    for name, column in zip(EVENT_NAMES, columns, strict=False):
        if isinstance(column[0], str):
            "".join(column).encode()
        elif not _INT64_MIN <= min(column) <= max(column) <= _INT64_MAX:
            raise ValueError(
                f"{name} of an event lies outside 64 bits: {min(column)}, {max(column)}"
            )
    return columns


def decode_view(names: Sequence[str], row: Sequence[Any]) -> View:
    """Return the view that `row` holds; `names` say what stands where, in any order.

    Columns that a view does not have are passed over.

    Raises:
        ValueError: a column of the view is missing among `names`.
    """
    return _decoder(tuple(names))(row)


@functools.lru_cache(maxsize=64)
def _decoder(names: tuple[str, ...]) -> Callable[[Sequence[Any]], View]:
    places = {name: place for place, name in enumerate(names)}
    missing = [name for name in VIEW_NAMES if name not in places]
    if missing:
        raise ValueError(
            f"a view cannot be read from these columns: {', '.join(missing)} missing;"
            " select all of them"
        )
    families: Sequence[tuple[Any, Any]] = [
        (kind, _picker(family, places)) for family, kind in _FAMILIES
    ]

    def decode(row: Sequence[Any]) -> View:
        return View(*[kind(*pick(row)) for kind, pick in families])

    return decode


def _picker(family: str, places: Mapping[str, int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    fields = [field for field in VIEW_COLUMNS if field.family == family]
    wanted = [places[field.name] for field in fields]
    lists = [nth for nth, field in enumerate(fields) if _is_list(field)]
    # A family of one field would make itemgetter return a bare value.
    pick = operator.itemgetter(*wanted) if len(wanted) > 1 else lambda row: (row[wanted[0]],)
    if not lists:
        return pick

    def pick_with_lists(row: Sequence[Any]) -> Sequence[Any]:
        values = list(pick(row))
        for nth in lists:
            values[nth] = tuple(values[nth])
        return values

    return pick_with_lists


def _is_list(field: FieldOfView) -> bool:
    return field.column.kind in (Kind.TEXT_LIST, Kind.INTEGER_LIST)
