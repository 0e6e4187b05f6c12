"""One server with a month of views, one browser, one admin who came in by the set-up link.

Law: without the built dashboard or Chromium nothing is skipped: the tests fail and say what to do.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from lab.browser import NAMES
from playhead.dashboard.site import BUILT, PAGE
from playhead.demo.regions import regions_database
from tests.e2e.dashboard.walking import Walker
from tests.servers import Environment, PlayheadServer, playhead

MADE_MOST_S = 180
EMAIL = "ada@example.com"
PASSWORD = "a long sentence to remember"
LOOPBACK = {"PLAYHEAD_TRUSTED_PROXIES": "127.0.0.0/8,::1/128"}
"""The tests tell where their viewers are, as the demo does."""


class Place(msgspec.Struct, frozen=True):
    """The server with what is in it, and how its first admin is kept signed in."""

    server: PlayheadServer
    organization_id: str
    environment: Environment
    other: Environment
    admin: dict[str, Any]

    def base(self, environment: Environment | None = None) -> str:
        """Return the address of an environment's pages."""
        one = environment or self.environment
        path = f"/organizations/{self.organization_id}/environments/{one.id}"
        return self.server.url + path


Opener = Callable[..., Walker]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.fail("Chromium is not installed: run `apt-get install chromium`.", pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="package")
def place(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    if not (BUILT / PAGE).is_file():
        pytest.fail("the dashboard is not built: run `make dashboard`.", pytrace=False)
    folder = tmp_path_factory.mktemp("dashboard") / "data"
    cinema = _environment(folder, "Cinema")
    subprocess.run(
        [sys.executable, "-m", "tests.e2e.dashboard.week", folder, cinema.id],
        check=True,
        timeout=MADE_MOST_S,
    )
    other = _environment(folder, "Other house")
    regions = folder.parent / "regions.mmdb"
    regions.write_bytes(regions_database())
    settings = {**LOOPBACK, "PLAYHEAD_GEO_DATABASES": str(regions)}
    with PlayheadServer(folder, settings=settings) as server:
        organization_id, admin = _set_up(browser, server)
        yield Place(server, organization_id, cinema, other, admin)


def _environment(folder: Path, name: str) -> Environment:
    done = playhead("environment", "create", name, "--json", "--data", str(folder))
    assert done.returncode == 0, done.stderr
    return Environment(**json.loads(done.stdout))


def come_in(walker: Walker, server: PlayheadServer) -> None:
    """Come in by the set-up link, as whoever starts a server does."""
    done = server.command("person", "setup-link")
    assert done.returncode == 0, done.stderr
    walker.page.goto(done.stdout.strip())
    walker.page.get_by_label("E-mail address").fill(EMAIL)
    walker.page.get_by_label("Your name").fill("Ada")
    walker.page.get_by_label("Password").fill(PASSWORD)
    walker.click("Set up")
    walker.page.wait_for_url("**/organizations/**")
    walker.drawn()


def _set_up(browser: Browser, server: PlayheadServer) -> tuple[str, dict[str, Any]]:
    context = browser.new_context()
    walker = Walker(context, server.url)
    come_in(walker, server)
    walker.must_be_content()
    state: Any = context.storage_state()
    organization_id = walker.page.url.split("/organizations/")[1].split("/")[0]
    context.close()
    return organization_id, state


@pytest.fixture
def opened(browser: Browser, place: Place) -> Iterator[Opener]:
    """Open pages as often as a test wants; each is listened to until the end."""
    contexts: list[BrowserContext] = []
    walkers: list[Walker] = []

    def open_page(*, signed_in: bool = True, **options: Any) -> Walker:
        options.setdefault("viewport", {"width": 1440, "height": 900})
        if signed_in:
            options.setdefault("storage_state", place.admin)
        context = browser.new_context(accept_downloads=True, **options)
        contexts.append(context)
        walker = Walker(context, place.base())
        walkers.append(walker)
        return walker

    yield open_page
    for context in contexts:
        context.close()
    for walker in walkers:
        walker.must_be_content()


@pytest.fixture
def walker(opened: Opener) -> Walker:
    """The admin's page on a desk."""
    return opened()
