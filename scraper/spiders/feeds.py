"""Feeds and sitemaps: the addresses they name."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import attrs

from archive.addresses import comment_key
from archive.records import Link, Relation, Sign, SignKind
from archive.returns.revisits import FEED_PAGES
from scraper.normalise.urls import article_address, canonical_url

# Sitemaps of terms, authors and pictures; WordPress and Yoast name them so.
_NO_ARTICLES = re.compile(r"(?:tax|categor|tag|author|user|image|video|page-sitemap|posts-page)", re.I)
_PAGED = re.compile(r"[?&]paged=(\d{1,4})$")
_ENTRIES_OF_WORDPRESS = 10
"""On a page of a feed, unless the site's owner has changed it; with fewer there is no further page."""


_LONGEST = 10_000_000
"""Bytes of a feed that are read: parsed, they take nine times as much memory, and the newest entries come first."""
_CLOSINGS = {
    b"<rss": (b"</item>", b"</channel></rss>"),
    b"<feed": (b"</entry>", b"</feed>"),
    b"<rdf:RDF": (b"</item>", b"</rdf:RDF>"),
}


@attrs.frozen(kw_only=True)
class Listed:
    """What a feed or a sitemap names."""

    links: tuple[Link, ...] = ()
    signs: tuple[Sign, ...] = ()


def newest_entries(body: bytes) -> bytes:
    """The feed, cut behind an entry where it is longer than any that people read."""
    if len(body) <= _LONGEST:
        return body
    for opening, (last, closing) in _CLOSINGS.items():
        if opening in body[:1000] and (end := body.rfind(last, 0, _LONGEST)) > 0:
            return body[: end + len(last)] + closing
    return body


def read_feed(body: bytes, *, url: str) -> Listed:
    """What an RSS or Atom feed names: its entries' articles, with their counts and dates, and its next page (RFC 5005).

    Entries of a comment feed are permalinks of comments; they give the articles those belong to.
    """
    import feedparser  # type: ignore[import-untyped]  # a tenth of a second to load, for the first feed

    feed: Any = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    entries = [(urljoin(url, entry.link), entry) for entry in feed.entries if entry.get("link")]
    articles = dict.fromkeys(article_address(address) for address, _ in entries)
    following = [link.href for link in feed.feed.get("links", ()) if link.get("rel") == "next" and link.get("href")]
    following += _next_of_wordpress(feed, url)
    return Listed(
        links=(
            *(Link(url=address, relation=Relation.ARTICLE) for address in articles),
            *(Link(url=urljoin(url, address), relation=Relation.FEED) for address in following),
        ),
        signs=tuple(_sign(address, entry) for address, entry in entries),
    )


_JSON_FEED = "https://jsonfeed.org/version/"


def read_json_feed(data: Any, *, url: str) -> Listed | None:
    """What a JSON Feed (1.0 and 1.1) names: its items, their dates, its next page; None where it is something else."""
    if not isinstance(data, dict) or not str(data.get("version")).startswith(_JSON_FEED):
        return None
    items = data.get("items")
    entries = [
        (urljoin(url, item["url"]), item)
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict) and isinstance(item.get("url"), str)
    ]
    following = data.get("next_url")
    return Listed(
        links=(
            *(Link(url=address, relation=Relation.ARTICLE) for address in dict.fromkeys(a for a, _ in entries)),
            *((Link(url=urljoin(url, following), relation=Relation.FEED),) if isinstance(following, str) else ()),
        ),
        signs=tuple(
            Sign(kind=SignKind.FEED, url=article_address(address), modified_at=_time(str(item.get("date_modified"))))
            for address, item in entries
        ),
    )


def _next_of_wordpress(feed: Any, url: str) -> list[str]:
    """The next page of a WordPress site's own feed, which it has and does not name: its counts are worth a request."""
    if "wordpress.org" not in str(feed.feed.get("generator")) or len(feed.entries) < _ENTRIES_OF_WORDPRESS:
        return []
    page = int(found[1]) if (found := _PAGED.search(url)) else 1
    first = _PAGED.sub("", url)
    home = str(feed.feed.get("link") or "").rstrip("/")
    if comment_key(str(feed.entries[0].get("link"))) is not None:  # feeds of comments have no further pages
        return []
    if first not in {f"{home}/feed/", f"{home}/feed", f"{home}/?feed=rss2"} or page >= FEED_PAGES:
        return []
    return [f"{first}{'&' if '?' in first else '?'}paged={page + 1}"]


def is_beyond_feed(url: str) -> bool:
    """Whether an address is a guess of ours at a feed's next page: that there is none is no failure."""
    return _PAGED.search(url) is not None


def _sign(address: str, entry: Any) -> Sign:
    """What an entry tells of its article: the comment it is, or how many there are and when it was changed."""
    if comment_key(address) is not None:
        return Sign(kind=SignKind.COMMENT_FEED, url=article_address(address), comment_url=address)
    stated = str(entry.get("slash_comments") or "").strip()
    edited = dict.get(entry, "updated_parsed")  # feedparser's own `get` takes the time of publication for it
    return Sign(
        kind=SignKind.FEED,
        url=article_address(address),
        comment_count=int(stated) if stated.isdecimal() else None,
        modified_at=datetime.fromtimestamp(timegm(edited), UTC) if edited else None,
    )


def read_sitemap(body: bytes, *, url: str) -> Listed:
    """What a sitemap names as pages, or a sitemap index as sitemaps, with the dates of their last change."""
    entries = list(_entries(body, url))
    return Listed(
        links=tuple(link for link, _ in entries), signs=tuple(sign for _, sign in entries if sign is not None)
    )


def _entries(body: bytes, url: str) -> Iterator[tuple[Link, Sign | None]]:
    # It brings all of Scrapy with it, which most readers never need.
    from scraper.spiders.sitemap_entries import PUBLISHED, DatedSitemap

    sitemap = DatedSitemap(body)
    is_index = sitemap.type == "sitemapindex"
    of_articles = _may_hold_articles(url)
    for entry in sitemap:
        address = entry.get("loc")
        if not address:
            continue
        address = urljoin(url, address)
        if is_index:  # one of terms and authors is read once, like any other page
            relation = Relation.SITEMAP if _may_hold_articles(address) else Relation.OTHER
        else:
            relation = Relation.ARTICLE if of_articles else Relation.OTHER
        dates = [at for name in ("lastmod", PUBLISHED) if (at := _time(str(entry.get(name) or "")))]
        modified_at = max(dates, default=None)
        sign = Sign(kind=SignKind.SITEMAP, url=canonical_url(address), modified_at=modified_at) if modified_at else None
        yield Link(url=address, relation=relation), sign if is_index or of_articles else None


def _may_hold_articles(url: str) -> bool:
    return not _NO_ARTICLES.search(urlsplit(url).path.rpartition("/")[2])


def _time(text: str) -> datetime | None:
    """A W3C date; a day without a time is its first moment, which a visit on that day is not older than."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
