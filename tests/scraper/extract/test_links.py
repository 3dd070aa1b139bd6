"""Addresses a page names, and what it says they are."""

from __future__ import annotations

import pytest

from archive.records import Directives, Relation
from scraper.extract.directives import read_directives
from scraper.extract.dom import parse
from scraper.extract.links import article_parts, canonical_link
from scraper.extract.structured import read_head
from tests.scraper.extract.reading import article, read

URL = "http://example.org/post/"


def links(html: str, head: str = "") -> dict[str, Relation]:
    return {link.url: link.relation for link in read(article(html, head=head)).links}


@pytest.mark.parametrize(
    ("html", "url", "relation"),
    [
        pytest.param('<a href="/other/">x</a>', "http://example.org/other/", Relation.OTHER, id="other"),
        pytest.param('<h2><a href="/other/">x</a></h2>', "http://example.org/other/", Relation.ARTICLE, id="heading"),
        pytest.param('<a rel="bookmark" href="/other/">x</a>', "http://example.org/other/", Relation.ARTICLE, id="bookmark"),
        pytest.param('<a href="/post/comment-page-2/#comments">x</a>', "http://example.org/post/comment-page-2/", Relation.COMMENT_PAGE, id="comment-page"),
        pytest.param('<a href="/page/2/">x</a>', "http://example.org/page/2/", Relation.LISTING, id="listing"),
        pytest.param('<a href="/category/news/">x</a>', "http://example.org/category/news/", Relation.LISTING, id="category"),
        pytest.param('<a href="/2024/05/">x</a>', "http://example.org/2024/05/", Relation.LISTING, id="month"),
        pytest.param('<a href="?paged=3">x</a>', "http://example.org/post/?paged=3", Relation.LISTING, id="paged"),
        pytest.param('<ul class="recentcomments"><li>Ann on <a href="/other/#comment-3">x</a></li></ul>', "http://example.org/other/", Relation.SIDEBAR, id="sidebar"),
        pytest.param('<map><area href="/other/"></map>', "http://example.org/other/", Relation.OTHER, id="area"),
        pytest.param('<a href="http://WWW.example.org/other/?utm_source=x">x</a>', "http://www.example.org/other/", Relation.OTHER, id="same-site"),
        pytest.param('<a href="//example.org/other/">x</a>', "http://example.org/other/", Relation.OTHER, id="no-scheme"),
    ],
)  # fmt: skip
def test_a_link_is_what_the_page_says(html: str, url: str, relation: Relation) -> None:
    assert links(html) == {url: relation}


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<a href="http://elsewhere.example/">x</a>', id="another-site"),
        pytest.param('<a href="http://sub.example.org/">x</a>', id="another-host"),
        pytest.param('<a href="#comments">x</a>', id="fragment"),
        pytest.param('<a href="?replytocom=7#respond">x</a>', id="reply-form"),
        pytest.param('<a href="/wp-login.php">x</a>', id="login"),
        pytest.param('<a href="/crane.jpg">x</a>', id="picture"),
        pytest.param('<a href="/post/?share=email">x</a>', id="share"),
        pytest.param('<a href="javascript:go()">x</a>', id="script"),
        pytest.param('<a href="mailto:ann@example.org">x</a>', id="mail"),
        pytest.param('<a href="http://[">x</a>', id="no-address"),
        pytest.param("<a name=x>x</a><a href>x</a>", id="no-link"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_leads_nowhere_is_left_out(html: str) -> None:
    assert links(html) == {}


def test_the_strongest_relation_is_kept() -> None:
    assert links('<a href="/a/">x</a><h2><a href="/a/#more">y</a></h2><a href="/a/">z</a><a href="/a/">z</a>') == {
        "http://example.org/a/": Relation.ARTICLE
    }


def test_nofollow_is_told() -> None:
    (link,) = read(article('<a rel="nofollow noopener" href="/a/">x</a>')).links
    assert link.nofollow


def test_feeds_are_told_from_comment_feeds() -> None:
    head = (
        '<link rel="alternate" type="application/rss+xml" title="Dunmore" href="/feed/"><link rel="alternate" type="application/atom+xml" title="Dunmore Comments" href="/c.xml">'
        '<link rel="alternate" type="application/rss+xml" title="x" href="/post/comments/feed/"><link rel="alternate" type="application/rss+xml" title="Kommentare" href="/k/">'
        '<link rel="alternate" hreflang="de" href="/de/"><link rel="next" href="/page/2/"><link rel="prev" href="http://elsewhere.example/"><link rel="stylesheet" href="/a.css">'
        '<link rel="alternate" type="application/rss+xml" href="data:x">'
    )
    assert links("", head) == {
        "http://example.org/feed/": Relation.FEED,
        "http://example.org/c.xml": Relation.COMMENT_FEED,
        "http://example.org/post/comments/feed/": Relation.COMMENT_FEED,
        "http://example.org/k/": Relation.COMMENT_FEED,
        "http://example.org/page/2/": Relation.OTHER,
    }


PAGER = '<div class="page-links">Pages: {}</div>'


@pytest.mark.parametrize(
    ("html", "url", "expected"),
    [
        pytest.param(PAGER.format('1 <a href="/post/2/">2</a> <a href="/post/3/">3</a>'), URL, ({2: URL + "2/", 3: URL + "3/"}, 1), id="first"),
        pytest.param(PAGER.format('<a href="/post/">1</a> 2 <a href="/post/3/">3</a>'), URL + "2/", ({1: URL, 3: URL + "3/"}, 2), id="second"),
        pytest.param(PAGER.format('<a href="?page=2">2</a>'), URL, ({2: URL + "?page=2"}, 1), id="query"),
        pytest.param(PAGER.format('<a href="/post/?a=1">1</a> 2'), URL + "?a=1&page=2", ({1: URL + "?a=1"}, 2), id="query-of-several"),
        pytest.param('<a href="/post/2/">2</a>', URL, ({}, 1), id="outside-of-a-pager"),
        pytest.param(PAGER.format('<a href="/other/2/">2</a>'), URL, ({}, 1), id="another-article"),
        pytest.param(PAGER.format('<a href="/post/comment-page-2/">2</a>'), URL, ({}, 1), id="comment-pages"),
        pytest.param(PAGER.format('<a href="/2024/05/">May</a>'), "http://example.org/2024/", ({}, 1), id="months"),
        pytest.param(PAGER.format('<a href="http://[/2/">2</a><a>3</a>'), URL, ({}, 1), id="no-address"),
        pytest.param("", URL + "2/", ({}, 1), id="a-number-may-be-a-name"),
    ],
)  # fmt: skip
def test_parts_of_a_divided_article(html: str, url: str, expected: tuple[dict[int, str], int]) -> None:
    assert article_parts(parse(html), url) == expected


def test_a_part_belongs_to_the_articles_address() -> None:
    page = read(article(PAGER.format('<a href="/post/">1</a> 2')), url=URL + "2/")
    assert page.article is not None
    assert (page.article.url, page.article.part, page.article_url) == (URL, 2, URL)
    assert [link.relation for link in page.links] == [Relation.OTHER, Relation.ARTICLE_PAGE]


def test_a_part_that_does_not_link_the_first_is_of_the_folder_above() -> None:
    page = read(article(PAGER.format('2 <a href="/post/3/">3</a>')), url=URL + "2/")
    assert (page.article_url, page.article and page.article.part) == (URL, 2)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="canonical" href="/post/?utm_source=x">', URL),
        ('<link rel="canonical" href="http://elsewhere.example/a">', "http://elsewhere.example/a"),
        ('<meta property="og:url" content="/post/">', URL),
        ('<link rel="canonical" href=""><meta property="og:url" content="/b">', "http://example.org/b"),
        ("", None),
    ],
)
def test_the_address_a_page_calls_its_own(head: str, expected: str | None) -> None:
    assert canonical_link(read_head(parse(f"<head>{head}</head>")), URL) == expected


@pytest.mark.parametrize(
    ("head", "header", "expected"),
    [
        ("", None, Directives()),
        ('<meta name="robots" content="NOINDEX, nofollow">', None, Directives(noindex=True, nofollow=True)),
        ('<meta name="robots" content="none">', None, Directives(noindex=True, nofollow=True)),
        ('<meta name="robots" content="index,follow,noarchive">', None, Directives(noarchive=True)),
        ('<meta name="commentariat" content="noarchive">', None, Directives(noarchive=True)),
        ('<meta name="googlebot" content="noarchive">', None, Directives()),
        ("", "noarchive", Directives(noarchive=True)),
        ("", "otherbot: noindex", Directives()),
        ('<meta name="tdm-reservation" content="1">', None, Directives(tdm_reservation=True)),
        ('<meta name="tdm-reservation" content="0">', None, Directives(tdm_reservation=False)),
    ],
)
def test_directives(head: str, header: str | None, expected: Directives) -> None:
    headers = {"x-robots-tag": header} if header else {}
    assert read_directives(read_head(parse(f"<head>{head}</head>")), headers) == expected
    assert read(article("", head=head), headers=headers).directives == expected
