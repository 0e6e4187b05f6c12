"""Several live metrics by any few dimensions at one moment, which Mux has not.

Law: as in `metrics`.
"""

from collections.abc import Sequence
from typing import Final

from playhead.api.beyond_bodies import BeyondEnvelope
from playhead.api.endpoint import Asked
from playhead.api.errors import invalid_parameters
from playhead.api.monitoring.bodies import LiveTableBodyRow, LiveTableMeta, LiveTableMetric
from playhead.api.monitoring.edition import MONITORING
from playhead.api.table_arguments import read_long_page
from playhead.catalog.monitoring.live_dimension import LiveDimension
from playhead.catalog.monitoring.metrics import LIVE_METRIC_BY_ID
from playhead.query.errors import nearest, shown
from playhead.query.live_parameters import read_live_dimension, read_live_measured, read_moment
from playhead.query.parameters import read_direction
from playhead.query.question import Direction
from playhead.query.question_live import LiveMeasured, LiveTable, tick_of
from playhead.query.question_table import DIMENSION_LIMIT, MEASURE_LIMIT

BY_FIELD: Final = "field"


def live_table(asked: Asked) -> BeyondEnvelope[LiveTableMeta, list[LiveTableBodyRow]]:
    """Answer `/api/v1/monitoring/table`."""
    question = _read(asked)
    found = asked.query.live_table(question)
    moments = (question.at_ms, found.tick_ms, tick_of(asked.now_ms))
    told_ms = next(each for each in moments if each is not None)
    return BeyondEnvelope(
        total_row_count=found.total_row_count,
        timeframe=(told_ms // 1000, told_ms // 1000),
        meta=LiveTableMeta(
            dimensions=tuple(each.id for each in question.dimensions),
            metrics=tuple(map(_metric, question.measures)),
        ),
        data=[
            LiveTableBodyRow(
                row.fields, row.values, row.concurrent_viewers, row.starting_up_viewers
            )
            for row in found.rows
        ],
    )


def read_live_dimensions(texts: Sequence[str]) -> tuple[LiveDimension, ...]:
    """Return the dimensions that `dimensions[]` names.

    Raises:
        QueryError, ApiError: 400, one is unknown or named twice, or they are too many.
    """
    if len(texts) > DIMENSION_LIMIT:
        raise invalid_parameters(
            f"dimensions[] was given {len(texts)} times: name at most {DIMENSION_LIMIT}"
        )
    found = tuple(read_live_dimension(text) for text in texts)
    if len({each.id for each in found}) != len(found):
        raise invalid_parameters("dimensions[] names one twice: name it once")
    return found


def name_of(measured: LiveMeasured) -> str:
    """Return the text by which a request names a live metric as one number."""
    number = measured.measurement
    return measured.metric.id if number is None else f"{measured.metric.id}:{number.value}"


def read_named(parameter: str, text: str) -> LiveMeasured:
    """Return the live metric, as one number, that a text names.

    Raises:
        QueryError, ApiError: 400, there is none, or none with that measurement.
    """
    name, colon, measurement = text.partition(":")
    metric = LIVE_METRIC_BY_ID.get(name)
    if metric is None:
        raise invalid_parameters(
            f"{parameter} {shown(text)}: there is no live metric {shown(name)}."
            f"{nearest(name, LIVE_METRIC_BY_ID)}"
        )
    return read_live_measured(metric, measurement if colon else None)


def _read(asked: Asked) -> LiveTable:
    arguments = asked.arguments
    measures = _read_measures(arguments.all_of("metrics"))
    dimensions = read_live_dimensions(arguments.all_of("dimensions"))
    place = _read_order(arguments.last_of("order_by"), measures)
    default = Direction.ASCENDING if place is None else Direction.DESCENDING
    return LiveTable(
        scope=MONITORING.scope(asked),
        measures=measures,
        dimensions=dimensions,
        at_ms=read_moment(arguments.last_of("timestamp"), now_ms=asked.now_ms),
        order_by=place,
        direction=read_direction(arguments.last_of("order_direction"), default),
        page=read_long_page(arguments.last_of("limit"), arguments.last_of("page")),
    )


def _read_measures(texts: Sequence[str]) -> tuple[LiveMeasured, ...]:
    if not 1 <= len(texts) <= MEASURE_LIMIT:
        raise invalid_parameters(
            f"metrics[] was given {len(texts)} times: name 1 to {MEASURE_LIMIT}, each a live metric"
            " or video-startup-time, a colon and median, 95th or avg"
        )
    measures = tuple(read_named("metrics[]", text) for text in texts)
    if len({name_of(each) for each in measures}) != len(measures):
        raise invalid_parameters("metrics[] names one twice: name it once")
    return measures


def _read_order(text: str | None, measures: Sequence[LiveMeasured]) -> int | None:
    if text is None:
        return 0
    if text == BY_FIELD:
        return None
    names = [name_of(each) for each in measures]
    # Named as in metrics[], where the first measurement of a distribution may be left out.
    wanted = name_of(read_named("order_by", text))
    if wanted not in names:
        raise invalid_parameters(
            f"order_by {shown(text)} is not among those asked for ({', '.join([BY_FIELD, *names])})"
        )
    return names.index(wanted)


def _metric(measured: LiveMeasured) -> LiveTableMetric:
    number = measured.measurement
    return LiveTableMetric(
        name=name_of(measured),
        metric=measured.metric.id,
        measurement=None if number is None else number.value,
        unit=measured.metric.unit,
    )
