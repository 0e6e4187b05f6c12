"""What every control database promises about people and their places in organizations."""

from collections.abc import Iterator
from functools import partial

import pytest

from playhead.control import ControlErrorCode, ControlLimits, PersonChanges
from playhead.model.people import Role
from tests.contract.control.household import (
    BY,
    CHEAP,
    HOUR_MS,
    PASSWORD,
    Household,
    at_once,
    refused,
)


@pytest.fixture
def household(dsn: str) -> Iterator[Household]:
    made = Household(dsn)
    yield made
    made.control.close()


def test_a_person_is_found_by_id_and_by_address_in_any_case(household: Household) -> None:
    made = household.person(" Ada@Example.ORG ")
    assert made.email == "Ada@Example.ORG"
    people = household.control.people
    for asked in (made.id, "ada@example.org", "ADA@EXAMPLE.ORG", "\uff41da@example.org"):
        assert people.find(asked) == made
    for nobodys in ("", "ada", "a\x00@b", "\ud800@b", "x" * 10_000, made.id.upper(), "' or 1=1"):
        assert people.find(nobodys) is None


def test_two_people_never_share_an_address(household: Household) -> None:
    household.person("ada@example.org")
    other = household.person("grace@example.org")
    people = household.control.people
    assert refused(lambda: household.person("ADA@example.org")) is ControlErrorCode.EMAIL_TAKEN
    same = PersonChanges(email="Ada@Example.org")
    taken = refused(lambda: people.change(other.id, same, by=BY))
    assert taken is ControlErrorCode.EMAIL_TAKEN
    kept = people.change(other.id, PersonChanges(email="Grace@example.org"), by=BY)
    assert kept.email == "Grace@example.org", "one's own address may change its case"


@pytest.mark.parametrize(
    ("email", "name", "password", "code"),
    [
        ("nobody", "Ada", PASSWORD, ControlErrorCode.EMAIL_INVALID),
        ("ada@example.org", "", PASSWORD, ControlErrorCode.NAME_INVALID),
        ("ada@example.org", "Ada", "short", ControlErrorCode.PASSWORD_REFUSED),
        ("ada@example.org", "Ada", "1qaz2wsx3edc", ControlErrorCode.PASSWORD_REFUSED),
    ],
)
def test_nobody_is_made_of_what_is_wrong(
    household: Household, email: str, name: str, password: str, code: ControlErrorCode
) -> None:
    people, place = household.control.people, household.organization_id
    why = refused(lambda: people.create(email, name, password, place, Role.MEMBER, None, by=BY))
    assert why is code
    assert people.listed(place) == ()


def test_a_member_sees_at_least_one_environment_and_only_of_the_organization(
    household: Household,
) -> None:
    control, place = household.control, household.organization_id
    own = control.create_environment("Site", by=BY)
    elsewhere = control.create_organization("Elsewhere", by=BY)
    foreign = control.create_environment("Site", organization_id=elsewhere.id, by=BY)
    ada = household.person("ada@example.org")

    def see(*ids: str) -> object:
        return control.people.set_membership(ada.id, place, Role.MEMBER, ids, by=BY)

    assert refused(see) is ControlErrorCode.ENVIRONMENTS_EMPTY
    for unknown in (foreign.id, "nothere", "a\x00b", "\ud800"):
        assert refused(lambda: see(own.id, unknown)) is ControlErrorCode.ENVIRONMENT_NOT_FOUND  # noqa: B023
    see(own.id, own.id)
    membership = control.snapshot().membership(ada.id, place)
    assert membership is not None
    assert membership.environment_ids == (own.id,)
    assert membership.sees(own.id)
    assert not membership.sees(foreign.id)
    household.admin()
    raised = control.people.set_membership(ada.id, place, Role.ADMIN, [own.id], by=BY)
    assert raised.environment_ids is None, "an admin sees all"


