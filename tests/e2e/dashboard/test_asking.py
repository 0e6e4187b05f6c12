"""What a click on the page of one metric asks of the server: each question once, and no other."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, Response, expect

from tests.e2e.dashboard.walking import Walker

pytestmark = pytest.mark.slow

METRIC = "video_startup_time"
IN_SIGHT = ["breakdown", "course", "groups"]
BELOW = ["distribution", "insights", "percentiles"]


def listened(walker: Walker) -> list[str]:
    """Return a list that gets the last word of every question from now on."""
    asked: list[str] = []

    def hear(request: Request) -> None:
        path = urlsplit(request.url).path
        if path.startswith(("/api/v1/", "/data/v1/")):
            asked.append(path.rpartition("/")[2])

    walker.page.on("request", hear)
    return asked


def test_a_filter_asks_each_question_once(walker: Walker) -> None:
    walker.go(f"metrics/{METRIC}", {"timeframe[0]": "7:days"})
    asked = listened(walker)
    walker.card("Breakdown").locator("tbody button").first.click()
    walker.drawn()
    assert sorted(asked) == sorted(IN_SIGHT + BELOW)


def test_sorting_the_breakdown_asks_for_the_breakdown_alone(walker: Walker) -> None:
    walker.go(f"metrics/{METRIC}", {"timeframe[0]": "7:days"})
    asked = listened(walker)
    walker.click("Views", within=walker.card("Breakdown").get_by_role("table"))
    walker.drawn()
    assert asked == ["breakdown"]


def test_what_is_out_of_sight_is_asked_for_when_its_reader_comes(walker: Walker) -> None:
    asked = listened(walker)
    walker.page.set_viewport_size({"width": 1440, "height": 500})
    page = walker.page
    page.goto(f"{walker.base}/metrics/{METRIC}?timeframe[0]=7:days")
    expect(page.locator(".big")).to_be_visible()
    expect(walker.card("Breakdown").locator("tbody button").first).to_be_visible()
    # It waits, and does not look as if it had been answered.
    expect(walker.card("Distribution").get_by_role("status").first).to_be_attached()
    assert not set(BELOW) & set(asked)
    walker.card("Distribution").scroll_into_view_if_needed()
    expect(walker.card("Distribution").get_by_role("listitem").first).to_be_visible()
    assert asked.count("distribution") == asked.count("percentiles") == 1


def test_what_is_pushed_out_of_sight_is_not_asked_for(walker: Walker) -> None:
    """A filter leaves the breakdown one row; without it the insights move below the window."""
    walker.page.set_viewport_size({"width": 1440, "height": 500})
    country = "filters[0]"
    walker.go(f"metrics/{METRIC}", {"timeframe[0]": "7:days", country: "country:nowhere"})
    asked = listened(walker)
    walker.page.get_by_role("button", name="Remove the filter country:nowhere").click()
    expect(walker.card("Breakdown").locator("tbody button").nth(3)).to_be_visible()
    waiting = ".answer[aria-busy=true], .wait"
    expect(walker.card("What harms it most").locator(waiting).first).to_be_attached()
    expect(walker.page.locator("aside").locator(waiting)).to_have_count(0)
    assert sorted(asked) == IN_SIGHT


def test_the_number_is_answered_before_the_rest_is_asked(walker: Walker) -> None:
    asked = listened(walker)
    before: list[str] = []

    def hear(response: Response) -> None:
        if urlsplit(response.url).path.endswith("/course"):
            before.extend(asked)

    walker.page.on("response", hear)
    walker.go(f"metrics/{METRIC}", {"timeframe[0]": "7:days"})
    assert "course" in before
    assert not set(before) & {"breakdown", "groups", *BELOW}
    assert {"breakdown", "groups", *BELOW} <= set(asked)


def test_on_a_phone_the_list_of_all_metrics_is_asked_for_when_it_is_opened(walker: Walker) -> None:
    walker.page.set_viewport_size({"width": 390, "height": 844})
    asked = listened(walker)
    walker.go(f"metrics/{METRIC}", {"timeframe[0]": "7:days"})
    assert "groups" not in asked
    walker.page.get_by_text("All metrics").click()
    expect(
        walker.page.get_by_role("navigation", name="Metrics").get_by_role("link")
    ).not_to_have_count(0)
    assert asked.count("groups") == 1
