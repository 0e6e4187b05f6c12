"""The ten things that people come to the dashboard for, done by clicking."""

import datetime as dt
import json
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.e2e.dashboard.beacons import Play
from tests.e2e.dashboard.conftest import Opener, Place
from tests.e2e.dashboard.walking import SEEN_MOST_MS, Walker
from tests.e2e.dashboard.week import (
    ERROR_CODE,
    ERROR_MESSAGE,
    SLOW_CDN,
    SLOW_PLAYER,
    STALLING_TITLE,
    slow_day,
)
from tests.servers import Token, eventually

pytestmark = pytest.mark.slow

WEEK = {"timeframe[0]": "7:days"}
LIVE_MOST_MS = 40_000
"""A tick is five seconds, and told a second later; a machine that tests is busy."""


def test_find_why_startup_got_slow_on_a_day(walker: Walker) -> None:
    page = walker.page
    walker.go("overview", WEEK)
    walker.click(re.compile("^Startup Time Score"), "link")
    walker.drawn()
    walker.click("Video Startup Time (median)", "link")
    walker.drawn()
    usual = page.locator(".big").inner_text()
    # The hump is seen in the chart; whoever sees it chooses that day.
    day = slow_day(dt.datetime.now(dt.UTC).date())
    walker.click(re.compile("^Timeframe"))
    walker.click("UTC")
    page.get_by_label("From").fill(f"{day}T00:00")
    page.get_by_label("To").fill(f"{day + dt.timedelta(days=1)}T00:00")
    walker.click("Show this time")
    walker.drawn()
    expect(page.locator(".big")).not_to_have_text(usual)
    harm = walker.card("What harms it most")
    expect(harm.get_by_role("row").nth(1)).to_contain_text(SLOW_CDN)
    walker.choose_dimension("By Country", "cdn", walker.card("Breakdown"))
    walker.drawn()
    walker.click("Video Startup Time ", within=walker.card("Breakdown").get_by_role("table"))
    walker.drawn()
    walker.click(SLOW_CDN, within=walker.card("Breakdown"))
    walker.drawn()
    expect(page.get_by_role("group", name="Filters")).to_contain_text(f"CDN is {SLOW_CDN}")
    assert f"filters%5B0%5D=cdn%3A{SLOW_CDN}" in page.url
    slow_s = float(page.locator(".big").inner_text().removesuffix(" s"))
    page.get_by_role("button", name=f"Remove the filter cdn:{SLOW_CDN}").click()
    walker.drawn()
    walker.choose_dimension("By CDN", "cdn", walker.card("Breakdown"))
    walker.drawn()
    walker.card("Breakdown").get_by_role("button", name=SLOW_CDN).first.click(modifiers=["Alt"])
    walker.drawn()
    expect(page.get_by_role("group", name="Filters")).to_contain_text(f"CDN is not {SLOW_CDN}")
    expect(page.locator(".big")).to_contain_text("ms")
    assert slow_s > 2


def test_find_the_viewer_who_complained(walker: Walker, place: Place) -> None:
    facts = {"viewer_user_id": "complaining@example.com", "video_title": "The depot"}
    stalled = Play("rebuffer", "complaint 1", facts)
    failed = Play("midplay_failure", "complaint 2", facts)
    ids = [each.end(place.server, place.environment.env_key) for each in (stalled, failed)]
    place.server.wait_until_read()
    page = walker.page

    def listed() -> bool:
        walker.go("views")
        page.get_by_label("Viewer's id").fill("complaining@example.com")
        walker.click("Find this viewer")
        page.wait_for_url(re.compile("viewer=complaining"))
        walker.drawn()
        return page.locator("tbody tr").count() == len(ids)

    eventually(listed, 30, "both views of the viewer are listed")
    page.locator("tbody tr").filter(has=page.locator(".failure")).get_by_role("link").click()
    walker.drawn()
    expect(page.get_by_role("heading", level=1)).to_have_text("The depot")
    expect(page.get_by_role("alert")).to_contain_text("Error")
    assert page.url.split("?")[0].endswith(ids[1])
    walker.click("All views of this viewer", "link")
    walker.drawn()
    page.locator(f'tbody a[href*="{ids[0]}"]').click()
    walker.drawn()
    walker.sees("Rebuffering")
    page.get_by_label("Search the events").fill("rebuffer")
    expect(page.get_by_role("button", name="rebufferstart", exact=True)).to_be_visible()
    walker.click("rebufferstart")
    expect(page.locator("svg .cursor")).to_be_attached()


def test_make_use_and_revoke_a_token(walker: Walker, place: Place) -> None:
    page = walker.page
    walker.go("settings/tokens")
    walker.click("Make a token")
    page.get_by_label("Name").fill("nightly report")
    walker.click("Make it")
    token = Token(*page.locator("pre").inner_text().split(":"))
    whoami = "/system/v1/whoami"
    assert place.server.get(whoami, token).status_code == 200
    page.reload()
    walker.drawn()
    expect(page.get_by_text("nightly report")).to_be_visible()
    assert token.secret not in page.content(), "the secret is shown once"
    page.get_by_role("row", name=re.compile("nightly report")).get_by_role(
        "button", name="Revoke"
    ).click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("nightly report")).to_have_count(0)
    eventually(
        lambda: place.server.get(whoami, token).status_code == 401, 5, "the token is refused"
    )


