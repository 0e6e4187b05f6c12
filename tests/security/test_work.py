"""What is wrong with a credential cannot be told by how long the answer took.

Counted is the work, not the time: every hash and every comparison that stands between a question
and its refusal. Whoever is wrong, for whatever reason, costs the same.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import argon2
import pytest

from playhead.model.access import Permission
from playhead.model.people import Role
from tests.unit.api.asking import basic
from tests.unit.api.house import PASSWORD, Browser, House

Work = Counter[str]
ADA = "ada@example.com"
WHOAMI = "/system/v1/whoami"


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Count from here on, each comparison with the lengths of both sides."""
    counted: Work = Counter()

    def watch(place: object, name: str, told: Callable[..., str]) -> None:
        real = getattr(place, name)

        def watched(*given: Any, **named: Any) -> Any:
            counted[told(*given)] += 1
            return real(*given, **named)

        monkeypatch.setattr(place, name, watched)

    watch(hmac, "compare_digest", lambda one, other: f"compare {len(one)} with {len(other)}")
    watch(hmac, "digest", lambda _key, _told, _kind: "hmac")
    watch(hashlib, "sha256", lambda *_: "sha256")
    watch(argon2.PasswordHasher, "verify", lambda _self, stored, _given: stored.split("$")[3])
    watch(argon2.PasswordHasher, "hash", lambda *_: "argon2 anew")
    return counted


def spent(work: Work, ask: Callable[[], int]) -> tuple[int, Work]:
    """Return the status of an answer, and what it cost."""
    work.clear()
    status = ask()
    return status, Counter(work)


def test_a_wrong_id_costs_what_a_wrong_secret_costs(house: House, work: Work) -> None:
    token, _ = house.token(house.production, Permission.DATA_READ)
    ended, ended_header = house.token(
        house.production, Permission.DATA_READ, expires_at_ms=house.now_ms + 1_000
    )
    revoked, revoked_header = house.token(house.production, Permission.DATA_READ)
    house.control.revoke_token(revoked.id)
    house.look()
    house.now_ms += 1_000
    secret = "A" * 43
    credentials = {
        "wrong secret": basic(token.id, secret),
        "short secret": basic(token.id, "A"),
        "empty secret": basic(token.id, ""),
        "unknown id": basic("3f0c2f4e-0000-4000-8000-000000000000", secret),
        "no id": basic("", secret),
        "ended": ended_header,
        "revoked": revoked_header,
        "an id that is no id": basic("x" * 500, secret),
    }
    assert ended.id != token.id

    def ask(header: str) -> int:
        return house.browser().ask(WHOAMI, authorization=header).status

    costs = {name: spent(work, partial(ask, header)) for name, header in credentials.items()}
    expected = (401, Counter({"sha256": 1, "compare 32 with 32": 1}))
    assert costs == dict.fromkeys(credentials, expected)


def test_an_unknown_session_costs_what_an_ended_one_costs(house: House, work: Work) -> None:
    """It is found by its digest, so there is nothing to compare, and nothing to come close to."""
    person, gone = house.person(ADA), house.person("gone@example.com")
    ended, disabled, late = house.browser(person), house.browser(gone), house.browser(person)
    house.control.sessions.end_all(person.id)
    late_secret = house.browser(person).cookies["__Host-playhead"]
    house.control.people.disable(gone.id)
    house.look()
    cookies = {
        "ended": ended.cookies["__Host-playhead"],
        "ended too": late.cookies["__Host-playhead"],
        "disabled": disabled.cookies["__Host-playhead"],
        "unknown": "A" * 43,
        "nearly right": late_secret[:-1] + ("A" if late_secret[-1] != "A" else "E"),
        "short": "A",
    }

    def ask(secret: str) -> int:
        cookie = f"__Host-playhead={secret}"
        return house.browser().ask("/api/v1/server", cookie=cookie).status

    costs = {name: spent(work, partial(ask, secret)) for name, secret in cookies.items()}
    assert costs == dict.fromkeys(cookies, (401, Counter({"sha256": 1})))
    assert ask(late_secret) == 200


def test_an_unknown_address_costs_what_a_wrong_password_costs(house: House, work: Work) -> None:
    house.person(ADA)
    house.person("none@example.com", password=None)
    gone = house.person("gone@example.com")
    house.control.people.disable(gone.id)
    attempts = {
        "wrong password": (ADA, "wrong" * 4),
        "empty password": (ADA, ""),
        "overlong password": (ADA, "x" * 5_000),
        "nobody": ("nobody@example.com", PASSWORD),
        "no address": ("no address", PASSWORD),
        "disabled": ("gone@example.com", PASSWORD),
        "without a password": ("none@example.com", PASSWORD),
    }

    def sign_in(email: str, password: str) -> int:
        return house.browser().sign_in(email, password).status

    costs = {name: spent(work, partial(sign_in, *given)) for name, given in attempts.items()}
    assert costs == dict.fromkeys(attempts, costs["wrong password"])
    status, cost = costs["nobody"]
    assert status == 401
    assert (cost["m=8,t=1,p=1"], cost["argon2 anew"]) == (1, 0), cost


@pytest.mark.parametrize("path", ["invitations/read", "password-resets/redeem"])
def test_a_link_that_is_none_costs_what_an_old_one_costs(
    house: House, work: Work, path: str
) -> None:
    boss = house.person("boss@example.com", Role.ADMIN)
    reset = path.startswith("password-resets")
    old = (
        house.control.people.reset_link_secret(boss.id, lasts_ms=1_000)
        if reset
        else house.control.people.invite(
            house.organization_id, "new@example.com", Role.MEMBER, None, lasts_ms=1_000
        )[1]
    )
    house.now_ms += 1_000
    more = {"password": "another sentence entirely"} if reset else {}

    def ask(secret: str) -> int:
        browser: Browser = house.browser()
        return browser.ask(f"/api/v1/{path}", "POST", {"secret": secret, **more}).status

    costs = {
        name: spent(work, partial(ask, secret))
        for name, secret in {"old": old, "none": "A" * 43, "nearly": old[:-1] + "_"}.items()
    }
    assert {status for status, _ in costs.values()} == {404}
    assert len({tuple(sorted(cost.items())) for _, cost in costs.values()}) == 1, costs
