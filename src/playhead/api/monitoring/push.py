"""The dashboard's stream: all that monitoring shows of the newest five seconds, in one event.

Law: two requests that mean the same are one question, however they are spelled.
"""

from typing import Final

import msgspec

from playhead.api.endpoint import Asked
from playhead.api.monitoring.answers import row_body
from playhead.api.monitoring.bodies import LiveRowBody, LiveTick
from playhead.api.monitoring.edition import MONITORING
from playhead.api.monitoring.live_table import read_live_dimensions, read_named
from playhead.api.streaming.events import event_of
from playhead.catalog.monitoring.live_dimension import LiveDimension
from playhead.catalog.monitoring.live_value import LiveSum
from playhead.catalog.monitoring.metrics import LIVE_METRICS
from playhead.query.question_live import (
    LiveBreakdown,
    LiveFilter,
    LiveMeasured,
    LiveScope,
    LiveTable,
)
from playhead.query.run import Query

ROWS_MOST: Final = 50
RANKED_BY: Final = "current-concurrent-viewers"
MEASURES: Final = tuple(LiveMeasured(each) for each in LIVE_METRICS if not each.in_histogram)
_EMPTY: Final = {
    each.metric.id: 0.0 if isinstance(each.metric.value, LiveSum) else None for each in MEASURES
}
"""The metrics of a tick in which nobody watched."""


class PushQuestion(msgspec.Struct, frozen=True):
    """What is pushed to a listener; `measured` is the metric that breakdowns tell."""

    scope: LiveScope
    measured: LiveMeasured
    dimensions: tuple[LiveDimension, ...]


def read_push(asked: Asked) -> PushQuestion:
    """Read what `/api/v1/monitoring/stream` is to push."""
    arguments = asked.arguments
    scope = MONITORING.scope(asked)
    # A dashboard breaks down by what is chosen, and shows two of them anyway.
    dimensions = read_live_dimensions(tuple(dict.fromkeys(arguments.all_of("dimensions"))))
    return PushQuestion(
        scope=LiveScope(scope.environment_id, tuple(sorted(set(scope.filters), key=_spelled))),
        measured=read_named("metric", arguments.last_of("metric") or RANKED_BY),
        dimensions=tuple(sorted(dimensions, key=lambda each: each.id)),
    )


def push_event(query: Query, question: PushQuestion, tick_ms: int) -> bytes:
    """Return the event that tells of a tick."""
    return event_of("tick", msgspec.json.encode(live_tick(query, question, tick_ms)))


def live_tick(query: Query, question: PushQuestion, tick_ms: int) -> LiveTick:
    """Return what is known of a tick."""
    whole = query.live_table(LiveTable(question.scope, MEASURES, at_ms=tick_ms)).rows
    metrics: dict[str, float | None] = dict(_EMPTY)
    if whole:
        metrics = {
            each.metric.id: value for each, value in zip(MEASURES, whole[0].values, strict=True)
        }
    return LiveTick(
        tick=tick_ms // 1000,
        concurrent_viewers=whole[0].concurrent_viewers if whole else 0,
        starting_up_viewers=whole[0].starting_up_viewers if whole else 0,
        metrics=metrics,
        breakdowns={each.id: _rows(query, question, each, tick_ms) for each in question.dimensions},
    )


def _rows(
    query: Query, question: PushQuestion, dimension: LiveDimension, tick_ms: int
) -> tuple[LiveRowBody, ...]:
    found = query.live_breakdown(
        LiveBreakdown(question.scope, question.measured, dimension, at_ms=tick_ms, limit=ROWS_MOST)
    )
    return tuple(row_body(row) for row in found.rows)


def _spelled(wanted: LiveFilter) -> tuple[str, str, str]:
    return wanted.dimension.id, wanted.operator.value, wanted.value or ""