def test_compare_two_players(walker: Walker) -> None:
    page = walker.page
    walker.go("compare", WEEK)
    for chip in ("Embed", "App"):
        walker.click(f"Take {chip} out")
        walker.drawn()
    walker.click("Add a value")
    field = page.get_by_role("combobox", name="Value")
    field.fill(SLOW_PLAYER)
    field.press("Enter")
    expect(page.get_by_role("columnheader")).to_have_count(3)
    expect(page.get_by_role("columnheader").nth(2)).to_contain_text(SLOW_PLAYER)
    walker.drawn()
    row = page.get_by_role("row", name=re.compile(r"^Video Startup Time \(median\)"))
    expect(row.locator(".worse")).to_have_count(1, timeout=SEEN_MOST_MS)
    expect(row.locator(".worse")).to_contain_text("worse")
    assert "values%5B1%5D=Kiosk" in page.url
    row.locator(".worse").click()
    walker.sees(re.compile(r"^Kiosk is .+ above "))
    walker.sees(re.compile("^With 95 % confidence the difference lies between"))
    page.keyboard.press("Escape")
    expect(page.get_by_text("With 95 % confidence")).to_have_count(0)
    counted = page.get_by_role("row", name=re.compile("^Views"))
    expect(counted.locator(".worse, .better")).to_have_count(0)
    walker.click("How this is judged", "link")
    walker.sees("Newcombe")
    walker.click(f"Compare with {SLOW_PLAYER}")
    walker.drawn()
    expect(page.get_by_role("columnheader").nth(1)).to_contain_text(SLOW_PLAYER)
    expect(row.locator(".better")).to_have_count(1, timeout=SEEN_MOST_MS)


def test_compare_times_and_filter_sets(opened: Opener) -> None:
    walker = opened()
    page = walker.page
    walker.go("compare", {"timeframe[0]": "24:hours"})
    walker.click("Times")
    expect(page.get_by_role("columnheader").nth(1)).to_contain_text("Just before")
    expect(page.get_by_role("columnheader").nth(2)).to_contain_text("This time")
    walker.click("Add a time")
    walker.click("A week earlier")
    expect(page.get_by_role("columnheader")).to_have_count(4)
    walker.drawn()
    walker.click("Filter sets", within=page.get_by_role("group", name="Compare by"))
    walker.sees("Nothing to compare yet")
    sets = [
        {"name": "All", "filters": [], "metric_filters": []},
        {"name": "In a hall", "filters": [f"player_name:{SLOW_PLAYER}"], "metric_filters": []},
    ]
    walker.go(
        "compare",
        {
            **WEEK,
            "by": "sets",
            **{f"sets[{nth}]": quote(json.dumps(each)) for nth, each in enumerate(sets)},
        },
    )
    expect(page.get_by_role("columnheader").nth(2)).to_contain_text("In a hall")
    row = page.get_by_role("row", name=re.compile(r"^Video Startup Time \(median\)"))
    expect(row.locator(".worse")).to_have_count(1, timeout=SEEN_MOST_MS)
    walker.click("Take All out")
    walker.sees("One column alone is no comparison")
    walker.click("Add a filter set")
    walker.click(re.compile("^All views"), "option")
    expect(page.get_by_role("columnheader")).to_have_count(3)


def test_share_a_filtered_page(opened: Opener, place: Place) -> None:
    mine = opened()
    mine.go("metrics/views", WEEK)
    mine.add_filter("cdn", "fastly")
    mine.add_filter("browser", "Firefox")
    address = mine.page.url
    invited = _join(opened, mine, "reader@example.com", place.environment.name)
    invited.page.goto(address)
    invited.drawn()
    filters = invited.page.get_by_role("group", name="Filters")
    expect(filters).to_contain_text("CDN is fastly")
    expect(filters).to_contain_text("Browser is Firefox")
    expect(invited.page.get_by_role("button", name=re.compile("^Timeframe"))).to_contain_text(
        "Last 7 days"
    )
    assert invited.page.url == address


def test_find_the_worst_title(walker: Walker) -> None:
    page = walker.page
    walker.go("metrics/rebuffer_percentage", WEEK)
    expect(walker.card("What harms it most")).to_contain_text(STALLING_TITLE)
    walker.choose_dimension("By Country", "video_title", walker.card("Breakdown"))
    walker.drawn()
    walker.click("Rebuffer Percentage", within=walker.card("Breakdown").get_by_role("table"))
    walker.drawn()
    first = walker.card("Breakdown").locator("tbody tr").first
    expect(first).to_contain_text(STALLING_TITLE)
    first.get_by_role("button").first.click()
    walker.drawn()
    walker.click("Views", "link", within=page.get_by_role("navigation", name="Pages of the env"))
    walker.drawn()
    titles = page.locator("tbody td:nth-child(2)").all_inner_texts()
    assert titles
    assert set(titles) == {STALLING_TITLE}


