"""Addresses that nobody would write and somebody sends: each page stands and says what is wrong.

An answer that the page does not understand is told too, and costs no more than that page.
"""

import datetime as dt
import re

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.dashboard.walking import Walker

pytestmark = pytest.mark.slow

REFUSED = ["status of 400", "status of 404"]
FIELD = "%Y-%m-%dT%H:%M"
NO_TIME = "timeframe[0]=abc&timeframe[1]=def"
MISTYPED = {
    "a timeframe that is no time": (f"metrics/video_startup_time?{NO_TIME}", "no epoch second"),
    "the same, where values are searched": (f"overview?{NO_TIME}", "no epoch second"),
    "a timeframe beyond all calendars": (
        "views?timeframe[0]=1e300&timeframe[1]=2e300",
        "no epoch second",
    ),
    "a timeframe that ends first": ("errors?timeframe[0]=200&timeframe[1]=100", "could not be"),
    "a length that is none": ("compare?timeframe[0]=99999:days", "no length of time"),
    "three ends": ("errors/12?timeframe[0]=24:hours&timeframe[1]=a&timeframe[2]=b", "could not"),
    "a filter that is none": ("metrics/views?filters[0]=nonsense", "nonsense"),
    "a dimension that is none": ("metrics/views?breakdown=nosuch", "nosuch"),
    "a metric that is none": ("metrics/nosuch", "There is no metric nosuch"),
    "a moment that is none": ("monitoring?at=abc", "no epoch second"),
    "a moment long ago": ("monitoring?at=1", "looks back no further"),
    "columns that are none": ("compare?by=sets&sets[0]=notjson", "Nothing to compare yet"),
    "a view that is none": ("views/nosuch", "There is no such view here"),
    "a page beyond the last": ("views?page=1000000000", "Views"),
    "bytes that are no text": ("overview?%=%E0%A4&search=%00", "Overview"),
}


@pytest.mark.parametrize(("address", "said"), MISTYPED.values(), ids=MISTYPED)
def test_a_mistyped_address_is_told(walker: Walker, address: str, said: str) -> None:
    walker.expected += REFUSED
    walker.go(address)
    expect(walker.page.get_by_role("main")).to_contain_text(said)
    # What stands around the page works on, and leads out again.
    walker.click("Overview", "link")
    expect(walker.page.get_by_role("heading", level=1, name="Overview")).to_be_visible()


def test_the_timeframe_is_mended_where_it_is_chosen(walker: Walker) -> None:
    walker.expected += REFUSED
    walker.go(f"overview?{NO_TIME}")
    walker.click(re.compile("^Timeframe"))
    expect(walker.page.get_by_label("From")).to_have_value("")
    walker.click("Last 7 days")
    walker.drawn()
    expect(walker.page.get_by_role("main")).not_to_contain_text("This could not be loaded")


def test_the_span_that_is_shown_is_the_one_to_be_changed(walker: Walker) -> None:
    midnight = dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [midnight - dt.timedelta(days=back) for back in (5, 4, 3, 2)]
    shown = [int(day.timestamp()) for day in days]
    walker.go(f"overview?timeframe[0]={shown[1]}&timeframe[1]={shown[2]}&tz=utc")
    walker.click(re.compile("^Timeframe"))
    begin, end = (walker.page.get_by_label(name) for name in ("From", "To"))
    expect(begin).to_have_value(f"{days[1]:{FIELD}}")
    expect(end).to_have_value(f"{days[2]:{FIELD}}")
    end.fill(f"{days[0]:{FIELD}}")
    walker.click("Show this time")
    expect(walker.page.get_by_text("The end has to be after the beginning.")).to_be_visible()
    end.fill(f"{days[3]:{FIELD}}")
    walker.click("Show this time")
    walker.page.wait_for_url(f"**timeframe%5B1%5D={shown[3]}**")
    walker.drawn()


def test_a_page_that_cannot_be_drawn_says_so_and_harms_no_other(walker: Walker) -> None:
    walker.expected += ["TypeError"]

    def beside_the_point(route: Route) -> None:
        route.fulfill(json={"data": None, "timeframe": [0, 1], "total_row_count": 0})

    walker.page.route("**/data/v1/errors?*", beside_the_point)
    walker.page.goto(f"{walker.base}/errors")
    alert = walker.page.get_by_role("alert")
    expect(alert).to_contain_text("This page could not be drawn")
    walker.page.unroute("**/data/v1/errors?*")
    walker.click("Try again", within=alert)
    expect(walker.page.get_by_role("heading", level=1, name="Errors")).to_be_visible()
