"""Five thousand comments: how soon they are seen, and how soon they close."""

from __future__ import annotations

import pytest

from tests.archive.web.browser.conftest import Open

pytestmark = pytest.mark.browser

PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
# From the click until the frame after it is drawn.
CLOSE = """
    (at) => new Promise((done) => {
        const summaries = document.querySelectorAll('.thread > .replies > .comment > details > summary');
        const start = performance.now();
        summaries[at].click();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    })
"""
TRIES = 7
"""The best counts: what else runs on the machine is not the page's doing."""


def test_five_thousand_comments_are_seen_within_a_second(reading: str, open_page: Open) -> None:
    paints = []
    for _ in range(TRIES):
        page = open_page(f"{reading}/article/1")
        page.wait_for_load_state("load")
        paints.append(page.evaluate(PAINT))
        page.close()
    print("first paint, ms:", *(round(paint) for paint in sorted(paints)))
    assert min(paints) < 1000


def test_five_thousand_comments_close_within_a_tenth_of_a_second(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/1")
    page.wait_for_load_state("load")
    largest = page.evaluate(
        "() => [...document.querySelectorAll('.thread > .replies > .comment')]"
        ".map((e, at) => [e.querySelectorAll('.comment').length, at]).sort((a, b) => b[0] - a[0])[0]"
    )
    # The largest closes and opens again, alternately; the first one too.
    times = [page.evaluate(CLOSE, at) for _ in range(TRIES) for at in (largest[1], 0)]
    print(f"closing or opening ({largest[0]} replies and fewer), ms:", *(round(time) for time in sorted(times)))
    assert min(times[::2]) < 100
    assert min(times[1::2]) < 100


# From the click until the frame after it is drawn.
OVERVIEW = """
    () => new Promise((done) => {
        const start = performance.now();
        document.querySelector('#only').click();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    })
"""


def test_five_thousand_comments_are_looked_over_soon(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/1")
    page.wait_for_load_state("load")
    times = [page.evaluate(OVERVIEW) for _ in range(TRIES)]
    print("first comments only, and all again, ms:", *(round(time) for time in times))
    assert min(times) < 200  # a thousand lists at once; 50 to 70 where nothing else runs


# From the key until the frame after it is drawn.
KEY = """
    (key) => new Promise((done) => {
        const start = performance.now();
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    })
"""


@pytest.mark.parametrize("key", ["j", "k", "n", "p"])
def test_a_key_goes_on_among_five_thousand_comments_soon(reading: str, open_page: Open, key: str) -> None:
    page = open_page(f"{reading}/article/1")
    page.wait_for_load_state("load")
    times = [page.evaluate(KEY, key) for _ in range(TRIES)]
    print(f"{key}, ms:", *(round(time) for time in times))
    assert min(times) < 100
