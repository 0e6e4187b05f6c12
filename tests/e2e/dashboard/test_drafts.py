"""A dashboard that is being built is not lost by the way: every way out asks first."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.dashboard.conftest import Place
from tests.e2e.dashboard.walking import Walker

QUESTION = "Leave without saving this dashboard?"
NAME = "A draft"


@pytest.fixture
def building(walker: Walker) -> Walker:
    """A draft, with a page before it and one after it in the browser's history."""
    walker.expected.append(QUESTION)
    walker.go("overview", {"timeframe[0]": "7:days"})
    walker.click("Dashboards", "link")
    walker.page.wait_for_url("**/dashboards?*")
    walker.click(re.compile("^(New|Build)"))
    walker.page.wait_for_url("**/dashboards/new*")
    walker.click("Views", "link")
    walker.page.wait_for_url("**/views?*")
    walker.page.go_back()
    walker.page.wait_for_url("**/dashboards/new*")
    walker.page.get_by_label("Name", exact=True).fill(NAME)
    return walker


def _asked(walker: Walker) -> int:
    return sum(QUESTION in each for each in walker.complaints)


def _switch(walker: Walker) -> None:
    walker.click(re.compile("Environment:"))
    walker.click("Other house")


WAYS: dict[str, tuple[Callable[[Walker], object], str]] = {
    "back": (lambda walker: walker.page.evaluate("history.back()"), r"/dashboards\?"),
    "two back": (lambda walker: walker.page.evaluate("history.go(-2)"), "/overview"),
    "forward": (lambda walker: walker.page.evaluate("history.forward()"), r"/views\?"),
    "a link": (lambda walker: walker.click("Errors", "link"), r"/errors\?"),
    "another environment": (_switch, "/dashboards"),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_every_way_out_asks_and_a_no_keeps_the_draft(building: Walker, way: str) -> None:
    page, (leave, there) = building.page, WAYS[way]
    for times in (1, 2):
        leave(building)
        page.wait_for_function("() => location.pathname.endsWith('/dashboards/new')")
        expect(page.get_by_label("Name", exact=True)).to_have_value(NAME)
        assert _asked(building) == times
    building.agrees = True
    leave(building)
    page.wait_for_url(re.compile(there))
    building.drawn()
    expect(page.get_by_role("heading", name="Build a dashboard")).to_have_count(0)
    assert _asked(building) == 3


@pytest.mark.slow
def test_after_a_no_the_way_back_leads_where_it_led(building: Walker) -> None:
    page = building.page
    page.evaluate("history.back()")
    page.wait_for_function("() => location.pathname.endsWith('/dashboards/new')")
    building.agrees = True
    for there in (r"/dashboards\?", "/overview"):
        page.evaluate("history.back()")
        page.wait_for_url(re.compile(there))
    for there in (r"/dashboards\?", "/dashboards/new", r"/views\?"):
        page.evaluate("history.forward()")
        page.wait_for_url(re.compile(there))
    building.drawn()
    expect(page.get_by_role("heading", level=1)).to_have_text("Views")
    assert _asked(building) == 2


@pytest.mark.slow
def test_nobody_is_asked_without_a_draft_nor_for_a_change_of_the_page_itself(
    building: Walker, place: Place
) -> None:
    page = building.page
    page.get_by_role("link", name="Skip to the page").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash === '#page'")
    page.evaluate("history.back()")
    page.wait_for_function("() => location.hash === ''")
    expect(page.get_by_label("Name", exact=True)).to_have_value(NAME)
    building.click("Cancel")
    page.wait_for_url("**/dashboards?*")
    page.evaluate("history.back()")
    page.wait_for_url("**/dashboards/new*")
    page.evaluate("history.back()")
    page.wait_for_url("**/dashboards?*")
    assert page.url.startswith(place.base())
    assert _asked(building) == 0
