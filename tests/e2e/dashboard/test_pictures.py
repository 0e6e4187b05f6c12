"""Every page at three widths in both schemes: nothing is wider than the window, and a picture each.

The pictures go to build/screenshots, for people to look at.
"""

from pathlib import Path

import pytest

from tests.e2e.dashboard.conftest import Opener
from tests.e2e.dashboard.pages import PAGES, open_page, overflow_px

pytestmark = pytest.mark.slow

FOLDER = Path("build/screenshots")
HEIGHTS = {390: 844, 834: 1112, 1440: 900}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", HEIGHTS)
def test_every_page_fits_and_is_pictured(opened: Opener, width: int, scheme: str) -> None:
    walker = opened(viewport={"width": width, "height": HEIGHTS[width]}, color_scheme=scheme)
    FOLDER.mkdir(parents=True, exist_ok=True)
    too_wide = {}
    for name in PAGES:
        open_page(walker, name)
        walker.page.screenshot(path=FOLDER / f"{name}-{scheme}-{width}.png", full_page=True)
        if overflow_px(walker) > 0:
            too_wide[name] = overflow_px(walker)
    assert not too_wide
