"""From the texts of `filters[]` and `metric_filters[]` to conditions.

`[op]dimension:value`, where `!` negates and, on traces alone, `+` contains and `-` omits; traces
are compared whole with `dimension:[a,b]`. An empty value or `__empty__` means no value.
`metric>=number`, with any of the comparisons.
"""

import math
import re
from collections.abc import Sequence

from playhead.catalog.dimension import Dimension, Shape
from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID
from playhead.query.errors import InvalidParametersError, nearest, shown
from playhead.query.question import (
    FILTER_LIMIT,
    Comparison,
    Filter,
    FilterOperator,
    MetricFilter,
)

# The longest column that can be filtered, a page's URL, is kept to this length.
VALUE_LIMIT = 2048
_EMPTY = frozenset({"", "__empty__"})
_METRIC_FILTER = re.compile(r"\s*([a-z0-9_]{1,64})\s*(>=|<=|==|!=|>|<|=)\s*(\S{1,64})\s*")


def read_filters(values: Sequence[str]) -> tuple[Filter, ...]:
    """Return the conditions that the values of `filters[]` mean.

    Raises:
        InvalidParametersError: one cannot be read, or they are too many.
    """
    _check_number("filters[]", values)
    return tuple(_read_filter(text) for text in values)


def read_metric_filters(values: Sequence[str]) -> tuple[MetricFilter, ...]:
    """Return the conditions that the values of `metric_filters[]` mean.

    Raises:
        InvalidParametersError: one cannot be read, or they are too many.
    """
    _check_number("metric_filters[]", values)
    return tuple(_read_metric_filter(text) for text in values)


def _check_number(parameter: str, values: Sequence[str]) -> None:
    if len(values) > FILTER_LIMIT:
        raise InvalidParametersError(
            f"{parameter} was given {len(values)} times: give at most {FILTER_LIMIT}"
        )


def _read_filter(text: str) -> Filter:
    name, colon, value = text.partition(":")
    if not colon:
        raise _refused(text, "it has no colon: write 'dimension:value'")
    if len(value) > VALUE_LIMIT:
        raise _refused(text, f"its value is longer than {VALUE_LIMIT} characters")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise _refused(text, "its value is no text: it holds half a character")
    sign, name = _split_sign(name)
    if sign in {"!+", "!-"}:
        raise _refused(text, f"{sign!r} cannot be combined: use '+' or '-' alone")
    if not name:
        raise _refused(text, "it names no dimension: write 'dimension:value'")
    dimension = DIMENSION_BY_ID.get(name)
    if dimension is None:
        raise _refused(
            text, f"there is no dimension {shown(name)}.{nearest(name, DIMENSION_BY_ID)}"
        )
    if dimension.shape is Shape.TRACE:
        return _on_trace(text, dimension, sign, value)
    return _on_scalar(text, dimension, sign, value)


def _split_sign(name: str) -> tuple[str, str]:
    for sign in ("!+", "!-", "!", "+", "-"):
        if name.startswith(sign):
            return sign, name.removeprefix(sign)
    # A '+' that nobody encoded arrives as a space.
    if name.startswith(" ") and name[1:] in DIMENSION_BY_ID:
        trace = DIMENSION_BY_ID[name[1:]].shape is Shape.TRACE
        return ("+", name[1:]) if trace else ("", name)
    return "", name


def _on_scalar(text: str, dimension: Dimension, sign: str, value: str) -> Filter:
    if sign in {"+", "-"}:
        raise _refused(
            text, f"{sign!r} asks a sequence, and {dimension.id} is none: use ':' or '!'"
        )
    if value in _EMPTY:
        null = FilterOperator.IS_NOT_NULL if sign else FilterOperator.IS_NULL
        return Filter(dimension, null)
    if dimension.shape is Shape.FLAG and value not in {"true", "false"}:
        raise _refused(text, f"{dimension.id} is 'true' or 'false'")
    if dimension.shape is Shape.NUMBER and _finite(value) is None:
        raise _refused(text, f"{dimension.id} is a number")
    return Filter(dimension, FilterOperator.IS_NOT if sign else FilterOperator.IS, (value,))


def _on_trace(text: str, dimension: Dimension, sign: str, value: str) -> Filter:
    bracketed = value.startswith("[") and value.endswith("]") and len(value) > 1
    if sign in {"+", "-"}:
        if bracketed or value in _EMPTY:
            raise _refused(text, f"{sign!r} takes one element without brackets")
        contains = FilterOperator.CONTAINS if sign == "+" else FilterOperator.OMITS
        return Filter(dimension, contains, (value,))
    if not bracketed and value not in _EMPTY:
        raise _refused(
            text,
            f"a sequence is compared in brackets: write '{dimension.id}:[{value}]', or "
            f"'+{dimension.id}:{value}' for the sequences that contain it",
        )
    inside = value[1:-1] if bracketed else ""
    sequence = tuple(part.strip() for part in inside.split(",")) if inside else ()
    return Filter(dimension, FilterOperator.IS_NOT if sign else FilterOperator.IS, sequence)


def _read_metric_filter(text: str) -> MetricFilter:
    found = _METRIC_FILTER.fullmatch(text)
    number = _finite(found[3]) if found else None
    if found is None or number is None:
        raise InvalidParametersError(
            f"metric_filters[] {shown(text)} cannot be read: write a metric, one of "
            "< <= = != >= > and a number, such as 'video_startup_time>=1000'"
        )
    metric = METRIC_BY_ID.get(found[1])
    if metric is None:
        raise InvalidParametersError(
            f"metric_filters[] {shown(text)}: there is no metric {shown(found[1])}."
            f"{nearest(found[1], METRIC_BY_ID)}"
        )
    if not metric.filterable:
        raise InvalidParametersError(
            f"metric_filters[] {shown(text)}: {metric.id} cannot filter views: "
            "use another metric or a dimension"
        )
    return MetricFilter(metric, Comparison("=" if found[2] == "==" else found[2]), number)


def _finite(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None


def _refused(text: str, reason: str) -> InvalidParametersError:
    return InvalidParametersError(f"filters[] {shown(text)}: {reason}")
