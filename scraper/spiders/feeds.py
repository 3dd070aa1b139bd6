"""Feeds and sitemaps: the addresses they name."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from archive.records import Link, Relation
from scraper.normalise.urls import article_address

# Sitemaps of terms, authors and pictures; WordPress and Yoast name them so.
_NO_ARTICLES = re.compile(r"(?:tax|categor|tag|author|user|image|video|page-sitemap|posts-page)", re.I)


def links_of_feed(body: bytes, *, url: str) -> tuple[Link, ...]:
    """What an RSS or Atom feed names: its entries' articles, and its next page (RFC 5005).

    Entries of a comment feed are permalinks of comments; they give the articles those belong to.
    """
    import feedparser  # type: ignore[import-untyped]  # a tenth of a second to load, for the first feed

    feed: Any = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    named = dict.fromkeys(urljoin(url, entry.link) for entry in feed.entries if entry.get("link"))
    articles = dict.fromkeys(article_address(address) for address in named)
    following = [link.href for link in feed.feed.get("links", ()) if link.get("rel") == "next" and link.get("href")]
    return (
        *(Link(url=address, relation=Relation.ARTICLE) for address in articles),
        *(Link(url=urljoin(url, address), relation=Relation.FEED) for address in following),
    )


def links_of_sitemap(body: bytes, *, url: str) -> tuple[Link, ...]:
    """What a sitemap names as pages, or a sitemap index as sitemaps."""
    return tuple(_entries(body, url))


def _entries(body: bytes, url: str) -> Iterator[Link]:
    from scrapy.utils.sitemap import Sitemap  # brings all of Scrapy with it, which most readers never need

    sitemap = Sitemap(body)
    name = urlsplit(url).path.rpartition("/")[2]
    pages = Relation.OTHER if _NO_ARTICLES.search(name) else Relation.ARTICLE
    relation = Relation.SITEMAP if sitemap.type == "sitemapindex" else pages
    for entry in sitemap:
        address = entry.get("loc")
        if address:
            yield Link(url=urljoin(url, address), relation=relation)
