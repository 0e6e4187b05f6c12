"""What admins change, read back at once; and the walls that stand inside the handlers."""

from typing import Any

import pytest

from playhead.model.access import Permission
from playhead.model.people import Person, Role
from tests.unit.api.asking import basic
from tests.unit.api.house import DAY_MS, PASSWORD, Browser, House

ADA = "ada@example.com"
BOSS = "boss@example.com"


@pytest.fixture
def boss(house: House) -> Person:
    return house.person(BOSS, Role.ADMIN)


@pytest.fixture
def admin(house: House, boss: Person) -> Browser:
    return house.browser(boss)


@pytest.fixture
def one(house: House) -> str:
    return f"/api/v1/organizations/{house.organization_id}"


@pytest.fixture
def production(house: House, one: str) -> str:
    return f"{one}/environments/{house.production.id}"


@pytest.fixture
def development(house: House, one: str) -> str:
    return f"{one}/environments/{house.development.id}"


def data(browser: Browser, target: str, method: str = "GET", body: Any = None) -> Any:
    heard = browser.ask(target, method, body)
    assert heard.status in {200, 201}, heard
    return heard.json["data"]


def test_an_organization_is_renamed(admin: Browser, one: str) -> None:
    assert data(admin, one, "PATCH", {"name": "Video"})["name"] == "Video"
    assert data(admin, one)["name"] == "Video"
    assert [each["name"] for each in data(admin, "/api/v1/organizations")] == ["Video"]
    assert admin.ask(one, "PATCH", {"name": ""}).status == 400
    assert admin.ask(one, "PATCH", {}).status == 400


def test_an_environment_is_made_and_changed(admin: Browser, one: str) -> None:
    made = data(admin, f"{one}/environments", "POST", {"name": "Staging", "type": "development"})
    assert (made["type"], made["view_retention_days"]) == ("development", None)
    target = f"{one}/environments/{made['id']}"
    changed = data(admin, target, "PATCH", {"name": "Test", "view_retention_days": 7})
    assert changed == made | {"name": "Test", "view_retention_days": 7}
    assert data(admin, target, "PATCH", {"view_retention_days": None})["name"] == "Test"
    names = [each["name"] for each in data(admin, f"{one}/environments")]
    assert names == ["Production", "Development", "Test"]
    taken = admin.ask(f"{one}/environments", "POST", {"name": "test"})
    assert (taken.status, taken.error[0]) == (409, "conflict")
    assert admin.ask(target, "PATCH", {"type": "stage"}).status == 400
    assert admin.ask(target, "PATCH", {"retention": 1}).status == 400


def test_a_key_is_rotated_and_the_old_one_holds_for_a_while(
    house: House, admin: Browser, boss: Person, production: str
) -> None:
    old = data(admin, production)["env_key"]
    new = data(admin, f"{production}/key-rotations", "POST", {"accept_old_for_days": 1})["env_key"]
    assert new != old
    assert set(house.snapshot.environments_by_key) >= {old, new}
    house.now_ms += DAY_MS
    house.look()
    assert old not in house.snapshot.environments_by_key
    admin = house.browser(boss)
    for days in (-1, 366, 1.5, "1"):
        body = {"accept_old_for_days": days}
        assert admin.ask(f"{production}/key-rotations", "POST", body).status == 400


def test_a_token_is_made_used_renamed_and_revoked(
    house: House, admin: Browser, production: str
) -> None:
    wanted = {"name": "reports", "permissions": ["data:write", "data:read"], "lasts_days": 2}
    made = data(admin, f"{production}/access-tokens", "POST", wanted)
    token, secret = made["token"], made["secret"]
    assert token["permissions"] == ["data:read", "data:write"]
    assert token["environment_id"] == house.production.id
    listed = admin.ask(f"{production}/access-tokens")
    assert secret.encode() not in listed.body
    assert [each["id"] for each in listed.json["data"]] == [token["id"]]
    asked: dict[str, Any] = {"authorization": basic(token["id"], secret), "cookie": None}
    assert admin.ask("/data/v1/errors", **asked).status == 200, "at once"
    target = f"{production}/access-tokens/{token['id']}"
    assert data(admin, target, "PATCH", {"name": "nightly"})["name"] == "nightly"
    house.now_ms += 2 * DAY_MS
    assert admin.house.browser().ask("/data/v1/errors", **asked).status == 401, "it has expired"
    house.now_ms -= 2 * DAY_MS
    assert admin.ask(target, "DELETE").status == 204
    assert admin.ask("/data/v1/errors", **asked).status == 401, "at once"
    assert admin.ask(target, "DELETE").status == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x", "permissions": []},
        {"name": "x", "permissions": ["data:admin"]},
        {"name": "x", "lasts_days": 0},
        {"name": "x", "lasts_days": 10**9},
        {"name": "x" * 200},
        {"name": "x", "environment_id": "other"},
        {},
        [],
    ],
)
def test_a_token_that_cannot_be_is_refused_in_a_sentence(
    admin: Browser, production: str, wrong: Any
) -> None:
    heard = admin.ask(f"{production}/access-tokens", "POST", wrong)
    assert (heard.status, heard.error[0]) == (400, "invalid_parameters")