def test_the_last_admin_stays(household: Household) -> None:
    people, place = household.control.people, household.organization_id
    admin = household.admin()
    household.person("without-password@example.org", Role.ADMIN, password=None)
    for leave in (
        lambda: people.disable(admin.id, by=BY),
        lambda: people.remove_membership(admin.id, place, by=BY),
        lambda: people.set_membership(admin.id, place, Role.MEMBER, None, by=BY),
    ):
        assert refused(leave) is ControlErrorCode.LAST_ADMIN
    second = household.admin("second@example.org")
    people.disable(second.id, by=BY)
    assert refused(lambda: people.disable(admin.id, by=BY)) is ControlErrorCode.LAST_ADMIN
    people.enable(second.id, by=BY)
    people.set_membership(admin.id, place, Role.MEMBER, None, by=BY)
    assert refused(lambda: people.disable(second.id, by=BY)) is ControlErrorCode.LAST_ADMIN


def test_an_admin_of_one_organization_is_not_one_of_another(household: Household) -> None:
    people, elsewhere = household.control.people, household.control.create_organization("B", by=BY)
    here = household.admin("here@example.org")
    household.person("there@example.org", Role.ADMIN, organization_id=elsewhere.id)
    assert refused(lambda: people.disable(here.id, by=BY)) is ControlErrorCode.LAST_ADMIN


@pytest.mark.parametrize("way", ["disable", "remove", "demote"])
def test_of_two_admins_who_leave_at_once_one_stays(household: Household, way: str) -> None:
    people, place = household.control.people, household.organization_id
    admins = [household.admin(f"admin{at}@example.org") for at in range(2)]

    def leave(person_id: str) -> None:
        if way == "disable":
            people.disable(person_id, by=BY)
        elif way == "remove":
            people.remove_membership(person_id, place, by=BY)
        else:
            people.set_membership(person_id, place, Role.MEMBER, None, by=BY)

    came_to = at_once([partial(leave, each.id) for each in admins])
    assert came_to.count(ControlErrorCode.LAST_ADMIN) == 1
    assert not people.needs_setup()


def test_who_is_disabled_has_no_sessions_and_does_not_sign_in(household: Household) -> None:
    control = household.control
    household.admin()
    ada = household.person("ada@example.org")
    secret = household.signed_in(ada)
    assert control.snapshot().verify_session(secret, household.time.now_ms) is not None
    gone = control.people.disable(ada.id, by=BY)
    assert gone.disabled_at_ms is not None
    assert control.people.disable(ada.id, by=BY) == gone, "the first moment stays"
    assert control.snapshot().verify_session(secret, household.time.now_ms) is None
    assert control.sessions.listed(ada.id) == ()
    assert control.people.check_password("ada@example.org", PASSWORD) is None
    control.people.enable(ada.id, by=BY)
    assert control.people.check_password("ada@example.org", PASSWORD) is not None
    assert control.snapshot().verify_session(secret, household.time.now_ms) is None


def test_who_is_in_no_organization_any_more_is_signed_out(household: Household) -> None:
    control, place = household.control, household.organization_id
    elsewhere = control.create_organization("Elsewhere", by=BY)
    household.admin()
    ada = household.person("ada@example.org")
    _, link = control.people.invite(elsewhere.id, ada.email, Role.MEMBER, None, lasts_ms=HOUR_MS)
    control.people.accept_invitation_as(link, ada.id)
    secret = household.signed_in(ada)
    control.people.remove_membership(ada.id, place, by=BY)
    assert control.snapshot().verify_session(secret, household.time.now_ms) is not None
    control.people.remove_membership(ada.id, elsewhere.id, by=BY)
    assert control.snapshot().verify_session(secret, household.time.now_ms) is None
    assert control.snapshot().memberships_of(ada.id) == ()
    again = refused(lambda: control.people.remove_membership(ada.id, place, by=BY))
    assert again is ControlErrorCode.MEMBERSHIP_NOT_FOUND


