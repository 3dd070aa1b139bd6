"""An article's title, authors, dates and labels, chosen among what markup, head and the page itself say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archive.records import Article, Page
from tests.scraper.extract.reading import WORDS, comment, read, thread

BODY = f'<div class="entry-content"><p>{WORDS}</p><p>{WORDS}</p></div>'


def page(head: str, body: str, words: str = BODY) -> Page:
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}{words}</body></html>")


def facts(head: str, body: str, words: str = BODY) -> Article:
    found = page(head, body, words).article
    assert found is not None
    return found


def rule(of: Page, field: str) -> str | None:
    return {one.field: one.rule for one in of.evidence}.get(field)


def json_ld(**item: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **item})}</script>'


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        pytest.param("<title>The crane</title>", "<h1>The crane</h1>", "The crane", id="heading-and-head"),
        pytest.param("<title>The crane | Dunmore Chronicle</title>", "<h1>The crane</h1>", "The crane", id="head-with-the-sites-name"),
        pytest.param("<title>Dunmore Chronicle</title>", '<h1><a href="/">Dunmore Chronicle</a></h1><h2 class="entry-title">The crane</h2>', "The crane", id="site-in-h1"),
        pytest.param("<title>The crane and the clerk - Dunmore</title>", '<div class="site-title"><h1>Dunmore</h1></div><h2>The crane and the clerk</h2>', "The crane and the clerk", id="site-title-by-name"),
        pytest.param("<title>The crane and the clerk</title>", '<aside class="sidebar"><h1>Weather today</h1></aside><h3>The crane and the clerk</h3>', "The crane and the clerk", id="not-from-the-sidebar"),
        pytest.param('<title>x</title><meta property="og:title" content="The crane and the clerk">', "", "The crane and the clerk", id="og-title-alone"),
        pytest.param('<meta property="og:title" content="The crane and the clerk - Dunmore"><meta property="og:site_name" content="Dunmore">', "", "The crane and the clerk", id="og-title-with-the-sites-name"),
        pytest.param('<title>Dunmore | The crane</title><meta property="og:site_name" content="Dunmore">', "", "The crane", id="site-in-front"),
        pytest.param("<title>The crane and the clerk » Dunmore Chronicle</title>", "", "The crane and the clerk", id="longest-part"),
        pytest.param("<title>A - B - C - D</title>", "", "A - B - C - D", id="no-part-is-the-title"),
        pytest.param("<title>The crane — again</title>", "<h1>Another heading of the page</h1>", "Another heading of the page", id="h1-that-disagrees"),
        pytest.param(json_ld(headline="The crane and the clerk") + "<title>The crane and the clerk - Dunmore</title>", "", "The crane and the clerk", id="json-ld"),
        pytest.param("", "<h2>The crane</h2>", "The crane", id="heading-alone"),
        pytest.param("", '<p class="post-title">The crane</p>', "The crane", id="heading-by-name"),
        pytest.param("<title>A title</title>", '<h2 itemprop="headline">The crane</h2>', "A title", id="head-without-agreement"),
        pytest.param("<title> </title>", "", None, id="none"),
        pytest.param("<title>Dunmore</title>", '<p><a href="/">Dunmore</a></p>', None, id="the-sites-name-is-no-title"),
    ],
)  # fmt: skip
def test_title(head: str, body: str, expected: str | None) -> None:
    assert facts(head, body).title == expected


def test_a_heading_behind_the_text_is_anothers() -> None:
    found = read(
        f'<html><head><title>The crane</title></head><body>{BODY}<h2 class="title">Another story entirely</h2></body></html>'
    )
    assert found.article is not None
    assert found.article.title == "The crane"


@pytest.mark.parametrize(
    ("head", "body", "raw", "told_by"),
    [
        pytest.param(json_ld(datePublished="2024-05-01T08:00:00Z") + '<meta name="date" content="2020-01-01">', "", "2024-05-01T08:00:00Z", "json-ld", id="json-ld"),
        pytest.param('<meta property="article:published_time" content="2024-05-01">', '<time datetime="2020-01-01">x</time>', "2024-05-01", "meta", id="meta"),
        pytest.param("", '<time datetime="2024-05-01">Wednesday</time>', "2024-05-01", "byline", id="time"),
        pytest.param("", "<time>May 1, 2024</time>", "May 1, 2024", "byline", id="time-as-printed"),
        pytest.param("", '<span itemprop="datePublished" content="2024-05-01">x</span>', "2024-05-01", "byline", id="microdata"),
        pytest.param("", '<p class="date">May 1, 2024</p>', "May 1, 2024", "byline", id="printed"),
        pytest.param('<meta name="date" content="soon">', "", None, None, id="no-date"),
        pytest.param('<meta name="date" content="1988">', '<time datetime="2024-05-01">x</time>', "2024-05-01", "byline", id="a-year-is-no-day"),
        pytest.param("", '<p>Updated: <time datetime="2024-06-01">x</time></p><p>Published: <time datetime="2024-05-01">x</time></p>', "2024-05-01", "byline", id="published-before-updated"),
        pytest.param('<meta name="date" content="03-09-2024">', '<p class="date">Published March 9, 2024</p>', "Published March 9, 2024", "byline", id="what-reads-two-ways-comes-last"),
        pytest.param('<meta name="date" content="03-09-2024">', "", "03-09-2024", "meta", id="what-reads-two-ways-alone"),
        pytest.param('<meta name="date" content="03-19-2024">', '<p class="date">Published March 9, 2024</p>', "03-19-2024", "meta", id="what-reads-one-way"),
        pytest.param("", '<p class="info">Release 2.7.1 is out</p><p class="date">May 1, 2024</p>', "May 1, 2024", "byline", id="a-version-is-no-date"),
        pytest.param(json_ld(datePublished="Jun 12, 2025", dateModified="Jun 10, 2025"), "<p>November 2, 2022</p>", "November 2, 2022", "byline", id="stamped-anew"),
        pytest.param("", '<p class="info"><i data-tooltip="1 May 2024 10:00">3 years ago</i></p>', "1 May 2024 10:00", "byline", id="a-tooltip-is-exact"),
        pytest.param("", '<p class="info">5 min read</p>', None, None, id="a-reading-time-is-no-date"),
        pytest.param('<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2024-05-01"}</script>', "", "2024-05-01", "json-ld-page", id="of-the-page-at-last"),
    ],
)  # fmt: skip
def test_when_it_was_published(head: str, body: str, raw: str | None, told_by: str | None) -> None:
    found = page(f"<title>The crane</title>{head}", f"<h1>The crane</h1>{body}")
    assert found.article is not None
    assert (found.article.published_raw, rule(found, "published_at")) == (raw, told_by)
    assert (found.article.published_at is None) == (raw is None)


def test_a_dateline_far_below_the_text_is_read() -> None:
    far = (
        "<div>"
        + "<p><a href='/x'>Elsewhere</a></p>" * 80
        + '</div><div class="dateline"><p>Published</p><p>May 1, 2024</p></div>'
    )
    found = page("<title>The crane</title>", "<h1>The crane</h1>", BODY + far).article
    assert found is not None
    assert found.published_raw == "May 1, 2024"


def test_who_signs_a_post_is_not_the_threads_author() -> None:
    lines = (
        "The ferry left without its anchor.",
        "Nobody would lend them another rope.",
        "My uncle waits on the pier since Easter.",
    )
    posts = "".join(
        f'<article class="message message--post" id="js-post-{n}"><a class="username author" href="/members/{n}">{name}</a> <time datetime="2024-05-0{n}T08:00Z">x</time>'
        f'<div class="message-body"><p>{words}</p></div><a href="/reply/{n}">Reply</a></article>'
        for n, (name, words) in enumerate(zip(("Ann", "Bo", "Cy"), lines, strict=True), 1)
    )
    found = read(
        f'<html><head><title>Ferries</title><meta name="generator" content="XenForo"></head><body><h1>Ferries</h1>{posts}</body></html>'
    )
    assert [comment.author for comment in found.comments] == ["Ann", "Bo", "Cy"]
    assert found.kind == "thread"
    assert found.article is not None
    assert (found.article.authors, found.article.published_at) == ((), None)


def test_the_last_change_of_a_topic_is_not_when_it_was_opened() -> None:
    head = '<meta property="article:modified_time" content="2024-06-01T08:00:00Z">'
    of_article = page(f"<title>The crane</title>{head}", "<h1>The crane</h1>")
    assert rule(of_article, "published_at") == "modified"
    lines = ("Who took the anchor of the ferry?", "Nobody would lend them another.", "My uncle waits on the pier.")
    posts = "".join(
        f'<article class="message message--post" id="js-post-{n}"><a class="username author" href="/members/{n}">{name}</a> <span>yesterday</span>'
        f'<div class="message-body"><p>{words}</p></div><a href="/reply/{n}">Reply</a></article>'
        for n, (name, words) in enumerate(zip(("Ann", "Bo", "Cy"), lines, strict=True), 1)
    )
    topic = page(f'<title>Ferries</title><meta name="generator" content="XenForo">{head}', "<h1>Ferries</h1>", posts)
    assert topic.kind == "thread"
    assert topic.article is not None
    assert topic.article.published_raw is None


def test_the_other_facts_are_those_of_the_head() -> None:
    found = facts(
        '<title>The crane</title><meta property="article:modified_time" content="2024-05-02T10:00:00Z"><meta name="description" content="About a crane.">'
        '<meta property="og:image" content="/crane.jpg"><meta property="og:site_name" content="Dunmore"><meta property="article:section" content="Harbour">'
        '<meta property="article:tag" content="paint"><meta property="article:tag" content="clerks">',
        "<h1>The crane</h1>",
    )
    assert (found.description, found.image, found.site_name) == (
        "About a crane.",
        "http://example.org/crane.jpg",
        "Dunmore",
    )
    assert (found.section, found.tags) == ("Harbour", ("paint", "clerks"))
    assert found.modified_at is not None


def test_labels_are_the_links_that_say_so() -> None:
    found = facts(
        '<meta property="article:section" content="Other"><meta property="article:tag" content="other">',
        '<h1>The crane</h1><p><a rel="category tag" href="/category/harbour/">Harbour</a> <a rel="category tag" href="/category/news/">News</a>'
        ' <a rel="tag" href="/tag/paint/">paint</a><a rel="tag" href="/x"></a></p><div class="widget tagcloud"><a rel="tag" href="/tag/x">x</a></div>',
    )
    assert (found.section, found.tags) == ("Harbour", ("News", "paint"))


def test_labels_of_json_ld_alone() -> None:
    found = facts(
        json_ld(
            headline="The crane",
            articleSection=["Harbour", "News"],
            keywords="paint, clerks,",
            image={"url": "/a.jpg"},
            publisher={"name": "Dunmore"},
        ),
        "<h1>The crane</h1>",
    )
    assert (found.section, found.tags) == ("Harbour", ("News", "paint", "clerks"))
    assert (found.image, found.site_name) == ("http://example.org/a.jpg", "Dunmore")


def test_a_heading_of_signs_is_no_title() -> None:
    assert facts("<title>The crane</title>", "<h1>* * *</h1>").title == "The crane"
    assert (
        facts('<title>The crane | Else</title><meta property="og:site_name" content="Dunmore">', "").title
        == "The crane"
    )
    assert read("<h1>The crane</h1>").article is not None


def test_a_label_that_shows_nothing_is_none() -> None:
    found = facts("", '<h1>The crane</h1><a rel="tag" href="/x">&#8203;</a><a rel="category" href="/y">&#8203;</a>')
    assert (found.section, found.tags) == (None, ())


def test_a_title_in_the_box_of_the_comments_is_still_the_articles() -> None:
    html = f"<html><head><title>The crane</title></head><body><div>{BODY}<div><h1>The crane</h1>{thread(comment(1, WORDS * 3), comment(2, WORDS * 3))}</div></div></body></html>"
    found = read(html).article
    assert found is not None
    assert found.title == "The crane"
    assert found.text.startswith("The harbour crane")