def test_what_belongs_to_another_environment_is_not_found(
    house: House, admin: Browser, production: str, development: str
) -> None:
    token, _ = house.token(house.production, Permission.DATA_READ)
    in_the_other = f"{development}/access-tokens/{token.id}"
    assert admin.ask(in_the_other, "PATCH", {"name": "mine"}).status == 404
    assert admin.ask(in_the_other, "DELETE").status == 404
    span = {"start": "2026-02-01T00:00:00Z", "end": "2026-02-02T00:00:00Z"}
    asked = data(admin, f"{production}/recomputations", "POST", span)
    assert data(admin, f"{production}/recomputations/{asked['id']}") == asked
    assert data(admin, f"{production}/recomputations") == [asked]
    assert admin.ask(f"{development}/recomputations/{asked['id']}").status == 404
    assert data(admin, f"{development}/recomputations") == []
    assert admin.ask(f"{development}/recomputations", "POST", span).status == 409
    note = {"note": "n", "date": 1_770_000_000}
    there = {"x_playhead_environment": house.production.id}
    here = {"x_playhead_environment": house.development.id}
    kept = admin.ask("/data/v1/annotations", "POST", note, **there).json["data"]["id"]
    for method, body in (("GET", None), ("PATCH", {"note": "m"}), ("DELETE", None)):
        assert admin.ask(f"/data/v1/annotations/{kept}", method, body, **here).status == 404
    key = admin.ask("/system/v1/signing-keys", "POST", **there).json["data"]["id"]
    for method in ("GET", "DELETE"):
        assert admin.ask(f"/system/v1/signing-keys/{key}", method, **here).status == 404
    assert admin.ask(f"/system/v1/signing-keys/{key}", **there).status == 200


def test_what_belongs_to_another_organization_is_not_found(
    house: House, admin: Browser, one: str
) -> None:
    other = house.control.create_organization("Other")
    stranger = house.person("sue@elsewhere.example", organization_id=other.id)
    invitation, _ = house.control.people.invite(
        other.id, "new@example.com", Role.MEMBER, None, lasts_ms=DAY_MS
    )
    house.look()
    theirs = next(
        each for each in house.control.list_environments() if each.organization_id == other.id
    )
    for path, method, sent in (
        (f"/people/{stranger.id}", "PATCH", {"role": "admin"}),
        (f"/people/{stranger.id}", "DELETE", None),
        (f"/people/{stranger.id}/disable", "POST", None),
        (f"/people/{stranger.id}/enable", "POST", None),
        (f"/people/{stranger.id}/password-resets", "POST", None),
        (f"/invitations/{invitation.id}", "DELETE", None),
        (f"/environments/{theirs.id}", "GET", None),
        (f"/environments/{theirs.id}/access-tokens", "GET", None),
    ):
        assert admin.ask(one + path, method, sent).status == 404, path
    body: dict[str, Any] = {"email": "x@example.com", "environment_ids": [theirs.id]}
    heard = admin.ask(f"{one}/invitations", "POST", body)
    assert heard.status == 404
    assert b"Other" not in heard.body
    assert b"sue@elsewhere.example" not in admin.ask(f"{one}/people").body
    assert b"Other" not in admin.ask(f"{one}/audit-log").body


def test_an_admin_of_one_organization_has_no_power_over_an_admin_of_another(
    house: House, admin: Browser, one: str
) -> None:
    other = house.control.create_organization("Other")
    shared = house.person("sue@elsewhere.example", Role.ADMIN, organization_id=other.id)
    _, secret = house.control.people.invite(
        house.organization_id, shared.email, Role.MEMBER, None, lasts_ms=DAY_MS
    )
    house.control.people.accept_invitation(secret, email=shared.email, name="S", password=PASSWORD)
    house.look()
    for path in ("disable", "enable", "password-resets"):
        assert admin.ask(f"{one}/people/{shared.id}/{path}", "POST").status == 403
    assert admin.ask(f"{one}/people/{shared.id}", "DELETE").status == 204
    assert house.browser().sign_in(shared.email).status == 201


