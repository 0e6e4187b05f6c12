"""Several metrics by several dimensions and by time, in one request.

Law: as in `metrics`. A month of hours fits one page.
"""

from playhead.api.beyond_bodies import BeyondEnvelope, TableBodyRow, TableMeta, TableMetric
from playhead.api.bodies import seconds_of
from playhead.api.endpoint import Asked
from playhead.api.spelling import iso_seconds
from playhead.api.table_arguments import read_table
from playhead.query.answer_table import TableColumn, TableRow


def table(asked: Asked) -> BeyondEnvelope[TableMeta, list[TableBodyRow]]:
    """Answer `/table`."""
    question = read_table(asked)
    answer = asked.query.table(question)
    time = question.time
    return BeyondEnvelope(
        total_row_count=answer.total_row_count,
        timeframe=seconds_of(question.scope.timeframe),
        meta=TableMeta(
            group_by=None if time is None else time.granularity,
            timezone="UTC" if time is None else time.zone,
            dimensions=tuple(each.id for each in question.dimensions),
            metrics=tuple(map(_metric, answer.columns)),
        ),
        data=list(map(_row, answer.rows)),
    )


def _metric(column: TableColumn) -> TableMetric:
    return TableMetric(
        name=f"{column.metric}:{column.measurement}",
        metric=column.metric,
        measurement=column.measurement,
        unit=column.unit,
        aggregation=column.basis,
    )


def _row(row: TableRow) -> TableBodyRow:
    return TableBodyRow(
        time=None if row.start_ms is None else iso_seconds(row.start_ms),
        dimensions=row.fields,
        values=row.values,
        views=row.views,
    )
