"""Signing in through a certified OpenID Connect provider, which the test starts.

The pages of the provider are visited as a browser does: its forms are sent, its cookies kept.
"""

import os
import re
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest

from playhead.api.single_sign_on.agreement import Agreement
from playhead.api.single_sign_on.provider import Provider
from playhead.app.outgoing import OutgoingTransport
from playhead.app.sign_on import ProviderHttp
from playhead.model.people import Role
from tests.unit.api.house import DAY_MS, ORIGIN, Browser, House, opened

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent
CALLBACK = "/api/v1/sign-in/oidc/callback"
SECRET = "a secret of: the client/+"
NPM_MOST_S = 300
START_MOST_S = 60
PAGES_MOST = 12


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Start the provider, and end it."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("the provider needs Node.js 20 with npm: apt-get install nodejs npm")
    if not (FOLDER / "node_modules" / "oidc-provider").is_dir():
        subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=FOLDER,
            check=True,
            timeout=NPM_MOST_S,
        )
    with subprocess.Popen(
        [node, "provider.mjs", f"{ORIGIN}{CALLBACK}"],
        cwd=FOLDER,
        env={**os.environ, "NODE_ENV": "test"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            assert process.stdout is not None
            ready, _, _ = select.select([process.stdout], [], [], START_MOST_S)
            line = process.stdout.readline() if ready else b""
            assert line, "the provider did not start"
            yield msgspec.json.decode(line)["issuer"]
        finally:
            process.terminate()
            process.wait(START_MOST_S)


def house_with(folder: Path, issuer: str, secret: str = SECRET) -> Iterator[House]:
    http = ProviderHttp(OutgoingTransport(["127.0.0.1"]))
    agreement = Agreement(issuer, "playhead", secret, f"{ORIGIN}{CALLBACK}")
    now_ms = time.time_ns() // 1_000_000
    for house in opened(folder, provider=Provider(agreement, http), now_ms=now_ms):
        house.person("boss@example.com", Role.ADMIN)
        yield house
    http.close()


@pytest.fixture
def house(tmp_path: Path, issuer: str) -> Iterator[House]:
    yield from house_with(tmp_path, issuer)


def visit(url: str, name: str) -> str:
    """Sign in at the provider's pages as somebody; return where it sends the browser in the end."""
    with httpx.Client(trust_env=False) as visitor:
        answer = visitor.get(url)
        for _ in range(PAGES_MOST):
            if answer.status_code in {302, 303}:
                there = answer.headers["location"]
                if there.startswith(ORIGIN):
                    return there
                answer = visitor.get(answer.url.join(there))
                continue
            assert answer.status_code == 200, answer.text
            action = re.search(r'action="([^"]+)"', answer.text)
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            assert action is not None, answer.text
            assert prompt is not None, answer.text
            form = {"prompt": prompt[1], "login": name, "password": "any"}
            answer = visitor.post(answer.url.join(action[1]), data=form)
    raise AssertionError("the provider has no end of pages")


def sign_in(browser: Browser, name: str) -> str:
    """Go there and back; return where one lands."""
    started = browser.ask("/api/v1/sign-in/oidc")
    assert started.status == 303
    back = urlsplit(visit(started.headers["location"], name))
    heard = browser.ask(f"{back.path}?{back.query}", sec_fetch_site="cross-site")
    assert heard.status == 303
    return heard.headers["location"]


def test_an_invited_person_comes_in_and_comes_again(house: House) -> None:
    house.control.people.invite(
        house.organization_id, "grace@example.com", Role.MEMBER, None, lasts_ms=DAY_MS
    )
    first, second = house.browser(), house.browser()
    assert sign_in(first, "grace") == "/"
    told = first.ask("/api/v1/session").json["data"]["signed_in"]
    assert (told["method"], told["person"]["name"]) == ("oidc", "Name of grace")
    assert sign_in(second, "grace") == "/"
    again = second.ask("/api/v1/session").json["data"]["signed_in"]
    assert again["person"]["id"] == told["person"]["id"]
    assert again["session_id"] != told["session_id"]


@pytest.mark.parametrize("name", ["stranger", "unverified-grace", "boss"])
def test_nobody_else_does(house: House, name: str) -> None:
    house.control.people.invite(
        house.organization_id, "grace@example.com", Role.MEMBER, None, lasts_ms=DAY_MS
    )
    browser = house.browser()
    assert sign_in(browser, name) == "/sign-in#sign-on=unknown"
    assert browser.ask("/api/v1/server").status == 401


def test_a_code_is_good_once_even_in_the_browser_that_brings_it(house: House) -> None:
    house.control.people.invite(
        house.organization_id, "grace@example.com", Role.MEMBER, None, lasts_ms=DAY_MS
    )
    browser = house.browser()
    started = browser.ask("/api/v1/sign-in/oidc")
    kept = dict(browser.cookies)
    back = urlsplit(visit(started.headers["location"], "grace"))
    assert browser.ask(f"{back.path}?{back.query}").headers["location"] == "/"
    copied = house.browser()
    copied.cookies = kept
    heard = copied.ask(f"{back.path}?{back.query}")
    assert heard.headers["location"] == "/sign-in#sign-on=refused"


def test_a_wrong_secret_of_ours_lets_nobody_in(tmp_path: Path, issuer: str) -> None:
    for house in house_with(tmp_path, issuer, secret="wrong"):
        browser = house.browser()
        assert sign_in(browser, "grace") == "/sign-in#sign-on=refused"


def test_a_provider_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    for house in house_with(tmp_path, "http://127.0.0.1:9"):
        heard = house.browser().ask("/api/v1/sign-in/oidc")
        assert heard.headers["location"] == "/sign-in#sign-on=unavailable"
