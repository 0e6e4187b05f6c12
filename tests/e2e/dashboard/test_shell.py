"""What stands around the pages: keys, phones, colours, the address, coming, going, and bad days."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.dashboard.conftest import EMAIL, LOOPBACK, PASSWORD, Opener, Place, come_in
from tests.e2e.dashboard.pages import overflow_px
from tests.e2e.dashboard.walking import Walker
from tests.servers import PlayheadServer

pytestmark = pytest.mark.slow

PHONE = {"width": 390, "height": 844}
TABS_MOST = 40
_FOCUSED = """() => {
    const found = document.activeElement;
    return [found.getAttribute('aria-label') || found.innerText || '',
        getComputedStyle(found).outlineStyle, found.matches(':focus-visible')];
}"""


def _tab_to(walker: Walker, name: str | re.Pattern[str]) -> None:
    """Press Tab until what has this name has the focus, and see that the focus is seen."""
    wanted = re.compile(re.escape(name)) if isinstance(name, str) else name
    for _ in range(TABS_MOST):
        walker.page.keyboard.press("Tab")
        label, outline, visible = walker.page.evaluate(_FOCUSED)
        if wanted.search(label):
            assert visible
            assert outline != "none", f"the focus on {label} cannot be seen"
            return
    raise AssertionError(f"{TABS_MOST} times Tab did not lead to {name}")


def test_the_shell_is_walked_with_keys_alone(walker: Walker) -> None:
    page = walker.page
    walker.go("overview")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    walker.go("overview")
    _tab_to(walker, "Metrics")
    page.keyboard.press("Enter")
    page.wait_for_url("**/metrics*")
    walker.drawn()
    walker.go("metrics/views")
    _tab_to(walker, "Add a filter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Dimension")).to_be_focused()
    page.keyboard.type("cdn")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Value")).to_be_focused()
    expect(page.get_by_role("option").first).not_to_contain_text("Looking")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Filters")).to_contain_text("CDN is")
    _tab_to(walker, re.compile("^Timeframe"))
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Last 7 days")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Last 7 days")).to_be_hidden()
    expect(page.get_by_role("button", name=re.compile("^Timeframe"))).to_be_focused()


def test_on_a_phone_everything_is_reached(opened: Opener) -> None:
    walker = opened(viewport=PHONE, has_touch=True, is_mobile=True)
    walker.go("overview")
    navigation = walker.page.get_by_role("navigation", name="Pages of the environment")
    for name in [link.inner_text() for link in navigation.get_by_role("link").all()]:
        navigation.get_by_role("link", name=name).tap()
        expect(navigation.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")
        walker.drawn()
        expect(navigation.get_by_role("link", name=name)).to_be_in_viewport()
        assert overflow_px(walker) <= 0, name
    walker.go("overview")
    for opener in ("Add a filter", "Filter sets", "You", re.compile("^Timeframe")):
        walker.page.get_by_role("button", name=opener).first.tap()
        panel = walker.page.locator("[popover]:popover-open")
        expect(panel).to_be_in_viewport(ratio=0.99)
        walker.page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("choice", "dark"), [("Dark", True), ("Light", False), ("Wallboard", True)]
)
def test_colours_are_chosen_and_kept(walker: Walker, choice: str, *, dark: bool) -> None:
    page = walker.page
    walker.go("overview")
    walker.click("You")
    walker.click(choice)
    page.keyboard.press("Escape")
    for _ in range(2):
        lightness = page.evaluate(
            "getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/)[0]"
        )
        assert (int(lightness) < 100) is dark
        page.reload()
        walker.drawn()


def test_back_and_reload_keep_what_was_seen(walker: Walker) -> None:
    page = walker.page
    walker.go("metrics/views")
    walker.click(re.compile("^Timeframe"))
    walker.click("Last 7 days")
    walker.add_filter("cdn", "fastly")
    walker.click("Views", "link", within=page.get_by_role("navigation", name="Pages of the env"))
    walker.drawn()
    chosen = page.get_by_role("group", name="Filters")
    expect(chosen).to_contain_text("CDN is fastly")
    page.reload()
    walker.drawn()
    expect(chosen).to_contain_text("CDN is fastly")
    expect(page.get_by_role("button", name=re.compile("^Timeframe"))).to_contain_text("7 days")
    page.go_back()
    walker.drawn()
    expect(page).to_have_url(re.compile("/metrics/views"))
    page.go_back()
    expect(chosen).not_to_contain_text("fastly")
    page.go_forward()
    expect(chosen).to_contain_text("CDN is fastly")


def test_environments_are_switched(walker: Walker, place: Place) -> None:
    walker.go("overview")
    walker.click(re.compile("^Environment:"))
    walker.click(place.other.name)
    walker.page.wait_for_url(f"**/environments/{place.other.id}/**")
    walker.drawn()


def _sign_in(walker: Walker) -> None:
    walker.page.get_by_label("E-mail address").fill(EMAIL)
    walker.page.get_by_label("Password").fill(PASSWORD)
    walker.click("Sign in")


def test_who_signs_out_is_out(opened: Opener, place: Place) -> None:
    walker = opened(signed_in=False)
    walker.expected.append("Failed to load resource")
    walker.page.goto(place.base() + "/errors?timeframe[0]=7:days")
    _sign_in(walker)
    # Whoever opened a link comes to it, and not to the front page.
    walker.page.wait_for_url("**/errors?timeframe*")
    walker.drawn()
    walker.click("You")
    walker.click("Sign out")
    walker.sees("Stay signed in")
    walker.page.goto(place.base() + "/views")
    walker.sees("Stay signed in")
    walker.page.get_by_label("E-mail address").fill(EMAIL)
    walker.page.get_by_label("Password").fill("not the right sentence")
    walker.click("Sign in")
    expect(walker.page.get_by_role("alert")).to_be_visible()


def test_an_ended_session_leads_to_signing_in_and_back(opened: Opener, place: Place) -> None:
    walker = opened(signed_in=False)
    walker.expected.append("Failed to load resource")
    walker.page.goto(place.base() + "/metrics/views?timeframe[0]=7:days")
    _sign_in(walker)
    walker.sees("Last 7 days")
    walker.drawn()
    walker.page.context.clear_cookies()
    walker.click(re.compile("^Timeframe"))
    walker.click("Last 3 days")
    walker.sees("Stay signed in")
    _sign_in(walker)
    walker.sees("Last 3 days")
    walker.drawn()
    expect(walker.page).to_have_url(re.compile("/metrics/views.*3%3Adays"))
    expect(walker.page.get_by_role("heading", level=1)).to_be_visible()


def test_there_is_no_such_page(walker: Walker) -> None:
    walker.page.goto(f"{walker.base}/nowhere")
    walker.sees("There is no such page")
    walker.page.goto(f"{walker.base}/metrics/nothing")
    walker.sees("There is no metric nothing")


def test_an_environment_without_views_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    with PlayheadServer(tmp_path / "data", settings=LOOPBACK) as server:
        walker = Walker(browser.new_context(), server.url)
        come_in(walker, server)
        base = walker.page.url.split("/overview")[0]
        for name in ("overview", "metrics", "compare", "views", "errors", "monitoring", "start"):
            walker.page.goto(f"{base}/{name}")
            walker.drawn()
            assert overflow_px(walker) <= 0
        walker.page.goto(f"{base}/overview")
        walker.click("see whether beacons arrive", "link")
        walker.sees("Nothing has arrived yet")
        walker.must_be_content()
        # And a bad day: the server is gone, says so, and comes back.
        walker.page.goto(f"{base}/views")
        walker.drawn()
        walker.expected += ["Failed to load resource", "ERR_"]
        server.kill()
        walker.click(re.compile("^Timeframe"))
        walker.click("Last 3 days")
        expect(walker.page.get_by_role("alert")).to_contain_text("cannot be reached")
        server.start()
        walker.click("Try again")
        walker.sees("No views in this time")
        walker.must_be_content()
        walker.page.context.close()
