"""What every control database promises about organizations and environments."""

import base64
import re
from collections.abc import Callable

import pytest

from playhead.control import Control, ControlError, ControlErrorCode, ControlLimits
from playhead.model.access import Environment, EnvironmentKind


def test_the_first_open_makes_one_organization_and_later_opens_find_it(
    opened: Callable[..., Control],
) -> None:
    first, second = opened(), opened()
    assert first.default_organization == second.default_organization
    assert list(second.snapshot().organizations_by_id) == [first.default_organization.id]


def test_the_first_open_makes_an_environment_of_each_kind_and_later_opens_find_them(
    opened: Callable[..., Control],
) -> None:
    first, second = opened().list_environments(), opened().list_environments()
    assert [(each.name, each.kind) for each in first] == [
        ("Production", EnvironmentKind.PRODUCTION),
        ("Development", EnvironmentKind.DEVELOPMENT),
    ]
    assert second == first


def test_an_environment_has_public_names_of_the_promised_shapes(control: Control) -> None:
    made = control.find_environment("Production")
    assert re.fullmatch(r"[a-z2-7]{8}", made.id)
    assert re.fullmatch(r"[a-z0-9]{24}", made.env_key)
    assert made.property_id > 0
    assert made.organization_id == control.default_organization.id
    assert made.created_at_ms > control.default_organization.created_at_ms


def test_environments_are_listed_as_they_were_made_and_outlive_the_process(
    opened: Callable[..., Control],
) -> None:
    control = opened()
    first = control.list_environments()
    made = tuple(control.create_environment(name) for name in ("Staging", "Laptop"))
    assert [each.property_id for each in first + made] == [1, 2, 3, 4]
    reopened = opened()
    assert reopened.list_environments() == first + made


@pytest.mark.parametrize(
    "asked", ["Straße", "STRASSE", "straße", "\uff33traße"], ids=["same", "folded", "low", "wide"]
)
def test_a_name_is_taken_and_found_whatever_its_case(control: Control, asked: str) -> None:
    made = control.create_environment("Straße")
    with pytest.raises(ControlError) as refused:
        control.create_environment(asked)
    assert refused.value.code is ControlErrorCode.ENVIRONMENT_NAME_TAKEN
    assert f"Straße ({made.id})" in str(refused.value)
    assert control.find_environment(asked) == made
    assert control.list_environments()[2:] == (made,)


def test_an_environment_is_found_by_its_id(control: Control) -> None:
    made = control.find_environment("Production")
    assert control.find_environment(made.id) == made
    assert control.find_environment(made.id.upper()) == made


def test_no_name_is_another_environments_id(control: Control) -> None:
    made = control.find_environment("Production")
    with pytest.raises(ControlError) as refused:
        control.create_environment(made.id.upper())
    assert refused.value.code is ControlErrorCode.ENVIRONMENT_NAME_TAKEN


def test_an_id_that_is_taken_or_is_a_name_is_drawn_again(opened: Callable[..., Control]) -> None:
    drawn = [
        *("aaaaaaaa",),  # the organization
        *("bbbbbbbb", "k" * 24, "eeeeeeee", "o" * 24),  # the first two environments
        *("ffffffff", "q" * 24),  # one whose name is an id
        *("bbbbbbbb", "cccccccc", "dddddddd", "k" * 24, "m" * 24),  # another one
    ]
    left = iter(base64.b32decode(each.upper()) for each in drawn)
    control = opened(random_bytes=lambda _size: next(left))
    control.create_environment("CCCCCCCC")
    last = control.create_environment("Staging")
    assert (last.id, last.env_key) == ("dddddddd", "m" * 24)


def test_a_random_source_that_repeats_is_reported_and_nothing_is_kept(
    opened: Callable[..., Control],
) -> None:
    before = opened()
    change_number, existing = before.change_number(), before.list_environments()
    repeating = opened(random_bytes=bytes)
    only = repeating.create_environment("Once")
    with pytest.raises(ControlError) as refused:
        repeating.create_environment("Twice")
    assert refused.value.code is ControlErrorCode.RANDOMNESS_REPEATS
    assert before.list_environments() == (*existing, only)
    assert before.change_number() == change_number + 1


def test_an_organization_has_a_limit_of_environments(opened: Callable[..., Control]) -> None:
    control = opened(limits=ControlLimits(environments_per_organization=2))
    with pytest.raises(ControlError, match="Default has 2 environments, and 2 is the most") as full:
        control.create_environment("Staging")
    assert full.value.code is ControlErrorCode.ENVIRONMENT_LIMIT


def test_an_unknown_environment_is_answered_with_what_exists_nearest_first(
    control: Control,
) -> None:
    control.create_environment("Staging")

    def entry(name: str) -> str:
        return f"{name} ({control.find_environment(name).id})"

    with pytest.raises(ControlError) as refused:
        control.find_environment("prodcution")
    assert refused.value.code is ControlErrorCode.ENVIRONMENT_NOT_FOUND
    sentence = str(refused.value)
    assert sentence.startswith(
        f"No environment has the name or id 'prodcution'. There are: {entry('Production')}, "
    )
    assert entry("Staging") in sentence
    assert entry("Development") in sentence


def test_a_token_for_an_environment_of_another_database_is_refused(control: Control) -> None:
    elsewhere = Environment("zzzzzzzz", 9, "yyyyyyyy", "Elsewhere", "k", 1)
    with pytest.raises(ControlError) as refused:
        control.create_token(elsewhere, "ci")
    assert refused.value.code is ControlErrorCode.ENVIRONMENT_NOT_FOUND
