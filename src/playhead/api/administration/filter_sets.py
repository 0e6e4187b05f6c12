"""Sets of filters with a name: private to whoever made one, or shared with the environment."""

import msgspec
from msgspec import UNSET, UnsetType

from playhead.api.administration.kept import OwnerBody, check_conditions, keeper_of, owner_body
from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.spelling import iso_milliseconds
from playhead.control.filter_sets import Conditions, FilterSetChanges
from playhead.model.saved import FilterSet, Visibility


class FilterSetBody(msgspec.Struct, frozen=True):
    """A set of filters. `may_change`: whether whoever asks may change or delete it."""

    id: str
    name: str
    visibility: Visibility
    filters: tuple[str, ...]
    metric_filters: tuple[str, ...]
    owner: OwnerBody
    may_change: bool
    changed_at: str


class NewFilterSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a set: at least one filter, spelled as in questions."""

    name: str
    filters: tuple[str, ...] = ()
    metric_filters: tuple[str, ...] = ()
    visibility: Visibility = Visibility.PRIVATE


class ChangedFilterSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes different; members that are left out stay."""

    name: str | UnsetType = UNSET
    filters: tuple[str, ...] | UnsetType = UNSET
    metric_filters: tuple[str, ...] | UnsetType = UNSET
    visibility: Visibility | UnsetType = UNSET


def list_filter_sets(asked: Asked) -> SystemEnvelope[tuple[FilterSetBody, ...]]:
    """Answer `GET …/filter-sets`."""
    found = asked.control.filter_sets.listed(asked.environment.id, keeper_of(asked))
    return SystemEnvelope(tuple(_body(asked, each) for each in found))


def create_filter_set(asked: Asked) -> SystemEnvelope[FilterSetBody]:
    """Answer `POST …/filter-sets`."""
    given = asked.read_body(NewFilterSet)
    check_conditions(given.filters, given.metric_filters)
    made = asked.control.filter_sets.create(
        asked.environment.id,
        keeper_of(asked),
        given.name,
        Conditions(given.filters, given.metric_filters),
        given.visibility,
        by=asked.actor,
    )
    return SystemEnvelope(_body(asked, made))


def change_filter_set(asked: Asked) -> SystemEnvelope[FilterSetBody]:
    """Answer `PATCH …/filter-sets/{FILTER_SET_ID}`."""
    given = asked.read_body(ChangedFilterSet)
    check_conditions(
        () if given.filters is UNSET else given.filters,
        () if given.metric_filters is UNSET else given.metric_filters,
    )
    changed = asked.control.filter_sets.change(
        asked.environment.id,
        asked.path["FILTER_SET_ID"],
        keeper_of(asked),
        FilterSetChanges(
            name=given.name,
            visibility=given.visibility,
            filters=given.filters,
            metric_filters=given.metric_filters,
        ),
        by=asked.actor,
    )
    return SystemEnvelope(_body(asked, changed))


def delete_filter_set(asked: Asked) -> None:
    """Answer `DELETE …/filter-sets/{FILTER_SET_ID}`."""
    asked.control.filter_sets.delete(
        asked.environment.id, asked.path["FILTER_SET_ID"], keeper_of(asked), by=asked.actor
    )


def _body(asked: Asked, found: FilterSet) -> FilterSetBody:
    return FilterSetBody(
        id=found.id,
        name=found.name,
        visibility=found.visibility,
        filters=found.filters,
        metric_filters=found.metric_filters,
        owner=owner_body(asked, found.owner_id),
        may_change=keeper_of(asked).may_change(found.owner_id, found.visibility),
        changed_at=iso_milliseconds(found.changed_at_ms),
    )
