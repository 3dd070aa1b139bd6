"""What a crawl finds where a site names little: usual places, JSON Feeds, archives by month, divided articles."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.records import Relation
from scraper.spiders.feeds import read_sitemap
from scraper.spiders.reading import read
from scraper.spiders.usual_places import USUAL_PLACES
from tests.crawling import crawl, rows
from tests.scraper.extract.reading import WORDS
from tests.scraper.test_crawl_discovery import link, received
from tests.servers import Answer, SiteServer, article_page, html, text

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Notes",
    "next_url": "/feed.json?page=2",
    "items": [
        {"id": "1", "url": "/only-in-json/", "date_modified": "2026-02-01T10:00:00+01:00"},
        {"id": "2", "url": "https://example.org/two/"},
        {"id": "3", "external_url": "https://elsewhere.example/"},
        "odd",
    ],
}


def test_a_json_feed_names_articles_their_dates_and_its_next_page() -> None:
    body = json.dumps(JSON_FEED).encode()
    found = read(received(body, "https://example.org/feed.json", "application/feed+json; charset=utf-8"))
    assert (found.page, found.skipped) == (None, None)
    assert found.links == (
        link("https://example.org/only-in-json/", Relation.ARTICLE),
        link("https://example.org/two/", Relation.ARTICLE),
        link("https://example.org/feed.json?page=2", Relation.FEED),
    )
    assert [(sign.url, sign.modified_at) for sign in found.signs] == [
        ("https://example.org/only-in-json/", datetime(2026, 2, 1, 9, tzinfo=UTC)),
        ("https://example.org/two/", None),
    ]


@pytest.mark.parametrize("body", [b'{"version": "https://jsonfeed.org/version/1"}', b"[1]", b"{", b'{"version": 2}'])
def test_json_that_names_nothing(body: bytes) -> None:
    assert read(received(body, "https://example.org/feed.json", "application/json")).links == ()


def test_news_sitemaps_name_articles() -> None:
    news = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
    <url><loc>https://example.org/new/</loc><news:news><news:publication><news:name>N</news:name></news:publication>
    <news:publication_date>2026-03-01T08:00:00Z</news:publication_date><news:title>New</news:title></news:news></url></urlset>"""
    index = b"<sitemapindex><sitemap><loc>https://example.org/news-sitemap.xml</loc></sitemap></sitemapindex>"
    found = read_sitemap(news, url="https://example.org/news-sitemap.xml")
    assert found.links == (link("https://example.org/new/", Relation.ARTICLE),)
    assert [(sign.url, sign.modified_at) for sign in found.signs] == [
        ("https://example.org/new/", datetime(2026, 3, 1, 8, tzinfo=UTC))
    ]
    assert read_sitemap(index, url="https://example.org/sitemap.xml").links[0].relation is Relation.SITEMAP


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("<n:news><n:publication_date>2026-03-01</n:publication_date></n:news>", datetime(2026, 3, 1, tzinfo=UTC)),
        ("<lastmod>2026-03-02</lastmod><n:news><n:publication_date>2026-03-01T10:00+02:00</n:publication_date></n:news>", datetime(2026, 3, 2, tzinfo=UTC)),
        ("<lastmod>2026-02-01</lastmod><n:news><n:publication_date>2026-03-01T10:00+02:00</n:publication_date></n:news>", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("<n:news><n:publication_date>yesterday</n:publication_date></n:news>", None),
        ("<n:news><n:publication_date/></n:news>", None),
    ],
)  # fmt: skip
def test_the_later_date_of_a_news_sitemap_counts(dates: str, expected: datetime | None) -> None:
    body = f'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://example.org/a/</loc>{dates}</url></urlset>'
    found = read_sitemap(body.encode(), url="https://example.org/news.xml")
    assert [sign.modified_at for sign in found.signs] == ([expected] if expected else [])


STORY = f"<html><head><title>{{0}}</title></head><body><article><h1>{{0}}</h1><p>{WORDS}</p></article></body></html>"


