"""What a crawl finds, and what it leaves alone."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.records import Directives, Extractor, Link, Page, PageKind, RecentComment, Relation
from scraper.engine.plan import CrawlPlan, make_plan
from scraper.errors import InputError
from scraper.spiders.feeds import newest_entries, read_feed, read_sitemap
from scraper.spiders.links import followed, links_of_page, refresh_target
from scraper.spiders.reading import Received, read
from tests.crawling import crawl, rows
from tests.servers import Answer, SiteServer, article_page, html, linked_site, redirect, text

AT = datetime(2026, 3, 4, tzinfo=UTC)
PLAN = CrawlPlan(urls=("https://example.org/",), archive=Path("a.db"), delay=1.0)


def urls(*links: Link) -> list[str]:
    return [link.url for link in followed(links, plan=PLAN, depth=0)]


def link(url: str, relation: Relation = Relation.OTHER, *, nofollow: bool = False) -> Link:
    return Link(url=url, relation=relation, nofollow=nofollow)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(link("http://www.example.org/a"), ["http://www.example.org/a"], id="www-and-http"),
        pytest.param(link("https://example.org/a?utm_source=x#c"), ["https://example.org/a"], id="one-spelling"),
        pytest.param(link("https://example.com/a"), [], id="another-site"),
        pytest.param(link("https://sub.example.org/a"), [], id="another-host"),
        pytest.param(link("https://example.org:8443/a"), [], id="another-port"),
        pytest.param(link("mailto:a@example.org"), [], id="no-page"),
        pytest.param(link("https://example.org/a?replytocom=5"), [], id="trap"),
        pytest.param(link("https://example.org/a.jpg"), [], id="picture"),
        pytest.param(
            link("https://example.org/s.xml.gz", Relation.SITEMAP), ["https://example.org/s.xml.gz"], id="sitemap"
        ),
        pytest.param(link("https://example.org/a", nofollow=True), [], id="nofollow"),
        pytest.param(
            link("https://example.org/a?cpage=2", Relation.COMMENT_PAGE, nofollow=True),
            ["https://example.org/a?cpage=2"],
            id="own-parts-whatever-nofollow-says",
        ),
        pytest.param(
            link("https://example.org/wp-json/oembed/1.0/embed?url=https%3A%2F%2Fexample.org%2Fa", Relation.SUPPLEMENT),
            ["https://example.org/wp-json/oembed/1.0/embed?url=https%3A%2F%2Fexample.org%2Fa"],
            id="an-endpoint-with-an-address-in-it",
        ),
        pytest.param(link("https://example.org/embed?url=https%3A%2F%2Fexample.org%2Fa"), [], id="as-a-link-a-trap"),
    ],
)
def test_followed(given: Link, expected: list[str]) -> None:
    assert urls(given) == expected


def test_the_first_relation_of_an_address_counts() -> None:
    kept = followed(
        [link("https://example.org/a#1", Relation.ARTICLE), link("https://example.org/a", Relation.OTHER)],
        plan=PLAN,
        depth=0,
    )
    assert kept == (link("https://example.org/a", Relation.ARTICLE),)


def test_depth_ends() -> None:
    plan = CrawlPlan(urls=("https://example.org/",), archive=Path("a.db"), delay=1.0, depth_limit=3)
    given = [link("https://example.org/a")]
    assert (len(followed(given, plan=plan, depth=2)), len(followed(given, plan=plan, depth=3))) == (1, 0)


def page(**changes: object) -> Page:
    made = Page(
        url="https://example.org/a/", kind=PageKind.ARTICLE, fetched_at=AT, extractor=Extractor(name="x", version="1")
    )
    import attrs

    return attrs.evolve(made, **changes)  # type: ignore[arg-type]  # fields by name


def test_a_page_names_its_comment_pages_and_where_people_talk() -> None:
    entry = RecentComment(
        position=0,
        author="A",
        excerpt=None,
        truncated=False,
        url="https://example.org/b/#comment-4",
        article_title=None,
    )
    found = links_of_page(
        page(
            more_comment_pages=("https://example.org/a/comment-page-1/",),
            recent_comments=(entry,),
            links=(link("https://example.org/c/"), link("https://example.org/a/feed/", Relation.COMMENT_FEED)),
        )
    )
    assert list(found) == [
        link("https://example.org/a/comment-page-1/", Relation.COMMENT_PAGE),
        link("https://example.org/b/", Relation.SIDEBAR),
        link("https://example.org/c/"),
    ]


def test_a_page_that_says_nofollow_is_not_followed() -> None:
    assert not list(links_of_page(page(links=(link("https://example.org/c/"),), directives=Directives(nofollow=True))))


RSS = b"""<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>
<atom:link rel="next" href="/feed/?paged=2"/>
<item><title>One</title><link>https://example.org/one/</link></item>
<item><title>Comment</title><link>https://example.org/one/comment-page-2/#comment-9</link></item>
<item><title>No link</title></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/two/"/></entry></feed>"""
SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://example.org/one/ </loc><lastmod>2026-01-01</lastmod></url><url><lastmod>x</lastmod></url></urlset>"""
INDEX = b"<sitemapindex><sitemap><loc>https://example.org/posts.xml.gz</loc></sitemap></sitemapindex>"


