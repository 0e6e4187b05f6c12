"""What players send is hostile: wherever it is shown it stays text, and in files it stays data."""

import csv
import io
import re

import pytest

from tests.e2e.dashboard.beacons import Play
from tests.e2e.dashboard.conftest import Opener, Place
from tests.e2e.dashboard.walking import Walker
from tests.servers import eventually

pytestmark = pytest.mark.slow

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(2)>"
LINK = "javascript:alert(3)"
BRACES = "{@html `<b onclick=alert(4)>`}{{7*7}}${alert(5)}"
TURNED = "\u202egpj.exe\u2066\u0000"
FORMULA = '=HYPERLINK("http://evil.example","win")'
FACTS = {
    "video_title": SCRIPT,
    "video_id": IMAGE,
    "video_series": TURNED,
    "video_content_type": BRACES,
    "video_language": SCRIPT,
    "video_producer": FORMULA,
    "video_cdn": IMAGE,
    "video_encoding_variant": "'\"><svg/onload=alert(6)>",
    "viewer_user_id": f"hostile {SCRIPT}",
    "player_name": BRACES,
    "player_version": IMAGE,
    "player_software_name": SCRIPT,
    "page_type": LINK,
    "page_url": LINK,
    "experiment_name": IMAGE,
    "sub_property_id": SCRIPT,
    "player_error_code": IMAGE,
    "player_error_message": f"{FORMULA}{SCRIPT}",
    "player_error_context": IMAGE,
    **{f"custom_{n}": f"{SCRIPT}{n}" for n in range(1, 11)},
}
PAGES = (
    "overview",
    "metrics/views?breakdown=video_title",
    "metrics/views?breakdown=custom_1",
    "metrics/playing_time/rendition?breakdown=video_title",
    "compare?dimension=video_title",
    "compare?dimension=player_name",
    "views",
    "errors",
    "monitoring?breakdown=cdn",
    "start",
)
LIVE = PAGES[-2:]


@pytest.fixture
def hostile(opened: Opener, place: Place) -> Walker:
    """An environment of its own, where this one viewer is all there is."""
    key = place.other.env_key
    Play("midplay_failure", "hostile", FACTS).end(place.server, key)
    place.server.wait_until_read()
    walker = opened()
    walker.base = place.base(place.other)

    def listed() -> bool:
        walker.go("views")
        return walker.page.locator("tbody tr").count() > 0

    eventually(listed, 30, "the view is listed")
    return walker


def test_every_page_keeps_it_text(hostile: Walker, place: Place) -> None:
    page = hostile.page
    shown = 0
    for path in PAGES:
        hostile.go(path)
        if path in LIVE:
            Play("normal_play", path, FACTS).watch(place.server, place.other.env_key)
            hostile.sees(re.compile(r"alert\("))
        shown += page.locator("main").inner_text().count("alert(")
        _assert_inert(hostile, path)
    assert shown > len(PAGES)
    hostile.go("views")
    page.locator("tbody a").first.click()
    hostile.drawn()
    assert page.get_by_role("heading", level=1).inner_text() == SCRIPT
    _assert_inert(hostile, "view")
    hostile.go("errors")
    page.locator("tbody a").first.click()
    hostile.drawn()
    _assert_inert(hostile, "error")


def test_an_address_that_is_hostile_is_text_too(hostile: Walker) -> None:
    hostile.go(
        "views",
        {"filters[0]": "video_title:%3Cscript%3Ealert(1)%3C/script%3E", "viewer": LINK},
    )
    hostile.sees("<script>alert(1)</script>")
    _assert_inert(hostile, "views by address")


def test_a_spreadsheet_runs_no_formula(hostile: Walker) -> None:
    files = {"errors": "CSV", "views": "CSV", "metrics/views?breakdown=video_producer": "CSV"}
    cells = 0
    for path, button in files.items():
        hostile.go(path)
        within = hostile.card("Breakdown") if path.startswith("metrics") else hostile.page
        with hostile.page.expect_download() as download:
            within.get_by_role("button", name=button, exact=True).first.click()
        rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8"))))
        found = [cell for row in rows for cell in row]
        assert not [cell for cell in found if re.match(r"[=+@\t\r]|-\D", cell)], path
        cells += sum(cell.startswith("'=") for cell in found)
    assert cells >= 3


def _assert_inert(walker: Walker, where: str) -> None:
    found = walker.page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter((each) =>
            each.matches('script, img, iframe, object, a[href^="javascript:" i]')
            || [...each.attributes].some((attribute) => /^on/i.test(attribute.name))
        ).map((each) => each.outerHTML.slice(0, 200))"""
    )
    assert not found, where
    assert not walker.complaints, where