def unnamed(server: SiteServer) -> dict[str, Answer]:
    """A site of one page that names nothing, with a JSON Feed and a sitemap index where they usually are."""
    index = f"<sitemapindex><sitemap><loc>{server.url('/posts.xml')}</loc></sitemap></sitemapindex>"
    listed = f"<urlset><url><loc>{server.url('/only-in-sitemap/')}</loc></url></urlset>"
    feed = {**JSON_FEED, "next_url": None}
    return {
        "/": html("<h1>Notes</h1><p>Of a small town.</p>"),
        "/feed/": html("<h1>Notes</h1><p>Sorry, there is no such page here, whatever you may have hoped to find.</p>"),
        "/feed.json": text(json.dumps(feed), kind="application/feed+json"),
        "/sitemap_index.xml": text(index, kind="application/xml"),
        "/posts.xml": text(listed, kind="application/xml"),
        "/only-in-json/": html(STORY.format("One")),
        "/only-in-sitemap/": html(STORY.format("Two")),
    }


def test_feeds_and_sitemaps_are_looked_for_where_they_usually_are(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    with SiteServer() as server:
        server.pages = dict(unnamed(server))
        first = crawl(server.url(), archive=archive).only_site()
        asked = set(server.paths())
        server.log.clear()
        crawl(server.url(), archive=archive)
        again = set(server.paths())
    assert first["articles"]["new"] == 2
    assert (first["failures"], first["pages"]["skipped"]) == ([], 0)
    assert set(USUAL_PLACES) <= asked
    assert again & set(USUAL_PLACES) == {"/feed.json", "/sitemap_index.xml"}
    assert rows(archive, "select relation, count(*) from frontier where relation in ('feed', 'sitemap', 'guess') group by 1") == [
        ("feed", 1), ("guess", 6), ("sitemap", 2),
    ]  # fmt: skip
    assert rows(archive, "select count(*) from captures where status = 404") == [(0,)]


@pytest.mark.slow
def test_usual_places_are_looked_at_again_after_a_quarter_of_a_year(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    absent = (
        "from frontier where relation = 'guess' and julianday(due_at) - julianday(visited_at) between 89.9 and 90.1"
    )
    with SiteServer({"/": html("<h1>Notes</h1><p>Of a small town.</p>")}) as server:
        crawl(server.url(), archive=archive)
        assert rows(archive, f"select count(*) {absent}") == [(len(USUAL_PLACES),)]
        for _ in range(2):
            server.log.clear()
            crawl(server.url(), archive=archive)
            assert not set(server.paths()) & set(USUAL_PLACES)
        with closing(sqlite3.connect(archive)) as connection, connection:
            connection.execute("update frontier set due_at = visited_at where relation = 'guess'")
        server.pages["/feed.json"] = text(json.dumps({**JSON_FEED, "next_url": None}), kind="application/feed+json")
        server.pages["/only-in-json/"] = html(STORY.format("One"))
        found = crawl(server.url(), archive=archive).only_site()
        assert set(USUAL_PLACES) <= set(server.paths())
    assert found["articles"]["new"] == 1


def test_an_archive_by_month_leads_to_what_nothing_else_names(tmp_path: Path) -> None:
    """Months, categories and their further pages; an article of three parts; nothing of a calendar without end."""
    with SiteServer() as server:
        months = '<h1>All</h1><a href="/2024/05/">May 2024</a> <a href="/category/news/">News</a> <a href="/2999/01/">Later</a>'
        parts = '<div class="page-links">Pages: <a href="/2024/05/long/">1</a> <a href="/2024/05/long/2/">2</a> <a href="/2024/05/long/3/">3</a></div>'

        def part(number: int) -> Answer:
            return html(article_page(30 + number, title="Long").replace("</article>", f"{parts}</article>"))

        server.pages = {
            "/": html(months),
            "/2024/05/": html('<h1>May</h1><h2><a href="/2024/05/of-may/">Of May</a></h2><a rel="next" href="/2024/05/page/2/">Older</a>'),
            "/2024/05/page/2/": html('<h1>May</h1><h2><a href="/2024/05/long/">Long</a></h2>'),
            "/category/news/": html('<h1>News</h1><h2><a href="/2024/04/of-april/">Of April</a></h2>'),
            "/2024/05/of-may/": html(article_page(1)),
            "/2024/04/of-april/": html(article_page(2)),
            "/2024/05/long/": part(1), "/2024/05/long/2/": part(2), "/2024/05/long/3/": part(3),
        }  # fmt: skip
        crawl(server.url(), archive=tmp_path / "a.db")
        asked = set(server.paths())
    titles = rows(tmp_path / "a.db", "select title from articles order by title")
    assert titles == [("Long",), ("Post 1",), ("Post 2",)]
    assert "/2999/01/" not in asked
    assert {"/2024/05/long/2/", "/2024/05/long/3/"} <= asked
