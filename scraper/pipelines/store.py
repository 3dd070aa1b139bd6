"""The last door: one visit, one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from archive.records import Visit
from scraper.engine.session import CrawlSession

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class StoreVisits:
    """Pipeline: stores what came of a visit in the archive of the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_item(self, item: object) -> object:
        """Store the visit, where a crawl is open."""
        session: CrawlSession | None = getattr(self._crawler.spider, "session", None)
        if session is not None and isinstance(item, Visit):
            session.save(item)
        return item
