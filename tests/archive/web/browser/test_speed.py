"""Five thousand comments: how soon they are seen, and how soon they close."""

from __future__ import annotations

from collections.abc import Callable

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
TRIES, MOST_TRIES = 7, 40
"""The best counts: what else runs on the machine is not the page's doing. Where it keeps both cores, there are more tries."""


def _quickest(measure: Callable[[], list[float]], limit: float) -> tuple[list[float], ...]:
    """What each of the things took that `measure` does one after the other, until each was once within the limit."""
    tries: list[list[float]] = []
    while len(tries) < TRIES or (
        len(tries) < MOST_TRIES and any(min(times) >= limit for times in zip(*tries, strict=True))
    ):
        tries.append(measure())
    return tuple(sorted(times) for times in zip(*tries, strict=True))


def _shown(what: str, times: list[float]) -> None:
    print(f"{what}, ms:", *(round(time) for time in times))


def test_five_thousand_comments_are_seen_within_a_second(reading: str, open_page: Open) -> None:
    def paint() -> list[float]:
        page = open_page(f"{reading}/article/1")
        page.wait_for_load_state("load")
        took = page.evaluate(PAINT)
        page.close()
        return [took]

    (paints,) = _quickest(paint, 1000)
    _shown("first paint", paints)
    assert paints[0] < 1000


def test_five_thousand_comments_close_within_a_tenth_of_a_second(reading: str, open_page: Open) -> None:
    page = open_page(f"{reading}/article/1")
    page.wait_for_load_state("load")
    largest = page.evaluate(
        "() => [...document.querySelectorAll('.thread > .replies > .comment')]"
        ".map((e, at) => [e.querySelectorAll('.comment').length, at]).sort((a, b) => b[0] - a[0])[0]"
    )
    # The largest closes and opens again, and so does the first one.
    ats = (largest[1], largest[1], 0, 0)
    done = _quickest(lambda: [page.evaluate(CLOSE, at) for at in ats], 100)
    for what, times in zip(("closing", "opening", "closing the first", "opening the first"), done, strict=True):
        _shown(f"{what} ({largest[0]} replies and fewer)", times)
        assert times[0] < 100


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
    done = _quickest(lambda: [page.evaluate(OVERVIEW) for _ in range(2)], 100)
    for what, times in zip(("first comments only", "all again"), done, strict=True):
        _shown(what, times)
        assert times[0] < 100


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
    (times,) = _quickest(lambda: [page.evaluate(KEY, key)], 100)
    _shown(key, times)
    assert times[0] < 100
