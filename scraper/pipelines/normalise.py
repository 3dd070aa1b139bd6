"""Doors to the rules of `normalise`: a page goes in as it was read, and comes out as it is meant."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING, Self

import attrs

from archive.records import Page, Visit
from scraper.engine.session import CrawlSession
from scraper.errors import exception_reason
from scraper.normalise.page import normalise_article, normalise_comments, normalise_sidebar

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class _InSiteTime:
    """A pipeline that needs the time zone of the site being crawled."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    @property
    def zone(self) -> tzinfo | None:
        """The site's, if it is known by now."""
        session: CrawlSession | None = getattr(self._crawler.spider, "session", None)
        return session.zone if session is not None else None


class NormaliseArticle(_InSiteTime):
    """Pipeline: the article's text, dates, authors and addresses."""

    def process_item(self, item: object) -> object:
        """The visit with its page's article normalised."""
        return through(partial(normalise_article, zone=self.zone), item)


class NormaliseComments(_InSiteTime):
    """Pipeline: the comments as a tree, each parent before its replies."""

    def process_item(self, item: object) -> object:
        """The visit with its page's comments normalised."""
        return through(partial(normalise_comments, zone=self.zone), item)


class NormaliseSidebar:
    """Pipeline: Recent Comments entries and mastheads."""

    def process_item(self, item: object) -> object:
        """The visit with its page's sidebar normalised."""
        return through(normalise_sidebar, item)


def through(rule: Callable[[Page], Page], item: object) -> object:
    """The visit with a rule applied to its page; a page the rule breaks on becomes a failed visit.

    What a reader beside the crawl has normalised passes as it is.
    """
    if not isinstance(item, Visit) or item.page is None or item.page.is_normalised:
        return item
    try:
        return attrs.evolve(item, page=rule(item.page))
    except Exception as error:
        logger.debug("%s: not normalised", item.url, exc_info=True)
        return attrs.evolve(item, page=None, etag=None, last_modified=None, error=exception_reason(error))
