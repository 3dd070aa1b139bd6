"""The day's budget: each request that leaves for the network is counted, and the one beyond it is not sent.

Pages, robots.txt, APIs, second tries, redirects that are followed: a server counts them all. Those that leave no fetch
of their own in the archive are counted there beside, so that a run that is killed forgets none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy import Request

from archive.errors import ArchiveError
from archive.restraint import note_request_beside
from archive.times import now
from scraper.engine.failures import Interrupted
from scraper.engine.scheduler import ENTRY
from scraper.engine.session import CrawlSession

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_IS_SENT = "is_sent"
"""Key in a request's meta: it was sent before, and this is another try."""


class CountRequests:
    """Downloader middleware, the last before the network: counts, and stops the crawl when the day's budget is spent."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let the request go, and count it.

        Raises:
            Interrupted: the budget is spent; the page goes back to the frontier.
        """
        session: CrawlSession | None = getattr(self._crawler.spider, "session", None)
        if session is None:
            return
        if why := session.limits.day_is_spent():
            session.stop(why)
            raise Interrupted("the day's budget is spent")
        session.tally.requests += 1
        if ENTRY not in request.meta or request.meta.get(_IS_SENT):
            try:
                note_request_beside(session.archive, session.plan.site, now())
            except ArchiveError as error:
                session.fail(error)
        request.meta[_IS_SENT] = True
