"""Pictures of every kind of page, for a person to look at: build/screenshots/, or where COMMENTARIAT_SCREENSHOTS says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.archive.web.browser.conftest import Address, Open
from tests.archive.web.browser.kinds import KINDS

pytestmark = pytest.mark.browser

FOLDER = Path(os.environ.get("COMMENTARIAT_SCREENSHOTS") or Path(__file__).parents[4] / "build" / "screenshots")
SIZES = {"desktop": (1180, 860), "phone": (360, 740)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_taken(address: Address, open_page: Open, kind: str, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    page = open_page(address(kind), width=width, height=height, color_scheme=scheme, reduced_motion="reduce")
    FOLDER.mkdir(parents=True, exist_ok=True)
    picture = FOLDER / f"{kind}-{size}-{scheme}.png"
    page.screenshot(path=picture)
    assert picture.stat().st_size > 3000
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
