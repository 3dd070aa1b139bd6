"""A page as extracted into a page as stored: what it says is worked out, once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Article, Comment, DatePrecision, Page, PageKind, RecentComment
from scraper.normalise.page import normalise_page
from tests.scraper.extract.reading import CASES, Case
from tests.strategies import EXTRACTOR, pages

NOW = datetime(2024, 6, 15, 12, tzinfo=UTC)
URL = "http://example.org/a/"


def page(article: Article | None = None, comments: tuple[Comment, ...] = (), **rest: Any) -> Page:
    plain = Page(
        url=URL, kind=PageKind.ARTICLE, fetched_at=NOW, extractor=EXTRACTOR, article=article, comments=comments
    )
    return attrs.evolve(plain, **rest)


def normal(article: Article) -> Article:
    found = normalise_page(page(article)).article
    assert found is not None
    return found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_normalising_a_page_twice_is_once(case: Case) -> None:
    once = normalise_page(case.extract())
    assert normalise_page(once) == once


@pytest.mark.parametrize(
    ("language", "month"),
    [("en-US", 4), ("en", 4), (None, 4), ("en-GB", 5), ("es", 5), ("de-AT", 5), ("ja", 4)],
)
def test_the_pages_language_tells_the_order_of_day_and_month(language: str | None, month: int) -> None:
    article = Article(url=URL, title="The crane", text="Words.", language=language, published_raw="04/05/2012 8:00 pm")
    at = normal(article).published_at
    assert at is not None
    assert at.month == month


ragged = st.text(st.sampled_from("ab \t\n\r\u00a0\u200b\x00<>&…\"'.e\u0301"), max_size=20)


@settings(max_examples=25)
@given(pages(), ragged, ragged)
def test_normalising_any_record_twice_is_once(given: Page, words: str, html: str) -> None:
    raw = attrs.evolve(
        given,
        comments=tuple(attrs.evolve(one, text=words + one.text, html=html, author=words) for one in given.comments),
        recent_comments=tuple(attrs.evolve(one, excerpt=words + "…") for one in given.recent_comments),
        article=given.article and attrs.evolve(given.article, title=words, html=html, authors=(words, html)),
    )
    once = normalise_page(raw)
    assert normalise_page(once) == once


@settings(max_examples=25)
@given(pages())
def test_nothing_is_added_and_nothing_lost(given: Page) -> None:
    found = normalise_page(given)
    assert len(found.comments) == len(given.comments)
    assert len(found.recent_comments) == len(given.recent_comments)
    assert (found.people, found.links, found.evidence) == (given.people, given.links, given.evidence)


def test_dates_are_worked_out_against_the_time_of_fetching() -> None:
    found = normalise_page(
        page(Article(url=URL, published_raw="yesterday"), (Comment(key="1", published_raw="2 hours ago"),))
    )
    assert found.article is not None
    assert (found.article.published_at, found.article.date_precision) == (
        datetime(2024, 6, 14, tzinfo=UTC),
        DatePrecision.DAY,
    )
    assert found.comments[0].published_at == datetime(2024, 6, 15, 10, tzinfo=UTC)


def test_times_without_a_zone_are_the_sites() -> None:
    raw = page(
        Article(url=URL, published_raw="May 1, 2024 at 10:30 pm"),
        (Comment(key="1", published_raw="May 2, 2024 at 1:00 am"),),
    )
    found = normalise_page(raw, ZoneInfo("America/New_York"))
    assert found.article is not None
    assert found.article.published_at == datetime(2024, 5, 2, 2, 30, tzinfo=UTC)
    assert found.comments[0].published_at == datetime(2024, 5, 2, 5, 0, tzinfo=UTC)


def test_a_date_that_cannot_be_read_is_kept_as_printed() -> None:
    found = normal(Article(url=URL, published_raw="in the spring", modified_raw="later"))
    assert (found.published_raw, found.published_at, found.date_precision, found.modified_at) == (
        "in the spring",
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en_US", "en-US"),
        ("EN", "en"),
        ("de-AT", "de-AT"),
        ("", None),
        (None, None),
        ("x" * 40, None),
        (" fr ", "fr"),
        ("-", None),
    ],
)
def test_language(language: str | None, expected: str | None) -> None:
    assert normal(Article(url=URL, language=language)).language == expected


def test_addresses_and_names_are_in_their_one_spelling() -> None:
    found = normalise_page(
        page(
            Article(url="HTTP://Example.org/a/?utm_source=x", title=" A \n b ", authors=(" Ann  Lee", "Ann Lee", " ")),
            article_url="http://EXAMPLE.org/a/",
        )
    )
    assert found.article is not None
    assert (found.article.url, found.article.title, found.article.authors) == (URL, "A b", ("Ann Lee",))
    assert found.article_url == URL


def test_a_title_of_white_space_is_none() -> None:
    assert normal(Article(url=URL, title=" \n ")).title is None


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p onclick=x>a<script>b</script></p>", "<p>a</p>"),
        ('<a href="javascript:x">a</a>', '<a rel="nofollow noopener ugc">a</a>'),
        ("plain & simple", "plain & simple"),
        ("", None),
        (None, None),
        pytest.param("<p>a\x07b\x1b[31mc\x85\td&#27;e</p>\n", "<p>ab[31mc\tde</p>\n", id="control-characters"),
        pytest.param("a\x00b", "ab", id="control-character-without-markup"),
    ],
)
def test_html_is_harmless_whoever_wrote_it(html: str | None, expected: str | None) -> None:
    assert normal(Article(url=URL, html=html)).html == expected
    assert normalise_page(page(comments=(Comment(key="1", html=html),))).comments[0].html == expected


def test_comments_without_an_article_belong_to_its_address() -> None:
    found = normalise_page(page(None, (Comment(key="1"),), url=URL + "comment-page-2/"))
    assert found.article_url == URL


def test_cuts_of_the_sidebar_are_taken_off() -> None:
    entries = (
        RecentComment(position=7, author=" Ann ", excerpt="one two…", truncated=False, url=None, article_title=" "),
        RecentComment(position=7, author=" ", excerpt="all", truncated=True, url=None, article_title="T"),
        RecentComment(position=7, author=None, excerpt=None, truncated=False, url=None, article_title=None),
    )
    found = normalise_page(page(recent_comments=entries)).recent_comments
    assert [(e.position, e.author, e.excerpt, e.truncated, e.article_title) for e in found] == [
        (0, "Ann", "one two", True, None), (1, None, "all", True, "T"), (2, None, None, False, None),
    ]  # fmt: skip
