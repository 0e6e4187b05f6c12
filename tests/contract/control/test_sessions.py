"""What every control database promises about sessions, passwords, and keys of the server."""

from collections.abc import Iterator
from functools import partial

import pytest
from msgspec.structs import replace

from playhead.control import ControlErrorCode, ControlLimits
from playhead.control.password_hashing import PasswordHashing
from playhead.model.people import SignInMethod
from tests.contract.control.household import (
    BY,
    CHEAP,
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


def test_a_session_is_of_use_until_it_expires(household: Household) -> None:
    ada = household.person("ada@example.org")
    session, secret = household.control.sessions.begin(
        ada.id, SignInMethod.OIDC, "203.0.113.0", "Browser\r\n\x00 7", lasts_ms=HOUR_MS, by=BY
    )
    assert secret not in (session.id, session.user_agent)
    assert session.user_agent == "Browser    7"
    snapshot = household.control.snapshot()
    assert snapshot.verify_session(secret, session.expires_at_ms - 1) == session
    assert snapshot.verify_session(secret, session.expires_at_ms) is None
    assert snapshot.verify_session(session.id, session.created_at_ms) is None
    assert household.control.sessions.listed(ada.id) == (session,)
    household.time.now_ms = session.expires_at_ms
    assert household.control.sessions.listed(ada.id) == ()
    household.signed_in(ada)
    assert len(household.control.snapshot().sessions_by_digest) == 1, "expired ones are swept"


def test_sessions_are_ended_one_by_one_or_all_but_one(household: Household) -> None:
    sessions = household.control.sessions
    ada, grace = household.person("ada@example.org"), household.person("grace@example.org")
    cookies = [household.signed_in(ada) for _ in range(3)]
    hers = household.signed_in(grace)
    newest, middle, oldest = sessions.listed(ada.id)
    assert sessions.end(oldest.id, by=BY)
    assert not sessions.end(oldest.id, by=BY)
    assert not sessions.end("\x00", by=BY)
    assert [household.is_signed_in(each) for each in cookies] == [False, True, True]
    assert sessions.end_all(ada.id, keep_session_id=middle.id, by=BY) == 1
    assert [household.is_signed_in(each) for each in cookies] == [False, True, False]
    assert newest.id != middle.id
    assert household.is_signed_in(hers)


def test_a_person_has_so_many_sessions_and_the_oldest_goes(dsn: str) -> None:
    household = Household(dsn, ControlLimits(hashing=CHEAP, sessions_per_person=2))
    ada = household.person("ada@example.org")
    cookies = [household.signed_in(ada) for _ in range(4)]
    assert [household.is_signed_in(each) for each in cookies] == [False, False, True, True]
    household.control.close()


def test_nobody_signs_in_who_is_not_there_or_disabled(household: Household) -> None:
    household.admin()
    ada = household.person("ada@example.org")
    household.control.people.disable(ada.id, by=BY)
    assert refused(lambda: household.signed_in(ada)) is ControlErrorCode.PERSON_DISABLED
    ghost = replace(ada, id="00000000-0000-4000-8000-000000000000")
    assert refused(lambda: household.signed_in(ghost)) is ControlErrorCode.PERSON_NOT_FOUND


def test_a_new_password_ends_all_sessions_but_the_one_that_set_it(household: Household) -> None:
    people = household.control.people
    ada = household.person("ada@example.org")
    other, own = household.signed_in(ada), household.signed_in(ada)
    own_id = household.control.sessions.listed(ada.id)[0].id
    people.set_password(ada.id, OTHER_PASSWORD, keep_session_id=own_id, by=BY)
    assert household.is_signed_in(own)
    assert not household.is_signed_in(other)
    assert people.check_password(ada.email, PASSWORD) is None
    assert people.check_password(ada.email, OTHER_PASSWORD) == ada
    assert people.verify_password(ada.id, OTHER_PASSWORD)
    assert not people.verify_password(ada.id, PASSWORD)


@pytest.mark.parametrize(
    "asked",
    [
        ("ada@example.org", OTHER_PASSWORD),
        ("nobody@example.org", PASSWORD),
        ("no address", PASSWORD),
        ("a\x00@example.org", PASSWORD),
        ("without@example.org", PASSWORD),
        ("disabled@example.org", PASSWORD),
        ("disabled@example.org", OTHER_PASSWORD),
        ("ada@example.org", "x" * 1_000_000),
        ("ada@example.org", "\ud800" * 20),
        ("ada@example.org", ""),
    ],
    ids=lambda asked: ascii(f"{asked[0]} {asked[1][:8]}"),
)
def test_whoever_is_not_let_in_costs_just_one_verification(
    household: Household, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, str]
) -> None:
    people = household.control.people
    household.person("ada@example.org")
    household.person("without@example.org", password=None)
    people.disable(household.person("disabled@example.org").id, by=BY)
    costs: list[str] = []
    matches = PasswordHashing._matches

    def counted(self: PasswordHashing, stored: str, password: str) -> bool:
        costs.append(stored.rsplit("$", 2)[0])
        return matches(self, stored, password)

    monkeypatch.setattr(PasswordHashing, "_matches", counted)
    assert people.check_password(*asked) is None
    assert costs == ["$argon2id$v=19$m=8,t=1,p=1"]


def test_a_hash_of_former_costs_is_made_anew_when_its_owner_signs_in(household: Household) -> None:
    ada = household.person("ada@example.org")
    cookie = household.signed_in(ada)
    newer = household.opened(ControlLimits(hashing=replace(CHEAP, memory_kib=16)))
    assert newer.people.check_password(ada.email, OTHER_PASSWORD) is None
    assert "$m=8,t=1,p=1$" in household.stored_hash(ada)
    assert newer.people.check_password(ada.email, PASSWORD) == ada
    assert "$m=16,t=1,p=1$" in household.stored_hash(ada)
    assert newer.people.check_password(ada.email, PASSWORD) == ada
    assert household.is_signed_in(cookie), "nothing but the costs became different"
    newer.close()


def test_a_server_key_is_made_once_for_all_processes(household: Household) -> None:
    other = household.opened()
    keys = at_once([partial(on.server_key, "csrf") for on in (household.control, other)])
    assert len(set(keys)) == 1
    assert isinstance(keys[0], bytes)
    assert len(keys[0]) == 32
    assert other.server_key("csrf") == keys[0] != other.server_key("oidc")
    number = other.change_number()
    other.server_key("csrf")
    assert other.change_number() == number, "to read it changes nothing"
    assert refused(lambda: other.server_key("\x00")) is ControlErrorCode.NAME_INVALID
    other.close()
