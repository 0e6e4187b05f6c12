"""One view, looked at by whoever answers a complaint: its two clocks, its lanes, its events."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.dashboard.beacons import Play
from tests.e2e.dashboard.conftest import Opener, Place
from tests.e2e.dashboard.pages import overflow_px
from tests.e2e.dashboard.test_saving import takes_along
from tests.e2e.dashboard.walking import Walker
from tests.servers import eventually

VIEWER = "looking-closely@example.com"
OLD = {"timeframe[0]": "1700000000", "timeframe[1]": "1700003600"}


def open_view(walker: Walker, place: Place, story: str) -> None:
    """Play a story to its end, and open its view with all of its events."""
    facts = {"viewer_user_id": VIEWER, "video_title": f"Told by {story}"}
    view_id = Play(story, f"detail {story}", facts).end(place.server, place.environment.env_key)
    place.server.wait_until_read()

    def there() -> bool:
        walker.go(f"views/{view_id}")
        return walker.page.get_by_role("button", name="viewend", exact=True).count() > 0

    walker.expected.append("404")
    eventually(there, 30, "the whole view can be opened")


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_a_stall_is_seen_where_the_buffer_runs_empty(
    opened: Opener, place: Place, width: int, scheme: str
) -> None:
    walker = opened(viewport={"width": width, "height": 900}, color_scheme=scheme)
    open_view(walker, place, "rebuffer")
    page, card = walker.page, walker.card("What the viewer saw")
    expect(card).to_contain_text("Buffer, reckoned from requests")
    expect(card).to_contain_text("Reckoned from how long the segments are")
    expect(card.locator(".stall")).to_have_count(1)
    expect(card.locator(".level")).to_be_visible()
    assert overflow_px(walker) == 0

    card.get_by_text("The same as a table").click()
    stalled = card.locator("tbody tr").filter(has_text="Rebuffering")
    expect(stalled.locator("td").nth(5)).to_have_text("0.0 s")

    slider = card.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^0:00.*buffer 0\.0 s$"))
    page.keyboard.press("PageUp")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"Playing.*buffer [1-9]"))
    expect(card.locator("dl")).to_contain_text("Playing")


@pytest.mark.slow
def test_a_player_that_tells_no_segments_is_said_to_tell_none(walker: Walker, place: Place) -> None:
    open_view(walker, place, "startup_failure")
    card = walker.card("What the viewer saw")
    expect(card).to_contain_text("This player tells nothing of the segments that it loads")
    expect(card.locator(".level")).to_have_count(0)
    expect(card).to_contain_text("Failed")


@pytest.mark.slow
def test_events_are_found_by_kind_and_by_what_they_tell(walker: Walker, place: Place) -> None:
    open_view(walker, place, "midplay_failure")
    page, events = walker.page, walker.card("Events")
    walker.click(re.compile(r"^Problems \d"), within=events)
    expect(events.get_by_role("button", name="playing", exact=True)).to_have_count(0)
    expect(events.get_by_role("button", name="error", exact=True)).to_be_visible()
    walker.click(re.compile("^All$"), within=events)
    page.get_by_label("Search the events").fill("manifest")
    expect(events.get_by_role("status")).to_contain_text(re.compile(r"^[1-9]\d* of \d+ events"))
    # What is chosen in the chart is shown, whatever was sought.
    page.locator("svg .mark.bad").last.click()
    expect(page.get_by_label("Search the events")).to_have_value("")
    chosen = events.locator("li.selected")
    expect(chosen).to_be_in_viewport()
    chosen.locator("summary").click()
    expect(chosen).to_contain_text("error_message")
    with page.expect_download() as download:
        walker.click("CSV", within=events)
    assert "error" in download.value.path().read_text()


@pytest.mark.slow
def test_the_way_leads_to_the_viewers_other_views_and_to_the_title(
    walker: Walker, place: Place
) -> None:
    open_view(walker, place, "midplay_failure")
    page = walker.page
    here = page.url.split("?")[0].split("/")[-1]
    for link in ("All views of this viewer", "This viewer within the hour", "Views of this title"):
        walker.click(link, "link")
        walker.drawn()
        expect(page.locator(f'tbody a[href*="{here}"]')).to_be_visible()
        page.go_back()
        walker.drawn()
    walker.click("Who else had this error", "link")
    walker.drawn()
    expect(page).to_have_url(re.compile("/errors/"))
    # A timeframe that the view is not in is not kept.
    walker.go(f"views/{here}", OLD)
    walker.click("All views of this viewer", "link")
    walker.drawn()
    expect(page.locator("tbody tr").first).to_be_visible()


@pytest.mark.slow
def test_the_two_clocks_are_taken_along(walker: Walker, place: Place) -> None:
    open_view(walker, place, "rebuffer")
    heads, *stretches = takes_along(walker, "What the viewer saw")
    assert heads[:3] == ["from_ms", "to_ms", "state"]
    assert {"playing", "rebuffering"} <= {stretch[2] for stretch in stretches}
