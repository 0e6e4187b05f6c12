"""axe finds nothing serious on any page, in either scheme."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.dashboard.conftest import Opener, Place
from tests.e2e.dashboard.pages import PAGES, open_page
from tests.e2e.dashboard.walking import Walker

pytestmark = pytest.mark.slow

AXE = Path("web/dashboard/node_modules/axe-core/axe.min.js")
GRAVE = {"serious", "critical"}
_RUN = """() => axe.run(document, { resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })"""


def violations(walker: Walker) -> list[str]:
    """Return what axe finds serious or critical, with the first elements that have it."""
    if not AXE.exists():
        pytest.fail("axe-core is not installed: run `make dashboard`.", pytrace=False)
    # Colours that fade in are not yet what will be read.
    walker.page.wait_for_function(
        "() => document.getAnimations().every((each) => each.playState !== 'running')"
    )
    walker.page.add_script_tag(content=AXE.read_text())
    found: dict[str, Any] = walker.page.evaluate(_RUN)
    return [
        f"{each['id']}: {node['html'][:150]}: {node['failureSummary'][:200]}"
        for each in found["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_serious_on_any_page(opened: Opener, name: str, scheme: str) -> None:
    # The policy forbids foreign scripts, and axe is one: here alone it does not hold.
    walker = opened(bypass_csp=True, color_scheme=scheme)
    open_page(walker, name)
    assert not violations(walker)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_in_what_opens(opened: Opener, place: Place, scheme: str) -> None:
    walker = opened(bypass_csp=True, color_scheme=scheme)
    walker.go("overview")
    for opener in ("Add a filter", "Filter sets", "You", "Timeframe: Last 24 hours"):
        walker.click(opener)
        assert not violations(walker), opener
        walker.page.keyboard.press("Escape")
    for path, opener in (
        ("settings/tokens", "Make a token"),
        ("settings/people", "Invite somebody"),
    ):
        walker.go(path)
        walker.click(opener)
        assert not violations(walker), opener
    stranger = opened(bypass_csp=True, color_scheme=scheme, signed_in=False)
    stranger.page.goto(f"{place.server.url}/sign-in")
    stranger.sees("Stay signed in")
    assert not violations(stranger)
