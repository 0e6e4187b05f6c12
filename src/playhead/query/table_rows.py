"""From the rows of tables and distributions to answers. Law: pure."""

import math
from collections.abc import Mapping

import msgspec

from playhead.catalog.metric import Measurement, Unit
from playhead.query.answer_table import Bar, HistogramAnswer, TableAnswer, TableColumn, TableRow
from playhead.query.decode import decoded
from playhead.query.question import Measured
from playhead.query.question_table import Histogram, Percentile, Table
from playhead.store.interface import Rows


class Extent(msgspec.Struct, frozen=True):
    """From where to where values go; `most`: 99 of 100 do not exceed it."""

    views: int
    least: float
    greatest: float
    most: float


class Bars(msgspec.Struct, frozen=True):
    """Where the bars begin, side by side, and where the last one ends, if it does."""

    starts: tuple[float, ...]
    end: float | None


class _Bar(msgspec.Struct, frozen=True):
    start: float
    views: int


def table_answer(question: Table, rows: Rows, total_row_count: int) -> TableAnswer:
    """Return one page of a table."""
    return TableAnswer(
        columns=tuple(_column(measure) for measure in question.measures),
        rows=tuple(_row(question, dict(zip(rows.names, row, strict=True))) for row in rows.rows),
        total_row_count=total_row_count,
    )


def _column(measure: Measured | Percentile) -> TableColumn:
    metric = measure.metric
    name = measure.rank if isinstance(measure, Percentile) else measure.measurement
    counted = name is Measurement.COUNT
    return TableColumn(metric.id, name.value, Unit.NUMBER if counted else metric.unit, metric.basis)


def _row(question: Table, found: Mapping[str, object]) -> TableRow:
    numbers = range(len(question.measures))
    fields = [found[f"field_{nth}"] for nth in range(len(question.dimensions))]
    return msgspec.convert(
        {
            "fields": fields,
            "values": [found[f"value_{nth}"] for nth in numbers],
            "views": [found[f"views_{nth}"] for nth in numbers],
            "start_ms": found.get("start_ms"),
        },
        TableRow,
    )


def bars_of(extent: Extent, about: int) -> Bars:
    """Return round bars that hold most values, and an open one for those far above."""
    most = min(max(extent.most, extent.least), extent.greatest)
    width = (most - extent.least) / about
    step = _round_up(width) if width > 0 else 1.0
    first = math.floor(extent.least / step)
    last = math.floor(most / step)
    edges = tuple(_clean(nth * step) for nth in range(first, last + 2))
    if extent.greatest >= edges[-1]:
        return Bars(edges, None)
    return Bars(edges[:-1], edges[-1])


def _round_up(width: float) -> float:
    """Return the next number that is 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(width))
    return next((power * each for each in (1, 2, 5) if power * each >= width), power * 10)


def _clean(edge: float) -> float:
    """Return an edge as people write it: 0.3, not 0.30000000000000004."""
    return float(f"{edge:.12g}")


def histogram_answer(
    question: Histogram, extent: Extent, bars: Bars, rows: Rows
) -> HistogramAnswer:
    """Return all bars."""
    views = {bar.start: bar.views for bar in decoded(rows, _Bar)}
    ends = (*bars.starts[1:], bars.end)
    return HistogramAnswer(
        unit=question.metric.unit,
        basis=question.metric.basis,
        bars=tuple(
            Bar(start, end, views.get(start, 0))
            for start, end in zip(bars.starts, ends, strict=True)
        ),
        total_views=extent.views,
        least=extent.least,
        greatest=extent.greatest,
    )


def nothing_to_show(question: Histogram) -> HistogramAnswer:
    """Return the answer over no views."""
    metric = question.metric
    return HistogramAnswer(metric.unit, metric.basis, (), 0, None, None)
