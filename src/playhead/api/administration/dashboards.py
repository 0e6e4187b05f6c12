"""Dashboards that people build: owners edit, admins edit what is shared, others duplicate."""

import msgspec
from msgspec import UNSET, UnsetType

from playhead.api.administration.kept import OwnerBody, check_definition, keeper_of, owner_body
from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.spelling import iso_milliseconds
from playhead.control.boards import BoardChanges
from playhead.model.saved import Board, BoardDefinition, Visibility


class ListedDashboard(msgspec.Struct, frozen=True):
    """A dashboard without what it shows. `may_change`: whether whoever asks may."""

    id: str
    name: str
    visibility: Visibility
    timeframe: str
    component_count: int
    owner: OwnerBody
    may_change: bool
    is_favourite: bool
    changed_at: str


class DashboardBody(msgspec.Struct, frozen=True):
    """A dashboard with what it shows."""

    id: str
    name: str
    visibility: Visibility
    definition: BoardDefinition
    owner: OwnerBody
    may_change: bool
    is_favourite: bool
    changed_at: str


class NewDashboard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a dashboard."""

    name: str
    definition: BoardDefinition
    visibility: Visibility = Visibility.PRIVATE


class ChangedDashboard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes different; members that are left out stay."""

    name: str | UnsetType = UNSET
    definition: BoardDefinition | UnsetType = UNSET
    visibility: Visibility | UnsetType = UNSET


def list_dashboards(asked: Asked) -> SystemEnvelope[tuple[ListedDashboard, ...]]:
    """Answer `GET …/dashboards`."""
    keeper, environment_id = keeper_of(asked), asked.environment.id
    marked = asked.control.boards.favourites(environment_id, keeper)
    found = asked.control.boards.listed(environment_id, keeper)
    return SystemEnvelope(
        tuple(
            ListedDashboard(
                id=each.id,
                name=each.name,
                visibility=each.visibility,
                timeframe=each.definition.timeframe,
                component_count=each.definition.component_count,
                owner=owner_body(asked, each.owner_id),
                may_change=keeper.may_change(each.owner_id, each.visibility),
                is_favourite=each.id in marked,
                changed_at=iso_milliseconds(each.changed_at_ms),
            )
            for each in found
        )
    )


def create_dashboard(asked: Asked) -> SystemEnvelope[DashboardBody]:
    """Answer `POST …/dashboards`."""
    given = asked.read_body(NewDashboard)
    check_definition(given.definition, asked.now_ms)
    made = asked.control.boards.create(
        asked.environment.id,
        keeper_of(asked),
        given.name,
        given.definition,
        given.visibility,
        by=asked.actor,
    )
    return SystemEnvelope(_body(asked, made))


def one_dashboard(asked: Asked) -> SystemEnvelope[DashboardBody]:
    """Answer `GET …/dashboards/{DASHBOARD_ID}`."""
    found = asked.control.boards.find(asked.environment.id, _id(asked), keeper_of(asked))
    return SystemEnvelope(_body(asked, found))


def change_dashboard(asked: Asked) -> SystemEnvelope[DashboardBody]:
    """Answer `PATCH …/dashboards/{DASHBOARD_ID}`."""
    given = asked.read_body(ChangedDashboard)
    if given.definition is not UNSET:
        check_definition(given.definition, asked.now_ms)
    changes = BoardChanges(
        name=given.name, visibility=given.visibility, definition=given.definition
    )
    changed = asked.control.boards.change(
        asked.environment.id, _id(asked), keeper_of(asked), changes, by=asked.actor
    )
    return SystemEnvelope(_body(asked, changed))


def delete_dashboard(asked: Asked) -> None:
    """Answer `DELETE …/dashboards/{DASHBOARD_ID}`."""
    asked.control.boards.delete(asked.environment.id, _id(asked), keeper_of(asked), by=asked.actor)


def duplicate_dashboard(asked: Asked) -> SystemEnvelope[DashboardBody]:
    """Answer `POST …/dashboards/{DASHBOARD_ID}/duplicate`."""
    made = asked.control.boards.duplicate(
        asked.environment.id, _id(asked), keeper_of(asked), by=asked.actor
    )
    return SystemEnvelope(_body(asked, made))


def mark_dashboard(asked: Asked) -> None:
    """Answer `POST …/dashboards/{DASHBOARD_ID}/favourite`."""
    asked.control.boards.mark(asked.environment.id, _id(asked), keeper_of(asked))


def unmark_dashboard(asked: Asked) -> None:
    """Answer `DELETE …/dashboards/{DASHBOARD_ID}/favourite`."""
    asked.control.boards.unmark(asked.environment.id, _id(asked), keeper_of(asked))


def _id(asked: Asked) -> str:
    return asked.path["DASHBOARD_ID"]


def _body(asked: Asked, board: Board) -> DashboardBody:
    keeper = keeper_of(asked)
    return DashboardBody(
        id=board.id,
        name=board.name,
        visibility=board.visibility,
        definition=board.definition,
        owner=owner_body(asked, board.owner_id),
        may_change=keeper.may_change(board.owner_id, board.visibility),
        is_favourite=board.id in asked.control.boards.favourites(board.environment_id, keeper),
        changed_at=iso_milliseconds(board.changed_at_ms),
    )
