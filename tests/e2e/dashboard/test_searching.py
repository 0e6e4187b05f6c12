"""Finding a value among thousands, and coming in where one was last."""

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from playhead.demo.catalogue import TITLES
from tests.e2e.dashboard.conftest import Opener, Place
from tests.e2e.dashboard.walking import Walker
from tests.e2e.dashboard.week import ERROR_CODE, ERROR_MESSAGE, STALLING_TITLE

pytestmark = pytest.mark.slow

WEEK = {"timeframe[0]": "7:days"}
METRIC = "metrics/video_startup_time"
UNITED = ["US United States", "GB United Kingdom", "AE United Arab Emirates"]


def searched(walker: Walker, label: str, text: str) -> None:
    """Type into a field, and wait until what is found is shown."""
    walker.page.get_by_role("searchbox", name=label).fill(text)
    expect(walker.page.get_by_role("status").filter(has_text=f"“{text}”")).to_be_attached()
    walker.drawn()


def column(walker: Walker, number: int) -> list[str]:
    cells = walker.card("Breakdown").locator(f"tbody tr td:nth-child({number})")
    return [text.replace("≠", "").strip() for text in cells.all_inner_texts()]


def test_find_a_country_by_its_name_and_pass_the_page_on(walker: Walker, opened: Opener) -> None:
    page = walker.page
    walker.go(METRIC, {**WEEK, "order": "views", "page": "9"})
    expect(walker.card("Breakdown")).to_contain_text("There is no page 9")
    walker.click("To the first page")
    walker.drawn()
    ranks = dict(zip(column(walker, 1), column(walker, 5), strict=True))
    searched(walker, "Search in Country", "uNITED")
    assert column(walker, 1) == UNITED
    assert column(walker, 5)[:2] == [ranks[name] for name in UNITED[:2]]
    expect(walker.card("Breakdown")).to_contain_text("Page 1 of 1 · 3 in all")
    assert parse_qs(urlsplit(page.url).query)["search"] == ["uNITED"]

    colleague = opened()
    colleague.page.goto(page.url)
    colleague.drawn()
    expect(colleague.page.get_by_role("searchbox", name="Search in Country")).to_have_value(
        "uNITED"
    )
    assert column(colleague, 1) == UNITED
    with colleague.page.expect_download() as download:
        colleague.click("CSV", within=colleague.card("Breakdown"))
    rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8"))))
    assert [row[:2] for row in rows] == [
        ["country", "name"],
        ["US", "United States"],
        ["GB", "United Kingdom"],
        ["AE", "United Arab Emirates"],
    ]
    assert download.value.suggested_filename == "video-startup-time-by-country-with-united.csv"

    # What stands for anything elsewhere stands for itself here, and what is not found is said.
    searched(walker, "Search in Country", "%")
    expect(walker.card("Breakdown")).to_contain_text("No value of Country contains “%”")
    walker.click("Show all values")
    walker.drawn()
    assert len(column(walker, 1)) == len(ranks)
    assert "search" not in page.url
    page.go_back()
    walker.drawn()
    expect(page.get_by_role("searchbox", name="Search in Country")).to_have_value("%")


def test_a_breakdown_is_searched_picked_and_excluded_with_keys_alone(walker: Walker) -> None:
    page = walker.page
    walker.go(METRIC, WEEK)
    field = page.get_by_role("searchbox", name="Search in Country")
    field.focus()
    page.keyboard.type("germ")
    page.keyboard.press("Enter")
    expect(walker.card("Breakdown").locator("tbody tr")).to_have_count(1)
    walker.drawn()
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    expect(walker.card("Breakdown").locator("tbody tr")).not_to_have_count(1)
    page.keyboard.type("germ")
    expect(walker.card("Breakdown").locator("tbody tr")).to_have_count(1)
    walker.drawn()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Clear the search")).to_be_focused()
    exclude = page.get_by_role("button", name="Exclude DE Germany")
    exclude.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Filters")).to_contain_text("Country is not DE")
    walker.drawn()
    expect(walker.card("Breakdown")).to_contain_text("No value of Country contains “germ”")


def test_every_column_sorts_both_ways_and_pages_follow(walker: Walker) -> None:
    page = walker.page
    walker.go("metrics/views", {**WEEK, "breakdown": "video_id"})
    card = walker.card("Breakdown")
    for name in ("Video ID", "Views", "Watched", "Impact"):
        orders = []
        for _ in range(2):
            card.get_by_role("columnheader", name=name).first.get_by_role("button").click()
            walker.drawn()
            orders.append(
                card.get_by_role("columnheader", name=name).first.get_attribute("aria-sort")
            )
        assert set(orders) == {"ascending", "descending"}, name
    searched(walker, "Search in Video ID", "1")
    total = int(re.findall(r"([\d,]+) in all", card.inner_text())[0].replace(",", ""))
    assert total > 25
    first = column(walker, 1)
    walker.click("Next", within=card)
    page.wait_for_url(re.compile("page=2"))
    walker.drawn()
    second = column(walker, 1)
    assert all("1" in value for value in first + second)
    assert not set(first) & set(second)
    # A narrower search begins at its own first page.
    searched(walker, "Search in Video ID", "11")
    assert "page=" not in page.url


def test_titles_and_errors_are_searched_too(walker: Walker) -> None:
    page = walker.page
    walker.go("overview", WEEK)
    titles = walker.card("Most watched titles")
    assert STALLING_TITLE in {title.title for title in TITLES}
    searched(walker, "Search in titles", STALLING_TITLE.upper())
    expect(titles.locator("tbody tr")).to_have_count(1)
    walker.click("All titles", "link", within=titles)
    walker.drawn()
    assert column(walker, 1) == [STALLING_TITLE]
    walker.go("errors", WEEK)
    searched(walker, "Find an error", "MANIFEST")
    expect(page.get_by_role("link", name=ERROR_MESSAGE)).to_be_visible()
    page.reload()
    walker.drawn()
    expect(page.locator("tbody tr")).to_have_count(1)
    searched(walker, "Find an error", ERROR_CODE)
    expect(page.locator("tbody tr")).to_have_count(1)
    searched(walker, "Find an error", "_")
    walker.sees("No error contains “_”")


def test_one_comes_in_where_there_is_data_and_then_where_one_was_last(
    opened: Opener, place: Place
) -> None:
    unknown = opened(storage_state={"cookies": place.admin["cookies"], "origins": []})
    page = unknown.page
    page.goto(place.server.url)
    page.wait_for_url(f"**/environments/{place.environment.id}/overview*")
    unknown.drawn()
    page.goto(place.base(place.other) + "/views")
    unknown.drawn()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(place.server.url)
    page.wait_for_url(f"**/environments/{place.other.id}/overview*")
    unknown.drawn()
    assert not [url for url in asked if "video-views" in url], "what is remembered is not asked"
