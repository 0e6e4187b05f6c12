"""What requests for columns side by side say: which columns, which metrics, judged or not.

Law: as in `query.parameters`; what is wrong within a column is told with its place, from 0.
"""

import enum
from collections.abc import Sequence
from typing import Final

import msgspec

from playhead.api.choices import read_choice
from playhead.api.endpoint import Asked
from playhead.api.errors import invalid_parameters
from playhead.api.scope import scope_of
from playhead.catalog.comparison import GROUPS, Compared
from playhead.catalog.index import METRIC_BY_ID
from playhead.query.errors import QueryError, nearest, shown
from playhead.query.filters import read_filters, read_metric_filters
from playhead.query.parameters import read_measured
from playhead.query.question import Measured, Scope, Timeframe
from playhead.query.question_contrast import (
    COLUMN_LIMIT,
    COLUMNS_LEAST,
    CONTRASTED_LIMIT,
    Column,
    Contrast,
)
from playhead.query.timeframe import granularity_for, read_length, read_timeframe, round_timeframe

ITS_OWN_LENGTH: Final = "timeframe"
_EARLIER: Final = f"give a length such as '7:days', or '{ITS_OWN_LENGTH}' for the time just before"
_EXAMPLE: Final = '{"filters":["player_name:Embed"]}'


class ColumnWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column, as its JSON says it; what is left out is as for all columns."""

    filters: tuple[str, ...] = ()
    metric_filters: tuple[str, ...] = ()
    timeframe: tuple[str, ...] = ()
    earlier: str | None = None


class YesNo(enum.StrEnum):
    """Whether something is wanted."""

    YES = "true"
    NO = "false"


class Line(msgspec.Struct, frozen=True):
    """A number with its name; `group` is the name of the number that it explains, or its own."""

    name: str
    group: str | None
    measured: Measured


def _listed(compared: Compared, group: str) -> Line:
    return Line(compared.name, group, Measured(compared.metric, compared.measured_by))


ALL_LINES: Final = tuple(
    _listed(each, group.head.name)
    for group in GROUPS
    for each in (group.head, *(group.items or ()))
)
"""What is compared unless told: the list of the comparison of values of a dimension."""


def read_contrast(asked: Asked) -> tuple[Contrast, tuple[Line, ...]]:
    """Return what a request asks for, and the names of its numbers.

    Raises:
        QueryError, ApiError: 400, an argument says nothing, or too much is asked for at once.
    """
    arguments = asked.arguments
    lines = _read_lines(arguments.all_of("metrics"))
    texts = arguments.all_of("columns")
    if not COLUMNS_LEAST <= len(texts) <= COLUMN_LIMIT:
        raise invalid_parameters(
            f"columns[] was given {len(texts)} times: give {COLUMNS_LEAST} to {COLUMN_LIMIT}, each"
            f" a JSON object such as {_EXAMPLE}; the first is what the others are held against"
        )
    scope = scope_of(asked)
    columns = tuple(_read_column(asked, scope, nth, text) for nth, text in enumerate(texts))
    wanted = read_choice("verdicts", arguments.last_of("verdicts") or YesNo.YES.value, YesNo)
    measures = tuple(line.measured for line in lines)
    return Contrast(columns, measures, wanted is YesNo.YES), lines


def _read_lines(texts: Sequence[str]) -> tuple[Line, ...]:
    if not texts:
        return ALL_LINES
    if len(texts) > CONTRASTED_LIMIT:
        raise invalid_parameters(
            f"metrics[] was given {len(texts)} times: name at most {CONTRASTED_LIMIT}"
        )
    lines = tuple(map(_read_line, texts))
    for nth, line in enumerate(lines):
        if line in lines[:nth]:
            raise invalid_parameters(f"metrics[] names {line.name} twice: name it once")
    return lines


def _read_line(text: str) -> Line:
    name, colon, number = text.partition(":")
    metric = METRIC_BY_ID.get(name)
    if metric is None:
        raise invalid_parameters(
            f"metrics[] {shown(text)}: there is no metric {shown(name)}."
            f"{nearest(name, METRIC_BY_ID)}"
        )
    try:
        measured = read_measured(metric, number if colon else None)
    except QueryError as error:
        raise invalid_parameters(f"metrics[] {shown(text)}: {error}") from error
    return Line(f"{metric.id}:{measured.measurement.value}", None, measured)


def _read_column(asked: Asked, scope: Scope, nth: int, text: str) -> Column:
    try:
        wish = msgspec.json.decode(text, type=ColumnWish)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise invalid_parameters(
            f"columns[{nth}] {shown(text)} cannot be read ({error}): give a JSON object with"
            f" filters, metric_filters, timeframe or earlier, such as {_EXAMPLE}"
        ) from error
    try:
        return Column(
            msgspec.structs.replace(
                scope,
                timeframe=_window(asked, scope, wish),
                metric_filters=scope.metric_filters + read_metric_filters(wish.metric_filters),
            ),
            read_filters(wish.filters),
        )
    except QueryError as error:
        raise type(error)(f"columns[{nth}]: {error}") from error


def _window(asked: Asked, scope: Scope, wish: ColumnWish) -> Timeframe:
    window = scope.timeframe
    if wish.timeframe:
        window = read_timeframe(
            wish.timeframe, now_ms=asked.now_ms, retention_ms=asked.retention_ms
        )
        window = round_timeframe(window, granularity_for(window))
    if wish.earlier is None:
        return window
    shift_ms = (
        window.length_ms
        if wish.earlier == ITS_OWN_LENGTH
        else read_length("earlier", wish.earlier, window.start_ms, _EARLIER)
    )
    # Asked of the same reader, so that what is older than the retention is refused alike.
    texts = [str((each - shift_ms) // 1000) for each in (window.start_ms, window.end_ms)]
    return read_timeframe(texts, now_ms=asked.now_ms, retention_ms=asked.retention_ms)
