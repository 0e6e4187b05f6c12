"""What every control database promises about links: invitations, the first run, and resets.

Law of all: 256 bits, kept as a digest, of use once and for so long.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from sqlalchemy import create_engine, make_url, select

from playhead.control import ControlErrorCode
from playhead.control.credentials import digest_of
from playhead.control.tables import Table
from playhead.model.audit import Actor, ActorKind
from playhead.model.people import Person, Role
from tests.contract.control.household import (
    BY,
    HOUR_MS,
    OTHER_PASSWORD,
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


def invited(household: Household, email: str, role: Role = Role.MEMBER) -> str:
    return household.control.people.invite(
        household.organization_id, email, role, None, lasts_ms=HOUR_MS, by=BY
    )[1]


def accepting(
    household: Household, secret: str, email: str, password: str = PASSWORD
) -> Callable[[], Person]:
    accept = household.control.people.accept_invitation
    return lambda: accept(secret, email=email, name="Ada", password=password)


def reset_link(household: Household, person: Person) -> str:
    return household.control.people.reset_link_secret(person.id, lasts_ms=HOUR_MS, by=BY)


def test_a_link_has_256_random_bits_and_only_their_digest_is_kept(household: Household) -> None:
    people = household.control.people
    ada = household.person("ada@example.org")
    secrets = [
        invited(household, "grace@example.org"),
        people.first_run_link_secret(lasts_ms=HOUR_MS, by=BY),
        reset_link(household, ada),
        household.signed_in(ada),
    ]
    engine = create_engine(make_url(household.dsn))
    with engine.connect() as connection:
        stored = [
            value
            for table in Table.metadata.sorted_tables
            for row in connection.execute(select(table))
            for value in row
        ]
    engine.dispose()
    for secret in secrets:
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", secret)
        assert digest_of(secret) in stored, "the search itself must be able to find something"
        assert not any(secret in str(value) for value in stored)
    assert not any(PASSWORD in str(value) for value in stored)
    assert any(str(value).startswith("$argon2id$v=19$") for value in stored)


def test_an_invitation_makes_a_member_once(household: Household) -> None:
    people, place = household.control.people, household.organization_id
    inviter = household.admin()
    by = Actor(ActorKind.PERSON, inviter.id, inviter.email)
    site = household.control.create_environment("Site", by=BY)
    invitation, secret = people.invite(
        place, "ada@example.org", Role.MEMBER, [site.id], lasts_ms=HOUR_MS, by=by
    )
    assert invitation.invited_by == inviter.id
    assert people.read_invitation(secret) == invitation
    assert people.invitations(place) == (invitation,)
    another = refused(accepting(household, secret, "eve@example.org"))
    assert another is ControlErrorCode.INVITATION_FOR_ANOTHER
    ada = accepting(household, secret, "ADA@example.org")()
    assert people.check_password("ada@example.org", PASSWORD) == ada
    membership = household.control.snapshot().membership(ada.id, place)
    assert membership is not None
    assert (membership.role, membership.environment_ids) == (Role.MEMBER, (site.id,))
    again = refused(accepting(household, secret, "ada@example.org"))
    assert again is ControlErrorCode.INVITATION_NOT_FOUND
    assert people.read_invitation(secret) is None
    assert people.invitations(place) == ()
    known = refused(lambda: invited(household, "Ada@example.org"))
    assert known is ControlErrorCode.MEMBERSHIP_EXISTS


def test_who_has_the_address_already_gives_their_password_and_gets_a_second_place(
    household: Household,
) -> None:
    people = household.control.people
    ada = household.person("ada@example.org")
    elsewhere = household.control.create_organization("Elsewhere", by=BY)
    _, secret = people.invite(elsewhere.id, ada.email, Role.ADMIN, None, lasts_ms=HOUR_MS, by=BY)
    wrong = refused(accepting(household, secret, ada.email, OTHER_PASSWORD))
    assert wrong is ControlErrorCode.PASSWORD_WRONG
    assert accepting(household, secret, ada.email)() == ada, "the name stays what it was"
    assert len(household.control.snapshot().memberships_of(ada.id)) == 2
    assert people.check_password(ada.email, PASSWORD) == ada


def test_who_has_no_password_cannot_be_given_one_by_an_invitation(household: Household) -> None:
    ada = household.person("ada@example.org", password=None)
    elsewhere = household.control.create_organization("Elsewhere", by=BY)
    people = household.control.people
    _, secret = people.invite(elsewhere.id, ada.email, Role.ADMIN, None, lasts_ms=HOUR_MS, by=BY)
    assert refused(accepting(household, secret, ada.email)) is ControlErrorCode.PASSWORD_WRONG
    assert people.accept_invitation_as(secret, ada.id) == ada


def test_who_is_disabled_comes_back_by_no_link(household: Household) -> None:
    people = household.control.people
    household.admin()
    ada = household.person("ada@example.org")
    reset = reset_link(household, ada)
    people.disable(ada.id, by=BY)
    setup = people.first_run_link_secret(lasts_ms=HOUR_MS, by=BY)
    assert refused(accepting(household, setup, ada.email)) is ControlErrorCode.PERSON_DISABLED
    redeemed = refused(lambda: people.redeem_reset(reset, OTHER_PASSWORD))
    assert redeemed is ControlErrorCode.RESET_NOT_FOUND
    assert refused(lambda: reset_link(household, ada)) is ControlErrorCode.PERSON_DISABLED


def test_a_later_invitation_of_an_address_replaces_the_earlier_and_may_be_withdrawn(
    household: Household,
) -> None:
    people, place = household.control.people, household.organization_id
    first = invited(household, "ada@example.org")
    second = invited(household, "ADA@example.org")
    assert people.read_invitation(first) is None
    invitation = people.read_invitation(second)
    assert invitation is not None
    elsewhere = household.control.create_organization("Elsewhere", by=BY)
    for place_id, invitation_id in ((elsewhere.id, invitation.id), (place, "a\x00"), (place, "")):
        why = refused(lambda: people.withdraw_invitation(place_id, invitation_id, by=BY))  # noqa: B023
        assert why is ControlErrorCode.INVITATION_NOT_FOUND
    people.withdraw_invitation(place, invitation.id, by=BY)
    assert people.read_invitation(second) is None


@pytest.mark.parametrize("way", ["disabled", "demoted", "removed"])
def test_who_is_no_admin_any_more_leaves_no_invitation_behind(
    household: Household, way: str
) -> None:
    people, place = household.control.people, household.organization_id
    household.admin()
    second = household.admin("second@example.org")
    by = Actor(ActorKind.PERSON, second.id, second.email)
    _, left = people.invite(place, "eve@example.org", Role.ADMIN, None, lasts_ms=HOUR_MS, by=by)
    other = invited(household, "ada@example.org")
    if way == "disabled":
        people.disable(second.id, by=BY)
    elif way == "demoted":
        people.set_membership(second.id, place, Role.MEMBER, None, by=BY)
    else:
        people.remove_membership(second.id, place, by=BY)
    assert people.read_invitation(left) is None
    assert people.read_invitation(other) is not None
    told = household.control.audit.listed(place, limit=1).rows[0]
    assert told.detail["invitations_withdrawn"] == "1"


def test_no_link_lasts_longer_than_it_was_to(household: Household) -> None:
    people = household.control.people
    ada = household.person("ada@example.org")
    links = (invited(household, "grace@example.org"), reset_link(household, ada))
    setup = people.first_run_link_secret(lasts_ms=HOUR_MS, by=BY)
    household.time.now_ms += HOUR_MS - 1_000
    assert people.read_invitation(links[0]) is not None
    assert people.read_invitation(setup) is not None
    assert people.read_reset(links[1]) == ada
    household.time.now_ms += 1_000
    for secret in (links[0], setup):
        assert people.read_invitation(secret) is None
        gone = refused(accepting(household, secret, "grace@example.org"))
        assert gone is ControlErrorCode.INVITATION_NOT_FOUND
    assert people.read_reset(links[1]) is None
    late = refused(lambda: people.redeem_reset(links[1], OTHER_PASSWORD))
    assert late is ControlErrorCode.RESET_NOT_FOUND
    for lasts_ms in (0, -1, 10**15):
        ever = refused(lambda: people.first_run_link_secret(lasts_ms=lasts_ms, by=BY))  # noqa: B023
        assert ever is ControlErrorCode.RANGE_INVALID


@pytest.mark.parametrize("nobodys", ["", "x", "\x00", "\ud800", "x" * 100_000])
def test_what_is_no_link_leads_nowhere(household: Household, nobodys: str) -> None:
    people = household.control.people
    assert people.read_invitation(nobodys) is None
    assert people.read_reset(nobodys) is None
    assert not household.is_signed_in(nobodys)


def test_the_first_run_makes_an_admin_of_whoever_has_the_newest_link(household: Household) -> None:
    people = household.control.people
    assert people.needs_setup()
    first = people.first_run_link_secret(lasts_ms=HOUR_MS, by=BY)
    second = people.first_run_link_secret(lasts_ms=HOUR_MS, by=BY)
    assert people.read_invitation(first) is None
    ada = accepting(household, second, "ada@example.org")()
    membership = household.control.snapshot().membership(ada.id, household.organization_id)
    assert membership is not None
    assert membership.role is Role.ADMIN
    assert not people.needs_setup()


def test_setup_is_needed_until_an_admin_can_sign_in(household: Household) -> None:
    people = household.control.people
    household.person("member@example.org")
    unable = household.person("admin@example.org", Role.ADMIN, password=None)
    assert people.needs_setup()
    people.link_identity("https://id.example.org", "1", unable.id, by=BY)
    assert not people.needs_setup()


@pytest.mark.parametrize("way", ["created", "raised", "invited"])
def test_an_old_first_run_link_leads_nowhere_once_there_is_an_admin(
    household: Household, way: str
) -> None:
    people = household.control.people
    ada = household.person("ada@example.org")
    invitation = invited(household, "grace@example.org", Role.ADMIN)
    setup = people.first_run_link_secret(lasts_ms=HOUR_MS, by=BY)
    if way == "created":
        household.admin()
    elif way == "raised":
        people.set_membership(ada.id, household.organization_id, Role.ADMIN, None, by=BY)
    else:
        accepting(household, invitation, "grace@example.org")()
    assert people.read_invitation(setup) is None
    late = refused(accepting(household, setup, "eve@example.org"))
    assert late is ControlErrorCode.INVITATION_NOT_FOUND
    rescue = people.first_run_link_secret(lasts_ms=HOUR_MS, by=BY)
    raised = accepting(household, rescue, ada.email)()
    assert household.control.snapshot().governs(raised.id, raised.id), "for the day none can"


def test_an_invitation_never_takes_an_admins_role_away(household: Household) -> None:
    household.admin()
    invitation = invited(household, "ada@example.org")
    ada = household.person("ada@example.org", Role.ADMIN)
    accepting(household, invitation, ada.email)()
    assert household.control.snapshot().governs(ada.id, ada.id)


@pytest.mark.parametrize("emails", [("ada@example.org",) * 4, ("a@b.org", "b@b.org", "c@b.org")])
def test_of_several_who_use_an_invitation_at_once_one_becomes_a_member(
    household: Household, emails: tuple[str, ...]
) -> None:
    secret = household.control.people.first_run_link_secret(lasts_ms=HOUR_MS, by=BY)
    came_to = at_once([accepting(household, secret, email) for email in emails])
    made = [each for each in came_to if isinstance(each, Person)]
    assert len(made) == 1
    assert {each for each in came_to if not isinstance(each, Person)} <= {
        ControlErrorCode.INVITATION_NOT_FOUND,
        ControlErrorCode.CHANGED_MEANWHILE,
        ControlErrorCode.PASSWORD_WRONG,
    }
    listed = household.control.people.listed(household.organization_id)
    assert [person.id for person, _ in listed] == [made[0].id]


def test_of_several_who_use_a_reset_at_once_one_sets_the_password(household: Household) -> None:
    people = household.control.people
    ada = household.person("ada@example.org")
    secret = reset_link(household, ada)
    chosen = [f"a password, number {at}" for at in range(4)]
    came_to = at_once([partial(people.redeem_reset, secret, each) for each in chosen])
    assert came_to.count(ControlErrorCode.RESET_NOT_FOUND) == 3
    [winner] = [new for new, what in zip(chosen, came_to, strict=True) if what == ada]
    assert [new for new in chosen if people.check_password(ada.email, new)] == [winner]


def test_a_reset_ends_what_was_begun_with_the_old_password(household: Household) -> None:
    people = household.control.people
    ada = household.person("ada@example.org")
    cookie = household.signed_in(ada)
    earlier, secret = reset_link(household, ada), reset_link(household, ada)
    assert people.read_reset(earlier) is None, "a new link replaces the earlier"
    weak = refused(lambda: people.redeem_reset(secret, "ada@example.org"))
    assert weak is ControlErrorCode.PASSWORD_REFUSED
    assert people.redeem_reset(secret, OTHER_PASSWORD) == ada, "a refusal does not use it up"
    assert not household.is_signed_in(cookie)
    assert people.check_password(ada.email, PASSWORD) is None
    assert people.check_password(ada.email, OTHER_PASSWORD) == ada
    assert people.read_reset(secret) is None
    assert household.actions()[-1] == "person.password_set"
