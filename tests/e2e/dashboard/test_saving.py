"""Every chart can be taken along: its numbers as CSV, its picture as PNG."""

import csv
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.dashboard.pages import WEEK
from tests.e2e.dashboard.test_pictures import FOLDER
from tests.e2e.dashboard.walking import Walker

pytestmark = pytest.mark.slow

BLANK_MOST_BYTES = 2_000
"""A picture on which nothing is drawn is smaller."""


def saved(walker: Walker, button: Locator) -> Path:
    """Click, and return the file that the browser was given."""
    expect(button).to_be_visible()
    with walker.page.expect_download() as download:
        button.click()
    return Path(download.value.path())


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text().splitlines()))


def takes_along(walker: Walker, label: str) -> list[list[str]]:
    """Save a chart both ways; return the rows of its numbers."""
    png = saved(walker, walker.page.get_by_label(f"Save {label} as PNG", exact=True)).read_bytes()
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"saved {label}.png").write_bytes(png)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert min(width, height) > 100
    assert len(png) > BLANK_MOST_BYTES, f"the picture of {label} seems to be blank"
    return rows_of(saved(walker, walker.page.get_by_label(f"Save {label} as CSV", exact=True)))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_charts_of_a_metric(walker: Walker, scheme: str) -> None:
    walker.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    walker.go(f"metrics/video_startup_time{WEEK}")
    assert takes_along(walker, "Video Startup Time")[0] == ["time", "Views", "Video Startup Time"]
    walker.card("Distribution").scroll_into_view_if_needed()
    walker.drawn()
    heads, *bars = takes_along(walker, "Video Startup Time distribution")
    assert heads == ["start", "end", "views"]
    assert sum(int(bar[2]) for bar in bars) > 0


def test_the_charts_of_monitoring(walker: Walker) -> None:
    walker.go("monitoring")
    assert takes_along(walker, "the map")[0][:3] == ["country", "name", "viewers"]
    heads, *fields = takes_along(walker, "Startup time")
    assert heads == ["minute", "from", "to", "count"]
    assert fields
    assert takes_along(walker, "Playback Failure Percentage")[0][0] == "time"
