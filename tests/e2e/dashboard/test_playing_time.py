"""In which quality and mode viewers played, and whose quality is low."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.dashboard.walking import Walker
from tests.e2e.dashboard.week import LOW_COUNTRY

pytestmark = pytest.mark.slow

WEEK = {"timeframe[0]": "7:days"}
LOW_NAME = "Brazil"


def test_find_who_plays_in_a_low_quality(walker: Walker) -> None:
    page = walker.page
    walker.go("metrics", WEEK)
    walker.click("Rendition", "link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Playing time by rendition")
    walker.drawn()
    everywhere = walker.card("In all").get_by_role("listitem")
    expect(everywhere.first).to_contain_text("1080p")
    # The quality that is played least everywhere is played most by one country.
    table = walker.card("Side by side").get_by_role("table")
    names = table.get_by_role("columnheader").all_inner_texts()
    low = table.get_by_role("row", name="360p").get_by_role("cell").all_inner_texts()
    shares = {name: float(text.split(" %")[0]) for name, text in zip(names[1:], low, strict=True)}
    assert max(shares, key=lambda name: shares[name]) == LOW_NAME
    assert shares[LOW_NAME] == pytest.approx(80, abs=0.1)
    assert all(share == pytest.approx(20, abs=0.1) for n, share in shares.items() if n != LOW_NAME)

    walker.add_filter("country", LOW_COUNTRY)
    expect(everywhere.first).to_contain_text("360p")
    expect(everywhere.first).to_contain_text("80.0 %")
    walker.click("Bitrate")
    expect(everywhere.first).to_contain_text("800 kbit/s")
    assert "by=video_source_bitrate" in page.url
    page.go_back()
    expect(everywhere.first).to_contain_text("360p")


def test_shares_are_saved_as_numbers(walker: Walker) -> None:
    walker.go("metrics/playing_time/rendition", {**WEEK, "breakdown": "cdn"})
    card = walker.card("Side by side")
    with walker.page.expect_download() as download:
        walker.click("CSV", within=card)
    rows = list(csv.reader(Path(download.value.path()).read_text().splitlines()))
    assert rows[0][0] == "video_source_height"
    assert {row[0] for row in rows[1:]} == {"1080", "360"}
    for column in range(1, len(rows[0])):
        assert sum(float(row[column]) for row in rows[1:]) == pytest.approx(1)


def test_a_filter_by_a_metric_is_greyed_where_none_can_be(walker: Walker) -> None:
    walker.go(
        "metrics/playing_time/playback_mode", {**WEEK, "metric_filters[0]": "video_startup_time>=1"}
    )
    expect(walker.page.get_by_title("This page cannot filter by it; others do.")).to_be_visible()
    modes = walker.card("In all").get_by_role("listitem")
    expect(modes.first).to_contain_text("inline")
    expect(modes).to_have_count(2)
