"""Subviews: playing time by rendition or by playback mode, within views.

Law: a metric or a kind of subview that there is not is not found, since it stands in the path;
buckets of time that have not begun are left out.
"""

from playhead.api.bodies import Envelope, seconds_of
from playhead.api.choices import read_choice, read_number
from playhead.api.endpoint import Asked
from playhead.api.scope import last_day
from playhead.api.spelling import iso_seconds
from playhead.api.subview_arguments import (
    VIEW_DIMENSIONS,
    read_attribute_or_dimension,
    read_compared,
    read_query,
    read_subview,
    read_subviews,
    read_time_granularity,
    subview_scope_of,
)
from playhead.api.subview_bodies import (
    BucketStatus,
    SubviewBreakdownRow,
    SubviewBucketRow,
    SubviewComparisonRow,
    SubviewDimensionLists,
    SubviewEnvelope,
    SubviewMeta,
    SubviewOverallBody,
    SubviewValueRow,
)
from playhead.query.answer_subview import EMPTY, SubviewRow
from playhead.query.parameters import read_direction, read_page
from playhead.query.question import Direction, Page
from playhead.query.question_subview import (
    ATTRIBUTES,
    ROW_LIMIT,
    SubviewBreakdown,
    SubviewComparison,
    SubviewOrder,
    SubviewOverall,
    SubviewTimeseries,
    SubviewValues,
)
from playhead.query.timeframe import GRANULARITY_MS, HOUR_MS

_ROWS_UNLESS_TOLD = 10
# A view may be taken up again for so long after its last sign of life.
_CHANGES_MOST_MS = HOUR_MS


def subview_overall(asked: Asked) -> SubviewEnvelope[SubviewOverallBody]:
    """Answer `/{SUBVIEW_METRIC_ID}/{SUBVIEW_TYPE}/overall`."""
    subviews = read_subviews(asked, grouped=False)
    answer = asked.query.subview_overall(SubviewOverall(subviews))
    return SubviewEnvelope(
        total_row_count=None,
        timeframe=seconds_of(subviews.scope.timeframe),
        meta=SubviewMeta(subview_type=subviews.subview),
        data=SubviewOverallBody(answer),
    )


def subview_breakdown(asked: Asked) -> SubviewEnvelope[list[SubviewBreakdownRow]]:
    """Answer `/{SUBVIEW_METRIC_ID}/{SUBVIEW_TYPE}/breakdown`."""
    subviews = read_subviews(asked)
    answer = asked.query.subview_breakdown(SubviewBreakdown(subviews, _page(asked)))
    return SubviewEnvelope(
        total_row_count=answer.total_row_count,
        timeframe=seconds_of(subviews.scope.timeframe),
        meta=SubviewMeta(subview_type=subviews.subview, group_by=subviews.group_by),
        data=list(_rows(answer.rows)),
    )


def subview_comparison(asked: Asked) -> SubviewEnvelope[list[SubviewComparisonRow]]:
    """Answer `/{SUBVIEW_METRIC_ID}/{SUBVIEW_TYPE}/comparison`."""
    subviews = read_subviews(asked)
    dimension, values = read_compared(asked)
    answer = asked.query.subview_comparison(
        SubviewComparison(subviews, dimension, values, _row_limit(asked))
    )
    return SubviewEnvelope(
        total_row_count=len(answer.columns),
        timeframe=seconds_of(subviews.scope.timeframe),
        meta=SubviewMeta(
            subview_type=subviews.subview,
            group_by=subviews.group_by,
            dimension=dimension.id,
        ),
        data=[
            SubviewComparisonRow(
                dimension_value=EMPTY if each.dimension_value is None else each.dimension_value,
                values=_rows(each.rows),
            )
            for each in answer.columns
        ],
    )


def subview_timeseries(asked: Asked) -> SubviewEnvelope[list[SubviewBucketRow]]:
    """Answer `/{SUBVIEW_METRIC_ID}/{SUBVIEW_TYPE}/breakdown-timeseries`."""
    subviews = read_subviews(asked)
    granularity = read_time_granularity(asked)
    answer = asked.query.subview_timeseries(
        SubviewTimeseries(subviews, granularity, _row_limit(asked))
    )
    step = GRANULARITY_MS[granularity]
    # Nothing before this can change: its views can no longer be taken up again.
    complete_ms = max(0, asked.now_ms - _CHANGES_MOST_MS) // step * step
    rows = [
        SubviewBucketRow(
            date=iso_seconds(bucket.start_ms),
            status=(
                BucketStatus.COMPLETE
                if bucket.start_ms + step <= complete_ms
                else BucketStatus.PARTIAL
            ),
            values=_rows(bucket.rows),
        )
        for bucket in answer.buckets
        if bucket.start_ms <= asked.now_ms
    ]
    return SubviewEnvelope(
        total_row_count=len(rows),
        timeframe=seconds_of(subviews.scope.timeframe),
        meta=SubviewMeta(
            subview_type=subviews.subview,
            group_by=subviews.group_by,
            time_granularity=granularity,
            complete_through=iso_seconds(complete_ms),
        ),
        data=rows,
    )


def subview_dimensions(asked: Asked) -> Envelope[SubviewDimensionLists]:
    """Answer `/{SUBVIEW_TYPE}/dimensions`."""
    subview = read_subview(asked)
    return Envelope(
        total_row_count=None,
        timeframe=seconds_of(last_day(asked)),
        data=SubviewDimensionLists(
            view=VIEW_DIMENSIONS,
            subview=tuple(each.value for each in ATTRIBUTES[subview]),
        ),
    )


def subview_dimension_values(asked: Asked) -> SubviewEnvelope[list[SubviewValueRow]]:
    """Answer `/{SUBVIEW_TYPE}/dimensions/{DIMENSION_NAME}`."""
    arguments = asked.arguments
    subview = read_subview(asked)
    scope = subview_scope_of(asked)
    order_by = arguments.last_of("order_by") or SubviewOrder.PLAYING_TIME
    name = asked.path["DIMENSION_NAME"]
    answer = asked.query.subview_values(
        SubviewValues(
            scope=scope,
            subview=subview,
            of=read_attribute_or_dimension(name, subview),
            query=read_query(asked),
            order_by=read_choice("order_by", order_by, SubviewOrder),
            direction=read_direction(arguments.last_of("order_direction"), Direction.DESCENDING),
            page=_page(asked),
        )
    )
    return SubviewEnvelope(
        total_row_count=answer.total_row_count,
        timeframe=seconds_of(scope.timeframe),
        meta=SubviewMeta(subview_type=subview, dimension_name=name),
        data=[SubviewValueRow(row.value, row.playing_time_ms) for row in answer.rows],
    )


def _page(asked: Asked) -> Page:
    return read_page(asked.arguments.last_of("limit"), asked.arguments.last_of("page"))


def _row_limit(asked: Asked) -> int:
    text = asked.arguments.last_of("breakdown_value_limit")
    if text is None:
        return _ROWS_UNLESS_TOLD
    return read_number("breakdown_value_limit", text, most=ROW_LIMIT)


def _rows(rows: tuple[SubviewRow, ...]) -> tuple[SubviewBreakdownRow, ...]:
    return tuple(SubviewBreakdownRow(row.value, row.playing_time_ms) for row in rows)
