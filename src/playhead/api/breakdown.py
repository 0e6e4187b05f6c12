"""A breakdown with the names of values, searched by either.

Mux's own path answers what Mux documents and nothing else; this one answers our dashboard.

Law: as in `metrics`.
"""

from playhead.api.beyond_bodies import BeyondEnvelope, BreakdownMeta, NamedBreakdownRow
from playhead.api.bodies import seconds_of
from playhead.api.endpoint import Asked
from playhead.api.scope import scope_of
from playhead.api.table_arguments import read_long_page
from playhead.query.parameters import (
    metric_named,
    read_beyond_order,
    read_dimension,
    read_measured,
    read_search,
)
from playhead.query.question import Breakdown


def breakdown(asked: Asked) -> BeyondEnvelope[BreakdownMeta, list[NamedBreakdownRow]]:
    """Answer our `/breakdown`."""
    question = _read(asked)
    answer = asked.query.breakdown(question)
    return BeyondEnvelope(
        total_row_count=answer.total_row_count,
        timeframe=seconds_of(question.scope.timeframe),
        meta=BreakdownMeta(
            metric=question.measured.metric.id,
            measurement=question.measured.measurement,
            unit=answer.unit,
            aggregation=answer.basis,
            dimension=question.dimension.id,
            search=question.search,
        ),
        data=[
            NamedBreakdownRow(
                field=row.field,
                value=row.value,
                views=row.views,
                negative_impact=row.negative_impact,
                total_watch_time=row.total_watch_time_ms,
                total_playing_time=row.total_playing_time_ms,
                name=row.name,
            )
            for row in answer.rows
        ],
    )


def _read(asked: Asked) -> Breakdown:
    arguments = asked.arguments
    metric = metric_named(asked.path["METRIC_ID"])
    order_by, direction = read_beyond_order(
        arguments.last_of("order_by"), arguments.last_of("order_direction")
    )
    return Breakdown(
        scope_of(asked),
        read_measured(metric, arguments.last_of("measurement")),
        read_dimension("group_by", arguments.last_of("group_by")),
        order_by,
        direction,
        read_long_page(arguments.last_of("limit"), arguments.last_of("page")),
        named=True,
        search=read_search(arguments.last_of("search")),
    )
