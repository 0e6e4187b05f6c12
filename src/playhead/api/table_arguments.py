"""What requests for a table say: which metrics, by what, in which order.

Law: as in `query.parameters`.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from playhead.api.choices import read_number
from playhead.api.endpoint import Asked
from playhead.api.errors import ApiError, invalid_parameters
from playhead.api.scope import scope_of, suitable_granularity
from playhead.catalog.dimension import Dimension
from playhead.catalog.index import METRIC_BY_ID
from playhead.catalog.metric import Measurement
from playhead.query.errors import nearest, shown
from playhead.query.parameters import (
    read_dimension,
    read_direction,
    read_granularity,
    read_page,
)
from playhead.query.question import Direction, Measured
from playhead.query.question_table import (
    DIMENSION_LIMIT,
    MEASURE_LIMIT,
    TABLE_PAGE_LIMIT,
    LongPage,
    Percentile,
    Rank,
    Table,
    TimeBuckets,
    zone_names,
)

Measure = Measured | Percentile

BY_TIME: Final = "time"
BY_FIELD: Final = "field"
_RANKS = frozenset(rank.value for rank in Rank)


def read_table(asked: Asked) -> Table:
    """Return the table that a request asks for.

    Raises:
        ApiError: 400, an argument says nothing, or too much is asked for at once.
    """
    arguments = asked.arguments
    measures = _read_measures(arguments.all_of("metrics"))
    dimensions = _read_dimensions(arguments.all_of("dimensions"))
    time = _read_time(asked)
    texts = [*([BY_TIME] if time else [BY_FIELD] if dimensions else []), *map(name_of, measures)]
    order = arguments.last_of("order_by") or (BY_TIME if time else name_of(measures[0]))
    place = _read_order(order, texts, measures)
    default = Direction.ASCENDING if place is None else Direction.DESCENDING
    return Table(
        scope_of(asked),
        measures,
        dimensions,
        place,
        read_direction(arguments.last_of("order_direction"), default),
        read_long_page(arguments.last_of("limit"), arguments.last_of("page")),
        time,
    )


def name_of(measure: Measure) -> str:
    """Return the text by which a request names a metric with its measurement."""
    number = measure.rank if isinstance(measure, Percentile) else measure.measurement
    return f"{measure.metric.id}:{number.value}"


def _read_measures(texts: Sequence[str]) -> tuple[Measure, ...]:
    if not 1 <= len(texts) <= MEASURE_LIMIT:
        raise invalid_parameters(
            f"metrics[] was given {len(texts)} times: name 1 to {MEASURE_LIMIT}, each a metric or a"
            " metric, a colon and a measurement or percentile, such as 'video_startup_time:p95'"
        )
    measures = tuple(_read_measure(text) for text in texts)
    _refuse_twice("metrics[]", map(name_of, measures))
    return measures


def _read_measure(text: str) -> Measure:
    name, colon, number = text.partition(":")
    metric = METRIC_BY_ID.get(name)
    if metric is None:
        raise invalid_parameters(
            f"metrics[] {shown(text)}: there is no metric {shown(name)}."
            f"{nearest(name, METRIC_BY_ID)}"
        )
    if not colon:
        return Measured(metric, metric.default)
    ranks = Rank if metric.ranked else ()
    known = [each.value for each in (*metric.allowed, *ranks)]
    if number not in known:
        raise invalid_parameters(
            f"metrics[] {shown(text)}: {shown(number)} is not among those allowed for {metric.id}"
            f" ({', '.join(known)}).{nearest(number, known)}"
        )
    if number in _RANKS:
        return Percentile(metric, Rank(number))
    return Measured(metric, Measurement(number))


def _read_dimensions(texts: Sequence[str]) -> tuple[Dimension, ...]:
    if len(texts) > DIMENSION_LIMIT:
        raise invalid_parameters(
            f"dimensions[] was given {len(texts)} times: name at most {DIMENSION_LIMIT}"
        )
    dimensions = tuple(read_dimension("dimensions[]", text) for text in texts)
    _refuse_twice("dimensions[]", (each.id for each in dimensions))
    return dimensions


def _read_time(asked: Asked) -> TimeBuckets | None:
    group_by = asked.arguments.last_of("group_by")
    zone = asked.arguments.last_of("timezone")
    if group_by is None:
        if zone is not None:
            raise invalid_parameters(
                f"timezone {shown(zone)} was given without group_by: give both, or neither"
            )
        return None
    granularity = read_granularity(group_by, suitable_granularity(asked))
    return TimeBuckets(granularity, "UTC" if zone is None else _read_zone(zone))


def _read_zone(text: str) -> str:
    if text not in zone_names():
        raise invalid_parameters(
            f"timezone {shown(text)} is no time zone: give one of the tz database, such as"
            f" 'Europe/Oslo'.{nearest(text, zone_names())}"
        )
    return text


def _read_order(text: str, known: Sequence[str], measures: Sequence[Measure]) -> int | None:
    if text in known:
        names = [name_of(each) for each in measures]
        return names.index(text) if text in names else None
    try:
        # Named as in metrics[], by the metric alone or by an older name of it.
        return measures.index(_read_measure(text))
    except (ApiError, ValueError):
        raise invalid_parameters(
            f"order_by {shown(text)} is not among those allowed here ({', '.join(known)})."
            f"{nearest(text, [*known, *(each.metric.id for each in measures)])}"
        ) from None


def read_long_page(limit: str | None, number: str | None) -> LongPage:
    """Return which rows of a table are wanted.

    Raises:
        QueryError, ApiError: 400, one of the two is no positive integer.
    """
    page = read_page(None, number).number
    if limit is None:
        return LongPage(number=page)
    return LongPage(read_number("limit", limit, most=TABLE_PAGE_LIMIT), page)


def _refuse_twice(parameter: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise invalid_parameters(f"{parameter} names {name} twice: name it once")
        seen.add(name)