def test_only_an_admin_of_all_of_somebodys_organizations_governs_them(
    household: Household,
) -> None:
    control = household.control
    elsewhere = control.create_organization("Elsewhere", by=BY)
    admin = household.admin()
    ada = household.person("ada@example.org")
    assert control.snapshot().governs(admin.id, ada.id)
    assert not control.snapshot().governs(ada.id, admin.id)
    _, link = control.people.invite(elsewhere.id, ada.email, Role.ADMIN, None, lasts_ms=HOUR_MS)
    control.people.accept_invitation_as(link, ada.id)
    assert not control.snapshot().governs(admin.id, ada.id)
    assert not control.snapshot().governs(admin.id, "nobody")


def test_an_organization_has_so_many_people_and_invitations(dsn: str) -> None:
    household = Household(dsn, ControlLimits(hashing=CHEAP, people_per_organization=2))
    people, place = household.control.people, household.organization_id
    household.admin()
    people.invite(place, "ada@example.org", Role.MEMBER, None, lasts_ms=HOUR_MS, by=BY)
    for more in (
        lambda: household.person("grace@example.org"),
        lambda: people.invite(place, "g@example.org", Role.MEMBER, None, lasts_ms=HOUR_MS, by=BY),
    ):
        assert refused(more) is ControlErrorCode.PEOPLE_LIMIT
    household.time.now_ms += HOUR_MS
    people.invite(place, "g@example.org", Role.MEMBER, None, lasts_ms=HOUR_MS, by=BY)
    household.control.close()


def test_an_identity_is_one_persons_and_stays_so(household: Household) -> None:
    people = household.control.people
    household.admin()
    ada = household.person("ada@example.org", password=None)
    grace = household.person("grace@example.org")
    issuer = "https://id.example.org"
    assert people.by_identity(issuer, "123") is None
    for _ in range(2):
        people.link_identity(issuer, "123", ada.id, by=BY)
    assert people.by_identity(issuer, "123") == ada
    assert people.by_identity("https://other.example.org", "123") is None
    taken = refused(lambda: people.link_identity(issuer, "123", grace.id, by=BY))
    assert taken is ControlErrorCode.IDENTITY_TAKEN
    for hostile in ("", "a\x00b", "\ud800", "x" * 256):
        assert people.by_identity(issuer, hostile) is None
        invalid = refused(lambda: people.link_identity(issuer, hostile, ada.id, by=BY))  # noqa: B023
        assert invalid is ControlErrorCode.IDENTITY_INVALID
    people.disable(ada.id, by=BY)
    assert people.by_identity(issuer, "123") is None
    assert household.actions().count("person.identity_linked") == 1


def test_every_change_is_in_the_log_of_each_organization_that_somebody_is_in(
    household: Household,
) -> None:
    control, place = household.control, household.organization_id
    elsewhere = control.create_organization("Elsewhere", by=BY)
    ada = household.person("ada@example.org")
    _, link = control.people.invite(elsewhere.id, ada.email, Role.MEMBER, None, lasts_ms=HOUR_MS)
    control.people.accept_invitation_as(link, ada.id, client_prefix="203.0.113.0")
    control.people.change(ada.id, PersonChanges(name="Ada L.", email="al@example.org"), by=BY)
    control.people.disable(ada.id, by=BY)
    for organization_id in (place, elsewhere.id):
        told = control.audit.listed(organization_id, limit=100).rows
        assert [entry.action for entry in told[:2]] == ["person.disabled", "person.changed"]
        assert told[1].detail == {
            "name": "Ada L.",
            "email": "al@example.org",
            "former_email": "ada@example.org",
        }
        assert told[0].actor == BY
        assert told[0].target_id == ada.id
    accepted = control.audit.listed(elsewhere.id, limit=1, action="invitation.accepted").rows[0]
    assert (accepted.actor.id, accepted.actor.client_prefix) == (ada.id, "203.0.113.0")
