"""What every control database promises about organizations and environments."""

import base64
import re
from collections.abc import Callable

import pytest

from playhead.control import Control, ControlError, ControlErrorCode, ControlLimits
from playhead.model.access import Environment


def test_the_first_open_makes_one_organization_and_later_opens_find_it(
    opened: Callable[..., Control],
) -> None:
    first, second = opened(), opened()
    assert first.default_organization == second.default_organization
    assert list(second.snapshot().organizations_by_id) == [first.default_organization.id]


def test_an_environment_has_public_names_of_the_promised_shapes(control: Control) -> None:
    made = control.create_environment("Production")
    assert re.fullmatch(r"[a-z2-7]{8}", made.id)
    assert re.fullmatch(r"[a-z0-9]{24}", made.env_key)
    assert made.property_id > 0
    assert made.organization_id == control.default_organization.id
    assert made.created_at_ms > control.default_organization.created_at_ms


def test_environments_are_listed_as_they_were_made_and_outlive_the_process(
    opened: Callable[..., Control],
) -> None:
    control = opened()
    made = tuple(control.create_environment(name) for name in ("Production", "Development"))
    assert [each.property_id for each in made] == [1, 2]
    reopened = opened()
    assert reopened.list_environments() == made
    assert reopened.environments_by_key() == {each.env_key: each for each in made}


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
    assert control.list_environments() == (made,)


def test_an_environment_is_found_by_its_id(control: Control) -> None:
    made = control.create_environment("Production")
    control.create_environment("Development")
    assert control.find_environment(made.id) == made


def test_no_name_is_another_environments_id(control: Control) -> None:
    made = control.create_environment("Production")
    with pytest.raises(ControlError) as refused:
        control.create_environment(made.id.upper())
    assert refused.value.code is ControlErrorCode.ENVIRONMENT_NAME_TAKEN


def test_an_id_that_is_taken_or_is_a_name_is_drawn_again(opened: Callable[..., Control]) -> None:
    drawn = [
        *("aaaaaaaa",),  # the organization
        *("bbbbbbbb", "k" * 24),  # the first environment
        *("bbbbbbbb", "cccccccc", "dddddddd", "k" * 24, "m" * 24),  # the second one
    ]
    left = iter(base64.b32decode(each.upper()) for each in drawn)
    control = opened(random_bytes=lambda _size: next(left))
    control.create_environment("CCCCCCCC")
    second = control.create_environment("Development")
    assert (second.id, second.env_key) == ("dddddddd", "m" * 24)


def test_a_random_source_that_repeats_is_reported_and_nothing_is_kept(
    opened: Callable[..., Control],
) -> None:
    control = opened(random_bytes=bytes)
    only = control.create_environment("Production")
    before = control.change_number()
    with pytest.raises(ControlError) as refused:
        control.create_environment("Development")
    assert refused.value.code is ControlErrorCode.RANDOMNESS_REPEATS
    assert control.list_environments() == (only,)
    assert control.change_number() == before


def test_an_organization_has_a_limit_of_environments(opened: Callable[..., Control]) -> None:
    control = opened(limits=ControlLimits(environments_per_organization=2))
    control.create_environment("Production")
    control.create_environment("Development")
    with pytest.raises(ControlError, match="Default has 2 environments, and 2 is the most") as full:
        control.create_environment("Staging")
    assert full.value.code is ControlErrorCode.ENVIRONMENT_LIMIT


def test_an_unknown_environment_is_answered_with_what_exists_nearest_first(
    control: Control,
) -> None:
    names = ("Staging", "Development", "Production")
    made = {name: control.create_environment(name) for name in names}

    def entry(name: str) -> str:
        return f"{name} ({made[name].id})"

    with pytest.raises(ControlError) as refused:
        control.find_environment("prodcution")
    assert refused.value.code is ControlErrorCode.ENVIRONMENT_NOT_FOUND
    sentence = str(refused.value)
    assert sentence.startswith(
        f"No environment has the name or id 'prodcution'. There are: {entry('Production')}, "
    )
    assert entry("Staging") in sentence
    assert entry("Development") in sentence


def test_an_unknown_environment_among_none_says_that_there_is_none(control: Control) -> None:
    with pytest.raises(ControlError) as refused:
        control.find_environment("Production")
    assert str(refused.value) == (
        "No environment has the name or id 'Production'."
        " There is no environment yet; create one first."
    )


def test_a_token_for_an_environment_of_another_database_is_refused(control: Control) -> None:
    elsewhere = Environment("zzzzzzzz", 9, "yyyyyyyy", "Elsewhere", "k", 1)
    with pytest.raises(ControlError) as refused:
        control.create_token(elsewhere, "ci")
    assert refused.value.code is ControlErrorCode.ENVIRONMENT_NOT_FOUND
