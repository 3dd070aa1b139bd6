"""Pages with very many comments: all are found, with the right parents, in a time that grows with their number."""

from __future__ import annotations

import random
import time

import pytest

from archive.records import Page
from tests.scraper.extract.reading import WORDS, article, read

SECONDS = 12  # half of it on a machine with nothing else to do
MOST = 20_000


def parents_of(count: int) -> list[int | None]:
    """For each comment the earlier one it answers, at most six levels deep, in reading order."""
    chance = random.Random(7)
    parents: list[int | None] = []
    stack: list[int] = []
    for place in range(count):
        del stack[chance.randint(0, min(len(stack), 5)) :]
        parents.append(stack[-1] if stack else None)
        stack.append(place)
    return parents


def words(place: int) -> str:
    return f"So: {WORDS[place % 40 : place % 40 + 60 + place % 90].strip()} This was number {place}."


def key(place: int | None) -> str | None:
    """As the page has it; 0 is what sites write where there is no parent."""
    return None if place is None else str(place + 1)


def record(place: int) -> str:
    """One comment without what holds it."""
    return (
        f'<div class="comment-body"><b class="fn">Reader {place % 999}</b> <a href="#comment-{key(place)}"><time datetime="2024-05-01T10:00:00Z">May 1</time></a>'
        f'<div class="comment-content"><p>{words(place)}</p></div><a class="comment-reply-link" href="?replytocom={key(place)}">Reply</a></div>'
    )


def nested(parents: list[int | None]) -> str:
    """The thread as lists within lists."""
    html: list[str] = []
    stack: list[int] = []
    for place, parent in enumerate(parents):
        while stack and stack[-1] != parent:
            html.append("</ol></li>")
            stack.pop()
        stack.append(place)
        html.append(
            f'<li id="comment-{key(place)}" class="comment depth-{len(stack)}">{record(place)}<ol class="children">'
        )
    return f'<ol class="comment-list">{"".join(html)}{"</ol></li>" * len(stack)}</ol>'


def depths(parents: list[int | None]) -> list[int]:
    found: list[int] = []
    for parent in parents:
        found.append(0 if parent is None else found[parent] + 1)
    return found


def flat(parents: list[int | None]) -> str:
    """The thread side by side, its levels as classes."""
    records = "".join(
        f'<div id="comment-{key(place)}" class="comment level-{depth}">{record(place)}</div>'
        for place, depth in enumerate(depths(parents))
    )
    return f'<div id="comments">{records}</div>'


def referring(parents: list[int | None]) -> str:
    """The thread side by side, each naming the one it answers."""
    records = "".join(
        f'<div id="comment-{key(place)}" class="comment" data-parent-id="{key(parent) or 0}">{record(place)}</div>'
        for place, parent in enumerate(parents)
    )
    return f'<div id="comments">{records}</div>'


SHAPES = {"nested": nested, "flat": flat, "referring": referring}


def check(page: Page, parents: list[int | None]) -> None:
    """Every comment is there, in its place, with its words."""
    assert len(page.comments) == len(parents)
    for comment in page.comments:
        place = comment.position
        assert (comment.key, comment.parent_key, comment.text) == (key(place), key(parents[place]), words(place))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_thousand_comments_are_all_found(shape: str) -> None:
    parents = parents_of(MOST // 20)
    check(read(article(SHAPES[shape](parents))), parents)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_twenty_thousand_comments_are_found_in_seconds(shape: str) -> None:
    parents = parents_of(MOST)
    html = article(SHAPES[shape](parents))
    began = time.process_time()
    page = read(html)
    assert time.process_time() - began < SECONDS
    check(page, parents)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_ten_times_the_comments_take_about_ten_times_as_long(shape: str) -> None:
    few, many = (article(SHAPES[shape](parents_of(count))) for count in (MOST // 10, MOST))
    # 13 times on an idle machine; the rest is what a full cache of a busy one costs. Squared time would be 100.
    assert best(many, 2) < 16 * best(few, 5)


def best(html: str, times: int) -> float:
    """The shortest time of several."""
    found = []
    for _ in range(times):
        began = time.process_time()
        read(html)
        found.append(time.process_time() - began)
    return min(found)


def test_a_thread_of_a_thousand_levels_is_kept_whole() -> None:
    parents = [None, *range(999)]
    page = read(article(referring(parents)))
    check(page, parents)
    assert [comment.depth for comment in page.comments] == list(range(1_000))


@pytest.mark.parametrize(
    ("words", "expected"), [("", 0), (" The gulls took it.", 2_100)], ids=["no-room-for-words", "short-ones"]
)
def test_thousands_of_names_and_numbers_are_no_discussion(words: str, expected: int) -> None:
    records = "".join(f"<li id=c{n}><cite>A{n % 9}</cite>5 May 2012<p>{n}{words}" for n in range(2_100))
    assert len(read(f"<h1>Gulls</h1><ol class=comments>{records}</ol>").comments) == expected
