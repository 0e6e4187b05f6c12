"""What filter sets and dashboards have in common: who asks for them, and what they may ask.

Law: what is kept could be asked the moment it was kept. A value that nobody has seen yet is no
mistake; a metric, a dimension or a filter that the server does not know is one.
"""

from collections.abc import Sequence

import msgspec

from playhead.api.endpoint import Asked
from playhead.api.errors import invalid_parameters
from playhead.catalog.dimension import Shape
from playhead.catalog.index import DIMENSION_BY_ID, METRIC_BY_ID
from playhead.model.people import Role
from playhead.model.saved import BoardDefinition, Keeper, Narrowed, Series
from playhead.query.errors import nearest, shown
from playhead.query.filters import read_filters, read_metric_filters
from playhead.query.timeframe import read_timeframe


class OwnerBody(msgspec.Struct, frozen=True):
    """Who made something; `is_you` where it is whoever asks."""

    id: str
    name: str
    is_you: bool


def keeper_of(asked: Asked) -> Keeper:
    """Return who asks."""
    return Keeper(asked.person.id, is_admin=asked.role is Role.ADMIN)


def owner_body(asked: Asked, owner_id: str) -> OwnerBody:
    """Return who made something; people are never forgotten, whatever became of them."""
    owner = asked.snapshot.people_by_id.get(owner_id)
    return OwnerBody(owner_id, "" if owner is None else owner.name, owner_id == asked.person.id)


def check_conditions(filters: Sequence[str], metric_filters: Sequence[str]) -> None:
    """Refuse filters that could not be asked.

    Raises:
        QueryError: one of them.
    """
    read_filters(filters)
    read_metric_filters(metric_filters)


def check_definition(definition: BoardDefinition, now_ms: int) -> None:
    """Refuse a dashboard that could not be asked.

    Raises:
        QueryError: a filter or the timeframe cannot be read.
        ApiError: 400, a metric, measurement or dimension is not known.
    """
    read_timeframe((definition.timeframe,), now_ms=now_ms)
    check_conditions(definition.filters, definition.metric_filters)
    for part in definition.parts():
        _check_part(part)


def _check_part(part: Narrowed) -> None:
    check_conditions(part.filters, part.metric_filters)
    metric = METRIC_BY_ID.get(part.metric)
    if metric is None:
        raise invalid_parameters(
            f"there is no metric {shown(part.metric)}.{nearest(part.metric, METRIC_BY_ID)}"
        )
    allowed = [each.value for each in metric.allowed]
    if part.measurement is not None and part.measurement not in allowed:
        raise invalid_parameters(
            f"measurement {shown(part.measurement)} is none of {metric.id}: use one of"
            f" {', '.join(allowed)}"
        )
    dimension_id = getattr(part, "dimension", None)
    if dimension_id is None:
        return
    dimension = DIMENSION_BY_ID.get(dimension_id)
    if dimension is None:
        raise invalid_parameters(
            f"there is no dimension {shown(dimension_id)}.{nearest(dimension_id, DIMENSION_BY_ID)}"
        )
    if dimension.shape is Shape.TRACE:
        raise invalid_parameters(
            f"{dimension.id} is a sequence, by which no dashboard breaks down: use another one"
        )
    if isinstance(part, Series):
        read_filters([f"{dimension.id}:{value}" for value in part.values])
