"""Columns side by side: views of values, of sets of filters, of times, and whether they differ.

Law: as in `metrics`; what chance may do is the query's to say.
"""

import math
from collections.abc import Iterator

from playhead.api.beyond_bodies import BeyondEnvelope
from playhead.api.bodies import seconds_of
from playhead.api.contrast_arguments import Line, read_contrast
from playhead.api.contrast_bodies import ContrastMeta, ContrastRow
from playhead.api.endpoint import Asked
from playhead.catalog.metric import Measurement, Unit
from playhead.query.answer_contrast import ContrastAnswer, ContrastCell, Judged, Verdict
from playhead.query.significance import LEVEL
from playhead.query.spread import VIEWERS_LEAST, VIEWS_LEAST

_UNTOLD = Judged(Verdict.NOT_TESTED)


def contrast(asked: Asked) -> BeyondEnvelope[ContrastMeta, list[ContrastRow]]:
    """Answer `/comparison`."""
    question, lines = read_contrast(asked)
    answer = asked.query.contrast(question)
    windows = tuple(seconds_of(column.scope.timeframe) for column in question.columns)
    return BeyondEnvelope(
        total_row_count=len(lines) * len(windows),
        timeframe=windows[0],
        meta=ContrastMeta(
            columns=windows,
            level=LEVEL,
            correction="holm",
            tests=answer.tests,
            views_least=VIEWS_LEAST,
            viewers_least=VIEWERS_LEAST,
        ),
        data=list(_rows(lines, answer)),
    )


def _rows(lines: tuple[Line, ...], answer: ContrastAnswer) -> Iterator[ContrastRow]:
    for line, cells in zip(lines, answer.rows, strict=True):
        for column, cell in enumerate(cells):
            yield _row(line, column, cell)


def _row(line: Line, column: int, cell: ContrastCell) -> ContrastRow:
    metric, measurement = line.measured.metric, line.measured.measurement
    judged = cell.judged or _UNTOLD
    return ContrastRow(
        column=column,
        name=line.name,
        group=line.group,
        metric=metric.id,
        measurement=measurement.value,
        unit=Unit.NUMBER if measurement is Measurement.COUNT else metric.unit,
        aggregation=metric.basis,
        value=cell.value,
        views=cell.views,
        verdict=None if cell.judged is None else judged.verdict,
        difference=judged.difference,
        low=_finite(judged.low),
        high=_finite(judged.high),
        p_value=judged.p_value,
        adjusted_p_value=judged.adjusted_p_value,
    )


def _finite(bound: float | None) -> float | None:
    return None if bound is None or math.isinf(bound) else bound
