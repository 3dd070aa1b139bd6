"""Every kind of page, at both sizes, in light and dark: a picture for a person to look at, and what a machine can tell.

The pictures go to build/screenshots/, or where COMMENTARIAT_SCREENSHOTS says. Of WCAG 2.2 AA, axe tells what it can.
"""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.archive.web.browser.conftest import Address, Open
from tests.archive.web.browser.kinds import KINDS

pytestmark = pytest.mark.browser

FOLDER = Path(os.environ.get("COMMENTARIAT_SCREENSHOTS") or Path(__file__).parents[4] / "build" / "screenshots")
SIZES = {"desktop": (1180, 860), "phone": (360, 740)}
OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
# Comments far below are laid out when somebody scrolls to them; axe measures where they stand now.
LAY_OUT = "() => document.querySelectorAll('.comment').forEach((one) => { one.style.contentVisibility = 'visible'; })"
# A sheet of A4 with Chromium's own margins is some 718 pixels wide.
PAST_THE_EDGE = (
    "() => [...document.querySelectorAll('td, th, p')].filter((e) => e.getBoundingClientRect().right > 719).length"
)
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4')].map((e) => +e.localName[1])"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_can_be_read_by_everybody(address: Address, open_page: Open, kind: str, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    page = open_page(address(kind), width=width, height=height, color_scheme=scheme, reduced_motion="reduce")
    take_a_picture(page, f"{kind}-{size}-{scheme}.png")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    headings_are_in_order(page)
    axe_finds_nothing(page)
    if (size, scheme) == ("desktop", "light"):
        it_can_be_printed(page, f"{kind}.pdf")


def take_a_picture(page: Page, name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    assert len(page.screenshot(path=FOLDER / name)) > 3000


def headings_are_in_order(page: Page) -> None:
    levels = page.evaluate(HEADINGS)
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def axe_finds_nothing(page: Page) -> None:
    page.evaluate(LAY_OUT)
    found = Axe().run(page, options=OPTIONS)
    assert found.violations_count == 0, found.generate_report()


def it_can_be_printed(page: Page, name: str) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})
    assert page.locator("h1").count() == 1
    assert not any(part.is_visible() for part in page.locator(".top, .bottom, nav, main button").all())
    assert page.evaluate(PAST_THE_EDGE) == 0
    assert page.pdf(path=FOLDER / name, format="A4").startswith(b"%PDF")
