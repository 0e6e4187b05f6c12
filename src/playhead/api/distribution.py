"""How views spread over the values of a metric: in bars, and by percentiles.

Law: as in `metrics`.
"""

from playhead.api.beyond_bodies import (
    BeyondEnvelope,
    DistributionBar,
    DistributionMeta,
    PercentileRow,
    PercentilesMeta,
)
from playhead.api.bodies import seconds_of
from playhead.api.choices import read_number
from playhead.api.endpoint import Asked
from playhead.api.errors import invalid_parameters
from playhead.api.scope import scope_of
from playhead.catalog.index import METRICS
from playhead.catalog.metric import Metric
from playhead.query.parameters import metric_named
from playhead.query.question_table import (
    BUCKET_LIMIT,
    Histogram,
    Percentile,
    Rank,
    Table,
)


def distribution(asked: Asked) -> BeyondEnvelope[DistributionMeta, list[DistributionBar]]:
    """Answer `/distribution`."""
    metric = _ranked_metric(asked)
    scope = scope_of(asked)
    buckets = asked.arguments.last_of("buckets")
    answer = asked.query.histogram(
        Histogram(scope, metric)
        if buckets is None
        else Histogram(scope, metric, read_number("buckets", buckets, most=BUCKET_LIMIT))
    )
    return BeyondEnvelope(
        total_row_count=len(answer.bars),
        timeframe=seconds_of(scope.timeframe),
        meta=DistributionMeta(
            metric=metric.id,
            unit=answer.unit,
            aggregation=answer.basis,
            total_views=answer.total_views,
            least=answer.least,
            greatest=answer.greatest,
        ),
        data=[DistributionBar(bar.start, bar.end, bar.views) for bar in answer.bars],
    )


def percentiles(asked: Asked) -> BeyondEnvelope[PercentilesMeta, list[PercentileRow]]:
    """Answer `/percentiles`."""
    metric = _ranked_metric(asked)
    scope = scope_of(asked)
    ranks = tuple(Rank)
    rows = asked.query.table(Table(scope, tuple(Percentile(metric, rank) for rank in ranks))).rows
    values = rows[0].values if rows else (None,) * len(ranks)
    return BeyondEnvelope(
        total_row_count=len(ranks),
        timeframe=seconds_of(scope.timeframe),
        meta=PercentilesMeta(
            metric=metric.id,
            unit=metric.unit,
            aggregation=metric.basis,
            total_views=rows[0].views[0] if rows else 0,
        ),
        data=[PercentileRow(rank, value) for rank, value in zip(ranks, values, strict=True)],
    )


def _ranked_metric(asked: Asked) -> Metric:
    metric = metric_named(asked.path["METRIC_ID"])
    if not metric.ranked:
        others = ", ".join(each.id for each in METRICS if not each.ranked)
        raise invalid_parameters(
            f"{metric.id} has neither a distribution nor percentiles, since no view has a number"
            f" of its own: ask for any metric but {others}"
        )
    return metric
