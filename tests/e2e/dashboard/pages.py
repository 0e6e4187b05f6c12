"""Every page that there is, by its address: what the tests of all pages walk over."""

from tests.e2e.dashboard.walking import Walker

WEEK = "?timeframe[0]=7:days"
PAGES = {
    "overview": f"overview{WEEK}",
    "metrics": f"metrics/video_startup_time{WEEK}",
    "renditions": f"metrics/playing_time/rendition{WEEK}",
    "compare": f"compare{WEEK}",
    "views": f"views{WEEK}",
    "view": f"views{WEEK}",
    "errors": f"errors{WEEK}",
    "error": f"errors{WEEK}",
    "monitoring": "monitoring",
    "dashboards": "dashboards",
    "start": "start",
    "you": "settings/you",
    "environment": "settings/environment",
    "tokens": "settings/tokens",
    "keys": "settings/keys",
    "dimensions": "settings/dimensions",
    "categories": "settings/categories",
    "organization": "settings/organization",
    "people": "settings/people",
    "audit": "settings/audit",
}
_ONE_OF = {"view": "tbody a[href*='/views/']", "error": "tbody a[href*='/errors/']"}


def open_page(walker: Walker, name: str) -> None:
    """Open a page by its name; a view or an error by way of its list."""
    walker.go(PAGES[name])
    if name in _ONE_OF:
        walker.page.locator(_ONE_OF[name]).first.click()
        walker.page.wait_for_url("**/" + PAGES[name].split("?")[0] + "/*")
        walker.drawn()


def overflow_px(walker: Walker) -> int:
    """Return by how much the body is wider than the window."""
    found: int = walker.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return found
