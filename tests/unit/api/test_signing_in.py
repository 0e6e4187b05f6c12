"""Signing in and out: what a browser is given, and what nobody else gets."""

import pytest

from playhead.model.people import Role
from tests.unit.api.house import DAY_MS, PASSWORD, House

SESSION = "/api/v1/session"
ADA = "ada@example.com"


def test_a_visitor_is_told_how_to_come_in(house: House) -> None:
    assert house.browser().ask(SESSION).json == {
        "data": {"signed_in": None, "needs_setup": True, "sign_in_methods": ["password"]}
    }
    house.person(ADA, Role.ADMIN)
    assert house.browser().ask(SESSION).json["data"]["needs_setup"] is False


def test_whoever_signs_in_is_told_what_they_see(house: House) -> None:
    person = house.person(ADA, Role.MEMBER, (house.development,))
    browser = house.browser()
    heard = browser.sign_in("ADA@example.com")
    assert heard.status == 201
    told = heard.json["data"]["signed_in"]
    assert told["person"]["id"] == person.id
    assert told["person"]["email"] == ADA
    assert told["method"] == "password"
    (organization,) = told["organizations"]
    assert (organization["id"], organization["role"]) == (house.organization_id, "member")
    assert organization["environments"] == [
        {
            "id": house.development.id,
            "name": "Development",
            "type": "development",
            "permissions": ["data:read", "data:write"],
        }
    ]
    assert browser.ask(SESSION).json["data"]["signed_in"] == told