def test_check_an_integration(walker: Walker, place: Place) -> None:
    page = walker.page
    walker.go("start")
    walker.sees(place.environment.env_key)
    facts = {"video_title": "", "video_id": "", "viewer_user_id": ""}
    view_id = Play("short_watch", "integration", facts).watch(
        place.server, place.environment.env_key
    )
    views = page.get_by_role("region", name="Views")
    expect(views).to_contain_text(view_id, timeout=SEEN_MOST_MS)
    expect(views.locator(".remarks")).to_contain_text("video_title")
    newest = page.get_by_role("region", name="Beacons").locator("details").first
    newest.locator("summary").click()
    expect(newest).to_contain_text("video_source_hostname")
    expect(newest).to_contain_text("playing")


def test_invite_a_colleague_who_sees_one_environment(opened: Opener, place: Place) -> None:
    mine = opened()
    guest = _join(opened, mine, "guest@example.com", place.other.name)
    guest.click(re.compile("^Environment:"))
    buttons = guest.page.get_by_role("button", name=place.environment.name, exact=True)
    expect(buttons).to_have_count(0)
    expect(guest.page.get_by_role("button", name=place.other.name, exact=True)).to_be_visible()
    guest.page.goto(f"{place.base()}/overview")
    guest.sees("There is no such environment here")
    guest.expected.append("Failed to load resource")
    answer = guest.page.request.get(
        f"{place.server.url}/data/v1/video-views",
        headers={"x-playhead-environment": place.environment.id},
    )
    assert answer.status in {403, 404}
    guest.page.goto(f"{place.base(place.other)}/settings/tokens")
    guest.sees("There is no such setting for you")


def test_look_at_an_error_categorize_it_and_note_it(walker: Walker) -> None:
    page = walker.page
    walker.go("errors", WEEK)
    walker.click(ERROR_MESSAGE, "link")
    walker.drawn()
    page.get_by_label("In short").fill("An origin that comes and goes")
    page.get_by_label("Notes").fill("Seen first after the move; the operators know.")
    walker.click("Keep")
    page.get_by_label("This code is").select_option("warning")
    walker.click("Decide")
    expect(page.get_by_role("button", name="Decide")).to_be_disabled()
    walker.click("Errors", "link", within=page.get_by_role("main"))
    walker.drawn()
    row = page.get_by_role("row", name=re.compile(ERROR_CODE))
    expect(row).to_contain_text("An origin that comes and goes")
    walker.go("settings/categories")
    expect(page.get_by_role("row", name=re.compile(ERROR_CODE))).to_contain_text(
        re.compile("warning", re.IGNORECASE)
    )


def test_watch_a_cdn_fail_live(walker: Walker, place: Place) -> None:
    page = walker.page
    walker.go("monitoring", {"measure": "playback-failure-percentage"})
    key = place.environment.env_key
    for number in range(4):
        good = {"video_cdn": "alder", "video_title": f"Live {number}", "viewer_user_id": "a"}
        Play("normal_play", f"good {number}", good, "8.8.8.8").watch(place.server, key)
    expect(page.get_by_role("status").first).to_contain_text("Live", timeout=LIVE_MOST_MS)
    hit = walker.card("Who is hit")
    expect(hit.get_by_role("row", name=re.compile("^alder"))).to_contain_text(
        "4", timeout=LIVE_MOST_MS
    )
    bad = {"video_cdn": "cedar", "video_title": "Fails", "viewer_user_id": "b"}
    for number in range(3):
        Play("midplay_failure", f"bad {number}", bad, "8.8.8.8").watch(place.server, key)
    expect(hit.get_by_role("row", name=re.compile("^cedar"))).to_contain_text(
        "100.0 %", timeout=LIVE_MOST_MS
    )
    failures = page.get_by_role("figure", name="Playback Failure Percentage")
    expect(failures).to_contain_text(re.compile(r"[1-9][\d.]* %"), timeout=LIVE_MOST_MS)


def _join(opened: Opener, mine: Walker, email: str, sees: str) -> Walker:
    """Invite somebody who sees one environment, and come in as them, in a browser of their own."""
    page = mine.page
    mine.go("settings/people")
    mine.click("Invite somebody")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("All environments, also later ones").uncheck()
    for box in page.get_by_role("dialog").get_by_role("checkbox").all()[1:]:
        box.uncheck()
    page.get_by_role("dialog").get_by_label(sees, exact=True).check()
    mine.click("Make the link")
    link = page.locator("pre").inner_text()
    guest = opened(signed_in=False)
    guest.page.goto(link)
    guest.page.get_by_label("Your name").fill("Grace")
    guest.page.get_by_label("Password").fill("another long sentence to keep")
    guest.click("Join")
    guest.page.wait_for_url("**/organizations/**")
    guest.drawn()
    return guest
