"""The map of monitoring: a click on a country opens its regions, and nobody on it is left out."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from playhead.demo.places import COUNTRIES
from playhead.demo.regions import REGIONS
from tests.e2e.dashboard.beacons import Play
from tests.e2e.dashboard.conftest import Opener, Place
from tests.e2e.dashboard.pages import overflow_px
from tests.e2e.dashboard.walking import SEEN_MOST_MS, Walker

pytestmark = pytest.mark.slow

LIVE_MOST_MS = 60_000
PICTURES = Path("build/screenshots")
GERMANY = next(country for country in COUNTRIES if country.code == "DE")
FIRST, LAST = (f"{GERMANY.networks[0]}.{third}.7" for third in (1, 254))
LARGEST, SMALLEST = (REGIONS["DE"][at].name for at in (0, -1))
NOT_ON_THE_WORLD = "Singapore"
ELSEWHERE = "203.116.1.1"  # an address of Singapore, which the invented database does not know


@pytest.fixture
def watched(place: Place) -> Callable[[str, int, str], None]:
    """Let so many viewers press play at an address; they are others each time."""

    def watch(what: str, count: int, address: str) -> None:
        for _ in range(count):
            seed = uuid4().hex
            facts = {"video_title": what, "viewer_user_id": seed}
            play = Play("normal_play", seed, facts, address)
            play.watch(place.server, place.environment.env_key)

    return watch


def _shape(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=re.compile(rf"^{name}: .*viewer"))


def _everywhere(watched: Callable[[str, int, str], None]) -> None:
    watched("At the Rhine", 3, FIRST)
    watched("At the Weser", 1, LAST)
    watched("At the strait", 1, ELSEWHERE)


def test_a_click_on_a_country_shows_its_regions(
    walker: Walker, watched: Callable[[str, int, str], None]
) -> None:
    page = walker.page
    files: list[str] = []
    page.on("response", lambda answer: files.append(answer.url))
    walker.go("monitoring")
    _everywhere(watched)
    card = walker.card("Where they watch")
    germany = _shape(page, "Germany")
    expect(germany).to_be_visible(timeout=LIVE_MOST_MS)
    assert not [url for url in files if "/regions-" in url], "the map of a country before its time"
    # What this map cannot draw is in the list.
    expect(card.get_by_role("row", name=re.compile(NOT_ON_THE_WORLD))).to_be_visible()
    germany.hover()
    expect(card.get_by_text("Click for its regions")).to_be_visible()

    germany.click()
    expect(_shape(page, LARGEST)).to_be_visible(timeout=LIVE_MOST_MS)
    assert [url.rpartition("/")[2] for url in files if "/regions-" in url] == ["DE.json"]
    assert "filters%5B0%5D=country%3ADE" in page.url
    table = card.get_by_role("table", name="Viewers by region of Germany")
    expect(table.get_by_role("row", name=re.compile(LARGEST))).to_contain_text("3")
    expect(table.get_by_role("row", name=re.compile(SMALLEST))).to_contain_text("1")
    expect(card.get_by_role("status").filter(has_text="The map shows Germany")).to_be_attached()
    _shape(page, LARGEST).hover()
    expect(card.get_by_text("Click to filter")).to_be_visible()

    _shape(page, LARGEST).click()
    expect(_shape(page, LARGEST)).to_have_attribute("aria-pressed", "true", timeout=LIVE_MOST_MS)
    assert "region%3A" in page.url
    walker.click("← All countries")
    expect(_shape(page, "Germany")).to_be_visible(timeout=LIVE_MOST_MS)
    assert "country" not in page.url
    assert "region" not in page.url


def test_the_map_is_walked_with_keys_alone(
    walker: Walker, watched: Callable[[str, int, str], None]
) -> None:
    page = walker.page
    walker.go("monitoring")
    _everywhere(watched)
    germany = _shape(page, "Germany")
    expect(germany).to_be_visible(timeout=LIVE_MOST_MS)
    # One stop of the tabulator for all of the world.
    stops = page.locator("svg [role=button][tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    for _ in range(20):
        if germany.evaluate("(shape) => shape === document.activeElement"):
            break
        page.keyboard.press("ArrowRight")
    expect(germany).to_be_focused()
    page.keyboard.press("Enter")
    expect(_shape(page, LARGEST)).to_be_focused(timeout=LIVE_MOST_MS)
    page.keyboard.press("ArrowRight")
    expect(_shape(page, LARGEST)).not_to_be_focused()
    # What is pushed of the country must not be taken for the world when it is left.
    expect(page.get_by_text(re.compile(r"Live ·"))).to_be_visible(timeout=LIVE_MOST_MS)
    page.keyboard.press("Escape")
    expect(germany).to_be_focused(timeout=LIVE_MOST_MS)


def test_who_asked_for_less_motion_sees_none(
    opened: Opener, watched: Callable[[str, int, str], None]
) -> None:
    walker = opened(reduced_motion="reduce")
    walker.go("monitoring", {"filters[0]": "country:DE"})
    _everywhere(watched)
    expect(_shape(walker.page, LARGEST)).to_be_visible(timeout=LIVE_MOST_MS)
    moving = walker.page.evaluate(
        """() => [...document.querySelectorAll('figure svg g, .world, .country')].filter((each) => {
            const style = getComputedStyle(each);
            return style.animationName !== 'none' || !/^(none|all 0s|all)/.test(style.transition);
        }).length"""
    )
    assert moving == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_a_map_of_regions_is_pictured(
    opened: Opener, watched: Callable[[str, int, str], None], width: int, scheme: str
) -> None:
    walker = opened(viewport={"width": width, "height": 900}, color_scheme=scheme)
    walker.go("monitoring", {"filters[0]": "country:DE", "map": "metric"})
    _everywhere(watched)
    expect(_shape(walker.page, ".*")).not_to_have_count(0, timeout=LIVE_MOST_MS)
    PICTURES.mkdir(parents=True, exist_ok=True)
    card = walker.card("Where they watch")
    card.screenshot(path=PICTURES / f"regions-{scheme}-{width}.png")
    assert overflow_px(walker) == 0


def test_where_nobody_watches_it_says_so(walker: Walker, place: Place) -> None:
    walker.base = walker.base.replace(place.environment.id, place.other.id)
    walker.go("monitoring")
    expect(walker.card("Where they watch").get_by_text("Nobody is watching")).to_be_visible(
        timeout=SEEN_MOST_MS
    )
