"""From rows of the store to what is told of the viewers of this moment. Law: pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from playhead.catalog.countries import name_of
from playhead.catalog.monitoring.live_dimension import LiveDimension
from playhead.catalog.monitoring.live_metric import LiveMetric
from playhead.catalog.monitoring.live_value import LiveSum
from playhead.query.answer_live import (
    HISTOGRAM_BOUNDS_MS,
    LiveBar,
    LiveMinute,
    LivePoint,
    LiveRow,
    LiveRowsAtTick,
    LiveTableAnswer,
    LiveTableRow,
)
from playhead.query.decode import decoded
from playhead.query.question_live import LiveTable
from playhead.store.interface import Rows


class Told(msgspec.Struct, frozen=True):
    """The newest tick (0: none was ever told), and those in a window."""

    newest_ms: int
    told: frozenset[int]


class AudienceRow(msgspec.Struct, frozen=True):
    """The newest tick (0: none was ever told), and who watches a content then."""

    newest_ms: int
    views: int
    viewers: int


class _Tick(msgspec.Struct, frozen=True):
    at_ms: int
    value: float | None
    concurrent_viewers: int


class GroupRow(msgspec.Struct, frozen=True):
    """One value of a dimension at one tick."""

    at_ms: int
    field: str | None
    name: str | None
    metric_value: float | None
    concurrent_viewers: int
    starting_up_viewers: int
    negative_impact: int
    total_row_count: int


class _Minute(msgspec.Struct, frozen=True):
    start_ms: int
    samples: int
    median: float | None
    p95: float | None
    average: float | None
    counts: tuple[int, ...]


def points_of(
    metric: LiveMetric, ticks: Sequence[int], told: Collection[int], rows: Rows
) -> tuple[LivePoint, ...]:
    """Return a point for each tick. Where nobody was, a sum is 0 and anything else nothing."""
    found = {row.at_ms: row for row in decoded(rows, _Tick)}
    empty = 0.0 if isinstance(metric.value, LiveSum) else None
    points = []
    for tick_ms in ticks:
        row = found.get(tick_ms)
        if tick_ms not in told:
            points.append(LivePoint(tick_ms, None, 0, told=False))
        elif row is None:
            points.append(LivePoint(tick_ms, empty, 0, told=True))
        else:
            points.append(LivePoint(tick_ms, row.value, row.concurrent_viewers, told=True))
    return tuple(points)


def live_rows(dimension: LiveDimension, rows: Iterable[GroupRow]) -> tuple[LiveRow, ...]:
    """Return rows with what people call their values."""
    return tuple(
        LiveRow(
            row.field,
            _display(dimension, row),
            row.metric_value,
            row.concurrent_viewers,
            row.starting_up_viewers,
            row.negative_impact,
        )
        for row in rows
    )


def _display(dimension: LiveDimension, row: GroupRow) -> str | None:
    if row.field is None:
        return None
    named = name_of(row.field) if dimension.names_country else row.name
    return named or row.field


def rows_at_ticks(
    dimension: LiveDimension, ticks: Sequence[int], told: Collection[int], rows: Rows
) -> tuple[LiveRowsAtTick, ...]:
    """Return the rows of each tick."""
    at: dict[int, list[GroupRow]] = {}
    for row in decoded(rows, GroupRow):
        at.setdefault(row.at_ms, []).append(row)
    return tuple(
        LiveRowsAtTick(
            tick_ms,
            live_rows(dimension, at.get(tick_ms, ()) if tick_ms in told else ()),
            tick_ms in told,
        )
        for tick_ms in ticks
    )


def minutes_of(starts: Sequence[int], rows: Rows) -> tuple[LiveMinute, ...]:
    """Return all minutes with all their bars."""
    found = {row.start_ms: row for row in decoded(rows, _Minute)}
    empty = (0,) * len(HISTOGRAM_BOUNDS_MS)
    return tuple(
        _minute(found.get(start) or _Minute(start, 0, None, None, None, empty)) for start in starts
    )


def _minute(row: _Minute) -> LiveMinute:
    bars = tuple(
        LiveBar(count, count / row.samples if row.samples else 0.0) for count in row.counts
    )
    return LiveMinute(
        start_ms=row.start_ms,
        samples=row.samples,
        median=row.median,
        p95=row.p95,
        average=row.average,
        greatest_share=max(bar.share for bar in bars),
        bars=bars,
    )


def live_table_answer(question: LiveTable, tick_ms: int | None, rows: Rows) -> LiveTableAnswer:
    """Return one page of a table."""
    named = [dict(zip(rows.names, row, strict=True)) for row in rows.rows]
    count = named[0]["total_row_count"] if named else 0
    return LiveTableAnswer(
        tick_ms=tick_ms,
        units=tuple(each.metric.unit for each in question.measures),
        rows=tuple(_table_row(question, row) for row in named),
        total_row_count=msgspec.convert(count, int),
    )


def _table_row(question: LiveTable, row: Mapping[str, object]) -> LiveTableRow:
    return msgspec.convert(
        {
            "fields": [row[f"field_{nth}"] for nth in range(len(question.dimensions))],
            "values": [row[f"value_{nth}"] for nth in range(len(question.measures))],
            "concurrent_viewers": row["concurrent_viewers"],
            "starting_up_viewers": row["starting_up_viewers"],
        },
        LiveTableRow,
    )
