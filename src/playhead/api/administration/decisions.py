"""What an environment decides: names of its own dimensions, and what error codes mean."""

import msgspec
from msgspec import UNSET, UnsetType

from playhead.api.bodies import SystemEnvelope
from playhead.api.endpoint import Asked
from playhead.api.errors import invalid_parameters
from playhead.model.intent import CategorizedError, CustomDimension, ErrorCategory


class CustomDimensionBody(msgspec.Struct, frozen=True):
    """How one of an environment's own dimensions is shown; answers keep `slot`."""

    slot: str
    display_name: str
    category: str
    enabled: bool


class CustomDimensionChanges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes different; members that are left out stay."""

    display_name: str | UnsetType = UNSET
    category: str | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET


class ErrorCategoryBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an error code means, whatever the player says of it."""

    player_error_code: str
    category: ErrorCategory


def list_custom_dimensions(asked: Asked) -> SystemEnvelope[tuple[CustomDimensionBody, ...]]:
    """Answer `GET …/custom-dimensions`: those that were ever changed."""
    found = asked.control.custom_dimensions.listed(asked.environment.id)
    return SystemEnvelope(tuple(_dimension(each) for each in found))


def change_custom_dimension(asked: Asked) -> SystemEnvelope[CustomDimensionBody]:
    """Answer `PATCH …/custom-dimensions/{SLOT}`."""
    given = asked.read_body(CustomDimensionChanges)
    changed = asked.control.custom_dimensions.show(
        asked.environment.id,
        asked.path["SLOT"],
        display_name=None if given.display_name is UNSET else given.display_name,
        category=None if given.category is UNSET else given.category,
        enabled=None if given.enabled is UNSET else given.enabled,
        by=asked.actor,
    )
    return SystemEnvelope(_dimension(changed))


def list_error_categories(asked: Asked) -> SystemEnvelope[tuple[ErrorCategoryBody, ...]]:
    """Answer `GET …/error-categories`."""
    found = asked.control.error_categories.listed(asked.environment.id)
    return SystemEnvelope(tuple(_category(each) for each in found))


def decide_error_category(asked: Asked) -> SystemEnvelope[ErrorCategoryBody]:
    """Answer `POST …/error-categories`; to decide anew on a code replaces what was decided."""
    given = asked.read_body(ErrorCategoryBody)
    asked.control.error_categories.decide(
        asked.environment.id, given.player_error_code, given.category, by=asked.actor
    )
    return SystemEnvelope(given)


def forget_error_category(asked: Asked) -> None:
    """Answer `DELETE …/error-categories?player_error_code=`: the player's word holds again."""
    code = asked.arguments.last_of("player_error_code")
    if code is None:
        raise invalid_parameters("player_error_code is missing: name the code to forget")
    asked.control.error_categories.decide(asked.environment.id, code, None, by=asked.actor)


def _dimension(dimension: CustomDimension) -> CustomDimensionBody:
    return CustomDimensionBody(
        dimension.slot, dimension.display_name, dimension.category, dimension.enabled
    )


def _category(decided: CategorizedError) -> ErrorCategoryBody:
    return ErrorCategoryBody(decided.player_error_code, decided.category)
