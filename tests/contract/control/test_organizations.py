"""What every control database promises about organizations and what becomes of environments."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from playhead.control import (
    Control,
    ControlError,
    ControlErrorCode,
    ControlLimits,
    EnvironmentChanges,
    open_control,
)
from playhead.model.access import Environment, EnvironmentKind

DAY_MS = 24 * 60 * 60 * 1000
START_MS = 1_800_000_000_000


def _refusal(call: Callable[[], object]) -> ControlErrorCode:
    with pytest.raises(ControlError) as refused:
        call()
    return refused.value.code


def test_an_organization_begins_with_an_environment_of_each_kind(control: Control) -> None:
    made = control.create_organization("Acme")
    assert control.list_organizations() == (control.default_organization, made)
    assert control.find_organization("ACME") == control.find_organization(made.id) == made
    owned = [each for each in control.list_environments() if each.organization_id == made.id]
    assert [(each.name, each.kind) for each in owned] == [
        ("Production", EnvironmentKind.PRODUCTION),
        ("Development", EnvironmentKind.DEVELOPMENT),
    ]


def test_a_name_alone_is_one_of_the_default_organization(control: Control) -> None:
    ours = control.find_environment("Production")
    acme = control.create_organization("Acme")
    theirs = control.find_environment("acme/production")
    assert control.find_environment("Production") == ours
    assert (ours.organization_id, theirs.organization_id) == (
        control.default_organization.id,
        acme.id,
    )
    only_theirs = control.create_environment("Staging", organization_id=acme.id)
    assert _refusal(lambda: control.find_environment("Staging")) is (
        ControlErrorCode.ENVIRONMENT_NOT_FOUND
    )
    assert control.find_environment(only_theirs.id) == only_theirs


@pytest.mark.parametrize("name", ["ACME", "", "a/b", "x" * 129, "a\nb"])
def test_an_organization_needs_a_name_of_its_own(control: Control, name: str) -> None:
    control.create_organization("Acme")
    other = control.create_organization("Other")
    for call in (control.create_organization, lambda it: control.rename_organization(other.id, it)):
        refused = _refusal(lambda call=call: call(name))  # type: ignore[misc]
        taken = name == "ACME"
        assert refused is (
            ControlErrorCode.ORGANIZATION_NAME_TAKEN if taken else ControlErrorCode.NAME_INVALID
        )
    assert control.find_organization(other.id).name == "Other"


def test_an_organization_is_renamed_and_may_change_the_case_of_its_name(control: Control) -> None:
    made = control.create_organization("acme")
    renamed = control.rename_organization(made.id, "Acme")
    assert renamed == replace(made, name="Acme")
    assert control.find_organization("acme") == renamed
    assert _refusal(lambda: control.rename_organization("zzzzzzzz", "New")) is (
        ControlErrorCode.ORGANIZATION_NOT_FOUND
    )


def test_there_is_a_limit_of_organizations(opened: Callable[..., Control]) -> None:
    control = opened(limits=ControlLimits(organizations=2))
    control.create_organization("Second")
    refused = _refusal(lambda: control.create_organization("Third"))
    assert refused is ControlErrorCode.ORGANIZATION_LIMIT


def test_an_environment_changes_in_what_is_given_alone(control: Control) -> None:
    first = control.find_environment("Production")
    assert first.view_retention_days is None
    changes: tuple[tuple[EnvironmentChanges, dict[str, object]], ...] = (
        (EnvironmentChanges(name="PRODUCTION"), {"name": "PRODUCTION"}),
        (EnvironmentChanges(kind=EnvironmentKind.DEVELOPMENT), {"kind": "development"}),
        (EnvironmentChanges(view_retention_days=7), {"view_retention_days": 7}),
        (EnvironmentChanges(), {}),
        (EnvironmentChanges(view_retention_days=None), {"view_retention_days": None}),
    )
    expected = first
    for change, values in changes:
        expected = replace(expected, **values)
        assert control.change_environment(first.id, change) == expected
        assert control.snapshot().environments_by_id[first.id] == expected
    assert control.find_environment("production") == expected


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (EnvironmentChanges(name="development"), ControlErrorCode.ENVIRONMENT_NAME_TAKEN),
        (EnvironmentChanges(name=" x"), ControlErrorCode.NAME_INVALID),
        (EnvironmentChanges(view_retention_days=0), ControlErrorCode.RETENTION_INVALID),
        (EnvironmentChanges(view_retention_days=36_501), ControlErrorCode.RETENTION_INVALID),
    ],
)
def test_a_change_that_cannot_be_is_refused_whole(
    control: Control, changes: EnvironmentChanges, code: ControlErrorCode
) -> None:
    first = control.find_environment("Production")
    both = replace(changes, kind=EnvironmentKind.DEVELOPMENT)
    assert _refusal(lambda: control.change_environment(first.id, both)) is code
    assert control.find_environment(first.id) == first


@pytest.mark.parametrize("environment_id", ["zzzzzzzz", "", "\x00", "\ud800"])
def test_an_environment_that_is_not_there_cannot_change(
    control: Control, environment_id: str
) -> None:
    for call in (
        lambda: control.change_environment(environment_id, EnvironmentChanges(name="New")),
        lambda: control.rotate_env_key(environment_id, accept_old_for_ms=0),
    ):
        assert _refusal(call) is ControlErrorCode.ENVIRONMENT_NOT_FOUND


def test_players_may_send_under_the_old_key_for_as_long_as_was_said(dsn: str) -> None:
    now_ms = START_MS
    draws = iter(range(1, 10_000))

    def random_bytes(size: int) -> bytes:
        return next(draws).to_bytes(size)

    with open_control(dsn, clock=lambda: now_ms, random_bytes=random_bytes) as control:
        before = control.find_environment("Production")
        after = control.rotate_env_key(before.id, accept_old_for_ms=30 * DAY_MS)
        assert after == replace(before, env_key=after.env_key)
        assert after.env_key != before.env_key
        snapshot = control.snapshot()
        assert snapshot.environments_by_key[before.env_key] == after
        assert snapshot.environments_by_key[after.env_key] == after
        assert snapshot.stale_at_ms == now_ms + 30 * DAY_MS
        now_ms += 30 * DAY_MS
        later = control.snapshot()
        assert before.env_key not in later.environments_by_key
        assert later.environments_by_key[after.env_key] == after
        assert later.stale_at_ms is None


def test_a_key_that_leaked_can_be_refused_at_once(control: Control) -> None:
    before = control.find_environment("Production")
    after = control.rotate_env_key(before.id, accept_old_for_ms=0)
    keys = control.snapshot().environments_by_key
    assert before.env_key not in keys
    assert keys[after.env_key] == after


def test_the_first_of_several_former_keys_to_end_makes_the_snapshot_stale(
    control: Control,
) -> None:
    environment = control.find_environment("Production")
    ends = []
    for days in (30, 2, 10):
        control.rotate_env_key(environment.id, accept_old_for_ms=days * DAY_MS)
        ends.append(days)
    snapshot = control.snapshot()
    of_environment = [e for e in snapshot.environments_by_key.values() if e.id == environment.id]
    assert len(of_environment) == 1 + len(ends)
    assert snapshot.stale_at_ms is not None
    assert snapshot.stale_at_ms - environment.created_at_ms == pytest.approx(2 * DAY_MS, abs=1_000)


@pytest.mark.parametrize("accept_old_for_ms", [-1, 10**15])
def test_no_key_is_accepted_for_ever(control: Control, accept_old_for_ms: int) -> None:
    before = control.find_environment("Production")
    refused = _refusal(
        lambda: control.rotate_env_key(before.id, accept_old_for_ms=accept_old_for_ms)
    )
    assert refused is ControlErrorCode.RANGE_INVALID
    assert control.find_environment(before.id) == before


def test_an_environment_has_a_limit_of_former_keys_and_expired_ones_make_room(
    control: Control,
) -> None:
    busy, other = control.list_environments()
    for _ in range(100):
        control.rotate_env_key(busy.id, accept_old_for_ms=DAY_MS)
    refused = _refusal(lambda: control.rotate_env_key(busy.id, accept_old_for_ms=DAY_MS))
    assert refused is ControlErrorCode.KEY_LIMIT
    seen: set[str] = set()
    for _ in range(105):
        rotated: Environment = control.rotate_env_key(other.id, accept_old_for_ms=0)
        seen.add(rotated.env_key)
    assert len(seen) == 105