@pytest.mark.parametrize(
    ("scheme", "client", "prefix", "flags"),
    [
        ("https", "192.0.2.7", "__Host-", {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"}),
        ("http", "127.0.0.1", "", {"HttpOnly", "SameSite=Lax", "Path=/"}),
    ],
)
def test_cookies_are_kept_from_scripts_other_hosts_and_other_sites(
    house: House, scheme: str, client: str, prefix: str, flags: set[str]
) -> None:
    house.person(ADA)
    browser = house.browser(scheme=scheme, client=client)
    assert browser.sign_in(ADA).status == 201
    cookies = {each.partition("=")[0]: each.split("; ")[1:] for each in browser.set_cookies}
    assert set(cookies) == {f"{prefix}playhead", f"{prefix}playhead-device"}
    assert set(cookies[f"{prefix}playhead"]) == flags
    assert set(cookies[f"{prefix}playhead-device"]) == flags | {"Max-Age=31536000"}
    assert browser.ask("/api/v1/me/sessions").status == 200


def test_over_plain_http_from_elsewhere_nobody_signs_in(house: House) -> None:
    house.person(ADA)
    heard = house.browser(scheme="http").sign_in(ADA)
    assert heard.status == 403
    assert not heard.cookies


@pytest.mark.parametrize(("keep", "hours"), [(False, 12), (True, 24 * 30)])
def test_a_session_ends_at_a_fixed_time(house: House, hours: int, *, keep: bool) -> None:
    house.person(ADA)
    browser = house.browser()
    browser.sign_in(ADA, keep=keep)
    session = next(each for each in browser.set_cookies if each.startswith("__Host-playhead="))
    assert (f"Max-Age={hours * 3600}" in session) is keep
    house.now_ms += hours * 3_600_000 - 1
    assert browser.ask("/api/v1/server").status == 200
    house.now_ms += 1
    assert browser.ask("/api/v1/server").status == 401


def test_every_reason_not_to_sign_in_is_told_alike(house: House) -> None:
    house.person(ADA)
    house.person("none@example.com", password=None)
    gone = house.person("gone@example.com")
    house.control.people.disable(gone.id)
    heard = [
        house.browser().sign_in(email, password)
        for email, password in (
            (ADA, "wrong"),
            (ADA, ""),
            ("nobody@example.com", PASSWORD),
            ("gone@example.com", PASSWORD),
            ("none@example.com", PASSWORD),
            ("no address", PASSWORD),
            ("", ""),
            (ADA, "x" * 5_000),
            ("a\x00b@example.com", "\U0001f600"),
        )
    ]
    assert {each.status for each in heard} == {401}
    assert len({each.body for each in heard}) == 1
    assert heard[0].error == ("unauthorized", ["The email address or the password is wrong"])
    assert not any(each.cookies for each in heard)
    assert "www-authenticate" not in heard[0].headers


def test_a_session_that_somebody_put_there_is_not_the_one_that_is_signed_in(house: House) -> None:
    attacker, victim = house.browser(house.person("eve@example.com")), house.browser()
    house.person(ADA)
    fixed = attacker.cookies["__Host-playhead"]
    victim.cookies["__Host-playhead"] = fixed
    assert victim.sign_in(ADA).status == 201
    assert victim.cookies["__Host-playhead"] != fixed
    assert attacker.ask("/api/v1/server").status == 401, "the session that was there has ended"
    unknown = house.browser()
    unknown.cookies["__Host-playhead"] = "chosen-by-somebody"
    assert unknown.sign_in(ADA).status == 201
    assert unknown.cookies["__Host-playhead"] != "chosen-by-somebody"


def test_a_cookie_that_is_there_twice_is_nobodys(house: House) -> None:
    browser = house.browser(house.person(ADA))
    secret = browser.cookies["__Host-playhead"]
    twice = f"__Host-playhead={secret}; __Host-playhead={secret}"
    assert browser.ask("/api/v1/server", cookie=twice).status == 401
    assert browser.ask("/api/v1/server", cookie=f"playhead={secret}").status == 401
    assert browser.ask("/api/v1/server", cookie=f"a=b; __Host-playhead={secret};").status == 200


def test_signing_out_ends_the_session_for_whoever_has_the_cookie(house: House) -> None:
    browser = house.browser(house.person(ADA))
    copied = dict(browser.cookies)
    heard = browser.ask(SESSION, "DELETE")
    assert (heard.status, heard.body) == (204, b"")
    assert "__Host-playhead" not in browser.cookies
    browser.cookies = copied
    assert browser.ask("/api/v1/server").status == 401
    assert browser.ask(SESSION).json["data"]["signed_in"] is None


def test_a_browser_that_nobody_is_signed_in_with_is_not_asked_for_a_password(house: House) -> None:
    heard = house.browser().ask("/api/v1/server")
    assert heard.status == 401
    assert heard.headers["www-authenticate"].startswith("Session")


def test_one_sees_and_ends_ones_own_sessions_alone(house: House) -> None:
    ada, eve = house.person(ADA), house.person("eve@example.com")
    here, there, other = house.browser(ada), house.browser(ada), house.browser(eve)
    own = here.ask("/api/v1/me/sessions").json["data"]
    assert [each["is_this"] for each in own].count(True) == 1
    assert len(own) == 2
    (eves,) = other.ask("/api/v1/me/sessions").json["data"]
    assert here.ask(f"/api/v1/me/sessions/{eves['id']}", "DELETE").status == 404
    assert other.ask("/api/v1/server").status == 200
    elsewhere = next(each for each in own if not each["is_this"])
    assert here.ask(f"/api/v1/me/sessions/{elsewhere['id']}", "DELETE").status == 204
    assert there.ask("/api/v1/server").status == 401
    again = house.browser(ada)
    assert here.ask("/api/v1/me/sessions", "DELETE").status == 204
    assert again.ask("/api/v1/server").status == 401
    assert here.ask("/api/v1/server").status == 200


def test_a_password_is_changed_by_whoever_knows_it(house: House) -> None:
    ada = house.person(ADA)
    here, there = house.browser(ada), house.browser(ada)
    new = "another sentence, as long"
    change = "/api/v1/me/password"
    wrong = here.ask(change, "POST", {"old_password": "wrong", "new_password": new})
    assert (wrong.status, wrong.error[0]) == (403, "forbidden")
    short = here.ask(change, "POST", {"old_password": PASSWORD, "new_password": "short"})
    assert (short.status, short.error[0]) == (400, "invalid_parameters")
    assert "short" not in short.error[1][0].replace("too short", "")
    done = here.ask(change, "POST", {"old_password": PASSWORD, "new_password": new})
    assert done.status == 204
    assert here.ask("/api/v1/server").status == 200
    assert there.ask("/api/v1/server").status == 401
    assert house.browser().sign_in(ADA, PASSWORD).status == 401
    assert house.browser().sign_in(ADA, new).status == 201


def test_one_changes_ones_own_name_and_nothing_else(house: House) -> None:
    browser = house.browser(house.person(ADA))
    heard = browser.ask("/api/v1/me", "PATCH", {"name": "Ada Byron"})
    assert heard.json["data"]["name"] == "Ada Byron"
    assert browser.ask(SESSION).json["data"]["signed_in"]["person"]["name"] == "Ada Byron"
    refused = browser.ask("/api/v1/me", "PATCH", {"name": "A", "email": "b@example.com"})
    assert refused.status == 400


def test_what_people_write_cannot_become_a_page(house: House) -> None:
    browser = house.browser(house.person(ADA))
    written = "<script>alert(1)</script>\u2028"
    heard = browser.ask("/api/v1/me", "PATCH", {"name": written.strip("\u2028")})
    assert heard.headers["content-type"] == "application/json; charset=utf-8"
    assert heard.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in heard.headers["content-security-policy"]
    assert browser.ask("/api/v1/me", "PATCH", {"name": written}).status == 400


def test_a_disabled_person_and_a_removed_member_are_out_at_once(house: House) -> None:
    boss, ada = house.person("boss@example.com", Role.ADMIN), house.person(ADA)
    admin, member = house.browser(boss), house.browser(ada)
    one = f"/api/v1/organizations/{house.organization_id}"
    data = {"x_playhead_environment": house.production.id}
    assert member.ask(one).status == 200
    assert member.ask("/data/v1/errors", **data).status == 200
    assert admin.ask(f"{one}/people/{ada.id}", "DELETE").status == 204
    assert member.ask(one).status == 401
    assert member.ask("/data/v1/errors", **data).status == 401
    eve = house.person("eve@example.com")
    browser = house.browser(eve)
    assert admin.ask(f"{one}/people/{eve.id}/disable", "POST").status == 200
    assert browser.ask("/api/v1/server").status == 401
    assert house.browser().sign_in("eve@example.com").status == 401
    assert admin.ask(f"{one}/people/{eve.id}/enable", "POST").status == 200
    assert browser.ask("/api/v1/server").status == 401
    assert house.browser().sign_in("eve@example.com").status == 201


def test_a_session_is_not_kept_for_longer_than_it_lasts(house: House) -> None:
    browser = house.browser(house.person(ADA))
    house.now_ms += DAY_MS
    assert browser.ask("/api/v1/server").status == 401
