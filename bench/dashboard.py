"""What the dashboard costs a browser: bytes, the time until it can be used, repaints, frames.

A server on made views (`bench.views`) and Debian's Chromium, on loopback. The processor of the
first figure is slowed fourfold through the browser's own protocol. A repaint runs from the click
until the number and its course are drawn; until the breakdown is; until all that can be seen of the
page in a window of 1440 x 900 is, insights over all dimensions among it; and until its reader has
been down to its end, a window at a time, and all of it is drawn.

Law: what was made is removed at the end, unless `keep` names a folder; the browser is the one that
the end-to-end tests drive.
"""

import contextlib
import datetime as dt
import gzip
import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.asking import today
from bench.figure import Bar, Figure, alone
from bench.processes import PLAYHEAD, READY_MOST_S, UNLIMITED, told, until
from bench.query import in_folder
from bench.views import Made, make
from playhead.app.folder import DataFolder
from playhead.dashboard.site import BUILT, PAGE

VIEWS = 1_000_000
TURNS = 10
SLOWER = 4
FRAMES_S = 11.0
QUICK = Bar("value", at_most=300)
STEPS = {
    "the number and its course": QUICK,
    "the breakdown": QUICK,
    "all that is in view": QUICK,
    "the whole page, read to its end": None,
}
CHROMIUM = "/usr/bin/chromium"
MARK = "made-for-the-dashboard.json"
_SIGNED_UP = {"E-mail address": "ada@example.com", "Your name": "Ada"}
_PASSWORD = "a long sentence to remember"  # noqa: S105 - of a server that lives for a minute
# What lies outside the window is asked for when its reader comes near it.
_IN_VIEW = """
    const parts = () => document.querySelectorAll('main .wait, main .answer[aria-busy=true]');
    const waits = () => [...parts()].some((part) => {
        const box = part.getBoundingClientRect();
        return box.bottom > 0 && box.top < innerHeight;
    });
"""
_DRAWN = f"() => {{{_IN_VIEW} return document.querySelector('main h1') && !waits(); }}"
# The driver's own waiting costs a slowed processor as much as the page does: the page tells.
_TELLING = """
    new MutationObserver((_, observer) => {
        if (!document.querySelector('main h1')) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => { window.usableAtMs = performance.now(); }));
    }).observe(document, { childList: true, subtree: true });
"""
_FRAMES = """(ms) => new Promise((done) => {
    const began = performance.now(); let frames = 0; let longest = 0; let last = began;
    const tick = (now) => {
        frames += 1; longest = Math.max(longest, now - last); last = now;
        if (now - began < ms) requestAnimationFrame(tick);
        else done([frames / ((now - began) / 1000), longest]);
    };
    requestAnimationFrame(tick);
})"""


def measure(views: int = VIEWS, keep: Path | None = None, turns: int = TURNS) -> list[Figure]:
    """Measure all of it."""
    if not (BUILT / PAGE).is_file():
        raise SystemExit("the dashboard is not built: run `make dashboard`")
    with in_folder(keep) as folder:
        environment = _made(folder, views)
        with _server(folder) as url, _browser() as browser:
            context = _signed_in(browser, folder, url)
            organization = context.pages[0].url.split("/organizations/")[1].split("/")[0]
            base = f"{url}/organizations/{organization}/environments/{environment.id}"
            return [
                *_first_load(context, base, turns),
                *_repaints(context, base, views, turns),
                *_frames(context, base, environment, url),
            ]


class _Environment(msgspec.Struct, frozen=True):
    """Where the views are, and to which key players report."""

    id: str
    env_key: str


def _made(folder: Path, views: int) -> _Environment:
    mark = folder / MARK
    if mark.exists():
        return msgspec.json.decode(mark.read_bytes(), type=_Environment)
    answer = told(folder, "environment", "create", "bench dashboard")
    environment = _Environment(answer["id"], answer["env_key"])
    for day in make(DataFolder(folder, new=False).store_dsn, Made(environment.id, views, today())):
        print(f"made the views of {day}", file=sys.stderr, flush=True)
    mark.write_bytes(msgspec.json.encode(environment))
    return environment


