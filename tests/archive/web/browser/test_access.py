"""WCAG 2.2 AA, as far as axe can tell: it finds nothing, on any kind of page, at any size, in light and dark."""

from __future__ import annotations

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.archive.web.browser.conftest import Address, Open
from tests.archive.web.browser.kinds import KINDS

pytestmark = pytest.mark.browser

OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


@pytest.mark.parametrize("look", [(1180, "light"), (1180, "dark"), (360, "light"), (360, "dark")], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(address: Address, open_page: Open, kind: str, look: tuple[int, str]) -> None:
    page = open_page(address(kind), width=look[0], color_scheme=look[1])
    # Comments far below are laid out when somebody scrolls to them; axe measures where they stand now.
    page.evaluate(
        "() => document.querySelectorAll('.comment').forEach((one) => { one.style.contentVisibility = 'visible'; })"
    )
    found = Axe().run(page, options=OPTIONS)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("kind", KINDS)
def test_headings_are_in_order(address: Address, open_page: Open, kind: str) -> None:
    page = open_page(address(kind))
    levels = page.evaluate("() => [...document.querySelectorAll('h1, h2, h3, h4')].map((e) => +e.localName[1])")
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
