"""Environments: made, changed, and given another key.

Law: a list holds what the asker sees and no more.
"""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.settings import DAY_MS
from playhead.api.spelling import iso_milliseconds
from playhead.control.environments import EnvironmentChanges
from playhead.model.access import Environment, EnvironmentKind

_KEEP_DAYS_MOST = 365


class EnvironmentBody(msgspec.Struct, frozen=True):
    """An environment. `env_key` is what players send; days null: as the server is set."""

    id: str
    name: str
    type: str
    env_key: str
    property_id: int
    view_retention_days: int | None
    created_at: str


class NewEnvironment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes an environment."""

    name: str
    type: EnvironmentKind = EnvironmentKind.PRODUCTION


class ChangedEnvironment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes different; members that are left out stay. Days null: as the server is set."""

    name: str | UnsetType = UNSET
    type: EnvironmentKind | UnsetType = UNSET
    view_retention_days: int | UnsetType | None = UNSET


class KeyRotation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For how long players may still send under the old key."""

    accept_old_for_days: Annotated[int, Meta(ge=0, le=_KEEP_DAYS_MOST)] = 30


def list_environments(asked: Asked) -> SystemEnvelope[tuple[EnvironmentBody, ...]]:
    """Answer `GET /organizations/{ORGANIZATION_ID}/environments`."""
    return SystemEnvelope(tuple(_body(each) for each in asked.seen_environments()))


def create_environment(asked: Asked) -> SystemEnvelope[EnvironmentBody]:
    """Answer `POST` of the same."""
    given = asked.read_body(NewEnvironment)
    made = asked.control.create_environment(
        given.name, given.type, organization_id=asked.organization.id, by=asked.actor
    )
    return SystemEnvelope(_body(made))


def one_environment(asked: Asked) -> SystemEnvelope[EnvironmentBody]:
    """Answer `GET …/environments/{ENVIRONMENT_ID}`."""
    return SystemEnvelope(_body(asked.environment))


def change_environment(asked: Asked) -> SystemEnvelope[EnvironmentBody]:
    """Answer `PATCH …/environments/{ENVIRONMENT_ID}`."""
    given = asked.read_body(ChangedEnvironment)
    changes = EnvironmentChanges(
        name=given.name, kind=given.type, view_retention_days=given.view_retention_days
    )
    return SystemEnvelope(
        _body(asked.control.change_environment(asked.environment.id, changes, by=asked.actor))
    )


def rotate_key(asked: Asked) -> SystemEnvelope[EnvironmentBody]:
    """Answer `POST …/environments/{ENVIRONMENT_ID}/key-rotations`."""
    given = asked.read_body(KeyRotation)
    rotated = asked.control.rotate_env_key(
        asked.environment.id,
        accept_old_for_ms=given.accept_old_for_days * DAY_MS,
        by=asked.actor,
    )
    return SystemEnvelope(_body(rotated))


def _body(environment: Environment) -> EnvironmentBody:
    return EnvironmentBody(
        id=environment.id,
        name=environment.name,
        type=environment.kind.value,
        env_key=environment.env_key,
        property_id=environment.property_id,
        view_retention_days=environment.view_retention_days,
        created_at=iso_milliseconds(environment.created_at_ms),
    )