def test_feeds_name_articles_once_and_their_next_page() -> None:
    assert read_feed(RSS, url="https://example.org/feed/").links == (
        link("https://example.org/one/", Relation.ARTICLE),
        link("https://example.org/feed/?paged=2", Relation.FEED),
    )
    assert read_feed(ATOM, url="https://example.org/feed").links == (
        link("https://example.org/two/", Relation.ARTICLE),
    )
    assert read_feed(b"<rss><channel><item>broken", url="https://example.org/").links == ()


@pytest.mark.parametrize(
    ("head", "entry", "tail"),
    [
        ("<rss><channel>", "<item><link>https://example.org/{}/</link></item>", "</channel></rss>"),
        ('<feed xmlns="http://www.w3.org/2005/Atom">', '<entry><link href="https://example.org/{}/"/></entry>', "</feed>"),
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>', "<item><link>https://example.org/{}/</link></item>", "</rdf:RDF>"),
    ],
    ids=["rss", "atom", "rdf"],
)  # fmt: skip
def test_of_a_giant_feed_the_newest_entries_are_read(
    head: str, entry: str, tail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (head + "".join(entry.format(n) for n in range(40)) + tail).encode()
    assert newest_entries(whole) == whole
    monkeypatch.setattr("scraper.spiders.feeds._LONGEST", len(whole) // 2)
    cut = newest_entries(whole)
    assert len(cut) <= len(whole) // 2 + len(tail)
    found = read_feed(cut, url="https://example.org/feed/").links
    assert 15 <= len(found) <= 20
    assert found[0] == link("https://example.org/0/", Relation.ARTICLE)
    assert newest_entries(b"<rss>" + b" " * len(whole)) == b"<rss>" + b" " * len(whole)


@pytest.mark.parametrize(
    ("name", "relation"),
    [
        ("post-sitemap.xml", Relation.ARTICLE),
        ("sitemap.xml", Relation.ARTICLE),
        ("category-sitemap.xml", Relation.OTHER),
    ],
)
def test_sitemaps_name_pages(name: str, relation: Relation) -> None:
    assert read_sitemap(SITEMAP, url=f"https://example.org/{name}").links == (
        link("https://example.org/one/", relation),
    )


def test_sitemap_indexes_name_sitemaps() -> None:
    assert read_sitemap(INDEX, url="https://example.org/s.xml").links == (
        link("https://example.org/posts.xml.gz", Relation.SITEMAP),
    )


def received(body: bytes, url: str = "https://example.org/s.xml", kind: str | None = None) -> Received:
    return Received(body=body, url=url, fetched_at=AT, content_type=kind)


def test_a_packed_sitemap_is_read_and_a_torn_one_has_its_reason() -> None:
    packed = gzip.compress(SITEMAP + b"<!-- " + b"x" * 9999 + b" -->")
    url, kind = "https://example.org/s.xml.gz", "application/gzip"
    assert len(read(received(packed, url, kind)).links) == 1
    assert read(received(packed[:-20], url, kind)).error == "its compressed body is cut short"


def test_a_broken_sitemap_never_raises() -> None:
    assert read(received(b"<urlset><url><loc>https://example.org/a")).page is None


@pytest.mark.parametrize(
    ("body", "target"),
    [
        (b'<meta http-equiv="refresh" content="0; url=/blog/">', "/blog/"),
        (b"<META HTTP-EQUIV=Refresh CONTENT='5;URL=http://e.org/?a=1&amp;b=2'>", "http://e.org/?a=1&b=2"),
        (b'<meta http-equiv="refresh" content="300">', None),
        (b"<p>refresh</p>", None),
    ],
)
def test_meta_refresh(body: bytes, target: str | None) -> None:
    assert refresh_target(body) == target


@pytest.mark.parametrize("url", ["example.org", "ftp://example.org/", "http://", "file:///etc/passwd", ""])
def test_only_http_addresses_are_crawled(url: str) -> None:
    with pytest.raises(InputError, match="not an http or https address"):
        make_plan((url,), archive=Path("a.db"), delay=1.0)


def test_one_spider_crawls_one_site() -> None:
    with pytest.raises(InputError, match="several sites"):
        make_plan(("http://example.org/", "http://example.com/"), archive=Path("a.db"), delay=1.0)


# A whole site, from different addresses.


@pytest.fixture(scope="module")
def site() -> Iterator[SiteServer]:
    with SiteServer() as server:
        pages = linked_site(4)
        sitemap = f"<urlset><url><loc>{server.url('/only-in-sitemap/')}</loc></url></urlset>".encode()
        index = f"<sitemapindex><sitemap><loc>{server.url('/posts.xml.gz')}</loc></sitemap></sitemapindex>"
        feed = f"<rss><channel><item><link>{server.url('/only-in-feed/')}</link></item></channel></rss>"
        pages["/robots.txt"] = text(f"User-agent: *\nDisallow: /private/\nSitemap: {server.url('/sitemap.xml')}\n")
        pages["/sitemap.xml"] = text(index, kind="application/xml")
        pages["/posts.xml.gz"] = text(gzip.compress(sitemap), kind="application/gzip")
        pages["/feed/"] = text(feed, kind="application/rss+xml")
        for name in ("only-in-sitemap", "only-in-feed", "private"):
            pages[f"/{name}/"] = html(article_page(900, title=name))
        front = pages["/"]
        assert isinstance(front, Answer)
        body = front.body.decode().replace(
            "</head>", '<link rel="alternate" type="application/rss+xml" href="/feed/"></head>'
        )
        more = '<a href="/private/">p</a> <a href="/old/">o</a> <a href="/old-too/">o</a> <a href="/post-1/?replytocom=2">r</a>'
        pages["/"] = html(body.replace("</body>", f"{more}</body>"))
        pages["/old/"] = redirect("/post-2/")
        pages["/old-too/"] = redirect("/post-2/", status=302)
        server.pages = pages
        yield server


@pytest.mark.parametrize("start", ["/", "/feed/", "/sitemap.xml", "/post-2/"])
def test_a_site_is_found_from_any_of_its_addresses(site: SiteServer, tmp_path: Path, start: str) -> None:
    before = len(site.log)
    summary = crawl(site.url(start), archive=tmp_path / "a.db").only_site()
    asked = [request.path for request in site.log[before:]]
    assert {"/posts.xml.gz", "/only-in-sitemap/"} <= set(asked)
    assert not {path for path in asked if "private" in path or "replytocom" in path}
    assert len(asked) == len(set(asked)), "every address once, also where redirects lead to it"
    if start == "/":
        assert {"/only-in-feed/", "/post-0/", "/post-3/", "/old/", "/old-too/"} <= set(asked)
        assert summary["pages"]["forbidden"] == 1
        assert summary["skips"] == {"redirects": 2}


def test_only_the_article_is_fetched_where_that_is_asked(site: SiteServer, tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    crawl(site.url("/"), archive=archive, options=("--limit", "2"))
    before = len(site.log)
    for _ in range(2):
        summary = crawl(site.url("/old/"), archive=archive, options=("--only-article",)).only_site()
        assert summary["ending"] == "finished"
    assert [request.path for request in site.log[before:]] == ["/robots.txt", "/old/", "/post-2/"] * 2
    assert rows(archive, "select count(*) from frontier where state = 'in_flight'") == [(0,)]
