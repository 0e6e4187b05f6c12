"""A person in front of the dashboard: goes to pages, waits until they are drawn, hears complaints.

Law: nothing waits for a time, only for what is seen; what the browser complains of fails the test,
unless the test said before that it would be.
"""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

SEEN_MOST_MS = 20_000
# Some parts are asked for when their reader comes near them, so what is missing is gone to.
_DRAWN = """() => {
    const missing = document.querySelector('main .wait, main .answer[aria-busy=true]');
    missing?.scrollIntoView({ block: 'nearest' });
    return !missing
        && document.querySelector('main h1, main h2, main [role=alert], main [role=status]');
}"""


class Walker:
    """One page of one person; `base` is the environment that it begins in."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(SEEN_MOST_MS)
        self.base = base
        self.complaints: list[str] = []
        self.expected: list[str] = []
        self.agrees = False
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"thrown: {error}"))
        self.page.on("dialog", lambda dialog: self._object(f"dialog: {dialog.message}", dialog))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text} at {message.location}")

    def _object(self, complaint: str, dialog: Any) -> None:
        self.complaints.append(complaint)
        if self.agrees:
            dialog.accept()
        else:
            dialog.dismiss()

    def go(self, path: str, query: Mapping[str, str] | None = None) -> None:
        """Open a page of the environment by its address, and wait until it is drawn."""
        text = "&".join(f"{name}={value}" for name, value in (query or {}).items())
        self.page.goto(f"{self.base}/{path}{'?' + text if text else ''}")
        self.drawn()

    def drawn(self) -> None:
        """Wait until nothing on the page is on its way any more, and be at its top."""
        self.page.wait_for_function(_DRAWN)
        self.page.evaluate("() => window.scrollTo(0, 0)")

    def click(
        self, name: str | re.Pattern[str], role: Any = "button", *, within: Any = None
    ) -> None:
        """Click what has this name."""
        (within or self.page).get_by_role(role, name=name).first.click()

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait until a text stands on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=SEEN_MOST_MS)

    def card(self, title: str) -> Any:
        """Return the part of the page with this title."""
        return self.page.get_by_role("region", name=title, exact=True)

    def choose_dimension(
        self, opener: str | re.Pattern[str], typed: str, within: Any = None
    ) -> None:
        """Open a menu of dimensions, type, and take the first that is found."""
        self.click(opener, within=within)
        field = self.page.get_by_role("combobox", name="Dimension")
        field.fill(typed)
        field.press("Enter")

    def add_filter(self, dimension: str, value: str) -> None:
        """Filter by a dimension's value, by typing both."""
        self.choose_dimension("Add a filter", dimension)
        field = self.page.get_by_role("combobox", name="Value")
        field.fill(value)
        expect(self.page.get_by_role("option", name=value).first).to_be_visible()
        field.press("Enter")
        self.drawn()

    def must_be_content(self) -> None:
        """Fail on what the browser complained of."""
        heard = [
            each for each in self.complaints if not any(word in each for word in self.expected)
        ]
        assert not heard, "\n".join(heard)
