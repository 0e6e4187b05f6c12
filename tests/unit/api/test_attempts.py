"""How often somebody may try to sign in, and who is kept out by it: nobody who did before."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playhead.api.attempts import AttemptLimits
from playhead.model.people import Role
from playhead.throttle.interface import Limit, LimiterUnavailableError, Verdict
from tests.unit.api.house import PASSWORD, House, opened

ADA = "ada@example.com"
GUESS = "wrong"
SLOW = Limit.per_second(0.01, 3)
WIDE = Limit.per_second(1_000, 1_000)


@pytest.fixture
def strict(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    """A house with one limit that is narrow, all others wide."""
    limits = dict.fromkeys(AttemptLimits.__struct_fields__, WIDE) | {request.param: SLOW}
    yield from opened(tmp_path, limits=AttemptLimits(**limits))


def tried(house: House, *clients: str, email: str = ADA, password: str = GUESS) -> list[int]:
    return [house.browser(client=each).sign_in(email, password).status for each in clients]


@pytest.mark.parametrize("strict", ["network"], indirect=True)
def test_a_network_has_so_many_attempts_whatever_the_address(strict: House) -> None:
    statuses = [
        strict.browser(client=f"192.0.2.{nth}").sign_in(f"{nth}@example.com", "x").status
        for nth in range(5)
    ]
    assert statuses == [401, 401, 401, 429, 429]
    assert tried(strict, "198.51.100.1") == [401]


@pytest.mark.parametrize("strict", ["network_and_email"], indirect=True)
def test_a_network_has_so_many_attempts_at_one_address(strict: House) -> None:
    same = ["192.0.2.1"] * 4
    assert tried(strict, *same) == [401, 401, 401, 429]
    assert tried(strict, "192.0.2.1", email="ADA@Example.com") == [429], "in any case"
    assert tried(strict, "192.0.2.1", email="bob@example.com") == [401]
    assert tried(strict, "198.51.100.1") == [401]


@pytest.mark.parametrize("strict", ["email"], indirect=True)
def test_strangers_together_have_so_many_attempts_at_one_address(strict: House) -> None:
    strict.person(ADA)
    known = strict.browser(client="192.0.2.1")
    assert known.sign_in(ADA).status == 201
    strangers = [f"198.51.{nth}.1" for nth in range(6)]
    assert tried(strict, *strangers) == [401, 401, 429, 429, 429, 429]
    assert tried(strict, "203.0.113.1", password=PASSWORD) == [429], "nor with the password"
    assert known.ask("/api/v1/session", "DELETE").status == 204
    assert known.sign_in(ADA).status == 201, "from the browser that signed in before"
    assert known.sign_in("bob@example.com", "x").status == 401, "which it did as nobody else"


@pytest.mark.parametrize("strict", ["email"], indirect=True)
def test_a_device_cookie_is_not_made_up_nor_anybody_elses_nor_for_ever(strict: House) -> None:
    strict.person(ADA)
    strict.person("eve@example.com")
    known, eve = strict.browser(), strict.browser()
    assert known.sign_in(ADA).status == 201
    assert eve.sign_in("eve@example.com").status == 201
    genuine = known.cookies["__Host-playhead-device"]
    assert tried(strict, *[f"198.51.{nth}.1" for nth in range(3)])[-1] == 429
    version, nonce, expires, signature = genuine.split(".")
    for made_up in (
        eve.cookies["__Host-playhead-device"],
        f"{version}.{nonce}.{int(expires) + 1}.{signature}",
        f"{version}.{'A' * 16}.{expires}.{signature}",
        f"{version}.{nonce}.{expires}.{'A' * 43}",
        genuine[:-1],
        genuine + "A",
    ):
        stranger = strict.browser(client="203.0.113.9")
        stranger.cookies["__Host-playhead-device"] = made_up
        assert stranger.sign_in(ADA).status == 429, made_up
    # When it has expired, all buckets are full again.
    strict.now_ms = int(expires) * 1000
    late = strict.browser(client="203.0.113.9")
    late.cookies["__Host-playhead-device"] = genuine
    assert tried(strict, *[f"198.51.{nth}.1" for nth in range(4)])[-1] == 429
    assert late.sign_in(ADA).status == 429


@pytest.mark.parametrize("strict", ["device"], indirect=True)
def test_a_stolen_device_cookie_gives_few_guesses(strict: House) -> None:
    strict.person(ADA)
    known = strict.browser()
    assert known.sign_in(ADA).status == 201
    thief = strict.browser(client="203.0.113.9")
    thief.cookies = {"__Host-playhead-device": known.cookies["__Host-playhead-device"]}
    assert [thief.sign_in(ADA, "guess").status for _ in range(4)] == [401, 401, 401, 429]
    assert strict.browser().sign_in(ADA).status == 201


@pytest.mark.parametrize("strict", ["network"], indirect=True)
def test_it_is_told_how_long_to_wait_and_is_so(strict: House) -> None:
    strict.person(ADA)
    for _ in range(3):
        strict.browser().sign_in(ADA, "wrong")
    heard = strict.browser().sign_in(ADA)
    assert heard.status == 429
    assert heard.headers["retry-after"] == "100"
    assert heard.json == {"errors": ["Too many attempts: try again in 100 seconds"]}
    strict.now_ms += 99_000
    assert strict.browser().sign_in(ADA).status == 429
    strict.now_ms += 1_000
    assert strict.browser().sign_in(ADA).status == 201


@pytest.mark.parametrize("strict", ["link"], indirect=True)
def test_links_are_not_tried_out(strict: House) -> None:
    body = {"secret": "guess"}
    statuses = [
        strict.browser().ask("/api/v1/invitations/read", "POST", body).status for _ in range(4)
    ]
    assert statuses == [404, 404, 404, 429]
    redeem = {"secret": "guess", "password": PASSWORD}
    assert strict.browser().ask("/api/v1/password-resets/redeem", "POST", redeem).status == 429


@pytest.mark.parametrize("strict", ["own_password"], indirect=True)
def test_a_browser_left_alone_gives_few_guesses_at_the_password(strict: House) -> None:
    browser = strict.browser(strict.person(ADA))
    body = {"old_password": "guess", "new_password": "a new one that is long"}
    statuses = [browser.ask("/api/v1/me/password", "POST", body).status for _ in range(4)]
    assert statuses == [403, 403, 403, 429]


@pytest.mark.parametrize("strict", ["network_and_email"], indirect=True)
def test_an_invitations_link_is_no_way_to_guess_passwords(strict: House) -> None:
    strict.person(ADA)
    other = strict.control.create_organization("Other")
    boss = strict.browser(strict.person("b@example.com", Role.ADMIN, organization_id=other.id))
    made = boss.ask(f"/api/v1/organizations/{other.id}/invitations", "POST", {"email": ADA})
    body = {
        "secret": made.json["data"]["link"]["secret"],
        "email": ADA,
        "name": "Ada",
        "password": "guess, and a long one",
    }
    statuses = [
        strict.browser().ask("/api/v1/invitations/accept", "POST", body).status for _ in range(4)
    ]
    assert statuses == [403, 403, 403, 429]


class BrokenLimiter:
    """Cannot be asked."""

    async def take(self, key: str, limit: Limit) -> Verdict:
        raise LimiterUnavailableError(f"{key} {limit}")


def test_an_attempt_that_cannot_be_counted_is_not_made(house: House) -> None:
    house.person(ADA)
    house.attempts._limiter = BrokenLimiter()
    heard = house.browser().sign_in(ADA)
    assert (heard.status, heard.cookies) == (503, [])
    assert heard.headers["retry-after"] == "1"
