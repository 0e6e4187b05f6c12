"""Starts Chromium, opens the lab's page in it and runs a scenario's steps there.

Why: recording, playing against a live server and the end-to-end test are one act with different
receivers of the beacons; this is that act.

Law: the only place that knows how Chromium is started.
"""

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlencode

from playwright.async_api import Browser, Error, async_playwright

from lab import media, places
from lab.errors import LabError
from lab.scenario import Played, Scenario
from lab.serving import Served
from lab.site import Site
from lab.stage import Stage

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    # Nobody signed the lab's certificate; saying so to a page alone would miss its last beacon.
    "--ignore-certificate-errors",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run a browser for as long as the block lasts."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise LabError("Chromium is not installed: run `apt-get install chromium`.")
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(
                executable_path=program, headless=True, args=list(ARGUMENTS)
            )
        except Error as error:
            said = next((line for line in str(error).splitlines() if "error while" in line), "")
            raise LabError(
                f"Chromium at {program} does not start ({said.strip() or 'no reason given'}): "
                "run `apt-get install --reinstall chromium` to get its libraries."
            ) from error
        try:
            yield browser
        finally:
            await browser.close()


async def perform(browser: Browser, scenario: Scenario, *, beacons: str, env_key: str) -> Played:
    """Run the scenario's steps, its beacons going to HOST:PORT; answer what the page measured."""
    site = Site(media.make(places.MEDIA))
    options = {**scenario.options, "beacons": beacons, "env_key": env_key}
    named = {"video_id": f"lab-{scenario.name}", "video_title": f"Lab: {scenario.name}"}
    options["meta"] = named | options.get("meta", {})
    query = urlencode(
        {
            name: json.dumps(value) if isinstance(value, dict) else str(value)
            for name, value in options.items()
        }
    )
    with Served(site) as served:
        context = await browser.new_context()
        try:
            stage = Stage(page=await context.new_page(), faults=site.faults)
            stage.listen()
            await stage.page.goto(f"http://127.0.0.1:{served.port}/?{query}")
            await stage.until("p")
            await scenario.steps(stage)
            await stage.leave()
        except Error as error:
            said = str(error).strip().splitlines()[0]
            raise LabError(
                f"Scenario {scenario.name} broke off, because the page did not come to where it "
                f"should ({said}): try again, alone on the machine."
            ) from error
        finally:
            site.faults.held = None
            await context.close()
    return Played(
        view_ids=tuple(stage.view_ids),
        views=tuple(stage.measured),
        unheard=stage.beacons_failed > 0 and stage.beacons_answered == 0,
    )