def test_roles_and_environments_are_changed_and_hold_at_once(
    house: House, admin: Browser, one: str, production: str, development: str
) -> None:
    ada = house.person(ADA)
    member = house.browser(ada)
    target = f"{one}/people/{ada.id}"
    assert member.ask(production).status == 200
    changed = data(admin, target, "PATCH", {"environment_ids": [house.development.id]})
    assert changed["environment_ids"] == [house.development.id]
    assert (member.ask(production).status, member.ask(development).status) == (404, 200)
    assert [each["id"] for each in data(member, f"{one}/environments")] == [house.development.id]
    assert member.ask(f"{one}/people").status == 403
    assert data(admin, target, "PATCH", {"role": "admin"})["role"] == "admin"
    assert member.ask(f"{one}/people").status == 200
    assert member.ask(production).status == 200
    assert admin.ask(target, "PATCH", {"role": "owner"}).status == 400
    refused = admin.ask(target, "PATCH", {"role": "member", "environment_ids": []})
    assert refused.status == 400


def test_the_last_admin_stays(house: House, admin: Browser, boss: Person, one: str) -> None:
    target = f"{one}/people/{boss.id}"
    assert admin.ask(target, "PATCH", {"role": "member"}).status == 409
    assert admin.ask(target, "DELETE").status == 409
    assert admin.ask(f"{target}/disable", "POST").status == 409
    assert house.browser(boss).ask(one).status == 200


def test_an_invitation_is_accepted_once(house: House, admin: Browser, one: str) -> None:
    wanted = {"email": "new@example.com", "environment_ids": [house.development.id]}
    made = data(admin, f"{one}/invitations", "POST", wanted)
    secret = made["link"]["secret"]
    assert made["link"]["url"] is None
    assert secret.encode() not in admin.ask(f"{one}/invitations").body
    newcomer = house.browser()
    offered = data(newcomer, "/api/v1/invitations/read", "POST", {"secret": secret})
    assert (offered["email"], offered["role"]) == ("new@example.com", "member")
    body = {"secret": secret, "email": "new@example.com", "name": "New", "password": PASSWORD}
    accept = "/api/v1/invitations/accept"
    assert newcomer.ask(accept, "POST", body | {"email": "b@example.com"}).status == 403
    assert newcomer.ask(accept, "POST", body | {"password": "short"}).status == 400
    told = data(newcomer, accept, "POST", body)["signed_in"]
    assert told["method"] == "link"
    assert [each["id"] for each in told["organizations"][0]["environments"]] == [
        house.development.id
    ]
    assert newcomer.ask("/api/v1/server").status == 200
    assert house.browser().ask(accept, "POST", body).status == 404
    assert data(admin, f"{one}/invitations") == []


def test_an_invitation_that_was_withdrawn_or_is_old_lets_nobody_in(
    house: House, admin: Browser, one: str
) -> None:
    def invited() -> Any:
        return data(admin, f"{one}/invitations", "POST", {"email": ADA, "lasts_days": 1})

    made = invited()
    assert admin.ask(f"{one}/invitations/{made['invitation']['id']}", "DELETE").status == 204
    assert admin.ask(f"{one}/invitations/{made['invitation']['id']}", "DELETE").status == 404
    read = "/api/v1/invitations/read"
    assert house.browser().ask(read, "POST", {"secret": made["link"]["secret"]}).status == 404
    made = invited()
    house.now_ms += DAY_MS
    assert house.browser().ask(read, "POST", {"secret": made["link"]["secret"]}).status == 404


def test_an_admin_hands_over_a_link_that_sets_a_password(
    house: House, admin: Browser, one: str
) -> None:
    ada = house.person(ADA)
    signed_in = house.browser(ada)
    made = data(admin, f"{one}/people/{ada.id}/password-resets", "POST")
    redeem, new = "/api/v1/password-resets/redeem", "a new sentence for her"
    body = {"secret": made["secret"], "password": new}
    assert house.browser().ask(redeem, "POST", body | {"password": ADA}).status == 400
    heard = house.browser().ask(redeem, "POST", body)
    assert (heard.status, heard.cookies) == (204, [])
    assert signed_in.ask("/api/v1/server").status == 401
    assert house.browser().ask(redeem, "POST", body).status == 404
    assert house.browser().sign_in(ADA, new).status == 201


def test_the_first_admin_comes_in_by_the_servers_own_link_and_only_once(house: House) -> None:
    secret = house.control.people.first_run_link_secret(lasts_ms=DAY_MS)
    body = {"secret": secret, "email": ADA, "name": "Ada", "password": PASSWORD}
    stranger = house.browser()
    for wrong in ("", "guess", secret[:-1], secret + "x"):
        assert stranger.ask("/api/v1/setup", "POST", body | {"secret": wrong}).status == 404
    first = house.browser()
    told = data(first, "/api/v1/setup", "POST", body)
    assert told["needs_setup"] is False
    assert told["signed_in"]["organizations"][0]["role"] == "admin"
    again = stranger.ask("/api/v1/setup", "POST", body | {"email": "eve@example.com"})
    assert (again.status, again.error[0]) == (409, "conflict")
    accept = stranger.ask("/api/v1/invitations/accept", "POST", body | {"email": "e@example.com"})
    assert accept.status == 404


