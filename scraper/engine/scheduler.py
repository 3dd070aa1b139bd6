"""The scheduler: Scrapy asks it what to fetch next, and it asks the archive's frontier.

Nothing is queued in memory but what was claimed for the next moments and requests that go on (retries), so memory
stays flat however large the site, and no pickled queue is ever read back.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from scrapy import Request, Spider, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.exceptions import CloseSpider

from archive.errors import ArchiveError
from archive.frontier import FrontierEntry
from archive.records import Link, Relation
from scraper.engine.opening import open_session
from scraper.engine.session import CrawlSession
from scraper.errors import ScraperError
from scraper.normalise.urls import canonical_url

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

ENTRY = "frontier_entry"
"""Key in a request's meta: the address of the frontier that it visits."""
READ_ANEW = "read_anew"
"""Key in a request's meta: the page is read whether or not its bytes are known."""
logger = logging.getLogger(__name__)

# Claims are write transactions (0.2 ms): many at once where pages come fast, few where new links of a higher priority
# should not have to wait behind them.
_FAST_BATCH, _POLITE_BATCH = 32, 2
# The sitemap protocol's own limit; other pages keep to DOWNLOAD_MAXSIZE.
_SITEMAP_BYTES = 50 * 1024 * 1024
_MAY_BE_LARGE = {Relation.SITEMAP, Relation.FEED, Relation.GUESS}


class FrontierScheduler(BaseScheduler):
    """Scrapy's scheduler interface over the archive's frontier."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._session: CrawlSession | None = None
        self._claimed: deque[FrontierEntry] = deque()
        self._continued: deque[Request] = deque()
        crawler.signals.connect(self._refuse, signal=signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Open archive, lock and run, if the spider has a plan; a refusal closes the spider once it is open."""
        plan = getattr(spider, "plan", None)
        if plan is None:
            return
        try:
            self._session = open_session(plan)
        except (ArchiveError, ScraperError) as error:
            spider.refusal = error  # type: ignore[attr-defined]  # the site spider has it
            logger.error("%s", error)
        spider.session = self._session  # type: ignore[attr-defined]  # the site spider has it

    def close(self, reason: str) -> None:
        """Put back what was claimed and not fetched, and close the archive."""
        if self._session is None:
            return
        for entry in self._claimed:
            self._session.in_flight.setdefault(entry.url, entry)
        self._claimed.clear()
        summary = self._session.close(interrupted=reason in {"shutdown", "cancelled"})
        self._crawler.spider.summary = summary  # type: ignore[union-attr]  # the site spider has it
        self._session = None

    def has_pending_requests(self) -> bool:
        """Whether there is anything to fetch now."""
        return bool(self._continued) or self._fill()

    def enqueue_request(self, request: Request) -> bool:
        """Take a request: a start address into the frontier, a retry into memory."""
        if self._session is None or ENTRY in request.meta or request.dont_filter:
            self._continued.append(request)
            return True
        link = Link(url=canonical_url(request.url), relation=Relation.START)
        self._session.add_start(link)
        return True

    def next_request(self) -> Request | None:
        """What to fetch next; None where nothing is due."""
        session = self._session
        while self._continued:
            request = self._continued.popleft()
            if session is None or session.stopped is None or ENTRY not in request.meta:
                return request
            session.put_back(request.meta[ENTRY])
        if session is None or not self._fill():
            return None
        entry = self._claimed.popleft()
        session.start(entry)
        return self._request(entry)

    def _fill(self) -> bool:
        """Claim more where nothing is left; False where nothing is due or the crawl stops."""
        session = self._session
        if session is None:
            return False
        allowed = session.may_start()
        while self._claimed and session.leave_out(self._claimed[0]):
            self._claimed.popleft()  # its folder was judged since it was claimed
        if not self._claimed and allowed:
            batch = _POLITE_BATCH if session.plan.delay else _FAST_BATCH
            try:
                self._claimed.extend(session.claim(min(batch, allowed)))
            except ArchiveError as error:
                session.fail(error)
        return bool(self._claimed) and bool(allowed)

    def _request(self, entry: FrontierEntry) -> Request:
        # A list of an API names the next one: it must come whole.
        is_list = entry.relation is Relation.API
        is_read_anew = self._session is not None and self._session.is_read_anew(entry)
        validators = (
            {} if is_list or is_read_anew else {"If-None-Match": entry.etag, "If-Modified-Since": entry.last_modified}
        )
        meta: dict[str, object] = {ENTRY: entry, READ_ANEW: is_read_anew}
        if entry.relation in _MAY_BE_LARGE:
            meta["download_maxsize"] = _SITEMAP_BYTES
        spider = self._crawler.spider
        return Request(
            entry.url,
            callback=self._callback(),
            errback=spider.failed,  # type: ignore[union-attr]  # the site spider has it
            headers={name: value for name, value in validators.items() if value},
            meta=meta,
            dont_filter=True,
        )

    def _callback(self) -> Callable[..., object]:
        """Read beside the reactor, where that is worth it."""
        spider, session = self._crawler.spider, self._session
        is_beside = session is not None and session.readers is not None
        return spider.parse_beside if is_beside else spider.parse  # type: ignore[union-attr]  # the site spider has it

    def _refuse(self, spider: Spider) -> None:
        if getattr(spider, "refusal", None) is not None:
            raise CloseSpider("refused")
