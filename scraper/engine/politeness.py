"""Pace: what a server asks for by Crawl-delay, Retry-After, or by failing, is given to it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.exceptions import NotConfigured
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

from archive.errors import ArchiveError
from archive.times import now
from scraper.engine.failures import CONNECTION_ERRORS, Interrupted, reason_of, status_reason, tls_reason
from scraper.engine.retry_after import retry_after
from scraper.engine.session import CrawlSession

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# 429 and 503 say "later"; 500, 502 and 504 are often over in a moment. Others will be the same the next time.
RETRIED = frozenset({429, 500, 502, 503, 504})
_ASKS_TO_WAIT = frozenset({429, 503})
# After so many failures in a row the host is down: the rest of the frontier is not burnt on it.
FAILURES_IN_A_ROW = 10
_TICK = 0.1


class KeepPace(AutoThrottle):
    """Scrapy's AutoThrottle, which never goes below the delay that robots.txt asks for."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings.getfloat("DOWNLOAD_DELAY") <= 0:
            raise NotConfigured  # a delay of 0 switches off all waiting
        super().__init__(crawler)

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        session: CrawlSession | None = getattr(self.crawler.spider, "session", None)
        host = urlsplit(response.url).hostname or ""
        if session is not None:
            slot.delay = max(slot.delay, session.delays.get(host, 0.0))


class BackOff:
    """Downloader middleware: holds requests to a host that asked for rest, and tries again what failed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        settings = crawler.settings
        self._times = settings.getint("RETRY_TIMES")
        self._longest = settings.getfloat("RETRY_AFTER_MAX")
        delay = settings.getfloat("DOWNLOAD_DELAY")
        self._first_pause = settings.getfloat("RETRY_BACKOFF") if delay > 0 else 0.0
        self._in_a_row = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    @property
    def _session(self) -> CrawlSession | None:
        return getattr(self._crawler.spider, "session", None)

    async def process_request(self, request: Request) -> None:
        """Wait until the host may be asked again.

        Raises:
            Interrupted: the crawl ends meanwhile.
        """
        session, host = self._session, urlsplit(request.url).hostname or ""
        if session is None:
            return
        while left := session.pauses.left(host):
            await asyncio.sleep(min(left, _TICK))
            if session.stopped is not None or not self._crawler.engine.running:
                raise Interrupted("the crawl ends")

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Try again what a server could not answer, after the rest it asks for."""
        if response.status not in RETRIED:
            self._in_a_row = 0
            self._answered()
            return response
        header = response.headers.get("Retry-After")
        asked = retry_after(header.decode("latin-1") if header else None, now=now())
        is_asked = response.status in _ASKS_TO_WAIT
        if not is_asked:
            asked = None
        if asked is not None and asked > self._longest:
            self._refused(asked)
            self._end(f"{urlsplit(request.url).hostname} asks to be left alone for {asked:,.0f} s")
            raise Interrupted("asked to wait")
        if is_asked and asked is None and self._session is not None:
            asked = min(self._session.rests.back_off(self._first_pause), self._longest)
        if asked:
            self._refused(asked)
        return self._again(request, status_reason(response.status), asked) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Try again what broke off on the way."""
        if not isinstance(exception, CONNECTION_ERRORS) or isinstance(exception, Interrupted):
            return None
        if tls_reason(exception) is not None:
            return None  # a certificate does not get better in a minute
        reason = reason_of(exception)
        if self._session is not None and not self._session.tally.stored and not request.meta.get("retry_times"):
            # The first page: a person waits, and a name that does not resolve is a typing error.
            return None if reason in {"unknown host", "connection refused"} else self._again(request, reason, None)
        return self._again(request, reason, None)

    def _again(self, request: Request, reason: str, asked: float | None) -> Request | None:
        """The request once more, with its host paused; None where it has been tried often enough."""
        times = request.meta.get("retry_times", 0) + 1
        host = urlsplit(request.url).hostname or ""
        pause = asked if asked is not None else self._first_pause * 2 ** (times - 1)
        if self._session is not None:
            self._session.pauses.set(host, min(pause, self._longest))
        if times <= self._times:
            if self._crawler.stats is not None:
                self._crawler.stats.inc_value(f"retry/{reason}")
            return request.replace(dont_filter=True, meta={**request.meta, "retry_times": times})
        self._in_a_row += 1
        if self._in_a_row >= FAILURES_IN_A_ROW:
            self._end(f"{host} failed {self._in_a_row} times in a row ({reason})")
        return None

    def _refused(self, seconds: float) -> None:
        """Remember for later runs, too, that the site asked for rest; robots.txt of another host is not its own."""
        if self._session is not None:
            try:
                self._session.rests.refused(seconds)
            except ArchiveError as error:
                self._session.fail(error)

    def _answered(self) -> None:
        if self._session is not None:
            try:
                self._session.rests.answered()
            except ArchiveError as error:
                self._session.fail(error)

    def _end(self, why: str) -> None:
        if self._session is not None:
            self._session.stop(f"{why}: stopped, start again later")
