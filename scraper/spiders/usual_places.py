"""Where feeds and sitemaps usually are, for sites that name none.

They are asked for last, when everything that was named is through. That there is nothing, or something else, is no
failure, and it is not asked for again for a quarter of a year; what is a feed or sitemap becomes one in the frontier, too.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from archive.records import Link, Page, Relation

_FEEDS = ("/feed/", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json")
_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml")

USUAL_PLACES = (*_FEEDS, *_SITEMAPS)


def usual_feeds(page: Page) -> tuple[Link, ...]:
    """Where to look for a feed: at a front page that names none."""
    parts = urlsplit(page.url)
    if parts.path not in ("", "/") or parts.query or any(link.relation is Relation.FEED for link in page.links):
        return ()
    return tuple(Link(url=urljoin(page.url, path), relation=Relation.GUESS) for path in _FEEDS)


def usual_sitemaps(origin: str) -> tuple[Link, ...]:
    """Where to look for a sitemap of a host whose robots.txt names none."""
    return tuple(Link(url=urljoin(origin, path), relation=Relation.GUESS) for path in _SITEMAPS)


def found_at(url: str) -> Link:
    """What a guess turned out to be."""
    return Link(url=url, relation=Relation.SITEMAP if "sitemap" in urlsplit(url).path else Relation.FEED)
