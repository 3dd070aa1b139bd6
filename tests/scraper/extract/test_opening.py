"""What of a thread's page is its opening post, and what is furniture or one of its posts."""

from __future__ import annotations

import pytest

from archive.records import Comment, PageKind
from scraper.extract.article_body import Body
from scraper.extract.dom import parse
from scraper.extract.opening import is_taken_for_comments
from scraper.extract.thread import Thread
from tests.scraper.extract.reading import WORDS, comment, read, thread

ASKED = WORDS.replace("crane", "winch")
POSTS = [comment(n, f"{WORDS} Number {n}.") for n in range(1, 5)]


def board(before: str = "", *, after: str = "", posts: list[str] = POSTS) -> str:
    page = read(
        f"""<html><head><title>Who paints the crane?</title><meta name="generator" content="phpBB"></head>
<body><h1>Who paints the crane?</h1>{before}{thread(*posts)}{after}</body></html>""",
        url="http://example.org/forum/thread-1/",
    )
    assert page.kind is PageKind.THREAD
    assert len(page.comments) == len(posts)
    return page.article.text if page.article else ""


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(f'<div class="question"><div class="post-text"><p>{ASKED}</p><p>{ASKED}</p></div></div>', id="long"),
        pytest.param('<div class="item"><div class="usercontent"><p>Who is it that paints the crane by the old pier every spring? I walked by at noon and again at six, and saw no one.</p></div></div>', id="short-and-named"),
    ],
)  # fmt: skip
def test_a_question_above_its_answers_is_the_threads_text(question: str) -> None:
    assert board(question) != ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param('<div class="breadcrumb"><a href="/">Boards</a> <a href="/harbour">The harbour</a></div>', "", id="way"),
        pytest.param("", f'<div class="notice"><p>This site uses cookies to know you again. {ASKED}</p></div>', id="notice-below"),
        pytest.param(f'<div class="preview"><p>{WORDS} Number 1.</p></div>', "", id="copy-of-a-post"),
        pytest.param("<p>Your browser is out of date. You should use another.</p>", "", id="notice-above"),
    ],
)  # fmt: skip
def test_furniture_and_posts_are_not(before: str, after: str) -> None:
    assert board(before, after=after) == ""


def test_many_posts_that_are_all_of_a_page_are_a_thread() -> None:
    posts = [comment(n, f"{WORDS} Number {n}.") for n in range(1, 15)]
    page = read(f"<html><head><title>The crane</title></head><body><h1>The crane</h1>{thread(*posts)}</body></html>")
    assert (page.kind, len(page.comments)) == (PageKind.THREAD, 14)
    assert page.article is not None
    assert page.article.text == ""


@pytest.mark.parametrize(
    ("name", "count", "precision", "expected"),
    [("div.mt#", 6, 0.6, True), ("div.comment#", 6, 0.6, False), ("div.entry#", 6, 0.6, False), ("div.entry#", 6, 0.8, True), ("div.mt#", 12, 0.6, False)],
)  # fmt: skip
def test_records_that_are_an_articles_paragraphs_are_no_discussion(
    name: str, count: int, precision: float, expected: bool
) -> None:
    document = parse("<main>" + f"<div>{WORDS}</div>" * count + "</main>")
    (main,) = document.elements("main")
    said = tuple(Comment(key=str(n), text=WORDS) for n in range(count))
    talk = Thread(said, tuple(document.elements("div")), f"records:{name}", 0.9)
    body = Body(main, frozenset(), "forest", 0.8, spoken=1.0, heard=0.6, precision=precision)
    assert is_taken_for_comments(body, talk) is expected