@contextlib.contextmanager
def _server(folder: Path) -> Iterator[str]:
    settings = {**os.environ, **UNLIMITED}
    settings |= {"PLAYHEAD_PERSON_RATE": "100000", "PLAYHEAD_PERSON_BURST": "100000"}
    listening = folder / "server.json"
    listening.unlink(missing_ok=True)
    with (
        (folder / "serve.log").open("wb") as log,
        subprocess.Popen(
            [PLAYHEAD, "serve", "--data", folder, "--port", "0"],
            env=settings,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            until(listening.exists, READY_MOST_S, "playhead serves")
            yield str(json.loads(listening.read_bytes())["url"])
        finally:
            process.terminate()


@contextlib.contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def _signed_in(browser: Browser, folder: Path, url: str) -> BrowserContext:
    """Come in by a link, as the first admin or as one more."""
    link = subprocess.run(
        [PLAYHEAD, "person", "setup-link", "--data", folder],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()[-1]
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(re.sub(r"^https?://[^/]+", url, link))
    for label, text in _SIGNED_UP.items():
        page.get_by_label(label).fill(text)
    page.get_by_label("Password").fill(_PASSWORD)
    page.get_by_role("button", name=re.compile("Set up|Join")).click()
    page.wait_for_url("**/organizations/**")
    return context


def _first_load(context: BrowserContext, base: str, turns: int) -> list[Figure]:
    ready_ms: list[float] = []
    loaded: dict[str, int] = {}
    for _ in range(turns):
        page = context.new_page()
        page.on("response", lambda answer: _weigh(answer, loaded))
        protocol = context.new_cdp_session(page)
        protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})
        protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        # It can be used when the shell stands, its buttons answer and the page has its own frame.
        page.add_init_script(_TELLING)
        page.goto(f"{base}/overview", wait_until="commit")
        page.wait_for_function(_DRAWN, timeout=60_000)
        ready_ms.append(page.evaluate("window.usableAtMs"))
        page.close()
    kilobytes = sum(loaded.values()) / 1000
    at_most = Bar("value", at_most=200)
    return [
        alone("JavaScript of the first load, compressed", "KB", [kilobytes], at_most),
        alone(
            f"interactive, processor {SLOWER} x slower", "ms", ready_ms, Bar("value", at_most=1500)
        ),
    ]


def _weigh(answer: Any, loaded: dict[str, int]) -> None:
    name = answer.url.rpartition("/")[2]
    if name.endswith(".js"):
        loaded[name] = len(gzip.compress((BUILT / "assets" / name).read_bytes(), 9, mtime=0))


def _repaints(context: BrowserContext, base: str, views: int, turns: int) -> list[Figure]:
    """Switch a filter on the page of one metric: its number, what is in view, and all of it."""
    page = context.new_page()
    figures = []
    end = dt.datetime.combine(today(), dt.time(), dt.UTC)
    for days in (1, 7, 30):
        # Whole days that have views, at whichever hour this runs.
        ends = [int((end - dt.timedelta(days=back)).timestamp()) for back in (days, 0)]
        window = f"timeframe[0]={ends[0]}&timeframe[1]={ends[1]}"
        page.goto(f"{base}/metrics/video_startup_time?{window}")
        page.wait_for_function(_DRAWN, timeout=60_000)
        taken = [_filtered(page, turn % 5) for turn in range(-1, turns)][1:]
        name = f"a filter, {days} days of 30 with {views:,} views"
        figures += [
            alone(f"{name}: {step}", "ms", list(took_ms), bar)
            for (step, bar), took_ms in zip(STEPS.items(), zip(*taken, strict=True), strict=True)
        ]
    page.close()
    return figures


# The page is looked at when it has changed, and not at every frame: that would cost it frames.
_CLICK = (
    """async (row) => {
    const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const all = { subtree: true, childList: true, attributes: true };
    const changed = () => new Promise((done) => new MutationObserver((_, observer) => {
        observer.disconnect();
        done();
    }).observe(document.querySelector('main'), all));
    const when = async (ready) => {
        while (!ready()) await changed();
        await drawn();
    };
    const button = document.querySelectorAll('tbody button')[row];"""
    + _IN_VIEW
    + """
    const number = document.querySelector('.big').closest('.answer');
    const breakdown = button.closest('.answer');
    const began = performance.now();
    button.click();
    await changed();
    const steps = [];
    for (const part of [number, breakdown]) {
        await when(() => !part.isConnected || part.ariaBusy !== 'true');
        steps.push(performance.now() - began);
    }
    await when(() => !waits());
    steps.push(performance.now() - began);
    while (scrollY + innerHeight < document.documentElement.scrollHeight - 1) {
        scrollBy(0, innerHeight);
        await drawn();
        await when(() => !waits());
    }
    if (parts().length)
        throw Error('a part was never asked');
    steps.push(performance.now() - began);
    scrollTo(0, 0);
    return steps;
}"""
)
_BACK = f"""() => {{{_IN_VIEW}
    return document.querySelectorAll('tbody button').length > 5 && !waits();
}}"""


def _filtered(page: Page, row: int) -> list[float]:
    steps_ms: list[float] = page.evaluate(_CLICK, row)
    page.go_back()
    page.wait_for_function(_BACK, timeout=60_000)
    return steps_ms


def _frames(
    context: BrowserContext, base: str, environment: _Environment, url: str
) -> list[Figure]:
    """Count frames while ticks are pushed, with a crowd of the demo's viewers."""
    demo = subprocess.Popen(
        [PLAYHEAD, "demo", "--url", url, "--env-key", environment.env_key, "--viewers", "100"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        page = context.new_page()
        page.goto(f"{base}/monitoring")
        page.get_by_role("status").filter(has_text="Live").first.wait_for(timeout=60_000)
        time.sleep(1)  # what the page does first is not its updating
        rates, longest = [], []
        for _ in range(3):
            rate, gap_ms = page.evaluate(_FRAMES, FRAMES_S * 1000)
            rates.append(rate)
            longest.append(gap_ms)
        page.close()
    finally:
        demo.terminate()
        demo.wait()
    return [
        alone("monitoring: frames a second", "1/s", rates, Bar("value", at_least=58)),
        alone("monitoring: longest gap between frames", "ms", [statistics.median(longest)]),
    ]
