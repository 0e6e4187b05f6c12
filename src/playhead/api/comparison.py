"""Comparison: all metrics for the views with one value of a dimension, or for all views.

Law: what is listed, and in which order, is the query's; this writes it as clients know it.
"""

import msgspec
from msgspec import UNSET, UnsetType

from playhead.api.bodies import Envelope, seconds_of
from playhead.api.endpoint import Asked
from playhead.api.errors import invalid_parameters
from playhead.api.scope import scope_of
from playhead.catalog.metric import Measurement
from playhead.query.answer import ComparisonGroup, ComparisonItem, ComparisonTotals
from playhead.query.filters import read_filters
from playhead.query.parameters import read_dimension
from playhead.query.question import Filter, MetricsComparison


class Item(msgspec.Struct, frozen=True):
    """One number that explains a group's; `measurement` where there are several."""

    name: str
    metric: str
    type: str
    value: float | None
    measurement: Measurement | UnsetType = UNSET


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """The totals, whose name is `totals`, or a group: each has its own members.

    Totals say how much was watched, times in milliseconds. A group has one number, and where
    others explain it, those as `items`.
    """

    name: str
    watch_time: int | UnsetType = UNSET
    view_count: int | UnsetType = UNSET
    started_views: int | UnsetType = UNSET
    ended_views: int | UnsetType = UNSET
    unique_viewers: int | UnsetType = UNSET
    total_playing_time: int | UnsetType = UNSET
    type: str | UnsetType = UNSET
    metric: str | UnsetType = UNSET
    value: float | UnsetType | None = UNSET
    items: tuple[Item, ...] | UnsetType = UNSET


def comparison(asked: Asked) -> Envelope[list[Entry]]:
    """Answer `/metrics/comparison`."""
    scope = scope_of(asked)
    answer = asked.query.comparison(MetricsComparison(scope, _only(asked)))
    return Envelope(
        total_row_count=None,
        timeframe=seconds_of(scope.timeframe),
        data=[_totals(answer.totals), *map(entry_of, answer.groups)],
    )


def _only(asked: Asked) -> Filter | None:
    name, value = asked.arguments.last_of("dimension"), asked.arguments.last_of("value")
    if name is None and not value:
        return None
    if name is None or value is None:
        missing, given = ("dimension", "value") if name is None else ("value", "dimension")
        raise invalid_parameters(f"{missing} is missing: give it beside {given}, or neither")
    dimension = read_dimension("dimension", name)
    (only,) = read_filters([f"{dimension.id}:{value}"])
    return only


def _totals(totals: ComparisonTotals) -> Entry:
    return Entry(
        name="totals",
        watch_time=totals.watch_time_ms,
        view_count=totals.view_count,
        started_views=totals.started_views,
        ended_views=totals.ended_views,
        unique_viewers=totals.unique_viewers,
        total_playing_time=totals.total_playing_time_ms,
    )


def entry_of(group: ComparisonGroup) -> Entry:
    """Return a group as it is written."""
    return Entry(
        name=group.name,
        type=group.type,
        metric=group.metric,
        value=group.value,
        items=UNSET if group.items is None else tuple(map(_item, group.items)),
    )


def _item(item: ComparisonItem) -> Item:
    measurement = UNSET if item.measurement is None else item.measurement
    return Item(item.name, item.metric, item.type, item.value, measurement)