def test_dimensions_get_names_and_error_codes_get_meanings(
    house: House, admin: Browser, production: str, development: str
) -> None:
    target = f"{production}/custom-dimensions"
    shown = data(admin, f"{target}/custom_3", "PATCH", {"display_name": "Plan"})
    assert shown == {
        "slot": "custom_3",
        "display_name": "Plan",
        "category": "Custom",
        "enabled": True,
    }
    assert data(admin, f"{target}/custom_3", "PATCH", {"enabled": False})["display_name"] == "Plan"
    assert [each["slot"] for each in data(admin, target)] == ["custom_3"]
    assert data(admin, f"{development}/custom-dimensions") == []
    assert admin.ask(f"{target}/custom_99", "PATCH", {"enabled": True}).status == 400
    target = f"{production}/error-categories"
    code = "a/b?c=d&e é"
    decided = {"player_error_code": code, "category": "business_exception"}
    assert data(admin, target, "POST", decided) == decided
    assert data(admin, target) == [decided]
    assert data(admin, f"{development}/error-categories") == []
    assert house.snapshot.category_of(house.production.id, code) == "business_exception"
    assert admin.ask(target, "POST", decided | {"category": "bad"}).status == 400
    assert admin.ask(target, "DELETE").status == 400
    quoted = "a/b%3Fc%3Dd%26e+%C3%A9"
    assert admin.ask(f"{target}?player_error_code={quoted}", "DELETE").status == 204
    assert data(admin, target) == []


@pytest.mark.parametrize(
    "span",
    [
        {"start": "yesterday", "end": "2026-02-02T00:00:00Z"},
        {"start": "2026-02-02T00:00:00", "end": "2026-02-03T00:00:00Z"},
        {"start": "2026-02-03T00:00:00Z", "end": "2026-02-02T00:00:00Z"},
        {"start": "0001-01-01T00:00:00+23:00", "end": "2026-02-02T00:00:00Z"},
        {"start": "2026-02-03T00:00:00Z", "end": "9999-12-31T23:59:59.999999-23:59"},
        {"start": "2026-02-03T00:00:00Z"},
    ],
)
def test_a_recomputation_of_no_time_is_refused(
    admin: Browser, production: str, span: dict[str, str]
) -> None:
    heard = admin.ask(f"{production}/recomputations", "POST", span)
    assert (heard.status, heard.error[0]) == (400, "invalid_parameters")


@pytest.mark.parametrize("recomputation_id", ["0", "1", "-1", "x", "9" * 30, "%00"])
def test_a_recomputation_that_nobody_asked_for_is_not_found(
    admin: Browser, production: str, recomputation_id: str
) -> None:
    status = admin.ask(f"{production}/recomputations/{recomputation_id}").status
    assert status == (400 if recomputation_id == "%00" else 404)


def test_every_change_is_in_the_log_with_who_made_it(
    house: House, admin: Browser, boss: Person, one: str, production: str
) -> None:
    data(admin, one, "PATCH", {"name": "Video"})
    data(admin, f"{production}/access-tokens", "POST", {"name": "reports"})
    log = f"{one}/audit-log"
    first = data(admin, f"{log}?limit=1")
    (entry,) = first["entries"]
    assert entry["action"] == "access_token.created"
    assert entry["environment_id"] == house.production.id
    assert entry["actor"] == {
        "kind": "person",
        "id": boss.id,
        "name": "Boss",
        "client_prefix": "192.0.2.0/24",
    }
    following = data(admin, f"{log}?limit=1&before_id={first['next_before_id']}")["entries"]
    assert [each["action"] for each in following] == ["organization.renamed"]
    assert data(admin, f"{log}?action=organization.renamed")["entries"] == following
    mine = data(admin, f"{log}?actor_id={boss.id}&limit=100")["entries"]
    assert {each["actor"]["id"] for each in mine} == {boss.id}
    assert admin.ask(f"{log}?before_id=x").status == 400
    assert admin.ask(f"{log}?limit=0").status == 400


def test_a_change_by_token_is_in_the_log_as_the_tokens(
    house: House, admin: Browser, one: str
) -> None:
    token, authorization = house.token(house.production, Permission.SYSTEM_WRITE)
    heard = house.browser().ask("/system/v1/signing-keys", "POST", authorization=authorization)
    assert heard.status == 201
    (entry,) = data(admin, f"{one}/audit-log?action=signing_key.created")["entries"]
    assert (entry["actor"]["kind"], entry["actor"]["id"]) == ("token", token.id)


def test_people_are_told_what_server_this_is(admin: Browser) -> None:
    assert data(admin, "/api/v1/server") == {
        "version": "0",
        "public_url": None,
        "view_retention_days": 100,
    }
